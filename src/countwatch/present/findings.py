"""Findings as sentences for people: what fell in one unit is one sentence, however many figures it has."""

from collections.abc import Iterable
from dataclasses import replace

from countwatch.model.finding import Finding
from countwatch.present.names import Names
from countwatch.present.problems import sentence
from countwatch.present.vocabulary import FIGURES
from countwatch.present.words import Words

ALIKE_MIN = 3
"""So many documents of which the same is to be said are one sentence."""
NAMED_MAX = 3
"""So many of them are named in it."""


def told(findings: Iterable[Finding], words: Words, names: Names) -> list[str]:
    """One sentence a finding; one for all that fell in a unit, and one for the same fault of many documents."""
    groups: dict[tuple[object, ...], list[Finding]] = {}
    for finding in findings:
        fell = finding.code == "unit_fell"
        key = (finding.code, finding.unit_id) if fell else (finding.code, *finding.facts.items())
        groups.setdefault(key, []).append(finding)
    return [text for group in groups.values() for text in _group(group, words, names)]


def _group(group: list[Finding], words: Words, names: Names) -> list[str]:
    if group[0].code == "unit_fell":
        return [_fall(group, words, names) if len(group) > 1 else sentence(group[0], words, names)]
    if len(group) < ALIKE_MIN:
        return [sentence(finding, words, names) for finding in group]
    which = [names(finding.unit_id or finding.document or "") for finding in group[:NAMED_MAX]]
    if len(group) > NAMED_MAX:
        which.append("…")
    same = sentence(replace(group[0], unit_id=None, document=None), words, names)
    return [
        words("{count} documents ({which}): {text}", count=words.count(len(group)), which=", ".join(which), text=same)
    ]


def _fall(group: list[Finding], words: Words, names: Names) -> str:
    changes = ", ".join(_change(finding, words, names) for finding in group)
    return words("{unit}: a correction below the total: {changes}", unit=names(group[0].unit_id or ""), changes=changes)


def _change(finding: Finding, words: Words, names: Names) -> str:
    before, after = finding.facts.get("before"), finding.facts.get("after")
    by = words.signed(after - before) if isinstance(before, int) and isinstance(after, int) else ""
    candidate = finding.facts.get("candidate")
    if candidate:
        return f"{names(str(candidate))} {by}"
    figure = str(finding.facts.get("figure"))
    return f"{words(FIGURES.get(figure, figure))} {by}"
