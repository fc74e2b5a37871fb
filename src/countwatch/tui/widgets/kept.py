"""Widgets that are composed again as they were: a frame costs what changed in it, and not all that stands around it."""

from typing import Self

from textual.containers import Horizontal
from textual.geometry import Region, Size
from textual.strip import Strip
from textual.widget import Widget


class Kept(Widget):
    """Hands Textual the same lines until somebody asks for a refresh, or its styles are others.

    For each frame Textual asks every widget between the uppermost line that changed and the lowest one for all its
    lines. Those that did not change are kept there too, but colours, titles and filters are looked up each time.
    """

    _kept: tuple[Region, Size, list[Strip]] | None = None

    def render_lines(self, crop: Region) -> list[Strip]:
        """The lines of that part of the widget."""
        if self._kept is None or self._kept[:2] != (crop, self.outer_size):
            self._kept = crop, self.outer_size, super().render_lines(crop)
        return self._kept[2]

    def refresh(self, *regions: Region, repaint: bool = True, layout: bool = False, recompose: bool = False) -> Self:
        """As Textual's."""
        self._kept = None
        return super().refresh(*regions, repaint=repaint, layout=layout, recompose=recompose)

    def notify_style_update(self) -> None:
        """A theme or a size class changed: every line may look different."""
        self._kept = None
        super().notify_style_update()


class Beside(Horizontal, Kept):
    """Widgets beside each other."""
