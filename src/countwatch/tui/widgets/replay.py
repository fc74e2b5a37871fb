"""The replay bar: how fast, where, and what turned when; a click or a drag moves the replay."""

from collections.abc import Sequence

from textual import events
from textual.message import Message
from textual.strip import Strip

from countwatch.present.views import ReplayView
from countwatch.tui.paint import Pieces, drawing, lines, measure, piece
from countwatch.tui.widgets.chart import dotted, placed
from countwatch.tui.widgets.painted import Painted


class ReplayBar(Painted):
    """One line with a scrubber."""

    class Scrubbed(Message):
        """The user pointed at a part of the recording, 0 its start and 1 its end."""

        def __init__(self, fraction: float) -> None:
            super().__init__()
            self.fraction = fraction

    def __init__(self, **options: str) -> None:
        super().__init__(**options)
        self._view: ReplayView | None = None
        self._track = (0, 1)
        self._dragging = False
        self.display = False

    def show(self, view: ReplayView | None) -> None:
        """Paint this position; a live feed has none."""
        self._view = view
        if self.display != (view is not None):
            self.display = view is not None
        if view is not None:
            self.repaint()

    def draw(self, width: int, height: int) -> Sequence[Strip]:
        """Phase and pace, the scrubber, position and end."""
        view, palette = self._view, self.palette
        if view is None:
            return lines([], width, height)
        sign = "‖" if view.paused else "▶"
        left = [drawing(f" {sign} ", palette.strong), piece(view.speed, palette.strong)]
        left += [piece(f" {view.phase}  ", palette.dim)]
        right = [piece(f"  {view.position}", palette.strong), piece(f" / {view.end} ", palette.dim)]
        size = max(4, width - measure(left) - measure(right))
        self._track = (measure(left), size)
        return lines([[*left, *self._scrubber(view, size), *right]], width, height)

    def _scrubber(self, view: ReplayView, size: int) -> Pieces:
        palette = self.palette
        here = round(view.fraction * (size - 1))
        marks = placed(view.marks, size, palette)
        marks.pop(here, None)
        before = {place: glyph for place, glyph in marks.items() if place < here}
        after = {place - here - 1: glyph for place, glyph in marks.items() if place > here}
        return [
            *dotted("━", here, before, palette.note),
            drawing("●", palette.strong),
            *dotted("─", size - here - 1, after, palette.rule),
        ]

    def _point(self, event: events.MouseEvent) -> None:
        start, size = self._track
        offset = event.get_content_offset_capture(self)
        self.post_message(self.Scrubbed(min(max((offset.x - start) / max(1, size - 1), 0.0), 1.0)))

    async def on_mouse_down(self, event: events.MouseDown) -> None:
        """Begin to drag, from here. Beside the track, the pace pauses and the position asks for another one."""
        start, size = self._track
        offset = event.get_content_offset_capture(self)
        if not start <= offset.x < start + size:
            await self.app.run_action("toggle_pause" if offset.x < start else "go_to_time")
            return
        self._dragging = True
        self.capture_mouse()
        self._point(event)

    def on_mouse_move(self, event: events.MouseMove) -> None:
        """Follow the mouse while it is held."""
        if self._dragging:
            self._point(event)

    def on_mouse_up(self, event: events.MouseUp) -> None:
        """Let go."""
        if self._dragging:
            self._dragging = False
            self.release_mouse()
