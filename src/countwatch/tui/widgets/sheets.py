"""The tally sheets: counted, at the boards, pending, each of the total; what is processed; and the ballots."""

from collections.abc import Sequence

from rich.style import Style
from textual.strip import Strip

from countwatch.present.views import Segment, SheetsView
from countwatch.tui.paint import Pieces, cells, drawing, flow, lines, measure, piece, title
from countwatch.tui.palette import Palette
from countwatch.tui.widgets.bars import GLYPHS, stacked_bar
from countwatch.tui.widgets.painted import Painted

SWATCHES = {**GLYPHS, "counted": "▆"}
"""The bar's glyphs beside their words; the full one is lower, so that it does not grow into the bar above."""
ROOMY = 66
"""From so many cells on, figures stand further apart."""
PACE_ROWS = 4
"""From so many lines on, the pace comes before the ballots; else where there is room left."""
BALLOTS_LEAST = 3
"""So many of the ballots come first: turnout, blank and null."""


class SheetsPanel(Painted, can_focus=True):
    """A stacked bar and its figures. Without a border the title stands before the bar."""

    def __init__(self, **options: str) -> None:
        super().__init__(**options)
        self._view: SheetsView | None = None

    def show(self, view: SheetsView) -> None:
        """Paint these sheets."""
        if not self.is_new(view):
            return
        self._view = view
        dim = self.palette.css(self.palette.dim)
        footnote = title((view.footnote, dim)) if view.footnote and view.segments else None
        self.head(title((view.title, ""), (f" {view.total}" if view.total else "", dim)), footnote)
        self.repaint()

    def draw(self, width: int, height: int) -> Sequence[Strip]:
        """The bar, the states of the sheets, and as much of the rest as fits."""
        view = self._view
        if view is None or not view.segments:
            return lines([], width, height)
        framed = bool(self.styles.border_top[0])
        label: Pieces = [] if framed else [piece(f"{view.title} ", self.palette.strong)]
        bar_width = width - (0 if framed else cells(view.title) + 1)
        parts = sheet_parts(view, self.palette)
        rows: list[Pieces] = [[*label, *stacked_bar(parts, bar_width)]]
        return lines([*rows, *self._figures(view, width, max(1, height - 1))], width, height)

    def _figures(self, view: SheetsView, width: int, rows_max: int) -> list[Pieces]:
        """The states, the pace and the ballots, in shorter words where something would be left out for long ones.

        Where all has no room either way, words are short only for the sake of turnout, blank and null.
        """
        gap = 3 if width >= ROOMY else 2
        comes_early = bool(view.pace) and rows_max >= PACE_ROWS
        states = len(view.segments) + bool(view.processed)
        least = states + comes_early + min(BALLOTS_LEAST, len(view.ballots) + bool(view.inside))
        wordings = [self._items(view, states if comes_early else None, short=short) for short in (False, True)]
        rows: list[Pieces] = []
        for needed in (None, least):
            for items in wordings:
                rows = flow(items, width, rows_max, gap=gap)
                if _holds(rows, items[:needed], gap):
                    return rows
        return rows

    def _items(self, view: SheetsView, pace_at: int | None, *, short: bool) -> list[Pieces]:
        """All there is to say in its order, the pace at a place of its own or last."""
        items = sheet_items(view, self.palette, short=short)
        if view.pace:
            items.insert(len(items) if pace_at is None else pace_at, [piece(view.pace, self.palette.dim)])
        return items


def _holds(rows: Sequence[Pieces], items: Sequence[Pieces], gap: int) -> bool:
    """Whether none of the items was left out of the rows, which hold items from the first one on."""
    return sum(measure(row) + gap for row in rows) >= sum(measure(item) + gap for item in items)


def sheet_style(part: Segment, palette: Palette) -> Style:
    """The style of one state of the sheets; its glyph says the same without colour."""
    return {"counted": palette.bar, "under_review": palette.warn, "pending": palette.dim}[part.kind]


def sheet_parts(view: SheetsView, palette: Palette) -> list[tuple[str, float, Style]]:
    """The parts of the stacked bar."""
    return [(GLYPHS[part.kind], part.share, sheet_style(part, palette)) for part in view.segments]


def sheet_items(view: SheetsView, palette: Palette, *, short: bool = False) -> list[Pieces]:
    """The states with their figures, what is processed, and the ballots; `short` is for where there is little room."""
    items: list[Pieces] = [
        [
            drawing(SWATCHES[part.kind] + " ", sheet_style(part, palette)),
            piece(f"{part.label} "),
            piece(part.percent, palette.strong),
            piece(f" {part.sheets}", palette.dim),
        ]
        for part in view.segments
    ]
    if view.processed:
        items.append([piece(view.processed, palette.plain)])
    items += [[piece((short and row.short) or row.text, palette.role(row.role))] for row in view.ballots]
    if view.inside:
        items.append([piece(view.inside, palette.dim)])
    return items
