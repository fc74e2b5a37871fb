"""A list of virtual rows with a cursor: only the lines on screen are formatted, only changed ones repainted."""

from collections.abc import Hashable, Sequence
from typing import ClassVar

from textual import events
from textual.geometry import Size
from textual.message import Message
from textual.scroll_view import ScrollView
from textual.strip import Strip

from countwatch.tui.keys import IN_LISTS, LIST_HINTS, Hint, bindings
from countwatch.tui.paint import Pieces, changed_region, line, piece, wrap
from countwatch.tui.widgets.framed import Framed


class Rows(ScrollView, Framed, can_focus=True, inherit_bindings=False):
    """Subclasses say how many rows there are and how one looks; `refill` after they changed.

    With `HEADED` the first line stays and is drawn by `head_row`. Arrow keys left and right are not
    taken: they move the replay.
    """

    BINDINGS = bindings(IN_LISTS)
    HINTS: ClassVar[tuple[Hint, ...]] = LIST_HINTS
    HEADED = False

    class Activated(Message):
        """A row was opened, with Enter or a click."""

        def __init__(self, rows: "Rows", index: int) -> None:
            super().__init__()
            self.rows = rows
            self.index = index

        @property
        def control(self) -> "Rows":
            """The list that holds the row."""
            return self.rows

    def __init__(self, *, id: str | None = None, classes: str | None = None) -> None:  # noqa: A002 - Textual's name
        super().__init__(id=id, classes=classes)
        self.cursor = 0
        self._painted: dict[int, Strip] = {}
        self._painted_as: tuple[object, ...] = ()

    @property
    def width_in_view(self) -> int:
        """Cells of a line, without the scrollbar and the space before it."""
        return self.scrollable_content_region.width - self.show_vertical_scrollbar

    def count(self) -> int:
        """How many rows there are."""
        raise NotImplementedError

    def row(self, index: int, width: int) -> Pieces:
        """How one row looks."""
        raise NotImplementedError

    def head_row(self, width: int) -> Pieces:
        """The line that stays on top."""
        return []

    def vacant(self) -> str:
        """What a list without rows says."""
        return ""

    def refill(self) -> None:
        """Rows changed: keep the cursor among them, and repaint the lines that are different."""
        self.cursor = min(self.cursor, max(0, self.count() - 1))
        size = Size(0, self.count() + self.HEADED)
        if self.virtual_size.height != size.height:
            self.virtual_size = size
        height = self.size.height
        before, self._painted = self._painted, {}
        self._painted_as = self._look()
        changed = [
            changed_region(y, before.get(y), strip)
            for y, strip in enumerate(map(self._drawn, range(height)))
            if strip != before.get(y)
        ]
        if changed:
            self.refresh(*changed)

    def render_line(self, y: int) -> Strip:
        """One line of the view."""
        if self._painted_as != self._look():
            self._painted = {}
            self._painted_as = self._look()
        strip = self._painted.get(y)
        return self._drawn(y) if strip is None else strip

    def _look(self) -> tuple[object, ...]:
        """What the drawn lines depend on besides the rows, which change by `refill` only."""
        return (self.size, self.scroll_offset.y, self.cursor, self.has_focus, self.show_vertical_scrollbar)

    def notify_style_update(self) -> None:
        """A theme or a size class changed: every line may look different."""
        self._painted_as = ()
        super().notify_style_update()

    def _drawn(self, y: int) -> Strip:
        width = self.width_in_view
        if self.HEADED and y == 0:
            strip = line(self.head_row(width), width)
        else:
            index = y - self.HEADED + self.scroll_offset.y
            if not self.count() and index < len(said := wrap(self.vacant(), max(10, width))):
                strip = line([piece(said[index], self.palette.dim)], width)
            elif not 0 <= index < self.count():
                strip = Strip.blank(width)
            else:
                strip = line(self.row(index, width), width)
                if index == self.cursor and self.has_focus:
                    strip = strip.apply_style(self.palette.cursor)
        self._painted[y] = strip = self.grounded(strip)
        return strip

    def scroll_along(self, before: int) -> None:
        """The line under the cursor, which was `before`, stays where it is in view."""
        if self.cursor != before:
            self.scroll_to(y=self.scroll_y + self.cursor - before, animate=False, immediate=True)

    def on_resize(self) -> None:
        """Other sizes, other lines."""
        self.refill()
        self.refresh()

    def on_focus(self) -> None:
        """The cursor shows."""
        self.refill()

    def on_blur(self) -> None:
        """The cursor hides."""
        self.refill()

    def move_to(self, index: int) -> None:
        """Put the cursor on a row and bring it into view."""
        self.cursor = min(max(index, 0), max(0, self.count() - 1))
        room = max(1, self.size.height - self.HEADED)
        top = round(self.scroll_y)
        if self.cursor < top:
            self.scroll_to(y=self.cursor, animate=False, immediate=True)
        elif self.cursor >= top + room:
            self.scroll_to(y=self.cursor - room + 1, animate=False, immediate=True)
        self.refill()

    def action_move(self, by: int) -> None:
        """Up or down by rows."""
        self.move_to(self.cursor + by)

    def action_page(self, by: int) -> None:
        """Up or down by as many rows as are seen."""
        self.move_to(self.cursor + by * max(1, self.size.height - self.HEADED - 1))

    def action_edge(self, end: int) -> None:
        """To the first row (0) or the last (1)."""
        self.move_to(self.count() if end else 0)

    def action_activate(self) -> None:
        """Open the row under the cursor."""
        if self.count():
            self.post_message(self.Activated(self, self.cursor))

    def on_click(self, event: events.Click) -> None:
        """Select the row that was clicked; a second click opens it."""
        offset = event.get_content_offset(self)
        if offset is None or (self.HEADED and offset.y == 0):
            return
        index = offset.y - self.HEADED + self.scroll_offset.y
        if 0 <= index < self.count():
            self.move_to(index)
            if event.chain == 2:
                self.action_activate()


def place_after(before: Sequence[Hashable], cursor: int, after: Sequence[Hashable]) -> int:
    """Where the line under the cursor went: the one of the same key and rank. The cursor as it is, where it is gone."""
    if cursor >= len(before):
        return cursor
    key = before[cursor]
    rank = before[:cursor].count(key)
    places = [place for place, other in enumerate(after) if other == key]
    return places[min(rank, len(places) - 1)] if places else cursor
