"""The tally sheets: counted, at the boards, pending, each of the total; what is processed; and the ballots."""

from collections.abc import Sequence

from rich.style import Style
from textual.strip import Strip

from countwatch.present.views import Segment, SheetsView
from countwatch.tui.paint import Pieces, cells, drawing, flow, lines, piece, title
from countwatch.tui.palette import Palette
from countwatch.tui.widgets.bars import GLYPHS, stacked_bar
from countwatch.tui.widgets.painted import Painted


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
        self.head(title((view.title, ""), (f" {view.total}" if view.total else "", dim)))
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
        rows += flow(sheet_items(view, self.palette), width, max(1, height - 1), gap=3 if width >= 100 else 2)
        return lines(rows, width, height)


def sheet_style(part: Segment, palette: Palette) -> Style:
    """The style of one state of the sheets; its glyph says the same without colour."""
    return {"counted": palette.bar, "under_review": palette.warn, "pending": palette.dim}[part.kind]


def sheet_parts(view: SheetsView, palette: Palette) -> list[tuple[str, float, Style]]:
    """The parts of the stacked bar."""
    return [(GLYPHS[part.kind], part.share, sheet_style(part, palette)) for part in view.segments]


def sheet_items(view: SheetsView, palette: Palette) -> list[Pieces]:
    """The states with their figures, what is processed, and the ballots."""
    items: list[Pieces] = [
        [
            drawing(GLYPHS[part.kind] + " ", sheet_style(part, palette)),
            piece(f"{part.label} "),
            piece(part.percent, palette.strong),
            piece(f" {part.sheets}", palette.dim),
        ]
        for part in view.segments
    ]
    if view.processed:
        items.append([piece(view.processed, palette.plain)])
    items += [[piece(row.text, palette.role(row.role))] for row in view.ballots]
    if view.inside:
        items.append([piece(view.inside, palette.dim)])
    return items
