"""Cleaning text from outside, once, at ingest.

Feed text can carry terminal control sequences, invisible and direction-changing characters, and
stacks of combining marks. What cannot be shown safely becomes U+FFFD, visibly.
"""

import re
import unicodedata
from collections.abc import Callable

REPLACEMENT = "\ufffd"
MARKS_MAX = 2
"""Combining marks kept on one base character; Vietnamese needs two."""

_REFUSED = frozenset({"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"})
_MARKS = frozenset({"Mn", "Me", "Mc"})
_FILLERS = frozenset(
    "\u115f\u1160\u3164\uffa0"  # Hangul fillers
    "\u2800"  # blank braille
    "\u034f\u17b4\u17b5"  # grapheme joiner, invisible Khmer vowels
    "\u180b\u180c\u180d\u180f"  # Mongolian variation selectors
) | frozenset(map(chr, (*range(0xFE00, 0xFE10), *range(0xE0100, 0xE01F0))))
"""Characters that print as nothing, though their category does not say so. The variation selectors
are here because terminals disagree about the width that they give to the character before them."""


EXCERPT_CELLS_MAX = 60
_EXCERPT_CHARACTERS_MAX = 1000

_PLAIN, _MARK, _REFUSAL = ".mx"
_STACK = re.compile(f"{_MARK}{{{MARKS_MAX + 1},}}")
"""More marks on one base than are kept, in the kinds of a text's characters."""

_REMEMBERED_MAX = 8192
"""Characters that a table remembers; somebody who sends every one there is must not fill the memory."""


class _Table(dict[int, str]):
    """What each character becomes, found out when it first comes: a text has few different ones."""

    def __init__(self, becomes: Callable[[str], str]) -> None:
        self._becomes = becomes

    def __missing__(self, point: int) -> str:
        found = self._becomes(chr(point))
        if len(self) < _REMEMBERED_MAX:
            self[point] = found
        return found


def _kind(character: str) -> str:
    category = unicodedata.category(character)
    if category in _REFUSED or character in _FILLERS:
        return _REFUSAL
    return _MARK if category in _MARKS else _PLAIN


_KINDS = _Table(_kind)
_SHOWN = _Table(lambda character: REPLACEMENT if _kind(character) == _REFUSAL else character)


def clean(text: str) -> str:
    """NFC text that is safe to lay out: refused characters become U+FFFD, extra marks are dropped.

    Idempotent. A mark without a base would be drawn on the cell before the text, so it is refused
    too. ASCII text without controls comes back as it is, at the cost of one check.
    """
    if text.isascii() and text.isprintable():
        return text
    composed = unicodedata.normalize("NFC", text)
    kinds = composed.translate(_KINDS)
    if _REFUSAL not in kinds and not kinds.startswith(_MARK) and _STACK.search(kinds) is None:
        return composed
    shown = composed.translate(_SHOWN)
    if kinds.startswith(_MARK):
        kinds, shown = _REFUSAL + kinds[1:], REPLACEMENT + shown[1:]
    kept: list[str] = []
    done = 0
    for stack in _STACK.finditer(kinds):
        kept.append(shown[done : stack.start() + MARKS_MAX])
        done = stack.end()
    return unicodedata.normalize("NFC", "".join((*kept, shown[done:])))


def is_altered(text: str) -> bool:
    """Whether cleaning takes anything away (composing to NFC takes nothing)."""
    if text.isascii() and text.isprintable():
        return False
    return clean(text) != unicodedata.normalize("NFC", text)


def cell_width(text: str) -> int:
    """Terminal cells that cleaned text fills: 2 for wide characters, 0 for marks and joined Hangul.

    By the East Asian Width of this Python's Unicode; a terminal with newer tables may draw a few
    symbols wider.
    """
    if text.isascii():
        return len(text)
    return sum(map(_cells, text))


def _cells(character: str) -> int:
    if unicodedata.category(character) in _MARKS or "\u1160" <= character <= "\u11ff":
        return 0
    return 2 if unicodedata.east_asian_width(character) in "WF" else 1


def shorten(text: str, cells_max: int) -> str:
    """At most that many terminal cells, the last one an ellipsis where something was cut.

    Marks stay with their base. `cells_max` is at least 1.
    """
    if cell_width(text) <= cells_max:
        return text
    used = 0
    for index, character in enumerate(text):
        used += _cells(character)
        if used > cells_max - 1:
            return text[:index] + "…"
    return text


def excerpt(text: str, cells_max: int = EXCERPT_CELLS_MAX) -> str:
    """A text from outside as a sentence quotes it: its beginning, cleaned. However long it is, little is looked at."""
    return shorten(clean(text[:_EXCERPT_CHARACTERS_MAX]), cells_max)
