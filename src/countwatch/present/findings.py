"""Findings as sentences for people: what fell in one unit is one sentence, however many figures it has."""

from collections.abc import Iterable

from countwatch.model.finding import Finding
from countwatch.present.names import Names
from countwatch.present.problems import sentence
from countwatch.present.vocabulary import FIGURES
from countwatch.present.words import Words


def told(findings: Iterable[Finding], words: Words, names: Names) -> list[str]:
    """One sentence a finding, and one for all that fell in a unit, where its first fall stands."""
    lines: dict[tuple[str, str | None], list[Finding]] = {}
    for place, finding in enumerate(findings):
        key = ("unit_fell", finding.unit_id) if finding.code == "unit_fell" else (str(place), None)
        lines.setdefault(key, []).append(finding)
    return [
        _fall(group, words, names) if code == "unit_fell" and len(group) > 1 else sentence(group[0], words, names)
        for (code, _), group in lines.items()
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
