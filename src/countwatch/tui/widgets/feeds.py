"""Feeds side by side: a column each, in blocks below one another where there is no room; what differs below them."""

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from countwatch.tui.paint import Pieces, cells, column, piece, title, wrap
from countwatch.tui.widgets.rows import Rows

if TYPE_CHECKING:
    from countwatch.present.side_by_side import FeedView, SideBySideView

GAP = 2
FACT_MAX = 26
COLUMN_MIN, COLUMN_MAX = 22, 36
"""Cells of a feed's column. Votes with what sets them apart from the first feed's fit into the least of them."""


class FeedsTable(Rows):
    """A line a fact, a column a feed. Lines are laid out anew for every view and width; they are few."""

    def __init__(self, heading: str, **options: str) -> None:
        super().__init__(**options)
        self._heading = heading
        self._view: SideBySideView | None = None
        self._lines: list[Pieces] = []
        self._laid_out_at = -1

    def on_mount(self) -> None:
        """An empty table already says what it will hold."""
        self.head(title((self._heading, "")))

    def show(self, view: "SideBySideView") -> None:
        """Paint these feeds."""
        if view == self._view:
            return
        self._view = view
        self._laid_out_at = -1
        self.head(title((view.title, "")))
        self.refill()

    def notify_style_update(self) -> None:
        """Another theme, other styles in every line."""
        self._laid_out_at = -1
        super().notify_style_update()

    def count(self) -> int:
        """How many lines there are at this width."""
        if self._laid_out_at != self.width_in_view:
            self._laid_out_at = self.width_in_view
            self._lines = list(self._laid_out(self._view, self.width_in_view)) if self._view else []
        return len(self._lines)

    def row(self, index: int, width: int) -> Pieces:
        """One line as it was laid out."""
        return self._lines[index]

    def _laid_out(self, view: "SideBySideView", width: int) -> Iterator[Pieces]:
        fact = min(FACT_MAX, max(map(cells, view.facts)), width // 3)
        beside = max(1, (width - fact) // (COLUMN_MIN + GAP))
        wide = min(COLUMN_MAX, (width - fact) // min(beside, len(view.feeds)) - GAP)
        for start in range(0, len(view.feeds), beside):
            yield from self._block(view, view.feeds[start : start + beside], fact, wide)
            yield []
        for line in view.sentences:
            style = self.palette.role(line.role)
            yield from ([piece(text, style)] for text in wrap(line.text, max(10, width)))

    def _block(self, view: "SideBySideView", feeds: "Sequence[FeedView]", fact: int, wide: int) -> Iterator[Pieces]:
        palette, gap = self.palette, " " * GAP
        yield [piece(column("", fact)), *(piece(gap + column(feed.label, wide), palette.strong) for feed in feeds)]
        for place, name in enumerate(view.facts):
            values = (feed.cells[place] for feed in feeds)
            yield [
                piece(column(name, fact), palette.dim),
                *(piece(gap + column(value.text, wide), palette.role(value.role)) for value in values),
            ]
