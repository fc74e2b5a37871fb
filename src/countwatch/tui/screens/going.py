"""Where a replay should go: one line to type a time in, and one that says what is no time."""

from collections.abc import Callable, Sequence
from datetime import datetime
from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Vertical
from textual.screen import ModalScreen
from textual.strip import Strip
from textual.widgets import Input

from countwatch.present.words import Words
from countwatch.tui.paint import lines, piece, title, wrap
from countwatch.tui.widgets.painted import Painted
from countwatch.tui.widgets.typed import TypedLine


class Told(Painted):
    """A sentence, wrapped: quiet at first, a warning once something was wrong."""

    def __init__(self, text: str, **options: str) -> None:
        super().__init__(**options)
        self._text, self._wrong = text, False

    def warn(self, text: str) -> None:
        """Say what was wrong."""
        self._text, self._wrong = text, True
        self.repaint()

    def draw(self, width: int, height: int) -> Sequence[Strip]:
        """As many lines as there are."""
        style = self.palette.warn if self._wrong else self.palette.dim
        return lines([[piece(part, style)] for part in wrap(self._text, width)], width, height)


class GoingScreen(ModalScreen[datetime | None]):
    """Enter goes there, Escape closes. `read` answers the instant that a text means, or a sentence that refuses it."""

    BINDINGS: ClassVar[list[BindingType]] = [("escape", "close", "close")]
    AUTO_FOCUS = "TypedLine"

    def __init__(self, read: Callable[[str], datetime | str], example: str, words: Words) -> None:
        super().__init__()
        self._read, self._words = read, words
        self._hint = words("such as {example}, or 19:23 of this day, or +2h from here", example=example)

    def compose(self) -> ComposeResult:
        """The line, and what is said below it."""
        with Vertical(id="going", classes="panel"):
            yield TypedLine(compact=True)
            yield Told(self._hint, id="told")

    def on_mount(self) -> None:
        """Say what it is and how to close it."""
        panel = self.query_one("#going")
        panel.border_title = title((self._words("Go to a time"), "bold"))
        panel.border_subtitle = title((self._words("Esc closes"), ""))

    @on(Input.Submitted)
    def go(self, event: Input.Submitted) -> None:
        """Close with the instant, or stay and say why not."""
        found = self._read(event.value) if event.value.strip() else None
        if isinstance(found, str):
            self.query_one(Told).warn(found)
        else:
            self.dismiss(found)

    def action_close(self) -> None:
        """Go nowhere."""
        self.dismiss(None)
