"""The raw body of one update, over the log."""

from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import BindingType
from textual.screen import ModalScreen

from countwatch.present.words import Words
from countwatch.tui.paint import title
from countwatch.tui.widgets.body import BodyView


class BodyScreen(ModalScreen[None]):
    """Scroll with the arrows; Escape closes."""

    BINDINGS: ClassVar[list[BindingType]] = [("escape,q,enter", "dismiss", "close")]
    AUTO_FOCUS = "BodyView"

    def __init__(self, heading: str, body: bytes, words: Words) -> None:
        super().__init__()
        self._heading = heading
        self._body = body
        self._words = words

    def compose(self) -> ComposeResult:
        """The text in a frame."""
        yield BodyView(self._body, id="body", classes="panel")

    def on_mount(self) -> None:
        """Say what it is and how to close it."""
        view = self.query_one(BodyView)
        view.head(title((self._heading, "bold")), title((self._words("Esc closes"), "")))
