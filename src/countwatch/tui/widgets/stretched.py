"""A sentence that takes as many lines as it needs, up to a part of the screen."""

from collections.abc import Sequence
from typing import ClassVar

from countwatch.tui.widgets.painted import Painted


class Stretched(Painted):
    """Made as high as its rows at the width of the screen; where even that is too little, it ends in an ellipsis."""

    PART: ClassVar[int]
    """It takes at most one line in so many of the screen."""
    PADDING: ClassVar[int]
    """Cells left free on either side."""

    def rows(self, width: int) -> Sequence[str]:
        """What there is to say, wrapped."""
        raise NotImplementedError

    def on_resize(self) -> None:
        """It takes more lines where they are shorter."""
        self.stretch()

    def stretch(self) -> None:
        """Take as many lines as it needs."""
        size = self.screen.size
        needed = min(len(self.rows(size.width - 2 * self.PADDING)), max(1, size.height // self.PART))
        if self.styles.height is None or self.styles.height.value != needed:
            self.styles.height = needed

    def kept(self, width: int, height: int) -> Sequence[str]:
        """The rows in so many lines: the last one holds what is left, to be cut."""
        rows = self.rows(width)
        return [*rows[: height - 1], " ".join(rows[height - 1 :])]
