"""The map of tiles as values: where each unit stands, who leads there, by how much, and how much is in."""

import asyncio
from dataclasses import replace

import pytest

from countwatch.cli.reading import last_reading
from countwatch.model.election import Candidate, Election, ReportingUnit
from countwatch.present.live import still
from countwatch.present.tiles import tile_map
from countwatch.present.views import RegionRow
from countwatch.present.words import Words

ELECTION = Election(
    id="e",
    title="E",
    candidates=(Candidate(id="a", name="A"), Candidate(id="b", name="B")),
    units=(
        ReportingUnit(id="0", name="Nation"),
        ReportingUnit(id="1", name="North", parent_id="0", tile=(1, 2)),
        ReportingUnit(id="2", name="South", parent_id="0", tile=(3, 4)),
    ),
)
ROW = RegionRow("1", 0, "North", 1, (34_000, 66_000), 320, 98_500, 3, 1_000, "18:18", late=False, points=32_000)


def test_tiles_stand_where_the_election_file_puts_them() -> None:
    tiles = tile_map([ROW], ELECTION, Words())
    assert tiles is not None
    assert [(tile.id, tile.row, tile.column) for tile in tiles.tiles] == [("1", 0, 0), ("2", 2, 2)]
    assert (tiles.rows, tiles.columns) == (3, 3)


def test_a_unit_that_has_not_reported_has_a_tile_without_figures() -> None:
    tiles = tile_map([ROW], ELECTION, Words())
    assert tiles is not None
    north, south = tiles.tiles
    assert (north.leader, north.points, north.strength, north.counted) == (1, "32", 3, 0.985)
    assert (south.name, south.leader, south.points, south.strength, south.counted) == ("South", None, "–", 0, None)


@pytest.mark.parametrize(
    ("points", "told", "strength"),
    [(1, "<0.1", 1), (100, "0.1", 1), (4_999, "5.0", 1), (5_000, "5.0", 2), (9_949, "9.9", 2), (9_950, "10", 2),
     (20_000, "20", 3), (100_000, "100", 3)],
)  # fmt: skip
def test_a_thin_lead_is_told_finely_and_never_as_nothing(points: int, told: str, strength: int) -> None:
    tiles = tile_map([ROW._replace(points=points)], ELECTION, Words())
    assert tiles is not None
    assert (tiles.tiles[0].points, tiles.tiles[0].strength) == (told, strength)


def test_a_tie_has_no_leader() -> None:
    tiles = tile_map([ROW._replace(leader=None, points=0)], ELECTION, Words())
    assert tiles is not None
    assert (tiles.tiles[0].leader, tiles.tiles[0].points, tiles.tiles[0].strength) == (None, "=", 0)


def test_without_tiles_there_is_no_map() -> None:
    assert tile_map([ROW], None, Words()) is None
    assert tile_map([ROW], replace(ELECTION, units=ELECTION.units[:1]), Words()) is None


def test_the_map_says_what_the_table_says() -> None:
    reading = asyncio.run(last_reading(None, None, None, "2021-06-07T19:23:00-05:00"))
    regions = still(reading.state, reading.status.provenance, Words()).regions
    assert regions.tiles is not None
    assert len(regions.tiles.tiles) == 26
    assert len({(tile.row, tile.column) for tile in regions.tiles.tiles}) == 26
    rows = {row.id: row for row in regions.rows}
    for tile in regions.tiles.tiles:
        row = rows[tile.id]
        assert tile.name == row.name
        assert tile.leader == row.leader
        first, second = row.shares
        assert first is not None
        assert second is not None
        assert row.points is not None
        assert abs(row.points - abs(first - second)) <= 1, "each rounded once"
