"""Why figures of a count may fall: the classes that arithmetic alone can tell apart."""

from typing import Literal

from countwatch.count.checks import identities
from countwatch.count.figures import BALLOTS, SHEETS, figure
from countwatch.model.snapshot import UnitTally

Kind = Literal[
    "withdrawn_to_review",
    "withdrawn",
    "retyped",
    "reassigned_between_units",
    "annulled_restored",
    "annulled",
    "total_changed",
    "torn_read",
    "mixed",
    "unexplained",
]
"""What the arithmetic of a fall is consistent with; none of them is proof.

- `withdrawn_to_review`: fewer counted sheets, at least as many more under review, and no ballot figure rose.
- `withdrawn`: the same, but the feed does not show them under review.
- `retyped`: votes changed while no sheet changed its state.
- `reassigned_between_units`: another unit gained exactly what this one lost (units only).
- `annulled_restored`: fewer annulled and as many more normal sheets; no candidate fell.
- `annulled`: more annulled and as many fewer normal sheets; no candidate rose, null votes did not fall.
- `total_changed`: the number of sheets itself changed.
- `torn_read`: the figures agreed with each other before and no longer do.
- `mixed`: additions and withdrawals in one update, which the feed does not separate.
- `unexplained`: none of these, or the feed gives too little.
"""


def cause(before: UnitTally, after: UnitTally) -> Kind:
    """Classify the difference of two readings of one unit of which some figure fell."""
    sheets = {name: _by(before, after, name) for name in SHEETS}
    if sheets["total"]:
        return "total_changed"
    if any(identities(after)) and not any(identities(before)):
        return "torn_read"
    if before.votes.keys() != after.votes.keys():
        return "unexplained"
    votes = [after.votes[name] - before.votes[name] for name in after.votes]
    ballots = {name: _by(before, after, name) for name in BALLOTS if name != "registered"}
    if sheets["counted"] < 0:
        return _withdrawn(sheets, [*votes, *ballots.values()])
    if sheets["counted"] > 0:
        return "mixed"
    if sheets["annulled"] and not sheets["not_installed"]:
        return _ruled(sheets["annulled"], votes, ballots["null"])
    if any(sheets.values()):
        return "mixed"
    stated = before.sheets.counted is not None and after.sheets.counted is not None
    return "retyped" if stated else "unexplained"


def _by(before: UnitTally, after: UnitTally, name: str) -> int:
    """By how much a figure moved; 0 where one of the readings does not give it."""
    old, new = figure(before, name), figure(after, name)
    return 0 if old is None or new is None else new - old


def _withdrawn(sheets: dict[str, int], ballots: list[int]) -> Kind:
    if max(ballots) > 0 or sheets["annulled"] > 0 or sheets["under_review"] < 0:
        return "mixed"
    return "withdrawn_to_review" if sheets["under_review"] >= -sheets["counted"] else "withdrawn"


def _ruled(annulled: int, votes: list[int], null: int) -> Kind:
    """As many sheets were counted before and after, and some changed between annulled and normal."""
    if annulled < 0:
        return "annulled_restored" if min(votes, default=0) >= 0 else "mixed"
    return "annulled" if max(votes, default=0) <= 0 and null >= 0 else "mixed"
