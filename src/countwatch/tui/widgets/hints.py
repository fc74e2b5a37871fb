"""The bottom line: what can be pressed here, each a button for the mouse."""

from collections.abc import Sequence

from textual import events
from textual.strip import Strip

from countwatch.tui.keyboard import Keyboard
from countwatch.tui.keys import SCREEN_HINTS_SHORT, Hint
from countwatch.tui.paint import Pieces, drawing, lines, measure, piece, spread
from countwatch.tui.widgets.painted import Painted

ROOMY = 110
"""From so many columns on, every screen has a hint of its own."""


class HintBar(Painted):
    """Keys and what they do; what does not fit is left out, the last ones (help, quit) never."""

    def __init__(self, keyboard: Keyboard, right: tuple[Hint, ...], **options: str) -> None:
        super().__init__(**options)
        self._keyboard = keyboard
        self._left: tuple[Hint, ...] = ()
        self._right = right
        self._spans: list[tuple[int, int, str]] = []

    def show(self, hints: tuple[Hint, ...]) -> None:
        """Paint these hints before those of every screen."""
        if hints != self._left:
            self._left = hints
            self.repaint()

    def _hint(self, hint: Hint) -> Pieces:
        key = piece(f"{self._keyboard.hint(hint)} ", self.palette.strong)
        return [key, piece(self._keyboard.words(hint.message), self.palette.dim)]

    def draw(self, width: int, height: int) -> Sequence[Strip]:
        """Hints of this feed left, of every screen right."""
        self._spans = []
        shown = self._right if width >= ROOMY else SCREEN_HINTS_SHORT
        right = self._joined(shown, width)
        left = self._joined(self._left, width - measure(right))
        self._mark(self._left, 1, width - measure(right))
        self._mark(shown, width - measure(right) + 1, width)
        return lines([spread(left, right, width)], width, height)

    def _joined(self, hints: tuple[Hint, ...], room: int) -> Pieces:
        pieces: Pieces = []
        for hint in hints:
            item = [drawing("  " if pieces else " "), *self._hint(hint)]
            if measure(pieces) + measure(item) + 1 > room:
                break
            pieces += item
        return [*pieces, drawing(" ")]

    def _mark(self, hints: tuple[Hint, ...], start: int, end: int) -> None:
        """Note where the hints stand that have room before `end`."""
        for hint in hints:
            size = measure(self._hint(hint))
            if start + size + 1 > end:
                break
            self._spans.append((start, start + size, hint.action))
            start += size + 2

    async def on_click(self, event: events.Click) -> None:
        """A click is the key."""
        offset = event.get_content_offset(self)
        if offset is None:
            return
        for start, end, action in self._spans:
            if start <= offset.x < end:
                await self.app.run_action(action)
                return
