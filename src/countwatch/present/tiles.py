"""The map of tiles: one for each reporting unit to which the election file gives a place."""

from collections.abc import Sequence
from decimal import Decimal

from countwatch.count.percent import PLACES
from countwatch.model.election import Election, ReportingUnit
from countwatch.present.tile_views import Tile, TileMap
from countwatch.present.views import RegionRow
from countwatch.present.words import UNKNOWN, Words

STRONGER_FROM = (5_000, 20_000)
"""Thousandths of a point: a lead of so much is drawn stronger, and stronger again."""
_TENTH, _TWO_DIGITS = Decimal("0.1"), Decimal("9.95")


def tile_map(rows: Sequence[RegionRow], election: Election | None, words: Words) -> TileMap | None:
    """Every tile of the election, also of units that have not reported; None where its file places none."""
    placed = [(unit, unit.tile) for unit in election.units if unit.tile is not None] if election else []
    if not placed:
        return None
    known = {row.id: row for row in rows}
    top, left = min(tile[0] for _, tile in placed), min(tile[1] for _, tile in placed)
    tiles = tuple(_tile(unit, (tile[0] - top, tile[1] - left), known.get(unit.id), words) for unit, tile in placed)
    return TileMap(
        tiles=tiles,
        rows=1 + max(tile.row for tile in tiles),
        columns=1 + max(tile.column for tile in tiles),
        points_word=words("points ahead"),
        counted_word=words.within("legend", "counted"),
    )


def _tile(unit: ReportingUnit, place: tuple[int, int], row: RegionRow | None, words: Words) -> Tile:
    points = row.points if row is not None else None
    is_led = row is not None and row.leader is not None and points is not None
    return Tile(
        id=unit.id,
        row=place[0],
        column=place[1],
        name=row.name if row is not None else unit.name,
        leader=row.leader if row is not None and is_led else None,
        points=_points(points, words) if is_led else UNKNOWN if points is None else "=",
        strength=1 + sum(points >= least for least in STRONGER_FROM) if is_led and points is not None else 0,
        counted=None if row is None or row.counted is None else row.counted / (100 * 10**PLACES),
        short=unit.short_name or "",
    )


def _points(points: int | None, words: Words) -> str:
    """A lead in as few characters as tell it: "31", "9.4", and "<0.1" rather than nothing."""
    if points is None:
        return UNKNOWN
    exact = Decimal(points).scaleb(-PLACES)
    if exact < _TENTH:
        return "<" + words.decimal(_TENTH, 1)
    return words.decimal(exact, 0 if exact >= _TWO_DIGITS else 1)
