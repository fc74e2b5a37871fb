"""The top line and, below it, one line when something is wrong."""

from collections.abc import Sequence

from textual.strip import Strip

from countwatch.present.views import HeaderView, Line
from countwatch.tui.keyboard import Keyboard
from countwatch.tui.paint import Pieces, column, cut, drawing, line, lines, measure, piece, spread, worded, wrap
from countwatch.tui.widgets.painted import Painted
from countwatch.tui.widgets.stretched import Stretched

OPENED_MAX = 30
"""Cells for the name of what is opened: then the whole sentence fits at 80 columns."""

WAYS = (
    ("source", "stamp", "age", "next", "recording", "chain"),
    ("source", "stamp", "age", "next", "recording"),
    ("source", "stamp", "age", "next"),
    ("stamp", "age", "next"),
    ("stamp", "age"),
    ("stamp",),
    ("age",),
    (),
)
"""What is said beside the badges, from the most to the least: how old the numbers are is given up last."""


def opening_sentence(source: str, keyboard: Keyboard) -> str:
    """What is being opened, and what can be pressed meanwhile."""
    words = keyboard.words
    told = words("opening {source}", source=cut(source, OPENED_MAX)) if source else words("opening")
    press = words("{quit} quits, {help} helps", quit=keyboard.first("quit"), help=keyboard.first("help"))
    return f"{told} · {press}"


class HeaderBar(Painted):
    """What is counted, from whom, how old, and what comes next. The least important parts give way first."""

    def __init__(self, opening: str, **options: str) -> None:
        super().__init__(**options)
        self._view = HeaderView("countwatch", "", "plain", "", opening, "", "", "", None, None)

    def say(self, word: str) -> None:
        """What is so while there is nothing to show yet: that the watch is being opened, or nothing."""
        if not self._view.badge:
            self._view = self._view._replace(stamp=word)
            self.repaint()

    def show(self, view: HeaderView) -> None:
        """Paint this view."""
        if not self.is_new(view):
            return
        self._view = view
        self.repaint()

    def draw(self, width: int, height: int) -> Sequence[Strip]:
        """One line: the title left, the feed right."""
        title = [drawing(" "), piece(self._view.title, self.palette.strong)]
        right = self._right(max(0, width - min(measure(title), width // (5 if self._alarm else 3)) - 3))
        return [line(spread(self._shortened(title, width - measure(right) - 1), right, width), width)]

    def _shortened(self, title: Pieces, width: int) -> Pieces:
        if measure(title) <= width:
            return title
        return [drawing(" "), piece(cut(self._view.title, width - 1), self.palette.strong)]

    def _right(self, width: int) -> Pieces:
        view, palette = self._view, self.palette
        calm = None if self._alarm else view.recording
        texts = {
            "source": (view.source, palette.strong),
            "stamp": (view.stamp, palette.plain),
            "age": (view.age if view.stamp else "", palette.plain),
            "next": (view.next_poll, palette.plain),
            "recording": (calm.text if calm else "", palette.dim),
            "chain": (view.chain, palette.dim),
        }
        for way in WAYS:
            kept = [name for name in way if texts[name][0]]
            pieces = self._badges()
            for index, name in enumerate(kept):
                text, style = texts[name]
                beside = name == "age" and index > 0
                between = " " if beside else " · " if index else "  "
                pieces += [drawing(between, palette.dim), piece(f"({text})" if beside else text, style)]
            pieces.append(drawing(" "))
            if measure(pieces) <= width:
                break
        return pieces

    @property
    def _alarm(self) -> Line | None:
        """That nothing is written down, which the title makes room for."""
        recording = self._view.recording
        return recording if recording and recording.role == "alert" else None

    def _badges(self) -> Pieces:
        pieces: Pieces = []
        if self._alarm is not None:
            pieces += [piece(f" ! {self._alarm.text} ", self.palette.badge("alert")), drawing(" ")]
        if self._view.badge:
            pieces.append(piece(f" ● {self._view.badge} ", self.palette.badge(self._view.badge_role)))
        return pieces


class Banner(Stretched):
    """A sentence across the screen, only while there is something to say."""

    PART, PADDING = 3, 1

    def __init__(self, **options: str) -> None:
        super().__init__(**options)
        self._line: Line | None = None
        self.display = False

    def show(self, line: Line | None) -> None:
        """Paint this line, or make room for the rest."""
        self._line = line
        if self.display != (line is not None):
            self.display = line is not None
        if line is not None:
            self.stretch()
            self.repaint()

    def rows(self, width: int) -> Sequence[str]:
        """The sentence in as many words as fit on one line, or all of them."""
        room = max(10, width)
        return wrap(worded(self._line, room) or self._line.text, room) if self._line else ("",)

    def draw(self, width: int, height: int) -> Sequence[Strip]:
        """The sentence on a field of its own."""
        if self._line is None:
            return lines([], width, height)
        style, room = self.palette.badge(self._line.role), width - 2 * self.PADDING
        rows = [[piece(column(f" {cut(row, room)}", width), style)] for row in self.kept(room, height)]
        return lines(rows, width, height)
