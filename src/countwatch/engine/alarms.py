"""Alert rules held against watches: what rang is answered to whoever shows it, and its hook is begun here."""

from collections.abc import Callable, Mapping
from datetime import UTC, datetime

from countwatch.count.alerts import Alert, Moment, Vigil, look
from countwatch.count.stages import dated, stages
from countwatch.engine.hooks import Hooks
from countwatch.engine.several import Several
from countwatch.engine.watch import Watch
from countwatch.ledger.moments import moment_of
from countwatch.ledger.state import WatchState

Facts = Callable[[Watch, Alert], Mapping[str, str]]
"""What a hook is told, as environment variables."""


class Alarms:
    """The rules of watches side by side, each watch with its own.

    What was so when a watch was opened rings nothing; in a replay that is all before the instant at which it began.
    A hook runs for what happens now: in a replay it runs only where it is asked to, since somebody may be called out
    of bed for a lead that changed years ago.
    """

    def __init__(self, feeds: Several, hooks: Hooks, facts: Facts) -> None:
        self._hooks = hooks
        self._facts = facts
        self._states = {watch: watch.state for watch in feeds.watches}
        self._vigils = {watch: Vigil.of(watch.rules) for watch in feeds.watches}

    def came(self, watch: Watch, state: WatchState) -> tuple[Alert, ...]:
        """What rings now that the watch has come to this state; every one is to be told, in their order."""
        if not watch.rules or not state.n:
            return ()
        # A watch may be ahead of what was told of it: its own state is not asked for.
        self._states[watch] = state
        status = watch.feed.status()
        if status.mode == "live":
            return self._look(watch, state, watch.feed.now())
        at = state.ledger.received_at(state.n)
        return self._look(watch, state, at, past=status.begins_at is not None and at < status.begins_at)

    def passed(self) -> tuple[tuple[Watch, Alert], ...]:
        """What rings because time passes: silence, and steps of the calendar."""
        return tuple(
            (watch, alert)
            for watch, state in self._states.items()
            if watch.rules
            for alert in self._look(watch, state, watch.feed.now())
        )

    async def aclose(self) -> None:
        """Let hooks end."""
        await self._hooks.aclose()

    def _look(self, watch: Watch, state: WatchState, at: datetime, *, past: bool = False) -> tuple[Alert, ...]:
        moment, alerts = moment_of(state, at, watch.silent_seconds()), list[Alert]()
        for each in (*self._steps(watch, moment), moment):
            self._vigils[watch], rung = look(self._vigils[watch], each, past=past)
            alerts += rung
        live = watch.feed.status().mode == "live"
        for alert in alerts:
            hook = alert.rule.hook
            if hook is not None and (live or hook.in_replays):
                self._hooks.begin(alert.rule, self._facts(watch, alert))
        return tuple(alerts)

    def _steps(self, watch: Watch, moment: Moment) -> list[Moment]:
        """The calendar's instants since the latest moment: a replay, or a machine that slept, may pass several.

        Where the state is another by now, the figures of those instants are not told again.
        """
        vigil, election = self._vigils[watch], self._states[watch].election
        if vigil.at is None or election is None:
            return []
        then = moment if moment.n == vigil.n else Moment(vigil.n, vigil.at)
        passed = [at.astimezone(UTC) for at, _ in dated(election) if vigil.at < at < moment.at]
        return [then._replace(at=at, stage=stages(election, at).stage) for at in passed]
