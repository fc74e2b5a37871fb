"""The command palette: every action and every region, found by a part of its name, whatever that name holds."""

import pytest
from textual.command import Command, CommandInput, CommandList, CommandPalette, DiscoveryHit, Hit
from textual.pilot import Pilot

from countwatch.cli.language import words_for
from countwatch.present.words import Words
from countwatch.tui.app import CountwatchApp
from countwatch.tui.keys import KEYS, REPLAYING, WATCHING
from countwatch.tui.picture import Picture
from countwatch.tui.screens.regions import RegionsScreen
from tests.tui.stage import LiveTestFeed, ReplayTestFeed, TestFeed, opening, screen_text, until
from tests.tui.views import picture

HOSTILE = "[/nope] [@click=app.quit]Junín[/]"


async def opened(app: CountwatchApp, pilot: Pilot[None], query: str = "", key: str = "ctrl+p") -> list[str]:
    """The lines of the palette, once it says something of what was typed."""
    await until(pilot, lambda: app.picture is not None)
    await pilot.press(key)
    await until(pilot, lambda: isinstance(app.screen, CommandPalette) and bool(app.screen.query(CommandInput)))
    app.screen.query_one(CommandInput).value = query
    kind = Hit if query else DiscoveryHit
    await until(pilot, lambda: any(isinstance(command.hit, kind) for command in listed(app)))
    return [str(command.prompt) for command in listed(app)]


def listed(app: CountwatchApp) -> list[Command]:
    return [option for option in app.screen.query_one(CommandList).options if isinstance(option, Command)]


def with_hostile_region(shown: Picture) -> Picture:
    rows = list(shown.view.regions.rows)
    rows[-1] = rows[-1]._replace(name=HOSTILE)
    return shown._replace(view=shown.view._replace(regions=shown.view.regions._replace(rows=rows)))


@pytest.mark.parametrize("key", ["ctrl+p", "colon"])
@pytest.mark.parametrize("feed", [ReplayTestFeed(), LiveTestFeed()], ids=["replay", "live"])
async def test_every_action_that_can_be_done_is_there_with_its_keys(key: str, feed: TestFeed) -> None:
    app = CountwatchApp(opening(feed), Words(), rebound={"maximise": "z"})
    async with app.run_test(size=(100, 30)) as pilot:
        lines = await opened(app, pilot, key=key)
    replays = isinstance(feed, ReplayTestFeed)
    wanted = {one.id for one in (*WATCHING, *(REPLAYING if replays else ()))} - {"palette", "show_feeds"}
    wanted -= {"poll_now"} if replays else set()
    assert lines == [f"{app.keyboard.all(name):<11}{KEYS[name].message}" for name in KEYS if name in wanted]
    assert "z          maximise the panel in focus, and back" in lines


async def test_an_action_is_done() -> None:
    feed = ReplayTestFeed()
    app = CountwatchApp(opening(feed), Words())
    async with app.run_test(size=(100, 30)) as pilot:
        assert (await opened(app, pilot, "next ev"))[0].split(maxsplit=1) == ["n", "next event"]
        await pilot.press("enter")
        await until(pilot, lambda: feed.asked == [("fraction", 1.0)])


async def test_the_panel_in_focus_gives_its_own_actions() -> None:
    app = CountwatchApp(opening(ReplayTestFeed()), Words())
    async with app.run_test(size=(100, 30)) as pilot:
        await until(pilot, lambda: app.picture is not None)
        await pilot.press("2")
        lines = await opened(app, pilot, "sort the other")
        assert lines == ["O          sort the other way round"]


async def test_a_region_is_found_without_accents_and_opened_and_its_name_is_literal() -> None:
    app = CountwatchApp(opening(ReplayTestFeed()), Words())
    async with app.run_test(size=(100, 30)) as pilot:
        await until(pilot, lambda: app.picture is not None)
        app.picture = with_hostile_region(picture())
        lines = await opened(app, pilot, "NOPE JUNIN")
        assert len(lines) == 1
        assert lines[0].lstrip().startswith(HOSTILE)
        assert HOSTILE in screen_text(app)
        await pilot.press("enter")
        await until(pilot, lambda: isinstance(app.screen, RegionsScreen) and app.screen.is_detailed)


async def test_nothing_found_is_said_in_the_reader_s_language() -> None:
    app = CountwatchApp(opening(ReplayTestFeed()), words_for("es"))
    async with app.run_test(size=(100, 30)) as pilot:
        assert await opened(app, pilot, "zzzz") == ["Nada tiene ese nombre."]
        assert await opened_placeholder(app) == "una acción o una región"
        await pilot.press("escape")
        assert not isinstance(app.screen, CommandPalette)


async def opened_placeholder(app: CountwatchApp) -> str:
    return str(app.screen.query_one(CommandInput).placeholder)
