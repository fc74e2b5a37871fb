"""Help on the panel in focus, and hints that follow the focus: both told, both of them buttons of the same table."""

import pytest
from textual.pilot import Pilot

from countwatch.cli.language import words_for
from countwatch.present.words import Words
from countwatch.tui.about import PANELS
from countwatch.tui.app import CountwatchApp
from countwatch.tui.screens.help import HelpScreen
from countwatch.tui.showing import MODES
from countwatch.tui.widgets.candidate import CandidatePanel
from countwatch.tui.widgets.rows import Rows
from tests.tui.stage import screen_text, until
from tests.tui.test_keys import evening


def bottom(app: CountwatchApp) -> str:
    return screen_text(app).splitlines()[-1]


async def settled(app: CountwatchApp, pilot: Pilot[None]) -> None:
    await until(pilot, app.has_settled)
    app.paint()
    await pilot.pause()


async def helped(app: CountwatchApp, pilot: Pilot[None], told: str) -> None:
    await until(pilot, lambda: isinstance(app.screen, HelpScreen) and told in screen_text(app))


@pytest.mark.parametrize("lang", ["en", "es"])
async def test_help_begins_with_the_panel_in_focus(lang: str) -> None:
    app = CountwatchApp(evening, words_for(lang))
    async with app.run_test(size=(120, 40)) as pilot:
        await settled(app, pilot)
        for panel in ("first", "sheets", "outlook", "proclamation", "regions", "happened"):
            app.screen.query_one(f"#{panel}").focus()
            await pilot.press("f1")
            heading, sentences = PANELS[panel]
            words = words_for(lang).of(app.watch_open.state.election) if app.watch_open else Words()
            await helped(app, pilot, words(heading))
            page = " ".join(screen_text(app).split())
            for sentence in sentences:
                assert words(sentence)[:40] in page
            assert words("Watching") in page
            await pilot.press("escape")


async def test_every_panel_that_can_have_the_focus_has_a_word_of_help() -> None:
    app = CountwatchApp(evening, Words())
    async with app.run_test(size=(200, 50)) as pilot:
        await settled(app, pilot)
        for mode in MODES:
            await app.action_show_mode(mode)
            await pilot.pause()
            panels = {widget.id for widget in app.screen.query("*") if widget.can_focus and widget.id != "search"}
            assert panels <= set(PANELS), mode


async def test_hints_follow_the_focus() -> None:
    app = CountwatchApp(evening, Words())
    async with app.run_test(size=(120, 40)) as pilot:
        await settled(app, pilot)
        assert bottom(app).startswith(" space play")
        app.screen.query_one("#happened").focus()
        await until(pilot, lambda: bottom(app).startswith(" ↑↓ move  Enter open it  space play"))
        app.screen.query_one("#outlook").focus()
        await until(pilot, lambda: bottom(app).startswith(" m maximise  space play"))
        await pilot.press("2")
        await until(pilot, lambda: bottom(app).startswith(" ↑↓ move  Enter open it  / search  v map"))
        await pilot.press("v")
        await until(pilot, lambda: bottom(app).startswith(" ←↓↑→ move  Enter open it  v table"))
        await pilot.press("slash")
        await until(pilot, lambda: bottom(app).startswith(" Enter to the list  Esc close"))
        assert "space" not in bottom(app), "what is typed is text"


async def test_hints_of_the_panel_are_buttons_and_those_without_room_are_not() -> None:
    app = CountwatchApp(evening, Words())
    async with app.run_test(size=(80, 24)) as pilot:
        await settled(app, pilot)
        await pilot.press("4")
        rows = app.screen.query_one("#log", Rows)
        await until(pilot, lambda: bottom(app).startswith(" ↑↓ move"))
        await pilot.click("#hints", offset=(2, 0))
        assert rows.cursor == 1
        await pilot.click("#hints", offset=(bottom(app).index("? help"), 0))
        await until(pilot, lambda: isinstance(app.screen, HelpScreen))


async def test_a_second_click_on_a_candidate_sorts_the_regions_by_it() -> None:
    app = CountwatchApp(evening, Words())
    async with app.run_test(size=(120, 40)) as pilot:
        await settled(app, pilot)
        await pilot.click("#second", offset=(5, 3))
        assert isinstance(app.focused, CandidatePanel)
        await pilot.click("#second", offset=(5, 3), times=2)
        await until(pilot, lambda: app.current_mode == "regions")
        await until(pilot, lambda: "▾FUJIMORI" in screen_text(app))


async def test_words_that_wrap_stay_beside_their_key() -> None:
    app = CountwatchApp(evening, Words())
    async with app.run_test(size=(120, 40)) as pilot:
        await settled(app, pilot)
        await pilot.press("f1")
        await helped(app, pilot, "several")
        [wrapped] = [line for line in screen_text(app).splitlines() if "several" in line]
        [begun] = [line for line in screen_text(app).splitlines() if "feeds side by side" in line]
        assert wrapped.index("several") == begun.index("feeds side by side")
