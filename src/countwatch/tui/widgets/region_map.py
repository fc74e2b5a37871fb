"""The regions as a map of tiles: hover shows one, arrows go from one to the next, Enter or a click opens it."""

from collections.abc import Sequence

from rich.style import Style
from textual import events
from textual.message import Message
from textual.strip import Strip

from countwatch.present.tile_views import Tile
from countwatch.present.views import CandidateView, RegionsView
from countwatch.present.words import Words
from countwatch.tui.keys import IN_MAP, MAP_HINTS, bindings
from countwatch.tui.paint import TITLE_FRAME, Pieces, drawing, flow, line, lines, measure, piece, title, worded, wrap
from countwatch.tui.widgets.bars import share_bar
from countwatch.tui.widgets.painted import Painted
from countwatch.tui.widgets.region_order import plain
from countwatch.tui.widgets.tiles import Layout, draw_tile, labels, layout, neighbour

CHOSEN = Style(reverse=True)
LEGEND_GAP = 2


class RegionMap(Painted, can_focus=True):
    """Every tile of the election in its place. What is said of the tile in hand stands below, in the frame."""

    BINDINGS = bindings(IN_MAP)
    HINTS = MAP_HINTS

    class Moved(Message):
        """Another tile is in hand."""

        def __init__(self, unit_id: str) -> None:
            super().__init__()
            self.unit_id = unit_id

    class Opened(Message):
        """A tile was opened, with Enter or a click."""

        def __init__(self, unit_id: str) -> None:
            super().__init__()
            self.unit_id = unit_id

    def __init__(self, words: Words, heading: str, **options: str) -> None:
        super().__init__(**options)
        self._words = words
        self._heading = heading
        self._view: RegionsView | None = None
        self._cursor: Tile | None = None
        self._hovered: Tile | None = None

    def on_mount(self) -> None:
        """An empty map already says what it will hold."""
        self.head(title((self._heading, "")))

    def show(self, view: RegionsView) -> None:
        """Paint these regions."""
        if not self.is_new((view.tiles, view.caption, view.candidates)):
            return
        self._view = view
        self._cursor = self._found(self.selected_id) or min(
            self._tiles, key=lambda tile: (tile.row, tile.column), default=None
        )
        self._hovered = self._found(self._hovered.id) if self._hovered else None
        self._tell()

    @property
    def selected_id(self) -> str | None:
        """The unit of the tile in hand."""
        return self._cursor.id if self._cursor else None

    def point_at(self, unit_id: str) -> None:
        """Take a unit's tile in hand, where it has one, and say nothing of it."""
        self._cursor = self._found(unit_id) or self._cursor
        self._tell()

    def seek_name(self, text: str) -> None:
        """Take the first tile in hand whose name holds the text; accents and case do not matter."""
        found = next((tile for tile in self._tiles if text and plain(text) in plain(tile.name)), None)
        if found is not None:
            self._go(found)

    @property
    def _tiles(self) -> tuple[Tile, ...]:
        return self._view.tiles.tiles if self._view and self._view.tiles else ()

    def _found(self, unit_id: str | None) -> Tile | None:
        return next((tile for tile in self._tiles if tile.id == unit_id), None)

    def _layout(self, width: int, height: int) -> Layout | None:
        return layout(self._view.tiles, width, height) if self._view and self._view.tiles else None

    def _tell(self) -> None:
        """Say in the frame what the table says of the tile in hand; without one, of when the units are."""
        view = self._view
        if view is None:
            return
        tile = self._hovered or (self._cursor if self.has_focus else None)
        row = next((row for row in view.rows if tile is not None and row.id == tile.id), None)
        told = worded(view.caption, self.size.width - TITLE_FRAME)
        ink = self.palette.css(self.palette.role(view.caption.role))
        if tile is not None:
            *_, lead, counted, out = view.cells(row) if row else ("–",) * 3
            names = view.columns
            told = f"{tile.name} · {lead} · {names[-2]} {counted} % · {names[-1]} {out}"
            ink = self.palette.css(self.palette.strong)
        self.head(title((self._heading, "")), title((told, ink)) if told else None)
        self.repaint()

    def draw(self, width: int, height: int) -> Sequence[Strip]:
        """Tiles row by row, and the legend on the last line."""
        view, place = self._view, self._layout(width, height)
        if view is None or view.tiles is None:
            return lines([], width, height)
        if place is None:
            said = wrap(self._words("The map needs more room: m gives it the whole screen."), width)
            return lines([[piece(part, self.palette.dim)] for part in said], width, height)
        drawn = [self._row(view, place, row) for row in range(view.tiles.rows)]
        rows: list[Pieces] = [[] for _ in range(place.top)] + [pieces for group in drawn for pieces in group]
        if place.has_legend:
            rows += [[]] * (height - 1 - len(rows)) + self._legend(view, place, width)
        return [line(pieces, width) for pieces in rows][:height] + [Strip.blank(width)] * (height - len(rows))

    def _row(self, view: RegionsView, place: Layout, row: int) -> list[Pieces]:
        """One row of tiles, as so many lines."""
        drawn: list[Pieces] = [[drawing(" " * place.left)] for _ in range(place.pitch[1])]
        room = place.width - (3 if place.height > 1 else 6)
        short = labels(self._tiles, room)
        in_row = {tile.column: tile for tile in self._tiles if tile.row == row}
        for column in range(view.tiles.columns if view.tiles else 0):
            tile = in_row.get(column)
            if tile is None:
                parts: list[Pieces] = []
            else:
                candidate = None if tile.leader is None else view.candidates[tile.leader]
                parts = draw_tile(tile, (place.width, place.height), short[tile.id], candidate, self.palette)
                if tile == self._hovered or (tile == self._cursor and self.has_focus):
                    parts[0] = [drawing(part.text, (part.style or Style()) + CHOSEN) for part in parts[0]]
            for y, pieces in enumerate(drawn):
                pieces += parts[y] if y < len(parts) else [drawing(" " * place.width)]
                pieces.append(drawing(" "))
        return drawn

    def _legend(self, view: RegionsView, place: Layout, width: int) -> list[Pieces]:
        palette, tiles = self.palette, view.tiles
        items: list[Pieces] = [self._named(view.candidates[leader]) for leader in self._leaders]
        if tiles is not None:
            items.append([piece("12 ", palette.strong), piece(tiles.points_word, palette.dim)])
            sign = share_bar(2 / 3, 3, palette.plain, palette.dim) if place.has_bars else [drawing("▅", palette.plain)]
            items.append([*sign, piece(f" {tiles.counted_word}", palette.dim)])
        return flow(items, width, 1, gap=LEGEND_GAP)

    @property
    def _leaders(self) -> list[int]:
        return sorted({tile.leader for tile in self._tiles if tile.leader is not None})

    def _named(self, candidate: CandidateView) -> Pieces:
        return [piece(f"{candidate.glyph} {candidate.label}", self.palette.ink(candidate.colour, bold=True))]

    def _go(self, tile: Tile) -> None:
        if tile != self._cursor:
            self._cursor = tile
            self._tell()
            self.post_message(self.Moved(tile.id))

    def action_go(self, across: int, down: int) -> None:
        """To the next tile on that side."""
        if self._cursor is not None:
            self._go(neighbour(self._tiles, self._cursor, across, down))

    def action_activate(self) -> None:
        """Open the tile in hand."""
        if self._cursor is not None:
            self.post_message(self.Opened(self._cursor.id))

    def _under(self, event: events.MouseEvent) -> Tile | None:
        offset, place = event.get_content_offset(self), self._layout(*self.size)
        return place.at(self._tiles, offset.x, offset.y) if offset is not None and place is not None else None

    def on_mouse_move(self, event: events.MouseMove) -> None:
        """What the mouse is over is told."""
        tile = self._under(event)
        if tile != self._hovered:
            self._hovered = tile
            self._tell()

    def on_leave(self) -> None:
        """The mouse has gone."""
        self._hovered = None
        self._tell()

    def watch_has_focus(self, has_focus: bool) -> None:
        """The tile in hand shows while the map has the focus."""
        super().watch_has_focus(has_focus)
        self._tell()

    def on_click(self, event: events.Click) -> None:
        """Take the tile in hand, and open it; a candidate of the legend has the next of its own taken in hand."""
        tile = self._under(event)
        if tile is not None:
            self._go(tile)
            self.action_activate()
            return
        leader = self._named_at(event)
        if leader is not None:
            self._go(self._next_of(leader))

    def _named_at(self, event: events.Click) -> int | None:
        """The candidate whose name in the legend was clicked."""
        offset, place = event.get_content_offset(self), self._layout(*self.size)
        if offset is None or place is None or self._view is None or offset.y != self.size.height - 1:
            return None
        start = 0
        for leader in self._leaders if place.has_legend else ():
            size = measure(self._named(self._view.candidates[leader]))
            if start <= offset.x < start + size:
                return leader
            start += size + LEGEND_GAP
        return None

    def _next_of(self, leader: int) -> Tile:
        """The tile after the one in hand, of those where a candidate is ahead, the largest lead first."""
        points = {row.id: row.points or 0 for row in self._view.rows} if self._view else {}
        own = [tile for tile in self._tiles if tile.leader == leader]
        own.sort(key=lambda tile: points.get(tile.id, 0), reverse=True)
        here = own.index(self._cursor) + 1 if self._cursor in own else 0
        return own[here % len(own)]
