"""The figures of a tally by name, for everything that compares two readings."""

from collections.abc import Iterator
from itertools import repeat
from operator import attrgetter
from typing import NamedTuple

from countwatch.model.snapshot import UnitTally

BALLOTS = ("blank", "null", "contested", "cast", "registered", "registered_counted")
SHEETS = ("total", "counted", "under_review", "pending", "annulled", "not_installed")


class Change(NamedTuple):
    """One figure that differs between two readings. `candidate_id` is set where `figure` is "votes".

    A tuple, since hundreds of them are made at every update.
    """

    figure: str
    before: int | None
    after: int | None
    candidate_id: str | None = None

    @property
    def by(self) -> int:
        """The difference, where both are known; 0 otherwise."""
        return 0 if self.before is None or self.after is None else self.after - self.before


_ballots = attrgetter(*BALLOTS)
_sheets = attrgetter(*SHEETS)


def figure(tally: UnitTally, name: str) -> int | None:
    """A ballot or sheet figure by its name in `BALLOTS` or `SHEETS`."""
    value: int | None = getattr(tally if name in BALLOTS else tally.sheets, name)
    return value


def compare(before: UnitTally, after: UnitTally) -> tuple[Change, ...]:
    """Every figure that differs, candidates first, then ballots, sheets and reasons of review."""
    return tuple(
        Change(name, old, new, candidate_id) for name, candidate_id, old, new in _pairs(before, after) if old != new
    )


def _pairs(before: UnitTally, after: UnitTally) -> Iterator[tuple[str, str | None, int | None, int | None]]:
    """Figures by name, and where they are votes by candidate, before and after; what is the same may be left out."""
    if before.votes != after.votes:
        for candidate_id in dict.fromkeys((*before.votes, *after.votes)):
            yield "votes", candidate_id, before.votes.get(candidate_id), after.votes.get(candidate_id)
    ballots = _ballots(before), _ballots(after)
    if ballots[0] != ballots[1]:
        yield from zip(BALLOTS, repeat(None), *ballots)
    if before.sheets == after.sheets:
        return
    yield from zip(SHEETS, repeat(None), _sheets(before.sheets), _sheets(after.sheets))
    old, new = before.sheets.review_reasons or {}, after.sheets.review_reasons or {}
    for reason in dict.fromkeys((*old, *new)):
        yield f"reason:{reason}", None, old.get(reason), new.get(reason)
