"""A body as it came, character by character, with nothing in it obeyed."""

from collections.abc import Iterator

from rich.cells import chop_cells

from countwatch.model.text import clean
from countwatch.tui.paint import Pieces, piece
from countwatch.tui.raw import parts
from countwatch.tui.widgets.rows import Rows

NUMBER_CELLS = 8
"""What the number of a line takes, with the space after it."""


class BodyView(Rows):
    """The raw text in numbered lines. Control characters show as U+FFFD; bytes that are not UTF-8 too.

    What holds JSON or XML together is drawn quieter than what it holds, and names in a colour of their own.

    Lines are broken at the width of the view, wherever that falls, so that nothing of a body is out of sight.
    """

    def __init__(self, body: bytes, **options: str) -> None:
        super().__init__(**options)
        self._text = body.decode("utf-8", "replace").splitlines() or [""]
        self._is_xml = body.lstrip()[:1] == b"<"
        self._lines: list[tuple[int, str]] = []
        self._broken_at = 0

    def count(self) -> int:
        """How many lines there are at this width."""
        if self._broken_at != self.width_in_view:
            self._broken_at = self.width_in_view
            room = max(1, self._broken_at - NUMBER_CELLS)
            self._lines = [
                (0 if index else number, part)
                for number, line in enumerate(self._text, start=1)
                for index, part in enumerate(broken(line.replace("\t", "    "), room))
            ]
        return len(self._lines)

    def row(self, index: int, width: int) -> Pieces:
        """One line with its number."""
        number, text = self._lines[index]
        before = "" if number else self._lines[index - 1][1]
        follows = index + 1 < len(self._lines) and not self._lines[index + 1][0]
        after = self._lines[index + 1][1] if follows else ""
        palette = self.palette
        styles = {"name": palette.note, "value": palette.plain, "structure": palette.dim}
        pieces = [piece(part, styles[kind]) for part, kind in parts(before, text, after, is_xml=self._is_xml)]
        return [piece(f"{number or '':>{NUMBER_CELLS - 2}}  ", palette.dim), *pieces]


def broken(line: str, width: int) -> Iterator[str]:
    """A line in parts of at most that many cells; an empty one is one part."""
    for start in range(0, len(line) or 1, width):
        part = line[start : start + width]
        if part.isascii():
            yield part
        else:
            yield from chop_cells(clean(part), width)
