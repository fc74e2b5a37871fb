"""`g` asks for a time and moves a replay there; what is no time is said below the line."""

from datetime import UTC, datetime

import pytest
from textual.pilot import Pilot

from countwatch.tui.app import CountwatchApp
from countwatch.tui.screens.going import GoingScreen
from countwatch.tui.widgets.replay import ReplayBar
from countwatch.tui.widgets.typed import TypedLine
from tests.tui.stage import END, START, LiveTestFeed, ReplayTestFeed, screen_text, until, watching


async def typed(app: CountwatchApp, pilot: Pilot[None], text: str) -> None:
    await until(pilot, lambda: isinstance(app.screen, GoingScreen) and bool(app.screen.query(TypedLine)))
    app.screen.query_one(TypedLine).value = text
    await pilot.press("enter")


@pytest.mark.parametrize("key", ["g", "ctrl+g"])
async def test_a_time_moves_the_replay(key: str) -> None:
    feed = ReplayTestFeed()
    async with watching(feed) as (app, pilot):
        await pilot.press(key)
        await typed(app, pilot, "2021-06-10T20:00")
        await until(pilot, lambda: feed.asked == [("seek", datetime(2021, 6, 10, 20, tzinfo=UTC))])
        assert not isinstance(app.screen, GoingScreen)


async def test_so_long_from_here() -> None:
    feed = ReplayTestFeed()
    async with watching(feed) as (app, pilot):
        await pilot.press("g")
        await typed(app, pilot, "+25d")
        await until(pilot, lambda: feed.asked == [("seek", END)])


async def test_what_is_no_time_stays_and_says_so() -> None:
    feed = ReplayTestFeed()
    async with watching(feed) as (app, pilot):
        await pilot.press("g")
        await typed(app, pilot, "sometime")
        await until(pilot, lambda: "sometime is no time; expected one such as" in screen_text(app))
        await typed(app, pilot, "-26d")
        await until(pilot, lambda: "the recording has 7 Jun 05:48 to 27 Jul 05:48 only" in screen_text(app))
        await typed(app, pilot, "[/nope][@click=app.quit]x[/]")
        await until(pilot, lambda: "[/nope][@click=app.quit]" in screen_text(app))
        await pilot.press("escape")
        assert not isinstance(app.screen, GoingScreen)
        await pilot.press("g", "enter")
        assert not isinstance(app.screen, GoingScreen)
    assert feed.asked == []
    assert START < END


async def test_a_live_feed_says_that_it_is_live() -> None:
    async with watching(LiveTestFeed()) as (app, pilot):
        await pilot.press("g")
        assert [toast.message for toast in app._notifications] == ["These keys move a replay; this feed is live."]


async def test_a_click_on_the_pace_pauses_and_one_on_the_position_asks() -> None:
    feed = ReplayTestFeed()
    async with watching(feed) as (app, pilot):
        bar = app.screen.query_one(ReplayBar)
        await until(pilot, lambda: bar._track != (0, 1))
        await pilot.click(bar, offset=(2, 0))
        assert feed.asked == [("pause", True)]
        await until(pilot, lambda: bar._track[0] > 1)
        await pilot.click(bar, offset=(117, 0))
        await until(pilot, lambda: isinstance(app.screen, GoingScreen))
        assert feed.asked == [("pause", True)]
