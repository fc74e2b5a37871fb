"""How little a tick paints again: lines that did not change are left alone, and so are the ends of one that did."""

import pytest
from textual.geometry import Region
from textual.strip import Strip
from textual.widget import Widget

from countwatch.present.views import Line
from countwatch.tui.paint import changed_region, line, piece
from countwatch.tui.widgets.painted import Painted
from countwatch.tui.widgets.regions import RegionsTable
from countwatch.tui.widgets.rows import Rows
from tests.tui.stage import painted, show
from tests.tui.views import picture


def test_pieces_of_one_style_are_one_piece_and_a_line_is_made_once() -> None:
    pieces = [piece("9"), piece(":"), piece("41")]
    assert [part.text for part in line(pieces, 4)] == ["9:41"]
    assert line(pieces, 4) is line(list(pieces), 4)


@pytest.mark.parametrize(
    ("before", "after", "cells"),
    [
        (["poll ", "0:41", " ok"], ["poll ", "0:40", " ok"], Region(5, 2, 4, 1)),
        (["a", "b"], ["a", "b"], Region(2, 2, 0, 1)),
        (["a", "b"], ["b", "a"], Region(0, 2, 2, 1)),
        (["aa"], ["aaa"], Region(0, 2, 3, 1)),
        (None, ["aaa"], Region(0, 2, 3, 1)),
    ],
)
def test_the_ends_that_stay_are_not_painted(before: list[str] | None, after: list[str], cells: Region) -> None:
    old = None if before is None else Strip(map(piece, before))
    assert changed_region(2, old, Strip(map(piece, after))) == cells


@pytest.mark.parametrize("size", [(80, 24), (200, 50)])
async def test_a_second_repaints_the_lines_of_the_countdown_and_no_others(
    size: tuple[int, int], monkeypatch: pytest.MonkeyPatch
) -> None:
    now = picture()
    view = now.view
    later = now._replace(view=view._replace(proclamation=view.proclamation._replace(digits="50d 04:37:13")))
    refreshed: list[int] = []
    async with painted(now, size) as (app, pilot):
        for kind in (Painted, Rows):
            monkeypatch.setattr(kind, "refresh", lambda widget, *regions, **_: refreshed.append(len(regions)))
        show(app, now)
        assert refreshed == []
        show(app, later)
        await pilot.pause()
    assert sum(refreshed) <= 3
    assert 0 not in refreshed, "a refresh without regions is one of a whole widget"


@pytest.mark.parametrize("size", [(80, 24), (200, 50)])
async def test_what_stands_around_a_change_is_not_composed_again(
    size: tuple[int, int], monkeypatch: pytest.MonkeyPatch
) -> None:
    now, composed, lines_of = picture(), list[Widget](), Widget.render_lines

    def counted(widget: Widget, crop: Region) -> list[Strip]:
        composed.append(widget)
        return lines_of(widget, crop)

    view = now.view
    later = now._replace(
        view=view._replace(
            header=view.header._replace(badge="STALE", badge_role="alert"),
            proclamation=view.proclamation._replace(digits="50d 04:37:13", countdown="50 d 4 h 36 m"),
        ),
    )
    async with painted(now, size) as (app, pilot):
        await pilot.pause()
        monkeypatch.setattr(Widget, "render_lines", counted)
        show(app, later)
        await pilot.pause()
        assert {widget.id for widget in composed} == {"header", "proclamation"}


async def test_another_title_paints_the_frame_and_nothing_in_it(monkeypatch: pytest.MonkeyPatch) -> None:
    now, refreshed = picture(), list[Region]()
    async with painted(now, (120, 40)) as (app, pilot):
        await pilot.pause()
        table = app.screen.query_one(RegionsTable)
        monkeypatch.setattr(Widget, "refresh", lambda widget, *regions, **_: refreshed.extend(regions or [widget.size]))
        table.show(now.view.regions._replace(caption=Line("units as of 9 Jun")))
        assert "units as of 9 Jun" in str(table.border_subtitle)
        (left, top), (width, height) = table.content_offset, table.outer_size
        assert set(refreshed) == {Region(-left, -top, width, 1), Region(-left, height - top - 1, width, 1)}


async def test_what_is_kept_is_what_would_be_composed_anew() -> None:
    async with painted(picture(), (120, 40)) as (app, pilot):

        async def assert_kept(after: str) -> None:
            await pilot.pause()
            kept = app.export_screenshot()
            for widget in (app.screen, *app.screen.query(Widget)):
                widget.refresh()
            assert kept == app.export_screenshot(), after

        for key in ("tab", "tab", "m", "m", "x", "2", "o", "tab", "down", "down", "pagedown", "1", "shift+tab"):
            await pilot.press(key)
            await assert_kept(key)
        app.theme = "countwatch-light"
        await assert_kept("another theme")
        await pilot.resize_terminal(80, 24)
        await assert_kept("another size")
