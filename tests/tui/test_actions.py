"""Keys, clicks and drags reach the feed, and only the feed."""

import pytest

from countwatch.tui import steering
from countwatch.tui.screens.help import HelpScreen
from countwatch.tui.widgets.replay import ReplayBar
from tests.tui.stage import (
    LiveTestFeed,
    ReplayTestFeed,
    TestFeed,
    painted,
    screen_text,
    show,
    until,
    watching,
)
from tests.tui.views import picture


@pytest.mark.parametrize(
    ("key", "asked"),
    [
        ("space", ("pause", True)),
        ("left", ("fraction", 0.48)),
        ("right", ("fraction", 0.52)),
        ("left_square_bracket", ("step", -1)),
        ("right_square_bracket", ("step", 1)),
        ("plus", ("speed", 1200.0)),
        ("minus", ("speed", 300.0)),
        ("0", ("fraction", 0.0)),
        ("dollar_sign", ("fraction", 1.0)),
        ("n", ("fraction", 1.0)),
    ],
)
async def test_each_key_asks_the_replay(key: str, asked: object) -> None:
    feed = ReplayTestFeed()
    async with watching(feed) as (_, pilot):
        await pilot.press(key)
        assert feed.asked == [asked]


async def test_pause_is_a_toggle() -> None:
    feed = ReplayTestFeed()
    async with watching(feed) as (_, pilot):
        await pilot.press("space", "space")
        assert feed.asked == [("pause", True), ("pause", False)]


def test_speeds_go_up_to_as_fast_as_possible_and_down_to_the_slowest() -> None:
    speed: float | None = 60.0
    climbed = [speed := steering.next_speed(speed, 1) for _ in range(7)]
    assert climbed == [120.0, 300.0, 600.0, 1200.0, 3600.0, None, None]
    assert steering.next_speed(None, -1) == 3600.0
    assert steering.next_speed(60.0, -1) == 60.0
    assert steering.next_speed(700.0, 1) == 1200.0
    assert steering.next_speed(700.0, -1) == 600.0


@pytest.mark.parametrize("key", ["space", "left", "right", "plus", "n", "N", "0", "dollar_sign", "left_square_bracket"])
async def test_replay_keys_on_a_live_feed_say_so_and_do_nothing(key: str) -> None:
    feed = LiveTestFeed()
    async with watching(feed) as (app, pilot):
        await pilot.press(key)
        await pilot.pause()
        assert feed.asked == []
        assert [toast.message for toast in app._notifications] == ["These keys move a replay; this feed is live."]


async def test_a_live_feed_polls_when_asked() -> None:
    feed = LiveTestFeed()
    async with watching(feed) as (_, pilot):
        await pilot.press("r")
        assert feed.asked == ["poll_now"]


async def test_a_replay_has_nothing_to_poll() -> None:
    feed = ReplayTestFeed()
    async with watching(feed) as (app, pilot):
        await pilot.press("r")
        assert feed.asked == []
        assert [toast.message for toast in app._notifications] == ["A replay has nothing to poll."]


async def test_clicking_and_dragging_the_bar_seeks() -> None:
    feed = ReplayTestFeed()
    async with watching(feed) as (app, pilot):
        bar = app.screen.query_one(ReplayBar)
        await until(pilot, lambda: bar._track != (0, 1))
        await pilot.pause()
        start, size = bar._track
        await pilot.mouse_down(bar, offset=(start, 0))
        await pilot.hover(bar, offset=(start + size - 1, 0))
        await pilot.mouse_up(bar, offset=(start + size - 1, 0))
        await pilot.pause()
        assert feed.asked[0] == ("fraction", 0.0)
        assert feed.asked[-1] == ("fraction", 1.0)
        count = len(feed.asked)
        await pilot.hover(bar, offset=(start + 5, 0))
        assert len(feed.asked) == count


async def test_a_hint_is_a_button() -> None:
    feed = ReplayTestFeed()
    async with watching(feed) as (app, pilot):
        await pilot.click("#hints", offset=(2, 0))
        assert feed.asked == [("pause", True)]
        await pilot.click("#hints", offset=(screen_text(app).splitlines()[-1].index("? help"), 0))
        assert isinstance(app.screen, HelpScreen)


async def test_screens_by_number_and_quit() -> None:
    feed = ReplayTestFeed()
    async with watching(feed) as (app, pilot):
        for key, mode in (("2", "regions"), ("3", "timeline"), ("4", "log"), ("1", "live")):
            await pilot.press(key)
            assert app.current_mode == mode
        await pilot.press("q")
        await pilot.pause()
        assert app._exit
    assert feed.closed


async def test_leaving_with_a_code() -> None:
    async with watching(ReplayTestFeed()) as (app, pilot):
        app.leave(143)
        await until(pilot, lambda: app._exit)
    assert app.return_code == 143


async def test_entries_of_what_happened_move_the_replay() -> None:
    feed = ReplayTestFeed()
    async with watching(feed) as (app, pilot):
        show(app, picture())
        rows = app.screen.query_one("#happened")
        rows.focus()
        await pilot.press("down", "enter")
        assert feed.asked == [("update", 16)]
        await pilot.press("down", "enter")
        assert feed.asked == [("update", 16)]


async def test_maximise_and_back() -> None:
    async with painted(picture(), (120, 40)) as (app, pilot):
        await pilot.press("m")
        lead = app.screen.query_one("#lead")
        assert app.screen.maximized is lead
        assert lead.outer_size.width == 120
        assert lead.outer_size.height > 30
        lines = screen_text(app).splitlines()
        assert "Segunda vuelta" in lines[0]
        assert "help" in lines[-1]
        await pilot.press("m")
        assert app.screen.maximized is None
        app.screen.query_one("#happened").focus()
        await pilot.press("m")
        assert app.screen.maximized is app.screen.query_one("#happened")


async def test_help_names_every_key_and_closes() -> None:
    async with painted(picture(), (120, 90)) as (app, pilot):
        await pilot.press("question_mark")
        await pilot.pause()
        seen = screen_text(app)
        for text in ("Moving a replay", "next event", "search the regions", "a correction: a figure fell"):
            assert text in seen
        await pilot.press("escape")
        assert app.current_mode == "live"
        assert not isinstance(app.screen, HelpScreen)


async def test_a_feed_that_cannot_be_moved_is_not_taken_for_a_replay() -> None:
    assert steering.steerable(TestFeed()) is None
    assert steering.steerable(ReplayTestFeed()) is not None
