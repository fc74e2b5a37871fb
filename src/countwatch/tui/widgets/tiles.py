"""The map of tiles as lines: where each tile stands in a given room, and how one looks with and without colour."""

from collections.abc import Iterable, Sequence
from typing import NamedTuple
from unicodedata import combining, normalize

from rich.style import Style

from countwatch.present.tile_views import Tile, TileMap
from countwatch.present.views import CandidateView
from countwatch.tui.paint import Pieces, cells, column, cut, drawing, piece
from countwatch.tui.palette import Palette
from countwatch.tui.widgets.bars import share_bar

LINES_MAX = 3
PITCH_MIN, PITCH_MAX = 9, 20
"""Cells from one tile to the next, with the blank between them."""
POINTS = 4
"""Cells of a lead in points: "31", "9.4", "<0.1"."""
BAR_MIN = 3
_GAUGE = "▁▂▃▄▅▆▇█"


class Layout(NamedTuple):
    """Where tiles stand: the first one's corner, the size of one in cells, and the way from one to the next."""

    left: int
    top: int
    width: int
    height: int
    pitch: tuple[int, int]
    has_legend: bool

    @property
    def has_bars(self) -> bool:
        """Whether what is in is told by a bar; else by one cell that is more or less high."""
        return self.height > 1 and self.width - POINTS - 2 >= BAR_MIN

    def at(self, tiles: Iterable[Tile], x: int, y: int) -> Tile | None:
        """The tile that covers a cell."""
        column, inside_x = divmod(x - self.left, self.pitch[0])
        row, inside_y = divmod(y - self.top, self.pitch[1])
        if inside_x >= self.width or inside_y >= self.height:
            return None
        return next((tile for tile in tiles if (tile.row, tile.column) == (row, column)), None)


def layout(shape: TileMap, width: int, height: int) -> Layout | None:
    """The largest tiles that fit, the same for all; None where there is no room for one line each."""
    across = min(PITCH_MAX, width // shape.columns)
    has_legend = height > shape.rows
    down = min(LINES_MAX + 1, (height - has_legend) // shape.rows)
    if across < PITCH_MIN or down < 1:
        return None
    lines = min(LINES_MAX, down)
    left = (width - across * shape.columns + 1) // 2
    top = (height - has_legend - down * shape.rows + down - lines) // 2
    return Layout(left, top, across - 1, lines, (across, down), has_legend)


def neighbour(tiles: Sequence[Tile], here: Tile, across: int, down: int) -> Tile:
    """The nearest tile in that direction; the same one where there is none. Straight ahead comes first."""

    def way(tile: Tile) -> tuple[int, int]:
        ahead = (tile.column - here.column) * across + (tile.row - here.row) * down
        aside = abs((tile.column - here.column) * down) + abs((tile.row - here.row) * across)
        return ahead, aside

    found = [tile for tile in tiles if way(tile)[0] > 0]
    return min(found, key=lambda tile: (way(tile)[0] + 2 * way(tile)[1], way(tile)), default=here)


def labels(tiles: Sequence[Tile], width: int) -> dict[str, str]:
    """By unit, a name in at most `width` cells: the whole one, the short one, or its beginning.

    No two beginnings are alike where a last letter can tell them apart ("Hua", "Huo").
    """
    found = {tile.id: next((name for name in (tile.name, tile.short) if name and cells(name) <= width), "")
             for tile in tiles}  # fmt: skip
    seen: dict[str, list[Tile]] = {}
    for tile in tiles:
        found[tile.id] = found[tile.id] or _head(tile.name, width)
        seen.setdefault(_bare(found[tile.id]), []).append(tile)
    for alike in seen.values():
        for tile in alike[1:]:
            found[tile.id] = _head(tile.name, width - 1) + tile.name[-1:]
    return found


def _head(name: str, width: int) -> str:
    """The beginning of a name, without the blanks, which say nothing there."""
    return cut(name, width) if width > 5 else "".join(name.split())[:width]


def _bare(text: str) -> str:
    return "".join(letter for letter in normalize("NFD", text.casefold()) if not combining(letter))


def draw_tile(
    tile: Tile, size: tuple[int, int], label: str, candidate: CandidateView | None, palette: Palette
) -> list[Pieces]:
    """One tile: who leads (glyph and colour), by how many points (figure and depth of colour), how much is in."""
    width, height = size
    ground = palette.tint(candidate.colour if candidate else "", tile.strength)
    plain = palette.text_on(ground)
    sign = piece(candidate.glyph if candidate else " ", palette.ink_on(candidate.colour if candidate else "", ground))
    if height == 1:
        room = width - 2 - POINTS
        figures = [piece(column(tile.points, POINTS, right=True), plain), drawing(gauge(tile.counted), plain)]
        return [[sign, piece(column(label, room), plain), *figures]]
    name = [drawing(" ", ground), sign, drawing(" ", ground), piece(column(label, width - 3), plain)]
    points = piece(column(tile.points, POINTS), plain + Style(bold=True))
    if height == 2:
        bar = counted_bar(tile, width - POINTS - 2, ground, palette)
        return [name, [drawing(" ", ground), points, *bar, drawing(" ", ground)]]
    rest = drawing(" " * (width - 3 - POINTS), ground)
    last = [drawing(" ", ground), *counted_bar(tile, width - 2, ground, palette), drawing(" ", ground)]
    return [name, [drawing(" " * 3, ground), points, rest], last]


def counted_bar(tile: Tile, width: int, ground: Style, palette: Palette) -> Pieces:
    """How much of a tile's sheets is in: a bar, and one high cell where a bar would say too little."""
    if width < BAR_MIN:
        return [drawing(gauge(tile.counted).rjust(width), palette.text_on(ground))]
    if tile.counted is None:
        return [drawing(" " * width, ground)]
    return share_bar(tile.counted, width, palette.text_on(ground), palette.dim + ground)


def gauge(fraction: float | None) -> str:
    """How much is in, in one cell: only what is whole fills it."""
    if fraction is None:
        return " "
    return _GAUGE[-1] if fraction >= 1 else _GAUGE[int(max(fraction, 0.0) * (len(_GAUGE) - 1))]
