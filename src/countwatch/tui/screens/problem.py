"""Why the watch could not be opened, or had to stop: one sentence, and what to press."""

from collections.abc import Sequence
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.geometry import Size
from textual.screen import ModalScreen
from textual.strip import Strip

from countwatch.tui.keyboard import Keyboard
from countwatch.tui.keys import KEYS
from countwatch.tui.paint import lines, piece, title, wrap
from countwatch.tui.widgets.painted import Painted


class ProblemNotice(Painted):
    """The sentence, wrapped."""

    def __init__(self, sentence: str, press: str, **options: str) -> None:
        super().__init__(**options)
        self._sentence = sentence
        self._press = press

    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:
        """As many lines as it needs."""
        return len(wrap(self._sentence, width)) + 2

    def draw(self, width: int, height: int) -> Sequence[Strip]:
        """The sentence, a blank line, and what to press."""
        rows = [[piece(part, self.palette.strong)] for part in wrap(self._sentence, width)]
        return lines([*rows, [], [piece(self._press, self.palette.dim)]], width, height)


class ProblemScreen(ModalScreen[None]):
    """The key that polls now tries again, that which quits leaves."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding(KEYS["poll_now"].bound, "app.open_again", "try again", show=False, id="poll_now"),
        Binding(KEYS["quit"].bound, "app.leave", "quit", show=False, id="quit"),
        ("escape", "app.leave", "quit"),
    ]

    def __init__(self, sentence: str, keyboard: Keyboard) -> None:
        super().__init__()
        self._sentence = sentence
        self._keyboard = keyboard
        self._words = keyboard.words

    def compose(self) -> ComposeResult:
        """The notice in the middle of the screen."""
        press = self._words(
            "{retry} tries again · {quit} quits",
            retry=self._keyboard.first("poll_now"),
            quit=self._keyboard.first("quit"),
        )
        yield ProblemNotice(self._sentence, press, id="problem", classes="panel")

    def on_mount(self) -> None:
        """Say what it is."""
        self.query_one(ProblemNotice).head(title((self._words("There is no count to show"), "bold")))
