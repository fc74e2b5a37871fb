"""One sentence for every code: what was wrong, where, and what was expected."""

from collections.abc import Callable
from datetime import datetime

from countwatch.model.errors import CountwatchError
from countwatch.model.finding import Finding
from countwatch.model.text import shorten
from countwatch.present.messages import CODES, EXPECTED, FIGURES
from countwatch.present.words import Words

FACT_CHARACTERS_MAX = 120
"""A fact from outside takes no more of a sentence than this."""


def sentence(finding: Finding, words: Words, names: Callable[[str], str] = str) -> str:
    """A finding in the reader's language. `names` turns candidate and unit ids into names."""
    template = CODES.get(finding.code)
    facts = {key: _fact(key, value, words, names) for key, value in finding.facts.items()}
    facts.setdefault("unit", names(finding.unit_id) if finding.unit_id else "")
    facts.setdefault("document", finding.document or "")
    if template is None:
        listed = ", ".join(f"{key} {value}" for key, value in facts.items() if value)
        return words("{code}: {facts}", code=finding.code, facts=listed)
    try:
        return words(template, **facts)
    except KeyError:
        return words("{code}: {facts}", code=finding.code, facts=", ".join(filter(None, facts.values())))


def problem(error: CountwatchError, words: Words) -> str:
    """The sentence of an error that countwatch raised on purpose."""
    return sentence(error.finding, words)


def _fact(key: str, value: object, words: Words, names: Callable[[str], str]) -> str:
    if isinstance(value, bool) or value is None:
        return "" if value is None else str(value)
    if isinstance(value, int):
        return words.count(value) if key not in _PLAIN else str(value)
    text = str(value)
    if key == "expected":
        return words(EXPECTED[text]) if text in EXPECTED else text
    if key in _FIGURE_NAMES and text in FIGURES:
        return words(FIGURES[text])
    if key in {"candidate", "other"}:
        return names(text)
    if key in _STAMPS:
        return _stamp(text, words)
    return shorten(text, FACT_CHARACTERS_MAX)


_PLAIN = frozenset({"status", "line", "column", "n", "record", "version"})
_FIGURE_NAMES = frozenset({"figure", "part", "whole", "what"})
_STAMPS = frozenset({"stamp", "shown"})


def _stamp(text: str, words: Words) -> str:
    try:
        return words.day_clock(datetime.fromisoformat(text))
    except ValueError:
        return shorten(text, FACT_CHARACTERS_MAX)
