"""The keys as they are really bound: the table's, or those of the settings; and how each is written for a reader."""

from collections.abc import Iterator, Mapping
from functools import lru_cache
from itertools import combinations

from textual.binding import Binding
from textual.keys import Keys, format_key

from countwatch.present.vocabulary import msg
from countwatch.present.words import Words
from countwatch.tui.keys import IN_CANDIDATE, IN_LISTS, IN_MAP, IN_REGIONS, KEYS, REPLAYING, WATCHING, Hint

NAMES = {
    "space": msg("space"),
    "enter": msg("Enter"),
    "escape": msg("Esc"),
    "tab": msg("Tab"),
    "shift+tab": msg("shift+Tab"),
    "home": msg("Home"),
    "end": msg("End"),
    "pageup": msg("PgUp"),
    "pagedown": msg("PgDn"),
    "delete": msg("Del"),
    "backspace": msg("Backspace"),
}
"""Keys that have a name on the key itself."""

MODIFIERS = ("ctrl", "alt", "shift")

TAKEN = frozenset({"tab", "shift+tab", "ctrl+c", "ctrl+q", "ctrl+i", "ctrl+m", "ctrl+j"})
"""Keys that Textual or the terminal answers itself, before anything that is bound here."""

TOGETHER = (
    (*WATCHING, *REPLAYING, *IN_LISTS, *IN_REGIONS),
    (*WATCHING, *REPLAYING, *IN_MAP, *IN_REGIONS),
    (*WATCHING, *REPLAYING, *IN_CANDIDATE),
)
"""Keys that can be pressed with the same panel in focus."""


class Keyboard:
    """Which keys do what for this user. `rebound` has the keys, joined with commas, by the names of what they do."""

    def __init__(self, words: Words, rebound: Mapping[str, str] | None = None) -> None:
        self.words = words
        self.rebound = rebound or {}

    def bound(self, name: str) -> tuple[str, ...]:
        """The keys that do it, by Textual's names."""
        return tuple(self.rebound.get(name, KEYS[name].bound).split(","))

    def first(self, name: str) -> str:
        """The first of them, as it is written."""
        return written(self.bound(name)[0], self.words)

    def all(self, name: str) -> str:
        """All of them, as they are written."""
        return " ".join(written(key, self.words) for key in self.bound(name))

    def hint(self, hint: Hint) -> str:
        """What a hint shows: the first key of each thing that it is about."""
        return hint.between.join(self.first(name) for name in hint.keys)


def written(key: str, words: Words) -> str:
    """A key as a reader knows it: "?" of question_mark, "F1" of f1."""
    if key in NAMES:
        return words(NAMES[key])
    text = format_key(key)
    return text.upper() if text[:1] == "f" and text[1:].isdigit() else text


def normal(key: str) -> str:
    """Textual's name of a key that may be written as its character."""
    return "comma" if key == "," else next(iter(Binding.make_bindings([Binding(key, "")]))).key


@lru_cache(maxsize=1)
def known_keys() -> frozenset[str]:
    """The names of keys that have no character, and of those with ctrl, shift or both that Textual knows."""
    return frozenset(key.value for key in Keys if not key.value.startswith("<"))


def is_key(key: str) -> bool:
    """Whether there is such a key, by Textual's name."""
    *held, last = key.split("+")
    return key in known_keys() or (set(held) <= set(MODIFIERS) and (last in known_keys() or len(format_key(last)) == 1))


def clashes(rebound: Mapping[str, str]) -> Iterator[tuple[str, str, str]]:
    """Keys that would do two things with one panel in focus: the key, and the names of both.

    What the table itself does is meant: there a list's key comes before that of the app.
    """
    keys = {name: set(rebound.get(name, key.bound).split(",")) for name, key in KEYS.items()}
    own = {name: set(key.bound.split(",")) for name, key in KEYS.items()}
    for group in TOGETHER:
        for one, other in combinations((key.id for key in group), 2):
            for key in sorted((keys[one] & keys[other]) - (own[one] & own[other])):
                yield key, one, other
