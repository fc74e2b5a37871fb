"""The table of regions: a tree of units, each with its shares, its lead and what is out, sorted by any column."""

from operator import attrgetter

from rich.style import Style
from textual import events
from textual.message import Message

from countwatch.present.views import RegionRow, RegionsView
from countwatch.present.words import Words
from countwatch.tui.keys import TABLE_HINTS
from countwatch.tui.paint import TITLE_FRAME, Pieces, cells, column, drawing, piece, title, worded
from countwatch.tui.widgets.region_columns import STAMP, VALID, Columns, columns_of
from countwatch.tui.widgets.region_figures import figures_of
from countwatch.tui.widgets.region_order import Arrangement, Order, is_same_tree, order_names, plain
from countwatch.tui.widgets.rows import Rows

NAME_MAX = 28
_WIDEST = (attrgetter("lead"), attrgetter("out"))
"""The figures whose columns are as wide as the largest of all units, in view or not."""


class RegionsTable(Rows):
    """Rows are formatted when they come into view. A search keeps only names that hold the text, as a flat list."""

    HINTS = TABLE_HINTS
    HEADED = True

    class Moved(Message):
        """The cursor stands on another region."""

        def __init__(self, table: "RegionsTable") -> None:
            super().__init__()
            self.table = table

        @property
        def control(self) -> "RegionsTable":
            """The table."""
            return self.table

    def __init__(self, words: Words, heading: str, **options: str) -> None:
        super().__init__(**options)
        self._words = words
        self._heading = heading
        self._view: RegionsView | None = None
        self._rows: list[RegionRow] = []
        self._arrangement = Arrangement()
        self._sought = ""
        self._widest = ("", "")
        self._order = Order()
        self._name_width = NAME_MAX
        self._has_parents = False
        self._heads: list[tuple[int, int, str]] = []

    def on_mount(self) -> None:
        """An empty table already says what it will hold."""
        self.head(title((self._heading, "")))

    def show(self, view: RegionsView) -> None:
        """Paint these regions."""
        before, self._view = self._view, view
        if before is not None and before._replace(cells=view.cells) == view:
            return
        lead, out = (max(filter(None, map(figure, view.rows)), default=0) for figure in _WIDEST)
        self._widest = ("◆ " + self._words.signed(lead), self._words.count(out))
        if before is None or not is_same_tree(before.rows, view.rows):
            self._order.forget()
            self._has_parents = any(row.is_parent for row in view.rows)
            widest = max((cells(row.name) + row.depth for row in view.rows), default=0)
            self._name_width = max(cells(view.columns[0]), min(NAME_MAX, widest + 1 + 2 * self._has_parents))
        self._arrange()

    def seek_name(self, text: str) -> None:
        """Keep the regions whose name holds the text; accents and case do not matter. "" keeps all."""
        self._sought = plain(text)
        self.cursor = 0
        self._arrange()

    def sort_by(self, name: str) -> None:
        """By that column; once more the other way round, and a third time as the election has them."""
        self._arrangement = self._arrangement.by(name)
        self._arrange()

    def begin_with(self, name: str) -> None:
        """By that column, the largest first, with the cursor on the first row."""
        self._arrangement = self._arrangement._replace(column=name, is_turned=False)
        self._arrange()
        self.move_to(0)

    def sort_next(self) -> None:
        """By the next column; after the last as the election has them."""
        self._arrangement = self._arrangement.next(self._names())
        self._arrange()

    def sort_back(self) -> None:
        """The same column the other way round."""
        self._arrangement = self._arrangement.turned()
        self._arrange()

    def fold(self) -> None:
        """Fold or unfold the units inside the one under the cursor."""
        row = self.selected()
        if row is not None and row.is_parent and not self._sought:
            self._arrangement = self._arrangement.folding(row.id)
            self._arrange()

    def can_fold(self) -> bool:
        """Whether there are units inside the one under the cursor."""
        row = self.selected()
        return row is not None and row.is_parent and not self._sought

    def selected(self) -> RegionRow | None:
        """The row under the cursor."""
        return self._rows[self.cursor] if self._rows else None

    def point_at(self, unit_id: str) -> None:
        """Put the cursor on a unit, where it has a row, and say nothing of it."""
        index = next((place for place, row in enumerate(self._rows) if row.id == unit_id), None)
        if index is not None and index != self.cursor:
            super().move_to(index)

    def move_to(self, index: int) -> None:
        """Put the cursor on a row, and say so."""
        super().move_to(index)
        self.post_message(self.Moved(self))

    def _names(self) -> tuple[str, ...]:
        return order_names(0 if self._view is None else len(self._view.columns))

    def _arrange(self) -> None:
        if self._view is None:
            return
        row, at = self.selected(), self.cursor
        if self._sought:
            self._rows = self._arrangement.sorted([row for row in self._view.rows if self._sought in plain(row.name)])
        else:
            self._rows = self._order.of(self._view.rows, self._arrangement)
        if row is not None:
            # the cursor stays with its region, unless it stands at the top or its region was folded away
            self.cursor = next((i for i, found in enumerate(self._rows) if found.id == row.id), at) if at else 0
        self._entitle()
        self.refill()

    def on_resize(self) -> None:
        """Other sizes, other wordings."""
        super().on_resize()
        self._entitle()

    def _entitle(self) -> None:
        """The title, and of when the units are: below, or beside the title where there is no line below.

        Without units the list itself says so.
        """
        view = self._view
        if view is None:
            return
        ink = self.palette.css(self.palette.role(view.caption.role))
        if self.styles.border_bottom[0]:
            told = worded(view.caption, self.size.width - TITLE_FRAME) if view.rows else ""
            self.head(title((view.title, "")), title((told, ink)) if told else None)
            return
        room = self.size.width - TITLE_FRAME - cells(view.short_title) - 3
        told = worded(view.caption, room) if view.rows else ""
        self.head(title((view.short_title, ""), (f" · {told}", ink)) if told else title((view.title, "")))

    def count(self) -> int:
        """How many regions are kept."""
        return len(self._rows)

    def vacant(self) -> str:
        """Why there are no regions yet; that no name holds what is sought."""
        if self._sought:
            return self._words("No region has that name.")
        return self._view.caption.text if self._view else ""

    def head_row(self, width: int) -> Pieces:
        """The names of the columns, with a sign at the one that sorts."""
        view = self._view
        if view is None:
            return []
        columns, names, dim = self._columns(view, width), self._names(), self.palette.dim
        self._heads = []
        row: Pieces = []
        used = self._head(row, 0, names[0], column(self._signed(view.columns[0], names[0]), columns.name))
        for index, size in enumerate(columns.figures, start=1):
            if not size:
                continue
            text = " " + column(self._signed(view.columns[index], names[index]), size, right=True)
            ink = self.palette.ink(view.candidates[index - 1].colour) if index <= len(columns.figures) - 3 else None
            used = self._head(row, used, names[index], text, ink)
            if columns.bar and index == 2:
                row.append(drawing(" " * (columns.bar + 2), dim))
                used += columns.bar + 2
        if columns.more:
            for name, text, size in (
                ("valid", self._words("valid votes"), VALID),
                ("stamp", self._words("as of"), STAMP),
            ):
                used = self._head(row, used, name, "  " + column(self._signed(text, name), size, right=True))
        return row

    def _head(self, row: Pieces, used: int, name: str, text: str, ink: Style | None = None) -> int:
        """Put one column's name at the end of the line, and remember where it stands."""
        style = ink or (self.palette.strong if self._arrangement.column == name else self.palette.dim)
        row.append(piece(text, style))
        self._heads.append((used, used + cells(text), name))
        return used + cells(text)

    def _signed(self, text: str, name: str) -> str:
        return f"{self._arrangement.sign}{text}" if self._arrangement.column == name else text

    def row(self, index: int, width: int) -> Pieces:
        """One region: its name, and its figures."""
        view, row = self._view, self._rows[index]
        if view is None:
            return []
        palette, columns = self.palette, self._columns(view, width)
        is_whole = (self._sought or row.depth == 0) and (row.is_parent or not self._has_parents)
        name = column(self._indent(row) + row.name, columns.name)
        figures = figures_of(row, view, columns, palette, self._words)
        return [piece(name, palette.strong if is_whole else palette.plain), *figures]

    def _indent(self, row: RegionRow) -> str:
        depth = "" if self._sought else " " * row.depth
        if not self._has_parents:
            return depth
        sign = "  " if not row.is_parent or self._sought else "▾ " if self._arrangement.is_open(row) else "▸ "
        return depth + sign

    def _columns(self, view: RegionsView, width: int) -> Columns:
        heads = tuple(cells(self._signed(text, name)) for text, name in zip(view.columns, self._names(), strict=False))
        largest = (cells(self._widest[0]), cells(self._widest[1]))
        return columns_of(heads[1:], largest, self._name_width, width, has_bar=len(view.candidates) == 2)

    def on_click(self, event: events.Click) -> None:
        """A click on a column's name sorts by it, on a fold's sign folds, on a row selects it."""
        offset = event.get_content_offset(self)
        if offset is not None and offset.y == 0:
            name = next((name for start, end, name in self._heads if start <= offset.x < end), None)
            if name is not None:
                self.sort_by(name)
            return
        super().on_click(event)
        row = self.selected()
        if offset is not None and row is not None and self._has_parents and offset.x < row.depth + 2:
            self.fold()
