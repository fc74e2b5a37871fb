"""What one document said, once decoded."""

from datetime import datetime
from typing import NamedTuple

from countwatch.model.election import Candidate, ReportingUnit
from countwatch.model.finding import Finding
from countwatch.model.snapshot import UnitTally


class StatedShare(NamedTuple):
    """A percentage that the feed prints, kept as its digits: it is checked against ours, never shown.

    `of` names the base: `valid`, `cast`, `registered_counted`, `total_sheets`.
    `what` is a candidate id, or `blank`, `null`, `turnout`, `counted`, `processed`, `pending`.
    """

    unit_id: str
    what: str
    of: str
    digits: str


class Part(NamedTuple):
    """One decoded document: its tallies, the roster it saw, and what was odd about it.

    `missing` names the units whose document was absent or empty on purpose (0 % regions), never zeros.
    """

    key: str
    tallies: tuple[UnitTally, ...]
    published_at: datetime | None = None
    candidates: tuple[Candidate, ...] = ()
    units: tuple[ReportingUnit, ...] = ()
    stated: tuple[StatedShare, ...] = ()
    findings: tuple[Finding, ...] = ()
    election_id: str | None = None
    title: str | None = None
