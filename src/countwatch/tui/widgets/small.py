"""What takes the whole screen where the terminal is smaller than the layout is made for: nothing is cut in silence."""

from collections.abc import Iterator, Sequence

from textual.strip import Strip

from countwatch.present.views import CandidateView, LiveView
from countwatch.tui.keyboard import Keyboard
from countwatch.tui.paint import Pieces, lines, measure, piece, wrap
from countwatch.tui.widgets.painted import Painted

COLUMNS_MIN, LINES_MIN = 72, 20
"""The least size at which every figure of every screen has its room."""


class SmallNotice(Painted):
    """One sentence on the size, then what matters most, each line whole or not at all."""

    def __init__(self, keyboard: Keyboard, **options: str) -> None:
        super().__init__(**options)
        self._keyboard = keyboard
        self._view: LiveView | None = None

    def show(self, view: LiveView) -> None:
        """Paint this view; while the terminal is large enough it is only kept."""
        self._view = view
        if self.display:
            self.repaint()
        else:
            self._drawn_for = None

    def draw(self, width: int, height: int) -> Sequence[Strip]:
        """The sentence wrapped, and below it the lines that fit; the figures alone where there is room for no more."""
        said = self._said(width, height)
        figures = [found for variants in self._figures() if (found := _first_fitting(variants, width))]
        return lines([*said, *figures][:height], width, height)

    def _said(self, width: int, height: int) -> list[Pieces]:
        words = self._keyboard.words
        sizes = {"columns": COLUMNS_MIN, "lines": LINES_MIN, "width": width, "height": height}
        long = words("The screen needs {columns}x{lines} cells; this terminal has {width}x{height}.", **sizes)
        short = words("{width}x{height} of {columns}x{lines}", **sizes)
        for text in (long, short):
            rows = wrap(text, width)
            is_whole = max(map(len, text.split())) <= width
            if is_whole and len(rows) <= max(1, height // 3):
                return [[piece(row, self.palette.strong)] for row in rows]
        return []

    def _figures(self) -> Iterator[tuple[Pieces, ...]]:
        """Each line in as many wordings as it has, the longest first; the first lines are the most important."""
        view, palette, words = self._view, self.palette, self._keyboard.words
        if view is not None:
            if view.header.recording is not None and view.header.recording.role == "alert":
                yield ([piece(view.header.recording.text, palette.badge("alert"))],)
            yield from map(self._candidate, view.candidates[:2])
            lead, ink = view.lead, palette.ink(view.lead.colour, bold=True)
            ahead = f"{lead.glyph} {lead.votes}".strip()
            yield (
                [piece(f"{lead.short_title or lead.title}: ", palette.dim), piece(ahead, ink)],
                [piece(ahead, ink)],
            )
            badge = piece(view.header.badge, palette.strong)
            yield [badge, piece(f" {view.header.stamp}", palette.plain)], [badge]
            yield from map(self._candidate, view.candidates[2:])
        quits, helps = self._keyboard.first("quit"), self._keyboard.first("help")
        yield ([piece(words("{quit} quits, {help} helps", quit=quits, help=helps), palette.dim)],)

    def _candidate(self, one: CandidateView) -> tuple[Pieces, ...]:
        ink = self.palette.ink(one.colour, bold=True)
        return tuple([piece(f"{name} {one.share}", ink)] for name in (f"{one.glyph} {one.label}", one.glyph))


def _first_fitting(variants: Sequence[Pieces], width: int) -> Pieces:
    return next((pieces for pieces in variants if measure(pieces) <= width), [])
