"""A terminal that is too small: said in one sentence, with figures that are whole or not there."""

import pytest

from countwatch.cli.language import words_for
from countwatch.present.views import Line
from countwatch.tui.app import CountwatchApp
from countwatch.tui.paint import fitting
from countwatch.tui.showing import MODES
from countwatch.tui.widgets.header import Banner
from countwatch.tui.widgets.panel import TextPanel
from countwatch.tui.widgets.small import COLUMNS_MIN, LINES_MIN, SmallNotice
from tests.tui.stage import never, painted, screen_text, show, until
from tests.tui.test_freezing import night
from tests.tui.test_keys import evening
from tests.tui.views import HEADER, LIVE, picture

WHOLE = ("■ CASTILLO 50.269 %", "◆ FUJIMORI 49.731 %", "■ +91,382", "■ 50.269 %", "◆ 49.731 %")


@pytest.mark.parametrize("mode", ["live", "regions", "timeline", "log"])
@pytest.mark.parametrize(("lang", "said"), [
    ("en", "The screen needs 72x20 cells; this terminal has 71x19."),
    ("es", "La pantalla necesita 72x20 celdas; este terminal tiene 71x19."),
])  # fmt: skip
async def test_below_its_least_size_every_screen_says_so_and_comes_back(mode: str, lang: str, said: str) -> None:
    app = CountwatchApp(evening, words_for(lang))
    async with app.run_test(size=(120, 40)) as pilot:
        await until(pilot, app.has_settled)
        await app.action_show_mode(mode)
        app.paint()
        await pilot.pause()
        await until(pilot, lambda: "600×" in screen_text(app))
        await pilot.pause()
        whole = screen_text(app)
        await pilot.resize_terminal(COLUMNS_MIN - 1, LINES_MIN - 1)
        await pilot.pause()
        lines = [line.rstrip() for line in screen_text(app).splitlines()]
        assert lines[0] == said
        assert lines[1:3] == ["■ CASTILLO 50.269 %", "◆ FUJIMORI 49.731 %"]
        assert lines[3].endswith("■ +91,382")
        await pilot.resize_terminal(120, 40)
        await until(pilot, lambda: screen_text(app) == whole)


async def test_whatever_the_size_figures_are_whole_or_not_there() -> None:
    app = CountwatchApp(evening, words_for("en"))
    async with app.run_test(size=(120, 40)) as pilot:
        await until(pilot, app.has_settled)
        app.paint()
        for width in (1, 2, 5, 9, 10, 14, 20, 33, 50, 71):
            for height in (1, 2, 4, 9, 30):
                await pilot.resize_terminal(width, height)
                await pilot.pause()
                for line in screen_text(app).splitlines():
                    assert "…" not in line
                    if any(letter in line for letter in "■◆"):
                        assert any(line.strip().endswith(text) for text in WHOLE), (width, height, line)


@pytest.mark.parametrize("mode", MODES)
async def test_one_cell_does_no_harm_before_anything_came(mode: str) -> None:
    app = CountwatchApp(never, words_for("en"))
    async with app.run_test(size=(1, 1)) as pilot:
        await app.action_show_mode(mode)
        await pilot.pause()
        assert app.screen.query_one(SmallNotice).display
        await pilot.press("question_mark", "escape")
        await pilot.resize_terminal(80, 24)
        await pilot.pause()
        assert not app.screen.query_one(SmallNotice).display


async def test_what_the_screen_is_large_enough_for_is_painted_afresh_when_it_shrinks_again() -> None:
    async with painted(picture(), (60, 10)) as (app, pilot):
        assert "8,548,929" not in screen_text(app)
        await pilot.resize_terminal(80, 24)
        loud = LIVE._replace(header=HEADER._replace(recording=Line("NOT RECORDING since 19:20", "alert")))
        show(app, picture(loud))
        await pilot.resize_terminal(60, 10)
        await pilot.pause()
        assert "NOT RECORDING since 19:20" in screen_text(app)


@pytest.mark.parametrize("size", [(72, 20), (80, 24), (120, 40)], ids=str)
async def test_no_word_of_the_frozen_banner_is_cut(size: tuple[int, int]) -> None:
    async with night(size) as (app, pilot, _):
        trouble = "the feed answers with an error since 19:20, " * 4
        assert app.picture is not None
        view = app.picture.view
        app.picture = app.picture._replace(
            view=view._replace(header=view.header._replace(banner=Line(trouble, "warn")))
        )
        app.kept = app.picture
        app.paint()
        await pilot.pause()
        banner = app.screen.query_one(Banner)
        shown = " ".join(" ".join(banner.render_line(y).text for y in range(banner.size.height)).split())
        assert shown.startswith("FROZEN since")
        assert "…" not in shown
        assert trouble.strip() in shown


async def test_a_screen_that_grew_has_the_frames_of_one_that_was_large_from_the_start() -> None:
    async with painted(picture(), (120, 40)) as (app, _):
        large = screen_text(app)
    async with painted(picture(), (80, 24)) as (app, pilot):
        small = screen_text(app)
        app.screen.query_one("#first").focus()
        await pilot.pause()
        await pilot.resize_terminal(120, 40)
        await pilot.pause()
        assert "┏━ ■ CASTILLO" in screen_text(app)
        app.screen.set_focus(None)
        await pilot.pause()
        assert screen_text(app) == large
        await pilot.resize_terminal(80, 24)
        await pilot.pause()
        assert screen_text(app) == small


@pytest.mark.parametrize("size", [(120, 40), (200, 50)], ids=str)
async def test_what_is_still_out_has_as_many_sentences_in_either_language(size: tuple[int, int]) -> None:
    said = {}
    for lang in ("en", "es"):
        app = CountwatchApp(evening, words_for(lang))
        async with app.run_test(size=size) as pilot:
            await until(pilot, app.has_settled)
            app.paint()
            await pilot.pause()
            panel = app.screen.query_one("#outlook", TextPanel)
            said[lang] = len(fitting(panel._lines, *panel.size))
    assert said["en"] == said["es"] >= 2
