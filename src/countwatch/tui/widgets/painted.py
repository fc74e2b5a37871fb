"""A widget that draws its own lines and repaints only those that changed."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, ClassVar

from textual.color import Color
from textual.strip import Strip

from countwatch.tui.keys import PANEL_HINTS, Hint
from countwatch.tui.paint import changed_region
from countwatch.tui.widgets.framed import Framed

if TYPE_CHECKING:
    from textual.geometry import Size


EDGES = ("top", "right", "bottom", "left")


class Painted(Framed):
    """Subclasses keep what they show and say how it looks in `draw`; `repaint` after it changed.

    `HINTS` are for the bottom line while the panel has the focus.
    """

    HINTS: ClassVar[tuple[Hint, ...]] = PANEL_HINTS

    def __init__(self, *, id: str | None = None, classes: str | None = None) -> None:  # noqa: A002 - Textual's name
        super().__init__(id=id, classes=classes)
        self._strips: list[Strip] = []
        self._drawn_for: Size | None = None
        self._shown: object = None

    def is_new(self, view: object) -> bool:
        """Whether this view is another than the last one, or has to be painted anew in another look."""
        if view == self._shown:
            return False
        self._shown = view
        return True

    def draw(self, width: int, height: int) -> Sequence[Strip]:
        """The content as lines of exactly that size."""
        raise NotImplementedError

    def repaint(self) -> None:
        """Draw again, and refresh the lines that are different."""
        if not self.size or self._drawn_for != self.size:
            self._drawn_for = None
            self.refresh()
            return
        old, self._strips = self._strips, self._drawn()
        changed = [
            changed_region(y, before, after)
            for y, (before, after) in enumerate(zip(old, self._strips, strict=False))
            if before != after
        ]
        if changed:
            self.refresh(*changed)

    def frame_in(self, colour: str) -> None:
        """Give the border a colour, if it has another; its kind is that of the stylesheet for this size."""
        if any(
            getattr(self.styles.base, f"border_{edge}")[0] != getattr(self.styles, f"border_{edge}")[0]
            for edge in EDGES
        ):
            for edge in EDGES:
                self.styles.inline.clear_rule(f"border_{edge}")
        kind, now = self.styles.border_top
        ink = self.palette.css(self.palette.ink(colour)) if colour else ""
        if kind and ink and now != Color.parse(ink):
            self.styles.border_title_color = ink
            for edge in EDGES:
                setattr(self.styles, f"border_{edge}", (getattr(self.styles, f"border_{edge}")[0], ink))

    def notify_style_update(self) -> None:
        """A theme or a size class changed: every line may look different."""
        self._drawn_for = None
        self._shown = None
        super().notify_style_update()

    def _drawn(self) -> list[Strip]:
        return list(map(self.grounded, self.draw(*self.size)))

    def render_line(self, y: int) -> Strip:
        """One line of the content."""
        if self._drawn_for != self.size:
            self._strips = self._drawn()
            self._drawn_for = self.size
        return self._strips[y] if y < len(self._strips) else Strip.blank(self.size.width, self.rich_style)
