"""A fault in one unit below the root is a finding, and the totals stay: that unit's tally is set aside."""

import re
from dataclasses import replace
from typing import TYPE_CHECKING

from countwatch.formats.documents import JsonObject
from countwatch.model.errors import NotUsable

if TYPE_CHECKING:
    from countwatch.model.finding import Finding

SET_ASIDE_MAX = 50
"""A document with more broken units than this is refused whole: it is not one unit's fault any more."""

_TALLY = re.compile(r"tallies\[([0-9]{1,9})\]")


class SetAside:
    """The tallies of one document that cannot be read, taken out of it one after another."""

    def __init__(self) -> None:
        self.findings: list[Finding] = []
        self._places: list[int] = []

    def __bool__(self) -> bool:
        """Whether anything was set aside."""
        return bool(self.findings)

    def take(self, raw: JsonObject, refused: NotUsable) -> None:
        """Take the tally that was refused out of `raw`. Raises `refused` where it is the root's, or no tally's."""
        tallies, field = raw.get("tallies"), refused.finding.facts.get("field")
        found = _TALLY.match(field) if isinstance(field, str) else None
        if found is None or not isinstance(tallies, list) or len(self.findings) >= SET_ASIDE_MAX:
            raise refused
        index = int(found[1])
        tally = tallies[index]
        unit_id = tally.get("unit_id") if isinstance(tally, dict) else None
        if not isinstance(unit_id, str) or unit_id == raw.get("root_id"):
            raise refused
        del tallies[index]
        place = self._original(index)
        facts = {**refused.finding.facts, "field": f"tallies[{place}]{str(field)[found.end() :]}"}
        self.findings.append(replace(refused.finding, facts=facts, unit_id=unit_id))

    def _original(self, index: int) -> int:
        """Where a tally stood before others were taken out."""
        place = index
        for taken in sorted(self._places):
            place += taken <= place
        self._places.append(place)
        return place
