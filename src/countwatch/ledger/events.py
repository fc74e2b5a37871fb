"""What became of one update: exactly one outcome, its reason and its findings."""

from datetime import datetime
from enum import StrEnum
from typing import NamedTuple

from countwatch.count.changes import Correction
from countwatch.model.finding import Finding


class Outcome(StrEnum):
    """The nine things that an update can come to. Only the first three touch the numbers on screen."""

    ACCEPTED = "accepted"
    UNCHANGED = "unchanged"
    CORRECTION = "correction"
    NOT_MODIFIED = "not_modified"
    HELD = "held"
    REJECTED = "rejected"
    STALE_EDGE = "stale_edge"
    FETCH_FAILED = "fetch_failed"
    RETRY_LATER = "retry_later"

    @property
    def shows(self) -> bool:
        """Whether the numbers on screen are this update's."""
        return self in _SHOWN


_SHOWN = frozenset({Outcome.ACCEPTED, Outcome.UNCHANGED, Outcome.CORRECTION})


class Event(NamedTuple):
    """The judgement of update `n`. `published_at` is the root's stamp on screen after it.

    `sha256` is the root body of this update (None where none came), `record` its chain hash on disk,
    `taken` the documents whose part is on screen from this update on.
    """

    n: int
    outcome: Outcome
    received_at: datetime
    published_at: datetime | None = None
    reason: Finding | None = None
    findings: tuple[Finding, ...] = ()
    correction: Correction | None = None
    sha256: str | None = None
    record: str | None = None
    elapsed_seconds: float = 0.0
    taken: tuple[str, ...] = ()
