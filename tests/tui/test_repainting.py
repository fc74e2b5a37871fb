"""How little a tick paints again: lines that did not change are left alone, and so is the end of one that did."""

from dataclasses import replace

import pytest
from textual.strip import Strip

from countwatch.tui.paint import changed_cells, line, piece
from countwatch.tui.widgets.painted import Painted
from countwatch.tui.widgets.rows import Rows
from tests.tui.stage import painted, show
from tests.tui.views import picture


def test_pieces_of_one_style_are_one_piece_and_a_line_is_made_once() -> None:
    pieces = [piece("9"), piece(":"), piece("41")]
    assert [part.text for part in line(pieces, 4)] == ["9:41"]
    assert line(pieces, 4) is line(list(pieces), 4)


@pytest.mark.parametrize(
    ("before", "after", "cells"),
    [(["poll ", "0:41", " ok"], ["poll ", "0:40", " ok"], 9), (["a", "b"], ["a", "b"], 0), (["aa"], ["aaa"], 3)],
)
def test_the_end_that_stays_is_not_painted(before: list[str], after: list[str], cells: int) -> None:
    assert changed_cells(Strip(map(piece, before)), Strip(map(piece, after))) == cells


@pytest.mark.parametrize("size", [(80, 24), (200, 50)])
async def test_a_second_repaints_the_lines_of_the_countdown_and_no_others(
    size: tuple[int, int], monkeypatch: pytest.MonkeyPatch
) -> None:
    now = picture()
    view = now.view
    later = replace(now, view=replace(view, proclamation=replace(view.proclamation, digits="50d 04:37:13")))
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
