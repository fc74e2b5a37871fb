"""What happened, newest first: lead changes, corrections, holds, gaps and the calendar's own steps."""

from typing import TYPE_CHECKING, Literal

from rich.style import Style
from textual.content import Content

from countwatch.present.views import Entry, HappenedView
from countwatch.tui.paint import Pieces, cells, column, cut, piece, title, wrap
from countwatch.tui.widgets.rows import Rows, place_after

if TYPE_CHECKING:
    from collections.abc import Hashable, Iterator

GLYPHS = {
    "lead_change": "↕",
    "correction": "±",
    "gap": "┆",
    "held": "○",
    "rejected": "✗",
    "first": "•",
    "largest": "△",
    "pace": "≈",
    "calendar": "▪",
    "scheduled": "▫",
    "claim": "“",
    "concession": "”",
    "note": "·",
    "finding": "!",
}
EVENTS = frozenset({"lead_change", "correction", "held", "rejected", "gap", "first"})
"""Kinds that a key jumps to; calendar steps belong to no update."""

NARROW = 44
"""Under so many cells times have no column of their own."""

Part = Literal["first", "rest", "source"]
"""Which line of an entry it is: the one with its time, one that goes on, or its source."""


class HappenedList(Rows):
    """Entries wrapped over as many lines as they need; the cursor moves by line, Enter opens the entry.

    The cursor stays with its entry when others come. With `sourced` each entry is followed by its source, where it
    has one.
    """

    def __init__(self, heading: str, *, sourced: bool = False, **options: str) -> None:
        super().__init__(**options)
        self._heading = heading
        self._sourced = sourced
        self._view = HappenedView(heading, ())
        self._lines: list[tuple[int, str, Part]] = []
        self._keys: list[Hashable] = []
        self._wrapped_at = 0
        self._anchor = (0, 0)

    def on_mount(self) -> None:
        """An empty list already says what it will hold."""
        self.head(self._title())

    def show(self, view: HappenedView) -> None:
        """Paint these entries."""
        if view == self._view:
            return
        is_untouched = self._is_untouched()
        self._wrapped_at = 0
        self._view = view
        self.head(self._title())
        self.refill()
        if is_untouched:
            self._go_to_newest()

    def on_resize(self) -> None:
        """Other sizes, other lines: what happened last stays on top until somebody moves."""
        is_untouched = self._is_untouched()
        super().on_resize()
        if is_untouched:
            self._go_to_newest()

    def _is_untouched(self) -> bool:
        return (self.cursor, round(self.scroll_y)) in {self._anchor, (0, 0)}

    def _go_to_newest(self) -> None:
        """Put what happened last on top; what is only scheduled stands above it, if possible a line of it in view."""
        now = next((place for place, (number, _, _) in enumerate(self._lines) if not self._is_ahead(number)), 0)
        if self.count():
            self.cursor = now
            self.scroll_to(y=max(0, now - (not self._sourced)), animate=False, immediate=True)
            self.refill()
        self._anchor = (self.cursor, round(self.scroll_y))

    def _is_ahead(self, number: int) -> bool:
        """Whether an entry and all above it are only scheduled."""
        return all(entry.kind == "scheduled" for entry in self._view.entries[: number + 1])

    def entry(self, index: int) -> Entry:
        """The entry on a line."""
        return self._view.entries[self._lines[index][0]]

    def _title(self) -> Content:
        return title((self._view.title, ""))

    def count(self) -> int:
        """How many lines there are at this width."""
        if self._wrapped_at != self.width_in_view:
            self._wrapped_at = self.width_in_view
            self._lines = list(self._wrap(self._wrapped_at))
            before, self._keys = self._keys, [_key(self._view.entries[number]) for number, _, _ in self._lines]
            self.cursor = place_after(before, self.cursor, self._keys)
            self._anchor = (place_after(before, self._anchor[0], self._keys), self._anchor[1])
        return len(self._lines)

    def refill(self) -> None:
        """Entries changed, or how they are wrapped: the cursor goes with its own, and the view with the cursor."""
        before = self.cursor
        self.count()
        super().refill()
        self.scroll_along(before)

    def _wrap(self, width: int) -> "Iterator[tuple[int, str, Part]]":
        room = max(10, width - self._margin() - 3)
        for number, entry in enumerate(self._view.entries):
            told = f"{entry.at} {entry.text}" if self._is_narrow() else entry.text
            for index, text in enumerate(wrap(told, room)):
                yield number, text, "rest" if index else "first"
            if self._sourced and entry.source:
                yield from ((number, text, "source") for text in wrap(entry.source, room))

    def _is_narrow(self) -> bool:
        """Whether times have no column of their own: then each stands before its words."""
        return self.width_in_view < NARROW

    def _margin(self) -> int:
        if self._is_narrow():
            return 0
        return min(14, max((cells(entry.at) for entry in self._view.entries), default=0)) + 1

    def row(self, index: int, width: int) -> Pieces:
        """One line: when and what kind on an entry's first, its words on all."""
        number, text, part = self._lines[index]
        entry = self._view.entries[number]
        margin = self._margin()
        style = self.palette.role(entry.role)
        if part == "source":
            return [
                piece(" " * (margin + 2)),
                piece(cut(text, width - margin - 2), self.palette.dim + Style(italic=True)),
            ]
        if part == "rest":
            return [piece(" " * (margin + 2)), piece(cut(text, width - margin - 2), style)]
        sign = piece(GLYPHS.get(entry.kind, "·") + " ", style)
        if self._is_narrow():
            when = len(entry.at) if text.startswith(entry.at) else 0
            return [sign, piece(text[:when], self.palette.dim), piece(text[when:], style)]
        return [piece(column(entry.at, margin - 1, right=True) + " ", self.palette.dim), sign, piece(text, style)]


def _key(entry: Entry) -> "Hashable":
    """What makes it this entry and no other: its update and kind; those of the calendar have no update."""
    return (entry.n, entry.kind) if entry.n else (entry.at, entry.kind, entry.text)
