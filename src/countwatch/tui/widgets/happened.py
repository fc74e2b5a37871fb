"""What happened, newest first: lead changes, corrections, holds, gaps and the calendar's own steps."""

from textual.content import Content

from countwatch.present.views import Entry, HappenedView
from countwatch.tui.paint import Pieces, cells, column, cut, piece, title, wrap
from countwatch.tui.widgets.rows import Rows

GLYPHS = {
    "lead_change": "◆",
    "correction": "▼",
    "gap": "┆",
    "held": "▲",
    "rejected": "✗",
    "first": "●",
    "calendar": "▪",
    "finding": "!",
}
EVENTS = frozenset({"lead_change", "correction", "held", "rejected", "gap", "first"})
"""Kinds that a key jumps to; calendar steps belong to no update."""


class HappenedList(Rows):
    """Entries wrapped over as many lines as they need; the cursor moves by line, Enter opens the entry."""

    def __init__(self, heading: str, **options: str) -> None:
        super().__init__(**options)
        self._heading = heading
        self._view = HappenedView(heading, ())
        self._lines: list[tuple[int, str, bool]] = []
        self._wrapped_at = 0

    def on_mount(self) -> None:
        """An empty list already says what it will hold."""
        self.head(self._title())

    def show(self, view: HappenedView) -> None:
        """Paint these entries."""
        if view == self._view:
            return
        self._wrapped_at = 0
        self._view = view
        self.head(self._title())
        self.refill()

    def entry(self, index: int) -> Entry:
        """The entry on a line."""
        return self._view.entries[self._lines[index][0]]

    def _title(self) -> Content:
        return title((self._view.title, ""))

    def count(self) -> int:
        """How many lines there are at this width."""
        if self._wrapped_at != self.width_in_view:
            self._wrapped_at = self.width_in_view
            self._lines = list(self._wrap(self.width_in_view))
        return len(self._lines)

    def _wrap(self, width: int) -> "list[tuple[int, str, bool]]":
        margin = self._margin()
        return [
            (number, text, first == 0)
            for number, entry in enumerate(self._view.entries)
            for first, text in enumerate(wrap(entry.text, max(10, width - margin - 3)))
        ]

    def _margin(self) -> int:
        return min(14, max((cells(entry.at) for entry in self._view.entries), default=0)) + 1

    def row(self, index: int, width: int) -> Pieces:
        """One line: when and what kind on an entry's first, its words on all."""
        number, text, first = self._lines[index]
        entry = self._view.entries[number]
        margin = self._margin()
        style = self.palette.role(entry.role)
        if not first:
            return [piece(" " * (margin + 2)), piece(cut(text, width - margin - 2), style)]
        return [
            piece(column(entry.at, margin - 1, right=True) + " ", self.palette.dim),
            piece(GLYPHS.get(entry.kind, "·") + " ", style),
            piece(text, style),
        ]
