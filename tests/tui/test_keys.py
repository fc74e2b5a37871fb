"""Every key of the app does what the table of keys says; a key without a case here fails."""

from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest
from textual.command import CommandPalette
from textual.pilot import Pilot
from textual.widgets import Input

from countwatch.cli.reading import still_watch
from countwatch.engine.watch import Watch
from countwatch.present.words import Words
from countwatch.tui.app import CountwatchApp
from countwatch.tui.keyboard import Keyboard
from countwatch.tui.keys import KEYS
from countwatch.tui.screens.body import BodyScreen
from countwatch.tui.screens.going import GoingScreen
from countwatch.tui.screens.help import HelpScreen
from countwatch.tui.screens.regions import RegionsScreen
from countwatch.tui.widgets.region_map import RegionMap
from countwatch.tui.widgets.regions import RegionsTable
from countwatch.tui.widgets.rows import Rows
from tests.tui.stage import LiveTestFeed, ReplayTestFeed, TestFeed, opening, until

AYACUCHO = "050000"
"""A region whose tile has others on every side."""


class Night(TestFeed):
    """Stands for the bundled recording on the evening of 7 June."""


@dataclass
class Stage:
    """The app, what its feed was asked, and where pictures go."""

    app: CountwatchApp
    feed: TestFeed
    folder: Path

    @property
    def regions(self) -> RegionsScreen:
        assert isinstance(self.app.screen, RegionsScreen)
        return self.app.screen

    @property
    def table(self) -> RegionsTable:
        return self.app.screen.query_one(RegionsTable)

    @property
    def rows(self) -> Rows:
        return self.app.screen.query_one("#log", Rows)

    def said(self) -> list[str]:
        return [toast.message for toast in self.app._notifications]

    def tile(self) -> tuple[int, int]:
        """How far the tile in hand stands to the right of Ayacucho's, and below it."""
        shown = self.regions.query_one(RegionMap)
        start, here = shown._found(AYACUCHO), shown._cursor
        assert start is not None
        assert here is not None
        return here.column - start.column, here.row - start.row


FRAME = "\x1b[1;1Hword\x1b[1;1H"
"""Sent before any key, as if to a terminal: it is sent again only where that is forgotten."""

Done = Callable[[Stage], object]


@dataclass
class Case:
    """What is so once a key was pressed, and before which keys, on which feed, screen and panel."""

    done: Done
    feed: type[TestFeed] = ReplayTestFeed
    mode: str = "live"
    focus: str = ""
    first: tuple[str, ...] = ()


def asked(what: object) -> Case:
    return Case(lambda stage: stage.feed.asked == [what])


def mode(name: str, start: str = "live") -> Case:
    return Case(lambda stage: stage.app.current_mode == name, mode=start)


def listed(done: Done, *first: str) -> Case:
    return Case(done, Night, "log", "#log", first)


def on_table(done: Done, *first: str) -> Case:
    return Case(done, Night, "regions", "#regions", first)


def on_map(across: int, down: int) -> Case:
    def is_there(stage: Stage) -> bool:
        right, below = stage.tile()
        return (right * across > 0) if across else (below * down > 0)

    return Case(is_there, Night, "regions", "", ("v",))


def focused(there: str, start: str) -> Case:
    return Case(lambda stage: stage.app.focused is stage.app.screen.query_one(there), Night, focus=start)


CASES = {
    "show_live": mode("live", "log"),
    "show_regions": mode("regions"),
    "show_timeline": mode("timeline"),
    "show_log": mode("log"),
    "show_feeds": Case(lambda stage: stage.said() == ["Only one feed is watched."]),
    "next_panel": focused("#second", "#first"),
    "previous_panel": focused("#first", "#second"),
    "maximise": Case(lambda stage: stage.app.screen.maximized is not None, focus="#outlook"),
    "search": Case(lambda stage: isinstance(stage.app.focused, Input)),
    "map": Case(lambda stage: stage.app.regions_as_map, Night),
    "axis": Case(lambda stage: stage.app.chart_by_time),
    "freeze": Case(lambda stage: stage.app.kept is not None),
    "bulletin": Case(lambda stage: "CASTILLO 50.269 %" in stage.app.clipboard, Night),
    "picture": Case(lambda stage: [path.suffix for path in stage.folder.iterdir()] == [".svg"], Night),
    "poll_now": Case(lambda stage: stage.feed.asked == ["poll_now"], LiveTestFeed),
    "repaint": Case(lambda stage: stage.app.mirror.thrifty(FRAME) == FRAME),
    "palette": Case(lambda stage: isinstance(stage.app.screen, CommandPalette)),
    "help": Case(lambda stage: isinstance(stage.app.screen, HelpScreen)),
    "quit": Case(lambda stage: stage.app._exit),
    "pause": asked(("pause", True)),
    "back": asked(("fraction", 0.48)),
    "ahead": asked(("fraction", 0.52)),
    "update_back": asked(("step", -1)),
    "update_ahead": asked(("step", 1)),
    "faster": asked(("speed", 1200.0)),
    "slower": asked(("speed", 300.0)),
    "next_event": asked(("fraction", 1.0)),
    "previous_event": Case(lambda stage: stage.said() == ["No earlier event."]),
    "go_to_time": Case(lambda stage: isinstance(stage.app.screen, GoingScreen)),
    "start": asked(("fraction", 0.0)),
    "end": asked(("fraction", 1.0)),
    "up": listed(lambda stage: stage.rows.cursor == 1, "down", "down"),
    "down": listed(lambda stage: stage.rows.cursor == 1),
    "page_up": listed(lambda stage: 0 <= stage.rows.cursor < stage.rows.count() - 2, "end"),
    "page_down": listed(lambda stage: stage.rows.cursor > 2),
    "first_row": listed(lambda stage: stage.rows.cursor == 0, "end"),
    "last_row": listed(lambda stage: stage.rows.cursor == stage.rows.count() - 1),
    "open": listed(lambda stage: isinstance(stage.app.screen, BodyScreen)),
    "sort": on_table(lambda stage: stage.table._arrangement.column == "name"),
    "sort_back": on_table(lambda stage: stage.table._arrangement.is_turned, "o"),
    "fold": on_table(lambda stage: stage.table.count() < 10),
    "close": on_table(lambda stage: not stage.regions.is_detailed, "enter"),
    "tile_left": on_map(-1, 0),
    "tile_right": on_map(1, 0),
    "tile_up": on_map(0, -1),
    "tile_down": on_map(0, 1),
    "open_tile": Case(lambda stage: stage.regions.is_detailed, Night, "regions", "", ("v",)),
    "strongholds": Case(
        lambda stage: stage.app.current_mode == "regions" and stage.table._arrangement.column == "first",
        Night,
        focus="#first",
    ),
}


async def evening() -> Watch:
    return still_watch(None, at="2021-06-07T19:25")


@asynccontextmanager
async def staged(case: Case, folder: Path) -> AsyncIterator[tuple[Stage, Pilot[None]]]:
    feed = case.feed()
    app = CountwatchApp(evening if case.feed is Night else opening(feed), Words(), pictures=folder)
    async with app.run_test(size=(120, 40)) as pilot:
        await until(pilot, lambda: app.picture is not None)
        if case.feed is Night:
            await until(pilot, app.has_settled)
            app.paint()
        await app.action_show_mode(case.mode)
        await pilot.pause()
        if case.focus:
            app.screen.query_one(case.focus).focus()
        app.mirror.thrifty(FRAME)
        await pilot.press(*case.first)
        if case.first == ("v",):
            app.screen.query_one(RegionMap).point_at(AYACUCHO)
            await until(pilot, lambda: isinstance(app.focused, RegionMap))
        yield Stage(app, feed, folder), pilot


def test_the_page_of_keys_is_true() -> None:
    page = (Path(__file__).parents[2] / "docs" / "keys.md").read_text(encoding="utf-8")
    told = [line.split(" | ") for line in page.splitlines() if line.startswith("| `")]
    keyboard = Keyboard(Words())
    shown = {name: " ".join(f"`{key}`" for key in keyboard.all(name).split(" ")) for name in KEYS}
    assert [(cells[0][2:], cells[1], cells[2][:-2]) for cells in told] == [
        (f"`{name}`", shown[name], key.message) for name, key in KEYS.items()
    ]


def test_no_key_is_without_a_case() -> None:
    assert sorted(CASES) == sorted(KEYS)


@pytest.mark.parametrize(("name", "pressed"), [(name, key) for name in CASES for key in KEYS[name].bound.split(",")])
async def test_the_key_does_what_the_table_says(name: str, pressed: str, tmp_path: Path) -> None:
    case = CASES[name]
    async with staged(case, tmp_path) as (stage, pilot):
        assert not case.done(stage), "it must be the key that does it"
        await pilot.press(pressed)
        await until(pilot, lambda: bool(case.done(stage)))
