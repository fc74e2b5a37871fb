"""A body as it came, character by character, with nothing in it obeyed."""

from countwatch.tui.paint import Pieces, piece
from countwatch.tui.widgets.rows import Rows

CHUNK_CHARACTERS = 100
"""Endless lines are broken at so many characters."""


class BodyView(Rows):
    """The raw text in numbered lines. Control characters show as U+FFFD; bytes that are not UTF-8 too."""

    def __init__(self, body: bytes, **options: str) -> None:
        super().__init__(**options)
        text = body.decode("utf-8", "replace")
        self._lines = [
            (number if start == 0 else 0, line[start : start + CHUNK_CHARACTERS])
            for number, line in enumerate(text.splitlines() or [""], start=1)
            for start in range(0, max(1, len(line)), CHUNK_CHARACTERS)
        ]

    def count(self) -> int:
        """How many lines there are."""
        return len(self._lines)

    def row(self, index: int, width: int) -> Pieces:
        """One line with its number."""
        number, text = self._lines[index]
        return [
            piece(f"{number or '':>6}  ", self.palette.dim),
            piece(text.replace("\t", "    "), self.palette.plain),
        ]
