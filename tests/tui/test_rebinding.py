"""Keys that the settings bind anew: they work, the old ones do not, and everything shows the new ones."""

import pytest

from countwatch.present.words import Words
from countwatch.tui.app import CountwatchApp
from countwatch.tui.keyboard import Keyboard
from countwatch.tui.screens.help import HelpScreen
from countwatch.tui.widgets.rows import Rows
from tests.tui.stage import ReplayTestFeed, opening, screen_text, show, until
from tests.tui.views import picture

REBOUND = {"pause": "p", "next_event": "N", "previous_event": "n", "help": "f2", "down": "w,down"}


async def test_new_keys_work_and_old_ones_do_not() -> None:
    feed = ReplayTestFeed()
    app = CountwatchApp(opening(feed), Words(), rebound=REBOUND)
    async with app.run_test(size=(120, 40)) as pilot:
        await until(pilot, lambda: app.picture is not None)
        await pilot.press("space")
        assert feed.asked == []
        await pilot.press("p", "N")
        assert feed.asked == [("pause", True), ("fraction", 1.0)]
        assert "p play" in screen_text(app).splitlines()[-1]
        assert "F2 help" in screen_text(app).splitlines()[-1]
        await pilot.press("question_mark")
        assert not isinstance(app.screen, HelpScreen)
        await pilot.press("f2")
        await pilot.pause()
        assert isinstance(app.screen, HelpScreen)
        await until(pilot, lambda: "F2        help" in screen_text(app))
        await pilot.press("f2")
        assert not isinstance(app.screen, HelpScreen)


async def test_a_list_takes_its_new_keys_too() -> None:
    app = CountwatchApp(opening(ReplayTestFeed()), Words(), rebound=REBOUND)
    async with app.run_test(size=(120, 40)) as pilot:
        await until(pilot, lambda: app.picture is not None)
        show(app, picture())
        rows = app.screen.query_one("#happened", Rows)
        rows.focus()
        await pilot.press("w", "down", "j")
        assert rows.cursor == 2


@pytest.mark.parametrize(
    ("key", "shown"),
    [("question_mark", "?"), ("f1", "F1"), ("left", "←"), ("ctrl+p", "ctrl+p"), ("plus", "+"), ("pageup", "PgUp")],
)
def test_a_key_is_written_as_readers_know_it(key: str, shown: str) -> None:
    keyboard = Keyboard(Words(), {"pause": key})
    assert keyboard.all("pause") == shown


async def test_ctrl_c_says_which_key_quits() -> None:
    app = CountwatchApp(opening(ReplayTestFeed()), Words(), rebound={"quit": "f10"})
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press("ctrl+c")
        assert [toast.message for toast in app._notifications] == ["F10 quits."]
