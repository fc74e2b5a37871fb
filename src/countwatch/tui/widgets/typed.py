"""The line in which one types."""

from textual.widgets import Input

from countwatch.model.text import clean


class TypedLine(Input):
    """What is pasted may hold anything, and Input would paint it as it is."""

    def validate_value(self, value: str) -> str:
        """Cleaned before it is shown."""
        return clean(value)
