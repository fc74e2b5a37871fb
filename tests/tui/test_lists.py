"""Regions, what happened and the log: virtual rows, cursor, search, order, raw bodies."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from textual.widgets import Input

from countwatch.present.views import CandidateView, Entry, RegionRow
from countwatch.present.words import Words
from countwatch.tui.app import CountwatchApp
from countwatch.tui.picture import Picture
from countwatch.tui.screens.body import BodyScreen
from countwatch.tui.widgets.body import BodyView
from countwatch.tui.widgets.field import FieldPanel
from countwatch.tui.widgets.happened import HappenedList
from countwatch.tui.widgets.log import LogTable, RowInFull
from countwatch.tui.widgets.region import RegionDetail
from countwatch.tui.widgets.regions import RegionsTable
from countwatch.tui.widgets.rows import place_after
from tests.tui.stage import SIZES, ReplayTestFeed, painted, screen_text, show, text_of, until, watching
from tests.tui.test_keys import evening
from tests.tui.views import LIVE, picture, region, regions


async def test_only_rows_in_view_are_formatted() -> None:
    formatted: list[str] = []
    view = regions([region(index, f"Region {index}") for index in range(20_000)])

    def cells(row: RegionRow) -> tuple[str, ...]:
        formatted.append(row.id)
        return view.cells(row)

    many = LIVE._replace(regions=view._replace(cells=cells))
    async with painted(picture(many), (120, 40), "regions") as (app, pilot):
        assert 20 < len(set(formatted)) < 60
        await pilot.press("end")
        assert "Region 19999" in screen_text(app)
        assert len(set(formatted)) < 120


async def test_the_cursor_moves_and_stays_in_view() -> None:
    rows = regions([region(index, f"Region {index:03}") for index in range(100)])
    async with painted(picture(LIVE._replace(regions=rows)), (80, 24), "regions") as (app, pilot):
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


async def test_any_column_sorts_by_key_and_by_click() -> None:
    async with painted(picture(), (160, 40), "regions") as (app, pilot):
        table = app.screen.query_one(RegionsTable)

        def lines() -> list[str]:
            return text_of(table).splitlines()

        assert "Amazonas" in lines()[1]
        await pilot.press("o")
        assert "▴unit" in lines()[0]
        assert "Amazonas" in lines()[1]
        await pilot.press("O")
        assert "▾unit" in lines()[0]
        assert "Puno" in lines()[1]
        await pilot.click(table, offset=(2 + lines()[0].index("lead"), 1))
        assert "▾lead" in lines()[0]
        assert "Puno" in lines()[1]
        await pilot.click(table, offset=(2 + lines()[0].index("lead"), 1))
        assert "▴lead" in lines()[0]
        assert "Amazonas" in lines()[1]
        await pilot.click(table, offset=(2 + lines()[0].index("lead"), 1))
        assert "▴" not in lines()[0]
        for head in ("unit", "CASTILLO", "FUJIMORI", "lead", "counted", "out", "valid votes", "as of"):
            await pilot.press("o")
            assert any(sign + head in lines()[0] for sign in "▴▾"), head
        await pilot.press("o")
        assert not {"▴", "▾"} & set(lines()[0])


def tree() -> list[RegionRow]:
    def row(index: int, name: str, depth: int, parent: str | None, inside: bool) -> RegionRow:
        return region(index, name)._replace(depth=depth, parent_id=parent, is_parent=inside, out=index)

    return [
        row(1, "Home", 0, None, inside=True),
        row(2, "Lima", 1, "000001", inside=True),
        row(3, "Miraflores", 2, "000002", inside=False),
        row(4, "Surco", 2, "000002", inside=False),
        row(5, "Puno", 1, "000001", inside=False),
        row(6, "Abroad", 0, None, inside=False),
    ]


async def test_units_inside_units_fold_and_stay_inside_when_they_are_sorted() -> None:
    async with painted(picture(LIVE._replace(regions=regions(tree()))), (120, 40), "regions") as (app, pilot):
        table = app.screen.query_one(RegionsTable)

        def names() -> list[str]:
            return [row.name for row in table._rows]

        assert names() == ["Home", "Lima", "Puno", "Abroad"]
        await pilot.press("down", "space")
        assert names() == ["Home", "Lima", "Miraflores", "Surco", "Puno", "Abroad"]
        assert "▾ Lima" in text_of(table)
        for _ in range(6):
            await pilot.press("o")
        assert "▾out" in text_of(table).splitlines()[0]
        assert names() == ["Abroad", "Home", "Puno", "Lima", "Surco", "Miraflores"]
        selected = table.selected()
        assert selected is not None
        assert selected.name == "Lima"
        await pilot.press("space", "home", "down", "space")
        assert names() == ["Abroad", "Home"]
        await pilot.press("slash", *"surco")
        assert names() == ["Surco"]


async def test_rows_show_the_new_figures_where_units_stay_and_where_they_come_go_or_change_places() -> None:
    async with painted(picture(LIVE._replace(regions=regions(tree()))), (120, 40), "regions") as (app, _):
        table = app.screen.query_one(RegionsTable)

        def shown(rows: list[RegionRow]) -> list[tuple[str, int | None]]:
            show(app, picture(LIVE._replace(regions=regions(rows))))
            return [(row.name, row.out) for row in table._rows]

        more = [row._replace(out=10 + (row.out or 0)) for row in tree()]
        assert shown(more) == [("Home", 11), ("Lima", 12), ("Puno", 15), ("Abroad", 16)]
        home, lima, *inside, puno, abroad = tree()
        assert shown([home, lima, *inside, abroad]) == [("Home", 1), ("Lima", 2), ("Abroad", 6)]
        assert shown([abroad, home, puno, lima, *inside]) == [("Abroad", 6), ("Home", 1), ("Puno", 5), ("Lima", 2)]
        assert shown(more) == [("Home", 11), ("Lima", 12), ("Puno", 15), ("Abroad", 16)]


async def test_a_click_on_the_sign_folds() -> None:
    async with painted(picture(LIVE._replace(regions=regions(tree()))), (120, 40), "regions") as (app, pilot):
        table = app.screen.query_one(RegionsTable)
        await pilot.click(table, offset=(2, 2))
        assert [row.name for row in table._rows] == ["Home", "Abroad"]


async def test_space_on_a_unit_without_others_inside_is_the_replays() -> None:
    feed = ReplayTestFeed()
    async with watching(feed) as (app, pilot):
        await pilot.press("2")
        show(app, picture(LIVE._replace(regions=regions(tree()))))
        await pilot.press("space")
        assert feed.asked == []
        await pilot.press("end", "space")
        assert feed.asked == [("pause", True)]


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


@pytest.mark.parametrize("size", [(72, 20), *SIZES], ids=str)
async def test_the_row_of_the_log_under_the_cursor_is_told_in_full(size: tuple[int, int]) -> None:
    app = CountwatchApp(evening, Words())
    async with app.run_test(size=size) as pilot:
        await until(pilot, app.has_settled)
        await pilot.press("4", "down", "down")
        row = app.screen.query_one(RowInFull)
        await until(pilot, lambda: row._row is not None and row._row.n == 29)
        await pilot.pause()
        assert row._row is not None
        whole = f"29 · 7 Jun 18:18 · correction · 7 Jun 18:18 · b63489104ddf · {row._row.text}"
        assert " ".join(text_of(row).split()) == whole
        assert "Apurímac: a correction below the total" in whole


async def test_the_log_keeps_its_row_when_updates_come() -> None:
    async with painted(picture(updates=100), (120, 40), "log") as (app, pilot):
        log = app.screen.query_one(LogTable)
        await pilot.press("down", "down")
        assert log.update_number(log.cursor) == 98
        show(app, picture(updates=103))
        assert log.update_number(log.cursor) == 98


def happened(*numbers: int) -> Picture:
    entries = tuple(
        Entry(n, f"7 Jun {n:02}:00", "correction", f"correction {n}: " + "a sentence that wraps " * 4) for n in numbers
    )
    return picture(LIVE._replace(happened=LIVE.happened._replace(entries=entries)))


async def test_what_happened_keeps_its_entry_when_a_newer_one_comes_and_in_another_size() -> None:
    async with painted(happened(*range(20, 0, -1)), (120, 40)) as (app, pilot):
        rows = app.screen.query_one(HappenedList)
        rows.focus()
        await pilot.press(*["down"] * 9)
        entry, place = rows.entry(rows.cursor), rows.cursor - rows.scroll_offset.y
        assert entry.n < 20
        show(app, happened(*range(22, 0, -1)))
        await pilot.pause()
        assert rows.entry(rows.cursor) == entry
        assert rows.cursor - rows.scroll_offset.y == place
        await pilot.resize_terminal(80, 40)
        await pilot.pause()
        assert rows.entry(rows.cursor) == entry
        await pilot.press("home")
        show(app, happened(*range(23, 0, -1)))
        await pilot.pause()
        assert rows.entry(rows.cursor).n == 23, "who is at the top follows what comes"


async def test_a_line_of_an_update_keeps_the_cursor_in_the_detail_of_a_region() -> None:
    app = CountwatchApp(evening, Words())
    async with app.run_test(size=(120, 40)) as pilot:
        await until(pilot, app.has_settled)
        await pilot.press(*["left_square_bracket"] * 12, "2", "down", "down", "down", "enter", "tab")
        detail = app.screen.query_one(RegionDetail)
        await until(pilot, lambda: detail._history is not None and bool(detail._history.rows))
        assert detail._history is not None
        newest = detail._history.rows[0].n
        place = next(place for place, (n, _) in enumerate(detail._lines) if n == newest)
        detail.move_to(place)
        await pilot.press(*["right_square_bracket"] * 12)
        await until(pilot, lambda: detail._history is not None and detail._history.rows[0].n > newest)
        assert detail.cursor != place
        assert detail.update_number(detail.cursor) == newest


@given(st.lists(st.integers(0, 3), min_size=1), st.lists(st.integers(0, 3)), st.data())
def test_a_line_is_found_again_by_its_key_and_rank(before: list[int], after: list[int], data: st.DataObject) -> None:
    cursor = data.draw(st.integers(0, len(before) - 1))
    found = place_after(before, cursor, after)
    if before[cursor] in after:
        rank = before[:cursor].count(before[cursor])
        assert after[found] == before[cursor]
        assert after[:found].count(before[cursor]) == min(rank, after.count(before[cursor]) - 1)
    else:
        assert found == cursor


def field(*places: int) -> Picture:
    views = tuple(
        CandidateView(
            f"c{place}", f"Candidate {place}", "", f"{20 - place}.000 %", f"{90 - place},000", "", "#009E73", "▲",
            ahead=place == 0, fraction=(20 - place) / 100,
        )
        for place in places
    )  # fmt: skip
    return picture(LIVE._replace(candidates=views))


@pytest.mark.parametrize("size", SIZES, ids=str)
async def test_the_list_of_candidates_takes_the_focus_and_every_one_is_reached(size: tuple[int, int]) -> None:
    async with painted(field(*range(14)), size) as (app, pilot):
        rows = app.screen.query_one(FieldPanel)
        await pilot.press("tab")
        assert app.focused is rows
        assert screen_text(app).splitlines()[-1].startswith(" ↑↓ move  Enter open it")
        assert "14 candidates, by their votes" in screen_text(app)
        await pilot.press("G")
        assert "Candidate 13" in text_of(rows)
        await pilot.press("k", "up", "j")
        assert rows._views[rows.cursor].id == "c12"
        show(app, field(12, *range(12), 13))
        assert rows._views[rows.cursor].id == "c12", "the cursor goes with its candidate"
        await pilot.press("f1")
        await until(pilot, lambda: "The candidates" in screen_text(app))


async def test_opening_a_candidate_of_the_list_sorts_the_regions() -> None:
    async with painted(field(*range(5)), (120, 40)) as (app, pilot):
        await pilot.click(FieldPanel, offset=(5, 4), times=2)
        told = ["The regions show the shares of the first two."]
        assert [toast.message for toast in app._notifications] == told
        await pilot.click(FieldPanel, offset=(5, 2), times=2)
        await until(pilot, lambda: app.current_mode == "regions")
        assert app.screen.query_one(RegionsTable)._arrangement.column == "second"


async def test_long_entries_wrap_and_stay_readable() -> None:
    entry = LIVE.happened.entries[0]._replace(text="a correction with a long sentence " * 6)
    view = LIVE._replace(timeline=LIVE.timeline._replace(entries=(entry,)))
    async with painted(picture(view), (80, 24), "timeline") as (app, _):
        seen = " ".join(text_of(app.screen.query_one("#timeline")).split())
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


@pytest.mark.parametrize("size", SIZES, ids=str)
async def test_nothing_of_a_body_is_out_of_sight(size: tuple[int, int]) -> None:
    body = "".join(f'{{"acta-{number}":"señal語"}},' for number in range(30))
    async with painted(picture(), size, "log") as (app, pilot):
        app.push_screen(BodyScreen("update 1", body.encode(), Words()))
        await pilot.pause()
        shown = [line[8:] for line in text_of(app.screen.query_one(BodyView)).splitlines()]
        assert "".join(shown) == body
        assert not any(line.endswith("…") for line in shown)
