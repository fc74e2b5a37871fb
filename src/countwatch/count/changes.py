"""Falls and what they are: a correction is explained by arithmetic, in neutral terms."""

from collections.abc import Sequence
from decimal import Decimal
from operator import attrgetter
from typing import NamedTuple

from countwatch.count.causes import Kind, cause
from countwatch.count.figures import Change, compare
from countwatch.count.percent import percent, rounded
from countwatch.count.progress import normal_sheets
from countwatch.count.standing import Standing, standing
from countwatch.model.snapshot import UnitTally

_FALLING = ("blank", "null", "cast", "counted")
FALLS_THAT_COUNT = frozenset({"votes", *_FALLING})
"""Figures whose fall at the root makes an update a correction."""

_falling = attrgetter("blank", "null", "cast", "sheets.counted")

COLLAPSE_PERCENT = 1
"""A fall of more than this share of a candidate's votes or of the counted sheets is held first."""


class UnitCorrection(NamedTuple):
    """A fall in one unit below the root. `counterpart_id` is the unit that gained exactly what this one lost."""

    unit_id: str
    kind: Kind
    changes: tuple[Change, ...]
    counterpart_id: str | None = None


class NullRise(NamedTuple):
    """Null votes that rose while sheets were annulled: an annulled sheet's ballots all count as null.

    `null_votes` more, on `annulled_sheets` more annulled and `normal_sheets` more normally counted sheets.
    `ordinary_votes` is an estimate: the null votes that so many normal sheets bring at the rate before.
    """

    null_votes: int
    annulled_sheets: int
    normal_sheets: int
    ordinary_votes: int | None


class Correction(NamedTuple):
    """A fall explained. `kind` is the class that the arithmetic supports, `changes` every figure that moved.

    `size_votes` is the largest fall of one candidate; `margin_share` its percentage of the margin
    before; `margin_by` is by how much the leader's margin over the same rival moved.
    `before_sha256` and `after_sha256` are the root bodies, so that anyone can look. `below`
    are the units that fell in the same update, `null_rise` explains null votes that rose.
    """

    kind: Kind
    changes: tuple[Change, ...]
    size_votes: int
    margin_votes: int
    margin_share: Decimal | None
    leader_changed: bool
    before_sha256: str | None = None
    after_sha256: str | None = None
    below: tuple[UnitCorrection, ...] = ()
    null_rise: NullRise | None = None
    margin_by: int = 0


def falls(changes: tuple[Change, ...]) -> tuple[Change, ...]:
    """The changes that make a correction."""
    return tuple(change for change in changes if change.figure in FALLS_THAT_COUNT and change.by < 0)


def fallen(before: UnitTally, after: UnitTally) -> tuple[Change, ...]:
    """`falls` of all that differs between two readings, without a look at what rose: thousands of units are asked."""
    votes = [
        Change("votes", old, new, candidate_id)
        for candidate_id, old in before.votes.items()
        if (new := after.votes.get(candidate_id)) is not None and new < old
    ]
    others = [
        Change(name, old, new)
        for name, old, new in zip(_FALLING, _falling(before), _falling(after), strict=True)
        if old is not None and new is not None and new < old
    ]
    return (*votes, *others)


def collapsed(before: UnitTally, after: UnitTally) -> tuple[Change, ...]:
    """Falls too large to believe at once: to zero, to an empty list, or by more than 1 percent.

    Sheets that a feed no longer tells are not known, which is no fall.
    """
    return tuple(
        change
        for change in compare(before, after)
        if (change.figure == "votes" or (change.figure == "counted" and change.after is not None))
        and change.before
        and _collapses(change.before, change.after or 0)
    )


def _collapses(before: int, after: int) -> bool:
    return after == 0 or (before - after) * 100 > before * COLLAPSE_PERCENT


def explain(before: UnitTally, after: UnitTally, below: Sequence[tuple[UnitTally, UnitTally]] = ()) -> Correction:
    """Classify a fall by the arithmetic of all figures that moved with it.

    `below` are the units whose document is new in the same update, each before and after.
    """
    changes = compare(before, after)
    old, new = standing(before), standing(after)
    margin = old.lead.votes if old.lead else 0
    size = max((-change.by for change in changes if change.figure == "votes"), default=0)
    return Correction(
        kind=cause(before, after),
        changes=changes,
        size_votes=max(size, 0),
        margin_votes=margin,
        margin_share=percent(max(size, 0), margin),
        leader_changed=old.leader_id != new.leader_id,
        below=explain_below(below),
        null_rise=null_rise(before, after),
        margin_by=_margin_by(old, after),
    )


def _margin_by(old: Standing, after: UnitTally) -> int:
    """How the first two places of before moved apart; 0 where one of them is not told any more."""
    if old.lead is None or old.lead.ahead_id not in after.votes or old.lead.behind_id not in after.votes:
        return 0
    return after.votes[old.lead.ahead_id] - after.votes[old.lead.behind_id] - old.lead.votes


def explain_below(pairs: Sequence[tuple[UnitTally, UnitTally]]) -> tuple[UnitCorrection, ...]:
    """Every unit that fell, and where another unit of the same update gained exactly that, which one."""
    moves = [(before, after, compare(before, after)) for before, after in pairs]
    gained = {_moved(changes, 1): after.unit_id for _, after, changes in moves if changes}
    found = []
    for before, after, changes in moves:
        if not falls(changes):
            continue
        counterpart = gained.get(_moved(changes, -1))
        kind: Kind = cause(before, after) if counterpart is None else "reassigned_between_units"
        found.append(UnitCorrection(after.unit_id, kind, changes, counterpart))
    return tuple(found)


def _moved(changes: tuple[Change, ...], sign: int) -> frozenset[tuple[str, str | None, int]]:
    """By how much votes, ballots and counted sheets moved, for comparing one unit with another."""
    return frozenset(
        (change.figure, change.candidate_id, sign * change.by)
        for change in changes
        if change.figure in FALLS_THAT_COUNT and change.by
    )


def null_rise(before: UnitTally, after: UnitTally) -> NullRise | None:
    """What a rise of null votes goes with; None where null votes or annulled sheets did not rise."""
    if None in {before.null, after.null, before.sheets.annulled, after.sheets.annulled}:
        return None
    null = (after.null or 0) - (before.null or 0)
    annulled = (after.sheets.annulled or 0) - (before.sheets.annulled or 0)
    if null <= 0 or annulled <= 0:
        return None
    then, now = normal_sheets(before.sheets), normal_sheets(after.sheets)
    added = 0 if then is None or now is None else now - then
    ordinary = rounded((before.null or 0) * added, then) if then else None
    return NullRise(null, annulled, added, ordinary)
