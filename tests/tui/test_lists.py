"""Regions, what happened and the log: virtual rows, cursor, search, order, raw bodies."""

from dataclasses import replace

from textual.widgets import Input

from countwatch.present.views import RegionRow
from countwatch.tui.screens.body import BodyScreen
from countwatch.tui.widgets.log import LogTable
from countwatch.tui.widgets.regions import RegionsTable
from tests.tui.stage import ReplayTestFeed, painted, screen_text, show, text_of, until, watching
from tests.tui.views import LIVE, picture, region, regions


async def test_only_rows_in_view_are_formatted() -> None:
    formatted: list[str] = []
    view = regions([region(index, f"Region {index}") for index in range(20_000)])

    def cells(row: RegionRow) -> tuple[str, ...]:
        formatted.append(row.id)
        return view.cells(row)

    many = replace(LIVE, regions=replace(view, cells=cells))
    async with painted(picture(many), (120, 40), "regions") as (app, pilot):
        assert 20 < len(set(formatted)) < 60
        await pilot.press("end")
        assert "Region 19999" in screen_text(app)
        assert len(set(formatted)) < 120


async def test_the_cursor_moves_and_stays_in_view() -> None:
    rows = regions([region(index, f"Region {index:03}") for index in range(100)])
    async with painted(picture(replace(LIVE, regions=rows)), (80, 24), "regions") as (app, pilot):
        table = app.screen.query_one(RegionsTable)
        await pilot.press("down", "j", "j", "k")
        assert table.cursor == 2
        await pilot.press("pagedown", "pagedown")
        selected = table.selected()
        assert selected is not None
        assert selected.name in screen_text(app)
        await pilot.press("G")
        assert table.cursor == 99
        assert "unit" in text_of(table).splitlines()[0]
        assert "Region 099" in screen_text(app)
        await pilot.press("g")
        assert table.cursor == 0


async def test_search_ignores_accents_and_escape_shows_all() -> None:
    async with painted(picture(), (80, 24), "live") as (app, pilot):
        await pilot.press("slash")
        assert app.current_mode == "regions"
        show(app, picture())
        await pilot.press(*"apurim")
        table = app.screen.query_one(RegionsTable)
        assert table.count() == 1
        assert "Apurímac" in screen_text(app)
        await pilot.press("enter")
        assert app.focused is table
        assert table.count() == 1
        await pilot.press("escape")
        assert table.count() == 11
        assert not app.screen.query_one(Input).display


async def test_order_by_key_and_by_click() -> None:
    async with painted(picture(), (120, 40), "regions") as (app, pilot):
        table = app.screen.query_one(RegionsTable)
        assert "Amazonas" in text_of(table).splitlines()[1]
        await pilot.press("o")
        assert "Puno" in text_of(table).splitlines()[1]
        assert "by lead" in screen_text(app)
        await pilot.click(table, offset=(6, 1))
        assert "by what is out" in screen_text(app)


async def test_a_click_selects_a_row() -> None:
    async with painted(picture(), (120, 40), "regions") as (app, pilot):
        table = app.screen.query_one(RegionsTable)
        await pilot.click(table, offset=(6, 4))
        selected = table.selected()
        assert selected is not None
        assert selected.name == "Apurímac"


async def test_left_and_right_still_move_the_replay_while_a_list_has_the_focus() -> None:
    feed = ReplayTestFeed()
    async with watching(feed) as (app, pilot):
        await pilot.press("2")
        assert isinstance(app.focused, RegionsTable)
        await pilot.press("right")
        assert len(feed.asked) == 1


async def test_the_log_asks_for_the_rows_in_view_and_shows_the_newest_first() -> None:
    async with painted(picture(updates=50_000), (120, 40), "log") as (app, pilot):
        log = app.screen.query_one(LogTable)
        assert "row 50000" in text_of(log).splitlines()[1]
        assert len(log._known) < 100
        await pilot.press("end")
        assert "row 1" in text_of(log).splitlines()[-1]
        assert log.update_number(log.cursor) == 1


async def test_the_log_keeps_its_row_when_updates_come() -> None:
    async with painted(picture(updates=100), (120, 40), "log") as (app, pilot):
        log = app.screen.query_one(LogTable)
        await pilot.press("down", "down")
        assert log.update_number(log.cursor) == 98
        show(app, picture(updates=103))
        assert log.update_number(log.cursor) == 98


async def test_long_entries_wrap_and_stay_readable() -> None:
    entry = replace(LIVE.happened.entries[0], text="a correction with a long sentence " * 6)
    view = replace(LIVE, happened=replace(LIVE.happened, entries=(entry,)))
    async with painted(picture(view), (80, 24), "timeline") as (app, _):
        seen = " ".join(text_of(app.screen.query_one("#happened")).split())
        assert seen.count("a correction with a long sentence") == 6


async def test_a_raw_body_is_shown_as_it_came_and_closes() -> None:
    async with painted(picture(), (120, 40)) as (app, pilot):
        await app.push_screen(BodyScreen("update 7", b'{"a": "[/nope]"}\n\x1b[31mred\xff', app.words))
        await pilot.pause()
        seen = screen_text(app)
        assert '{"a": "[/nope]"}' in seen
        assert "\ufffd[31mred\ufffd" in seen
        await pilot.press("escape")
        await until(pilot, lambda: not isinstance(app.screen, BodyScreen))
