"""What panels and lists have in common: a frame with a title, the styles of the theme, the ground of their lines."""

from typing import TYPE_CHECKING, Self

from textual.content import Content
from textual.geometry import Region
from textual.strip import Strip

from countwatch.tui.palette import Palette, palette_of
from countwatch.tui.widgets.kept import Kept

if TYPE_CHECKING:
    from rich.style import Style


class Framed(Kept):
    """Another title paints the lines of the frame, and not what is inside."""

    _titled: tuple[Content | None, Content | None] = (None, None)
    _is_being_titled = False
    _ground: "Style | None" = None

    @property
    def palette(self) -> Palette:
        """The styles of the theme in use."""
        return palette_of(self.app)

    def head(self, title: Content | None, subtitle: Content | None = None) -> None:
        """Set the border's title and subtitle, if they changed."""
        if (title, subtitle) == self._titled:
            return
        self._titled = (title, subtitle)
        self._is_being_titled = True
        self.border_title = title
        self.border_subtitle = subtitle
        self._is_being_titled = False

    def grounded(self, strip: Strip) -> Strip:
        """The line on the ground of the widget, in its colour where it has none of its own."""
        if self._ground is None:
            self._ground = self.rich_style
        return strip.apply_style(self._ground)

    def refresh(self, *regions: Region, repaint: bool = True, layout: bool = False, recompose: bool = False) -> Self:
        """As Textual's, which takes the whole widget for another title."""
        if self._is_being_titled and self.outer_size:
            (left, top), (width, height) = self.content_offset, self.outer_size
            regions = (Region(-left, -top, width, 1), Region(-left, height - top - 1, width, 1))
        return super().refresh(*regions, repaint=repaint, layout=layout, recompose=recompose)

    def notify_style_update(self) -> None:
        """A theme or a size class changed: every line may look different."""
        self._ground = None
        super().notify_style_update()
