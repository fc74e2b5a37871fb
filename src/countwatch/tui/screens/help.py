"""What every key does and what every mark means."""

from collections.abc import Sequence
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import VerticalScroll
from textual.screen import ModalScreen
from textual.widgets import Static

from countwatch.present.vocabulary import msg
from countwatch.tui.about import About
from countwatch.tui.keyboard import Keyboard
from countwatch.tui.keys import GROUPS, KEYS, Key
from countwatch.tui.paint import Pieces, column, hanging, paragraphs, piece, title
from countwatch.tui.palette import Palette, palette
from countwatch.tui.widgets.bars import GLYPHS as SHEETS
from countwatch.tui.widgets.happened import GLYPHS as EVENTS

ANYWHERE = 2
"""So many groups of keys, the first ones, work everywhere."""

_SIGNS = (
    (SHEETS["counted"], msg("counted: in the totals")),
    (SHEETS["under_review"], msg("at {boards}: sent to be ruled on, not in the totals yet")),
    (SHEETS["pending"], msg("pending: neither counted nor at {boards}")),
    (EVENTS["lead_change"], msg("the lead changed")),
    (EVENTS["correction"], msg("a correction: a figure fell")),
    (EVENTS["held"], msg("held: numbers collapsed, and wait for two more updates that say the same")),
    (EVENTS["rejected"], msg("rejected: not data, or data that cannot be")),
    (EVENTS["gap"], msg("no recorded bulletin for a long time")),
    (EVENTS["calendar"], msg("a step of the calendar")),
    (EVENTS["scheduled"], msg("what the calendar expects; it moves nothing")),
    (EVENTS["claim"], msg("what somebody claimed; it moves nothing")),
    (EVENTS["concession"], msg("a concession")),
    (EVENTS["largest"], msg("the largest lead so far")),
)


class Part(Static):
    """Keys and signs with their words beside them, at any width."""

    def __init__(self, rows: Sequence[Pieces], styles: Palette) -> None:
        super().__init__(paragraphs(rows, styles))
        self._rows = rows
        self._styles = styles

    def on_resize(self) -> None:
        """Words that wrap stay beside their key."""
        self.update(paragraphs(hanging(self._rows, self.content_size.width), self._styles))


class HelpScreen(ModalScreen[None]):
    """What the panel in focus shows and its own keys, then all keys by what they are for, the signs, the footnote."""

    BINDINGS: ClassVar[list[BindingType]] = [
        ("escape", "dismiss", "close"),
        Binding(KEYS["help"].bound, "dismiss", "close", show=False, id="help"),
        Binding(KEYS["quit"].bound, "dismiss", "close", show=False, id="quit"),
    ]

    def __init__(self, keyboard: Keyboard, about: About, footnote: str) -> None:
        super().__init__()
        self._about = about
        self._keyboard = keyboard
        self._words = keyboard.words
        self._footnote = footnote

    def compose(self) -> ComposeResult:
        """A page that scrolls, in two parts, which stand beside each other where there is room."""
        styles = palette(self.app.current_theme)
        with VerticalScroll(id="help", classes="panel"):
            for rows in (self._first_part(styles), self._second_part(styles)):
                yield Part(rows, styles)

    def on_mount(self) -> None:
        """Say what it is and how to close it."""
        page = self.query_one("#help")
        page.border_title = title((self._words("Help"), "bold"))
        page.border_subtitle = title((self._words("Esc closes"), ""))

    def _first_part(self, styles: Palette) -> list[Pieces]:
        words = self._words
        rows: list[Pieces] = [[piece(words(self._about.heading), styles.strong)]]
        rows += [[piece(words(sentence))] for sentence in self._about.sentences]
        rows += [[], *(self._key(key, styles) for key in self._about.keys)]
        rows += [[]] if self._about.keys else []
        return rows + self._groups(GROUPS[:ANYWHERE], styles)

    def _second_part(self, styles: Palette) -> list[Pieces]:
        words = self._words
        rows = self._groups(GROUPS[ANYWHERE:], styles)
        rows.append([piece(words("Signs"), styles.strong)])
        rows += [[piece(column(sign, 10), styles.strong), piece(words(text))] for sign, text in _SIGNS]
        return [*rows, [], [piece(self._footnote, styles.dim)]]

    def _groups(self, groups: Sequence[tuple[str, tuple[Key, ...]]], styles: Palette) -> list[Pieces]:
        rows: list[Pieces] = []
        for heading, keys in groups:
            rows += [[piece(self._words(heading), styles.strong)], *(self._key(key, styles) for key in keys), []]
        return rows

    def _key(self, key: Key, styles: Palette) -> Pieces:
        return [piece(column(self._keyboard.all(key.id), 10), styles.note), piece(self._words(key.message))]
