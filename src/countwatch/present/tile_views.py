"""What the map of tiles shows, as values."""

from typing import NamedTuple


class Tile(NamedTuple):
    """One unit on the map. `leader` is its place in `RegionsView.candidates`, None where nobody is ahead.

    `points` is the lead in words ("31", "=" on a tie, "–" unknown), `strength` how much that is (0 for no lead,
    1 to 3), `counted` the part of its sheets that is in (0 to 1). `short` stands for a `name` without room ("").
    """

    id: str
    row: int
    column: int
    name: str
    leader: int | None
    points: str
    strength: int
    counted: float | None
    short: str = ""


class TileMap(NamedTuple):
    """The map of tiles, `rows` by `columns` of them at most, and the words of its legend."""

    tiles: tuple[Tile, ...]
    rows: int
    columns: int
    points_word: str
    counted_word: str
