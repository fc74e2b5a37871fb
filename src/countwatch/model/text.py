"""Cleaning text from outside, once, at ingest.

Feed text can carry terminal control sequences, invisible and direction-changing characters, and
stacks of combining marks. What cannot be shown safely becomes U+FFFD, visibly.
"""

import unicodedata

REPLACEMENT = "\ufffd"
MARKS_MAX = 2
"""Combining marks kept on one base character; Vietnamese needs two."""

_REFUSED = frozenset({"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"})
_FILLERS = frozenset("\u115f\u1160\u3164\uffa0\u2800\u00ad")
"""Characters that print as nothing: Hangul fillers, blank braille, soft hyphen."""


def clean(text: str) -> str:
    """NFC text that is safe to lay out: refused characters become U+FFFD, extra marks are dropped.

    Idempotent. ASCII text without controls comes back as it is, at the cost of one check.
    """
    if text.isascii() and text.isprintable():
        return text
    kept: list[str] = []
    marks = 0
    for character in unicodedata.normalize("NFC", text):
        category = unicodedata.category(character)
        if category in {"Mn", "Me", "Mc"}:
            marks += 1
            if marks > MARKS_MAX:
                continue
        else:
            marks = 0
        refused = category in _REFUSED or character in _FILLERS
        kept.append(REPLACEMENT if refused else character)
    return unicodedata.normalize("NFC", "".join(kept))


def shorten(text: str, characters_max: int) -> str:
    """At most that many characters, the last one an ellipsis where something was cut."""
    return text if len(text) <= characters_max else text[: characters_max - 1] + "…"
