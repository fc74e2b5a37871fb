"""What every screen of the app has: the top line, a banner when something is wrong, the replay bar and the hints."""

from typing import ClassVar

from textual import events
from textual.app import ComposeResult
from textual.screen import Screen
from textual.widget import Widget

from countwatch.present.views import LiveView
from countwatch.tui.keyboard import Keyboard
from countwatch.tui.keys import (
    FEEDS_HINTS,
    FROZEN_HINTS,
    LIVE_HINTS,
    REPLAY_HINTS,
    SCREEN_HINTS,
    TROUBLE_HINTS,
    Hint,
)
from countwatch.tui.picture import Picture
from countwatch.tui.widgets.header import Banner, HeaderBar
from countwatch.tui.widgets.hints import HintBar
from countwatch.tui.widgets.kept import Kept
from countwatch.tui.widgets.replay import ReplayBar
from countwatch.tui.widgets.small import SmallNotice
from countwatch.tui.widgets.typed import TypedLine


class CountScreen(Screen[None], Kept):
    """Subclasses give the panels between the lines, and paint them."""

    AUTO_FOCUS: ClassVar[str | None] = ""
    ALLOW_IN_MAXIMIZED_VIEW = "#header, #banner, #replay, #hints"

    def __init__(self, keyboard: Keyboard, opening: str = "") -> None:
        super().__init__()
        self._is_new = True
        self.keyboard = keyboard
        self._opening = opening
        self.words = keyboard.words
        self._feed_hints: tuple[Hint, ...] = ()
        self._urgent_hints: tuple[Hint, ...] = ()

    def compose(self) -> ComposeResult:
        """Top line, banner, panels, replay bar, hints; over them what is said where there is no room."""
        yield HeaderBar(self._opening, id="header")
        yield Banner(id="banner")
        yield from self.panels()
        yield ReplayBar(id="replay")
        yield HintBar(self.keyboard, SCREEN_HINTS, id="hints")
        yield SmallNotice(self.keyboard, id="small")

    def on_screen_resume(self, event: events.ScreenResume) -> None:
        """A new screen is not styled again: its widgets have just been, as they were mounted."""
        event.refresh_styles = event.refresh_styles and not self._is_new
        self._is_new = False

    def panels(self) -> ComposeResult:
        """What is between the lines."""
        raise NotImplementedError

    def show(self, picture: Picture) -> None:
        """Paint one moment of the watch."""
        view = picture.view
        self.query_one(HeaderBar).show(view.header)
        self.query_one(Banner).show(view.header.banner or view.empty)
        self.query_one(ReplayBar).show(view.replay)
        self.query_one(SmallNotice).show(view)
        self._feed_hints = _feed_hints(view) + (FEEDS_HINTS if picture.feeds else ())
        self._urgent_hints = FROZEN_HINTS if picture.is_frozen else ()
        self.show_hints()
        self.show_panels(picture)

    def on_descendant_focus(self) -> None:
        """Another panel has the focus: its hints come first."""
        self.show_hints()

    def on_descendant_blur(self) -> None:
        """No panel has it, for a moment at least."""
        self.show_hints()

    def show_hints(self) -> None:
        """Paint what can be pressed here: what is urgent, then the panel in focus, then the feed."""
        here: tuple[Hint, ...] = getattr(self.focused, "HINTS", ())
        is_typing = isinstance(self.focused, TypedLine)
        self.query_one(HintBar).show(here if is_typing else self._urgent_hints + here + self._feed_hints)

    def show_panels(self, picture: Picture) -> None:
        """Paint what is between the lines."""
        raise NotImplementedError

    def toggle_maximised(self) -> None:
        """Let the panel in focus fill the screen, or put it back."""
        if self.maximized is not None:
            self.minimize()
            return
        chosen: Widget | None = self.focused or self.first_panel()
        if chosen is not None:
            self.maximize(chosen, container=False)

    def first_panel(self) -> Widget | None:
        """The panel that is meant while none has the focus."""
        return None


def _feed_hints(view: LiveView) -> tuple[Hint, ...]:
    """What can be asked of this feed as it stands."""
    if view.replay is None:
        return LIVE_HINTS + (TROUBLE_HINTS if view.header.banner or view.empty else ())
    return REPLAY_HINTS["ended" if view.replay.ended else "paused" if view.replay.paused else "playing"]
