"""Every update with its outcome, stamp and hash, newest first; only the lines in view are formatted."""

from collections.abc import Callable, Sequence

from textual.message import Message
from textual.strip import Strip

from countwatch.present.views import LogRow
from countwatch.present.vocabulary import msg
from countwatch.present.words import Words
from countwatch.tui.paint import Pieces, cells, column, lines, piece, title, wrap
from countwatch.tui.widgets.rows import Rows
from countwatch.tui.widgets.stretched import Stretched

CACHE_MAX = 2000
_COLUMNS = (
    (msg("n"), 6),
    (msg("received"), 14),
    (msg("outcome"), 13),
    (msg("stamp"), 14),
    (msg("sha256"), 12),
)

_TEXT_MIN = 32
"""Cells for what came of an update, before which its hash and then its stamp give way."""


def _shown(width: int) -> int:
    """How many of the columns there is room for."""
    return next(count for count in (5, 4, 3) if count == 3 or _used(count) + _TEXT_MIN <= width)


def _used(count: int) -> int:
    return sum(size + 2 for _, size in _COLUMNS[:count])


class LogTable(Rows):
    """A row an update. Rows never change once they are written, so each is asked for once."""

    HEADED = True

    class Pointed(Message):
        """Another row is under the cursor, or it says something else."""

        def __init__(self, row: LogRow) -> None:
            super().__init__()
            self.row = row

    def __init__(self, words: Words, heading: str, **options: str) -> None:
        super().__init__(**options)
        self._words = words
        self._heading = heading
        self._updates = 0
        self._ask: Callable[[int, int], list[LogRow]] = lambda first, last: []
        self._known: dict[int, LogRow] = {}
        self._pointed: LogRow | None = None

    def on_mount(self) -> None:
        """An empty log already says what it will hold."""
        self.head(title((self._heading, "")))

    def show(self, updates: int, ask: Callable[[int, int], list[LogRow]]) -> None:
        """Paint the log of so many updates; `ask(first, last)` formats some of them."""
        if len(self._known) > CACHE_MAX or updates < self._updates:
            self._known.clear()
        if self.cursor and updates > self._updates:
            self.cursor += updates - self._updates
        self._updates, self._ask = updates, ask
        self.refill()

    def refill(self) -> None:
        """Rows came or the cursor moved: say which one it is on."""
        super().refill()
        row = self._row(self.update_number(self.cursor)) if self._updates else None
        if row is not None and row != self._pointed:
            self._pointed = row
            self.post_message(self.Pointed(row))

    def update_number(self, index: int) -> int:
        """The number of the update on a line."""
        return self._updates - index

    def count(self) -> int:
        """How many updates there are."""
        return self._updates

    def vacant(self) -> str:
        """That nothing came yet."""
        return self._words("No update has come yet.")

    def head_row(self, width: int) -> Pieces:
        """The names of the columns."""
        dim = self.palette.dim
        texts = [column(self._words(name), size, right=name == "n") for name, size in _COLUMNS[: _shown(width)]]
        return [piece("  ".join([*texts, self._words("what came of it")]), dim)]

    def row(self, index: int, width: int) -> Pieces:
        """One update."""
        found = self._row(self.update_number(index))
        palette = self.palette
        values = (str(found.n), found.received, found.outcome, found.stamp, found.sha256)
        styles = (palette.dim, palette.plain, palette.role(found.role), palette.plain, palette.dim)
        pieces = [
            piece(column(value, size, right=name == "n") + "  ", style)
            for (name, size), value, style in list(zip(_COLUMNS, values, styles, strict=True))[: _shown(width)]
        ]
        used = sum(cells(part.text) for part in pieces)
        return [*pieces, piece(column(found.text, max(0, width - used)), palette.role(found.role))]

    def _row(self, n: int) -> LogRow:
        if n not in self._known:
            self._known.update({row.n: row for row in self._ask(max(1, n - 20), n)})
        return self._known[n]


class RowInFull(Stretched):
    """All that the row under the cursor says, wrapped: the columns that had no room, and the whole of the last one."""

    PART, PADDING = 2, 2

    def __init__(self, **options: str) -> None:
        super().__init__(**options)
        self._row: LogRow | None = None
        self.display = False

    def show(self, row: LogRow) -> None:
        """Paint this row."""
        self._row = row
        self.display = True
        self.stretch()
        self.repaint()

    def rows(self, width: int) -> Sequence[str]:
        """Every column of it."""
        row = self._row
        if row is None:
            return ("",)
        facts = (str(row.n), row.received, row.outcome, row.stamp, row.sha256, row.text)
        return wrap(" · ".join(filter(None, facts)), max(10, width))

    def draw(self, width: int, height: int) -> Sequence[Strip]:
        """As many lines as there are."""
        style = self.palette.role(self._row.role if self._row else "plain")
        return lines([[piece(text, style)] for text in self.kept(width, height)], width, height)
