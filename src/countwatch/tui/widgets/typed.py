"""The line in which one types."""

from typing import ClassVar

from textual.widgets import Input

from countwatch.model.text import clean
from countwatch.tui.keys import TYPING_HINTS, Hint


class TypedLine(Input):
    """What is pasted may hold anything, and Input would paint it as it is. Letters are text here, and no keys."""

    HINTS: ClassVar[tuple[Hint, ...]] = TYPING_HINTS

    def validate_value(self, value: str) -> str:
        """Cleaned before it is shown."""
        return clean(value)
