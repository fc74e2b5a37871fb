"""The figures of a tally by name, for everything that compares two readings."""

from collections.abc import Iterator
from dataclasses import dataclass

from countwatch.model.snapshot import UnitTally

BALLOTS = ("blank", "null", "contested", "cast", "registered", "registered_counted")
SHEETS = ("total", "counted", "under_review", "pending", "annulled", "not_installed")


@dataclass(frozen=True, slots=True)
class Change:
    """One figure that differs between two readings. `candidate_id` is set where `figure` is "votes"."""

    figure: str
    before: int | None
    after: int | None
    candidate_id: str | None = None

    @property
    def by(self) -> int:
        """The difference, where both are known; 0 otherwise."""
        return 0 if self.before is None or self.after is None else self.after - self.before


def figure(tally: UnitTally, name: str) -> int | None:
    """A ballot or sheet figure by its name in `BALLOTS` or `SHEETS`."""
    value: int | None = getattr(tally if name in BALLOTS else tally.sheets, name)
    return value


def compare(before: UnitTally, after: UnitTally) -> tuple[Change, ...]:
    """Every figure that differs, candidates first, then ballots, sheets and reasons of review."""
    return tuple(change for change in _pairs(before, after) if change.before != change.after)


def _pairs(before: UnitTally, after: UnitTally) -> Iterator[Change]:
    for candidate_id in dict.fromkeys((*before.votes, *after.votes)):
        yield Change("votes", before.votes.get(candidate_id), after.votes.get(candidate_id), candidate_id)
    for name in (*BALLOTS, *SHEETS):
        yield Change(name, figure(before, name), figure(after, name))
    old, new = before.sheets.review_reasons or {}, after.sheets.review_reasons or {}
    for reason in dict.fromkeys((*old, *new)):
        yield Change(f"reason:{reason}", old.get(reason), new.get(reason))
