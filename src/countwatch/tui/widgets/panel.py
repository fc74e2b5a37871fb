"""A panel of sentences that wrap: what is still out, the feed's health."""

from collections.abc import Sequence

from textual.strip import Strip

from countwatch.present.views import Line, PanelView
from countwatch.tui.paint import Pieces, fitting, lines, measure, piece, title, wrap
from countwatch.tui.palette import Palette
from countwatch.tui.widgets.painted import Painted


class TextPanel(Painted, can_focus=True):
    """A titled panel of lines, each wrapped; the first ones are the most important."""

    def __init__(self, heading: str = "", **options: str) -> None:
        super().__init__(**options)
        self._heading = heading
        self._lines: tuple[Line, ...] = ()

    def on_mount(self) -> None:
        """An empty panel already says what it will hold."""
        self.head(title((self._heading, "")))

    def show(self, view: PanelView) -> None:
        """Paint these lines."""
        if not self.is_new(view):
            return
        self._lines = view.lines
        self.head(title((view.title, "")))
        self.repaint()

    def draw(self, width: int, height: int) -> Sequence[Strip]:
        """Wrapped lines from the top."""
        return lines(wrapped(self._lines, width, height, self.palette), width, height)


def wrapped(texts: Sequence[Line], width: int, height: int, palette: Palette) -> list[Pieces]:
    """Lines broken to a width, each in its role's style. What is left out is told by an ellipsis."""
    kept = fitting(texts, width, height)
    rows = [[piece(part, palette.role(text.role))] for text in kept for part in wrap(text.text, width)]
    if 0 < height < len(rows):
        rows = rows[:height]
        rows[-1].append(piece(" …" if measure(rows[-1]) + 2 <= width else "……", palette.dim))
    return rows
