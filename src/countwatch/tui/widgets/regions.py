"""The table of regions: home and abroad, then each unit, with its share, its lead and what is out."""

from collections.abc import Callable
from dataclasses import replace
from unicodedata import combining, normalize

from textual import events

from countwatch.present.views import RegionRow, RegionsView
from countwatch.present.vocabulary import msg
from countwatch.present.words import Words
from countwatch.tui.paint import Pieces, cells, column, drawing, piece, title
from countwatch.tui.widgets.bars import versus_bar
from countwatch.tui.widgets.rows import Rows

NAME_MAX = 28
BAR_MIN, BAR_MAX = 10, 24
MORE = 21
"""Cells of the two columns that come last: valid votes and the stamp."""
_WIDTHS_MIN = (0, 7, 7, 8, 7, 5)

_ORDERS: tuple[tuple[str, Callable[[RegionRow], int] | None], ...] = (
    ("", None),
    (msg("by lead"), lambda row: -(row.lead or 0)),
    (msg("by what is out"), lambda row: -(row.out or 0)),
    (msg("by what is counted"), lambda row: row.counted if row.counted is not None else -1),
)


class RegionsTable(Rows):
    """Rows are formatted when they come into view. A search keeps only names that hold the text."""

    HEADED = True

    def __init__(self, words: Words, heading: str, **options: str) -> None:
        super().__init__(**options)
        self._words = words
        self._heading = heading
        self._view: RegionsView | None = None
        self._rows: list[RegionRow] = []
        self._order = 0
        self._sought = ""
        self._widest = ("", "")
        self._name_width = NAME_MAX

    def on_mount(self) -> None:
        """An empty table already says what it will hold."""
        self.head(title((self._heading, "")))

    def show(self, view: RegionsView) -> None:
        """Paint these regions."""
        before, self._view = self._view, view
        if before is not None and replace(before, cells=view.cells) == view:
            return
        lead = max((row.lead or 0 for row in view.rows), default=0)
        out = max((row.out or 0 for row in view.rows), default=0)
        self._widest = ("◆ " + self._words.signed(lead), self._words.count(out))
        self._name_width = min(
            NAME_MAX, max((cells(row.name) + row.depth for row in view.rows), default=0) + 1
        )
        self._arrange()

    def seek_name(self, text: str) -> None:
        """Keep the regions whose name holds the text; accents and case do not matter. "" keeps all."""
        self._sought = _plain(text)
        self.cursor = 0
        self._arrange()

    def reorder(self) -> None:
        """The next order: the election's, by lead, by what is out, by what is counted."""
        self._order = (self._order + 1) % len(_ORDERS)
        self._arrange()

    def selected(self) -> RegionRow | None:
        """The row under the cursor."""
        return self._rows[self.cursor] if self._rows else None

    def _arrange(self) -> None:
        if self._view is None:
            return
        rows = [row for row in self._view.rows if self._sought in _plain(row.name)] if self._sought else None
        self._rows = list(self._view.rows) if rows is None else rows
        label, key = _ORDERS[self._order]
        if key is not None:
            self._rows.sort(key=key)
        caption = self._view.caption
        ink = self.palette.css(self.palette.role(caption.role))
        ordered = f" · {self._words(label)}" if label else ""
        self.head(title((self._view.title, ""), (ordered, "")), title((caption.text, ink)))
        self.refill()

    def count(self) -> int:
        """How many regions are kept."""
        return len(self._rows)

    def head_row(self, width: int) -> Pieces:
        """The names of the columns."""
        view = self._view
        if view is None:
            return []
        name, widths, bar, more = self._columns(view, width)
        dim = self.palette.dim
        row = [piece(column(view.columns[0], name), dim)]
        for index, size in enumerate(widths, start=1):
            style = dim
            if index <= len(view.candidates) and index <= 2:
                style = self.palette.ink(view.candidates[index - 1].colour)
            row.append(piece(" " + column(view.columns[index], size, right=True), style))
            if bar and index == 2:
                row.append(drawing(" " * (bar + 2)))
        if more:
            row.append(piece("  " + column(self._words("valid votes"), 11, right=True), dim))
            row.append(piece("  " + column(self._words("as of"), 6, right=True), dim))
        return row

    def row(self, index: int, width: int) -> Pieces:
        """One region: name, shares with a bar, lead in the leader's colour, counted, out."""
        view, row = self._view, self._rows[index]
        if view is None:
            return []
        palette = self.palette
        name, widths, bar, more = self._columns(view, width)
        texts = view.cells(row)
        indent = "" if self._order else " " * row.depth
        style = palette.strong if row.depth == 0 and not self._order else palette.plain
        pieces = [piece(column(indent + texts[0], name), style)]
        for place, size in enumerate(widths, start=1):
            style = palette.plain
            if place == len(texts) - 3 and row.leader is not None:
                style = palette.ink(view.candidates[row.leader].colour)
            pieces.append(piece(" " + column(texts[place], size, right=True), style))
            if bar and place == 2:
                pieces += [drawing("  "), *self._bar(view, row, bar)]
        if more:
            pieces.append(piece("  " + column(self._words.count(row.valid), 11, right=True), palette.dim))
            stamp = palette.note if row.late else palette.dim
            pieces.append(piece("  " + column(row.stamp, 6, right=True), stamp))
        return pieces

    def _bar(self, view: RegionsView, row: RegionRow, width: int) -> Pieces:
        shares = [float(share or 0) for share in row.shares[:2]]
        if len(shares) < 2 or not any(shares):
            return [drawing(" " * width)]
        first, second = (piece(one.glyph, self.palette.ink(one.colour)) for one in view.candidates[:2])
        return versus_bar((shares[0], shares[1]), width, (first, second))

    def _columns(self, view: RegionsView, width: int) -> tuple[int, list[int], int, bool]:
        """Widths of the name and of the figures, of the bar (0 for none), and whether there is room for more."""
        minimal = (*_WIDTHS_MIN[: len(view.columns)], *([8] * (len(view.columns) - len(_WIDTHS_MIN))))
        figures = [
            min(max(least, cells(text)), least + 5)
            for text, least in zip(view.columns[1:], minimal[1:], strict=True)
        ]  # fmt: skip
        figures[-3] = max(figures[-3], cells(self._widest[0]))
        figures[-1] = max(figures[-1], cells(self._widest[1]))
        room = width - sum(figures) - len(figures)
        more = room >= self._name_width + 2 + BAR_MIN + MORE
        room -= MORE if more else 0
        bar = min(BAR_MAX, room - self._name_width - 2)
        if bar < BAR_MIN or len(view.candidates) != 2:
            return max(room, 1), figures, 0, more
        return room - bar - 2, figures, bar, more

    def on_click(self, event: events.Click) -> None:
        """A click on the column names changes the order; on a row it selects."""
        offset = event.get_content_offset(self)
        if offset is not None and offset.y == 0:
            self.reorder()
        else:
            super().on_click(event)


def _plain(text: str) -> str:
    return "".join(letter for letter in normalize("NFD", text.casefold()) if not combining(letter))
