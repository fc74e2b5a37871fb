"""A fault in one unit below the root is a finding, and the totals stay: that unit's tally is set aside."""

from collections.abc import Callable
from dataclasses import replace

from countwatch.formats.documents import JsonObject
from countwatch.model.errors import NotUsable
from countwatch.model.finding import Finding
from countwatch.model.text import excerpt
from countwatch.model.types import ID_CHARACTERS_MAX

SET_ASIDE_MAX = 50
"""A document with more broken units than this is refused whole: it is not one unit's fault any more."""

CheckTally = Callable[[int, object], None]
"""`NotUsable` where the tally at that place of the list cannot be read."""


def is_of_a_tally(refused: NotUsable) -> bool:
    """Whether a document was refused for one of its tallies."""
    return str(refused.finding.facts.get("field")).startswith("tallies[")


def set_aside(raw: JsonObject, check: CheckTally) -> tuple[Finding, ...]:
    """Take the tallies that cannot be read out of `raw`; a finding for each.

    Raises what `check` raised where it was the root's tally, or nobody's, or one too many.
    """
    tallies = raw.get("tallies")
    good: list[object] = []
    findings: list[Finding] = []
    for index, tally in enumerate(tallies if isinstance(tallies, list) else ()):
        try:
            check(index, tally)
            good.append(tally)
        except NotUsable as refused:
            unit_id = tally.get("unit_id") if isinstance(tally, dict) else None
            if not isinstance(unit_id, str) or unit_id == raw.get("root_id") or len(findings) == SET_ASIDE_MAX:
                raise
            findings.append(replace(refused.finding, unit_id=excerpt(unit_id, ID_CHARACTERS_MAX)))
    if findings:
        raw["tallies"] = good
    return tuple(findings)
