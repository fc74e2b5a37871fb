"""Rows of regions that are taken over from the view before are those that would be made anew."""

from dataclasses import replace

from benchmarks.nights import ROOT, Night, Regional, update

from countwatch.ledger.advance import advance
from countwatch.ledger.state import WatchState
from countwatch.present.live import still
from countwatch.present.views import RegionRow
from countwatch.present.words import Words

WORDS = Words()


def nights() -> tuple[WatchState, WatchState]:
    """The states after two updates; in the second, one region of five is new."""
    night = Night(5, 3)
    first = advance(WatchState(Regional()), update(1, night.documents()))
    night.count(night.regions[:1])
    return first, advance(first, update(2, night.documents()))


def rows(state: WatchState, before: WatchState | None = None) -> tuple[RegionRow, ...]:
    earlier = still(before, "live", WORDS) if before else None
    return tuple(still(state, "live", WORDS, earlier).regions.rows)


def test_rows_taken_over_are_equal_to_rows_made_anew() -> None:
    first, second = nights()
    assert rows(second, first) == rows(second)
    assert rows(first, second) == rows(first)
    assert rows(second, first) != rows(first)


def test_only_what_is_new_is_made_again() -> None:
    first, second = nights()
    view = still(second, "live", WORDS, still(first, "live", WORDS))
    third = advance(second, update(3, Night(5, 3).documents()[:0]))
    again = still(replace(third, n=3), "live", WORDS, view).regions.rows
    assert all(one is other for one, other in zip(view.regions.rows, again, strict=True))


def test_a_unit_that_is_called_otherwise_gets_another_row() -> None:
    first, _ = nights()
    assert first.assembly is not None
    reading = first.assembly.snapshot
    units = tuple(replace(unit, name="Elsewhere") if unit.id == "r0" else unit for unit in reading.units)
    renamed = replace(first, assembly=replace(first.assembly, snapshot=replace(reading, units=units)))
    assert [row.name for row in rows(renamed, first) if row.id == "r0"] == ["Elsewhere"]
    assert ROOT not in {row.id for row in rows(renamed, first)}
