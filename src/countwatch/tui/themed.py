"""An app in the theme that was asked for, as far as the terminal can show it."""

import os

from textual.app import App
from textual.theme import BUILTIN_THEMES

from countwatch.present.words import Words
from countwatch.tui.keyboard import Keyboard
from countwatch.tui.ordered import OrderedApp
from countwatch.tui.paint import notice
from countwatch.tui.palette import DARK, THEMES, first_theme, variables


def known_themes() -> list[str]:
    """The names of our themes and of Textual's own."""
    return [own.name for own in THEMES] + list(BUILTIN_THEMES)


class ThemedApp(OrderedApp):
    """Our themes beside Textual's own. A name that is none of them is said once the app is up."""

    words: Words
    keyboard: Keyboard

    def __init__(self, theme: str | None) -> None:
        # Without colour the terminal's own are taken first: only then does Textual write none at all.
        super().__init__(ansi_color=True if "NO_COLOR" in os.environ else None)
        for own in THEMES:
            self.register_theme(own)
        self._theme_asked = theme
        # Ours is there from the start: set as a change it would have Textual read the whole stylesheet once more.
        self.set_reactive(App.theme, DARK.name)
        self.stylesheet.set_variables(self.get_css_variables())
        if theme in self.available_themes:
            self.theme = theme

    def get_theme_variable_defaults(self) -> dict[str, str]:
        """Our own variables, for themes that do not have them."""
        return variables(self.current_theme)

    def on_mount(self) -> None:
        """Choose the theme by what the terminal can show, where there is one; say so where there is no such theme."""
        asked, known = self._theme_asked, self.available_themes
        if not self.is_headless:
            self.theme = first_theme(asked, known, is_colourless=self.no_color, system=self.console.color_system)
        if asked is not None and asked not in known:
            names = ", ".join(sorted(known))
            notice(self, self.words("There is no theme {name}; there are: {names}", name=asked, names=names))
