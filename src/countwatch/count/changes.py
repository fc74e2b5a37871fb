"""Falls and what they are: a correction is explained by arithmetic, in neutral terms."""

from dataclasses import dataclass
from decimal import Decimal

from countwatch.count.figures import Change, compare
from countwatch.count.percent import percent
from countwatch.count.standing import standing
from countwatch.model.snapshot import UnitTally

FALLS_THAT_COUNT = frozenset({"votes", "blank", "null", "cast", "counted"})
"""Figures whose fall at the root makes an update a correction."""

COLLAPSE_PERCENT = 1
"""A fall of more than this share of a candidate's votes or of the counted sheets is held first."""


@dataclass(frozen=True, slots=True)
class Correction:
    """A fall explained. `kind` is the class that the arithmetic supports, `changes` every figure that moved.

    `size_votes` is the largest fall of one candidate; `margin_share` its percentage of the margin
    before; `before_sha256` and `after_sha256` are the root bodies, so that anyone can look.
    """

    kind: str
    changes: tuple[Change, ...]
    size_votes: int
    margin_votes: int
    margin_share: Decimal | None
    leader_changed: bool
    before_sha256: str | None = None
    after_sha256: str | None = None


def falls(changes: tuple[Change, ...]) -> tuple[Change, ...]:
    """The changes that make a correction."""
    return tuple(change for change in changes if change.figure in FALLS_THAT_COUNT and change.by < 0)


def collapsed(before: UnitTally, after: UnitTally) -> tuple[Change, ...]:
    """Falls too large to believe at once: to zero, to an empty list, or by more than 1 percent."""
    return tuple(
        change
        for change in compare(before, after)
        if change.figure in {"votes", "counted"} and change.before and _collapses(change.before, change.after or 0)
    )


def _collapses(before: int, after: int) -> bool:
    return after == 0 or (before - after) * 100 > before * COLLAPSE_PERCENT


def explain(before: UnitTally, after: UnitTally) -> Correction:
    """Classify a fall by the arithmetic of all figures that moved with it."""
    changes = compare(before, after)
    old, new = standing(before), standing(after)
    margin = old.lead.votes if old.lead else 0
    size = max((-change.by for change in changes if change.figure == "votes"), default=0)
    return Correction(
        kind=_kind(before, after),
        changes=changes,
        size_votes=max(size, 0),
        margin_votes=margin,
        margin_share=percent(max(size, 0), margin),
        leader_changed=old.leader_id != new.leader_id,
    )


def _kind(before: UnitTally, after: UnitTally) -> str:
    moved = {change.figure: change.by for change in compare(before, after)}
    votes = [change.by for change in compare(before, after) if change.figure == "votes"]
    counted, annulled, total = moved.get("counted", 0), moved.get("annulled", 0), moved.get("total", 0)
    if total:
        return "total_changed"
    if annulled < 0 and counted >= 0 and all(by >= 0 for by in votes):
        return "annulled_restored"
    if counted < 0 and all(by <= 0 for by in votes):
        return "withdrawn_to_review"
    if counted == 0 and votes:
        return "retyped"
    if counted > 0:
        return "mixed"
    return "unexplained"
