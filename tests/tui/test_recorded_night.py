"""The bundled night on the real app: what the figures of the issue look like on the screen."""

from pathlib import Path

import pytest
from rich.style import Style

from countwatch.cli.compose import replay_watch
from countwatch.engine.watch import Watch
from countwatch.present.words import Words
from countwatch.tui.app import CountwatchApp
from countwatch.tui.screens.body import BodyScreen
from countwatch.tui.widgets.digits import big
from tests.tui.stage import SIZES, screen_text, text_of, until

NIGHT = Path(__file__).parents[2] / "sample_feeds" / "peru-2021-runoff" / "peru-2021-runoff.cwrec"
EVENING = "2021-06-07T19:23"


def app_at(start_at: str | None) -> CountwatchApp:
    async def open_watch() -> Watch:
        watch = replay_watch(NIGHT, speed=600.0, idle_limit_seconds=3.0, start_at=start_at, linger=True)
        watch.feed.pause(paused=True)  # type: ignore[attr-defined]  # a replay
        return watch

    return CountwatchApp(open_watch, Words())


def shown(app: CountwatchApp) -> int:
    return app.picture.updates if app.picture else 0


@pytest.mark.parametrize("size", SIZES)
async def test_the_evening_of_the_seventh(size: tuple[int, int]) -> None:
    app = app_at(EVENING)
    async with app.run_test(size=size) as pilot:
        await until(pilot, lambda: shown(app) == 31)
        await pilot.pause()
        seen = screen_text(app)
        for fact in ("8,548,929", "8,457,547", "0.537 points", "94.478 %", "81,712", "1.485 %", "1,284", "4.038 %",
                     "3,492", "95.962 %", "75.962 %", "REPLAY", "CASTILLO", "FUJIMORI"):  # fmt: skip
            assert fact in seen


async def test_events_are_found_ahead_and_behind() -> None:
    app = app_at(None)
    async with app.run_test(size=(120, 40)) as pilot:
        await until(pilot, lambda: shown(app) == 1)
        turns = []
        for _ in range(3):
            before = shown(app)
            await pilot.press("n")
            await until(pilot, lambda before=before: shown(app) != before and app.has_settled())  # type: ignore[misc]  # bound here
            assert not app._event_wanted
            await pilot.pause()
            turns.append(shown(app))
            if len(turns) == 1:
                assert "lead changed: CASTILLO +25,499" in screen_text(app)
        assert turns == sorted(turns)
        await pilot.press("N")
        await until(pilot, lambda: shown(app) == turns[-2])


async def test_the_log_shows_the_body_of_an_update() -> None:
    app = app_at(EVENING)
    async with app.run_test(size=(120, 40)) as pilot:
        await until(pilot, lambda: shown(app) == 31)
        await pilot.press("4", "down", "enter")
        await until(pilot, lambda: isinstance(app.screen, BodyScreen))
        await pilot.pause()
        assert "generalData" in screen_text(app)


async def test_the_end_of_the_night() -> None:
    app = app_at(EVENING)
    async with app.run_test(size=(120, 40)) as pilot:
        await until(pilot, lambda: shown(app) == 31)
        await pilot.press("dollar_sign")
        await until(pilot, lambda: shown(app) == 93)
        await pilot.pause()
        seen = screen_text(app)
        for fact in ("8,836,380", "8,792,117", "0.251 points", "100.000 %"):
            assert fact in seen
        drawn = text_of(app.screen.query_one("#lead"))
        assert all("".join(part.text for part in row).rstrip() in drawn for row in big("+44,263", Style()))
        await pilot.press("0")
        await until(pilot, lambda: shown(app) == 1)
        assert "5,927,689" in screen_text(app)
