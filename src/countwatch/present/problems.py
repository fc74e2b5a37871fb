"""One sentence for every code: what was wrong, where, and what was expected.

Facts come from feeds, files and recordings, so they are data: cleaned, shortened, and only ever put
into a template of ours, never read as one. A fact that is not known never breaks a sentence.
"""

import re
from collections.abc import Mapping
from datetime import datetime
from functools import lru_cache
from string import Formatter

from countwatch.model.election import local
from countwatch.model.errors import CountwatchError, system_code
from countwatch.model.finding import Fact, Finding
from countwatch.model.text import clean, shorten
from countwatch.present.messages import CODES
from countwatch.present.names import Names
from countwatch.present.vocabulary import BASES, CAUSES, EXPECTED, FIGURES, REASONS, SYSTEM
from countwatch.present.words import UNKNOWN, Words

FACT_CHARACTERS_MAX = 120
"""A fact from outside takes no more of a sentence than this."""

_RAW_CHARACTERS_MAX = 1000
_FACTS_MAX = 8
_COUNT_MAX = 10**15
_PLAIN = frozenset({"status", "line", "column", "n", "version", "byte", "known"})
_STAMPS = frozenset({"stamp", "shown", "received"})
_QUOTED = re.compile(r"'([^']*)'")


def sentence(finding: Finding, words: Words, names: Names | None = None) -> str:
    """A finding in the reader's language. `names` are the labels of the watch that it was found in."""
    words = words.of(names.election) if names else words
    facts = {name: text for name, text in _facts(finding, words, names).items() if text}
    variants = _variants(finding)
    if not variants:
        listed = ", ".join(f"{_text(name)} {text}" for name, text in list(facts.items())[:_FACTS_MAX])
        code = _text(finding.code)
        return words("{code}: {facts}", code=code, facts=listed) if listed else code
    template = next((text for text in variants if fields_of(text) <= facts.keys() | words.terms), variants[-1])
    told = words(template, **{**dict.fromkeys(fields_of(template), UNKNOWN), **words.terms, **facts})
    return ": ".join([*_places(finding, fields_of(template), facts, names), told])


def system_answer(error: OSError, words: Words) -> str:
    """What the system answers, in the reader's language; its own name for it where there is no word of ours."""
    code = system_code(error)
    return words(SYSTEM[code]) if code in SYSTEM else code


def problem(error: CountwatchError, words: Words) -> str:
    """The sentence of an error that countwatch raised on purpose."""
    return sentence(error.finding, words)


@lru_cache(maxsize=1024)
def fields_of(template: str) -> frozenset[str]:
    """The names in a template of ours."""
    return frozenset(name for _, name, _, _ in Formatter().parse(template) if name)


def _variants(finding: Finding) -> tuple[str, ...]:
    found = CODES.get(f"{finding.code}:{finding.facts.get('what')}") or CODES.get(finding.code) or ()
    return (found,) if isinstance(found, str) else found


def _places(finding: Finding, told: frozenset[str], facts: Mapping[str, str], names: Names | None) -> list[str]:
    """Where it was, outermost first, as far as the sentence does not say it: file, document, unit."""
    places = [facts["path"]] if "path" in facts and "path" not in told else []
    if names is None:
        return places
    if finding.document and "document" not in told and finding.document != names.root_key:
        places.append(_text(names(finding.document)))
    if finding.unit_id and "unit" not in told and finding.unit_id != names.root_id:
        places.append(_text(names(finding.unit_id)))
    return list(dict.fromkeys(places))


def _facts(finding: Finding, words: Words, names: Names | None) -> dict[str, str]:
    whole = _are_of_several_years(finding.facts)
    facts = {}
    for name, value in finding.facts.items():
        if name in _STAMPS and isinstance(value, str):
            facts[name] = _stamp(value, words, names, whole=whole)
        elif name == "expected" and value in EXPECTED:
            choices = str(finding.facts.get("choices") or "")
            listed = ", ".join(_QUOTED.findall(choices)) or choices
            facts[name] = words(EXPECTED[str(value)], choices=_text(listed) or UNKNOWN)
        else:
            facts[name] = _fact(name, value, words, names)
    facts.setdefault("document", _text(finding.document or ""))
    facts.setdefault("unit", _name(finding.unit_id or "", names))
    return facts


def _fact(name: str, value: Fact, words: Words, names: Names | None) -> str:
    """One fact as text; "" where it is not known."""
    if value is None:
        return ""
    if isinstance(value, int):
        return _number(name, value, words)
    if name in {"candidate", "other", "unit"}:
        return _name(value, names)
    if name in _VOCABULARIES and (known := _VOCABULARIES[name].get(value)):
        return words(known)
    if name == "figure" and value.startswith("reason:"):
        reason = value.removeprefix("reason:")
        told = words(REASONS[reason]) if reason in REASONS else _text(reason)
        return words("{sheets} at {boards} ({reason})", reason=told)
    return _name(value, names) if name == "what" else _text(value)


_VOCABULARIES: Mapping[str, Mapping[str, str]] = {
    "figure": FIGURES,
    "part": FIGURES,
    "whole": FIGURES,
    "what": FIGURES,
    "of": BASES,
    "cause": CAUSES,
    "detail": SYSTEM,
    "reason": SYSTEM,
}


def _number(name: str, value: int, words: Words) -> str:
    if name in {"record", "seen_at_record"}:
        return words("update {n}", n=_text(str(value))) if value else words("the header")
    if name in _PLAIN or isinstance(value, bool) or abs(value) > _COUNT_MAX:
        return _text(str(value))
    return words.count(value)


def _name(identifier: str, names: Names | None) -> str:
    return _text(names(identifier) if names else identifier)


def _text(text: str) -> str:
    return shorten(clean(text[:_RAW_CHARACTERS_MAX]), FACT_CHARACTERS_MAX)


def _instant(text: str) -> datetime | None:
    try:
        return datetime.fromisoformat(text)
    except ValueError:
        return None


def _are_of_several_years(facts: Mapping[str, Fact]) -> bool:
    """A mistyped year is not seen in "7 Jun 19:23"."""
    instants = (_instant(str(facts[name])) for name in _STAMPS & facts.keys())
    return len({at.year for at in instants if at is not None}) > 1


def _stamp(text: str, words: Words, names: Names | None, *, whole: bool) -> str:
    """An instant on the election's clock where that is known, else as it is written."""
    at = _instant(text)
    if at is None:
        return _text(text)
    if names is not None and at.tzinfo is not None:
        at = local(at, names.election) if names.election else at
    return f"{at:%Y-%m-%d %H:%M}" if whole else words.day_clock(at)
