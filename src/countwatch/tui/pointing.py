"""What the mouse points at may be gone: a message that went by itself is still painted for a moment."""

from textual.events import Event, MouseEvent

from countwatch.tui.themed import ThemedApp


class PointingApp(ThemedApp):
    """Drops what the mouse does on a widget that was just taken away: Textual asks for its parent, and would end."""

    async def on_event(self, event: Event) -> None:
        """Pass everything else on."""
        if not (isinstance(event, MouseEvent) and self.is_gone_at(event.x, event.y)):
            await super().on_event(event)

    def is_gone_at(self, x: int, y: int) -> bool:
        """Whether what is painted there is no part of the app any more."""
        if not self.screen_stack:
            return False
        widget, _ = self.screen.get_widget_and_offset_at(x, y)
        return widget is not None and not widget.is_attached
