"""Alerts on the screen: a toast that stays a little, and the terminal's bell."""

from typing import TYPE_CHECKING

from countwatch.tui.paint import notice

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from textual.app import App

    from countwatch.count.alerts import Alert
    from countwatch.engine.alarms import Alarms
    from countwatch.engine.several import Several
    from countwatch.engine.watch import Watch
    from countwatch.ledger.state import WatchState
    from countwatch.model.finding import Finding
    from countwatch.present.words import Words

    AlarmsFor = Callable[[Several, Callable[[Finding], None]], Alarms]

ALERT_SECONDS = 15.0
"""Long enough for somebody who looks up at the bell."""


class Ringer:
    """Shows what rings, as its rule wants it. `alarms_for` makes the alarms of watches; without it nothing rings."""

    def __init__(self, app: "App[None]", words: "Words", alarms_for: "AlarmsFor | None") -> None:
        self._app = app
        self._words = words
        self._alarms_for = alarms_for
        self._alarms: Alarms | None = None

    def open(self, feeds: "Several") -> None:
        """Hold the rules of these watches against them from now on."""
        if self._alarms_for is not None:
            self._alarms = self._alarms_for(feeds, self._trouble)

    def came(self, watch: "Watch", state: "WatchState") -> None:
        """The watch has come to this state."""
        if self._alarms is not None:
            self._show((watch, alert) for alert in self._alarms.came(watch, state))

    def passed(self) -> None:
        """Time passed."""
        if self._alarms is not None:
            self._show(self._alarms.passed())

    async def aclose(self) -> None:
        """Ring no more, and let hooks end."""
        alarms, self._alarms = self._alarms, None
        if alarms is not None:
            await alarms.aclose()

    def _show(self, rung: "Iterable[tuple[Watch, Alert]]") -> None:
        for watch, alert in rung:
            if alert.rule.toast:
                from countwatch.present.alerts import alert_sentence

                self._say(alert_sentence(alert, watch.state, self._words))
            if alert.rule.bell:
                self._app.bell()

    def _trouble(self, trouble: "Finding") -> None:
        from countwatch.present.problems import sentence

        self._say(sentence(trouble, self._words))

    def _say(self, text: str) -> None:
        notice(self._app, text, warning=True, seconds=ALERT_SECONDS)
