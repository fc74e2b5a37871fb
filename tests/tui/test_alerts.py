"""Alerts on the screen: a toast, a bell, and a replay that goes back over them in silence."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import pytest

from countwatch.cli.alarms import alarms_for
from countwatch.cli.compose import replay_watch
from countwatch.engine.alarms import Alarms
from countwatch.engine.several import Several
from countwatch.engine.watch import Watch
from countwatch.model.alert import AlertRule, Condition, Hook
from countwatch.model.finding import Finding
from countwatch.present.words import Words
from countwatch.tui import app as app_module
from countwatch.tui.app import CountwatchApp
from tests.tui.stage import until
from tests.tui.test_recorded_night import NIGHT

CHANGED = AlertRule("turn", Condition.LEAD_CHANGED, bell=True)
CLOSE = AlertRule("close [b]", Condition.LEAD_UNDER_VOTES, Decimal(50_000), toast=False)


class NoisyApp(CountwatchApp):
    """The app, and how often its bell rang."""

    CSS_PATH = str(Path(app_module.__file__).with_name("countwatch.tcss"))
    rung = 0

    def bell(self) -> None:
        self.rung += 1


def app_with(rules: Sequence[AlertRule], words: Words | None = None) -> NoisyApp:
    """On the bundled night, paused at its start."""
    said = words or Words()

    async def open_watch() -> Watch:
        watch = replay_watch(NIGHT, speed=600.0, idle_limit_seconds=3.0, linger=True, rules=rules)
        watch.feed.pause(paused=True)  # type: ignore[attr-defined]  # a replay
        return watch

    def alarms(feeds: Several, trouble: Callable[[Finding], None]) -> Alarms:
        return alarms_for(feeds, said, trouble)

    return NoisyApp(open_watch, said, alarms_for=alarms)


def toasts(app: CountwatchApp) -> list[str]:
    return [notification.message for notification in app._notifications]


def shown(app: CountwatchApp) -> int:
    return app.watch_open.state.n if app.watch_open else 0


async def test_a_lead_that_changes_shows_a_toast_and_rings_once_however_often_it_is_played() -> None:
    app = app_with([CHANGED, CLOSE])
    async with app.run_test(size=(120, 40), notifications=True) as pilot:
        await until(pilot, lambda: shown(app) == 1)
        await pilot.press("dollar_sign")
        await until(pilot, lambda: shown(app) == 93)
        told = "alert turn: the lead changed; CASTILLO is ahead in the count so far by 25,499 votes, 0.152 points"
        assert toasts(app) == [told]
        assert app.rung == 1
        await pilot.press("0")
        await until(pilot, lambda: shown(app) == 1)
        await pilot.press("dollar_sign")
        await until(pilot, lambda: shown(app) == 93)
        assert (toasts(app), app.rung) == ([told], 1)


@pytest.mark.parametrize("name", ["[/nope]", "[@click=app.quit]x[/]", "\x1b[31m"])
async def test_a_toast_takes_no_markup(name: str) -> None:
    app = app_with([replace(CHANGED, name=name)])
    async with app.run_test(size=(120, 40), notifications=True) as pilot:
        await until(pilot, lambda: shown(app) == 1)
        await pilot.press("dollar_sign")
        await until(pilot, lambda: shown(app) == 93)
        await pilot.pause()
        assert len(toasts(app)) == 1
        assert "\x1b" not in toasts(app)[0]


async def test_a_hook_that_cannot_start_is_said_on_the_screen() -> None:
    app = app_with([replace(CHANGED, toast=False, hook=Hook(("/no/such/program",), in_replays=True))])
    async with app.run_test(size=(120, 40), notifications=True) as pilot:
        await until(pilot, lambda: shown(app) == 1)
        await pilot.press("dollar_sign")
        await until(pilot, lambda: bool(toasts(app)))
        assert toasts(app) == ["alert turn: the hook /no/such/program could not be started (No such file or directory)"]
