"""A unit as a piece of the contest: what is out in it, and what its counted sheets brought."""

from collections.abc import Sequence
from datetime import datetime
from typing import NamedTuple

from countwatch.count.progress import normal_sheets, outstanding_sheets
from countwatch.model.snapshot import UnitTally

Pair = tuple[str, str]
"""Two candidate ids: who is ahead of the two, and who is behind."""


class Piece(NamedTuple):
    """One unit, or (`unit_id` None) what is left of `within` once its known units are taken off.

    Sheets: `outstanding` = pending + under review; `normal` = counted − annulled − not installed.
    Votes: `valid` of all candidates, `ahead` and `behind` of the chosen two. `branch_id` is the unit
    right below the root that the piece belongs to (None for what several of them leave of the root).
    A tuple, since thousands of them are made at every update.
    """

    unit_id: str | None
    within: str
    branch_id: str | None
    published_at: datetime | None
    outstanding: int
    under_review: int | None
    normal: int
    valid: int
    ahead: int
    behind: int


def piece(tally: UnitTally, within: str, branch_id: str | None, pair: Pair) -> Piece | None:
    """A unit as a piece; None where its sheets are not known."""
    sheets, votes = tally.sheets, tally.votes
    outstanding, normal = outstanding_sheets(sheets), normal_sheets(sheets)
    if outstanding is None or normal is None:
        return None
    return Piece(
        tally.unit_id,
        within,
        branch_id,
        tally.published_at,
        outstanding,
        sheets.under_review,
        normal,
        sum(votes.values()),
        votes.get(pair[0], 0),
        votes.get(pair[1], 0),
    )


def with_rest(own: Piece | None, below: list[Piece]) -> list[Piece]:
    """The pieces below a unit and what they leave of it; the unit alone where they do not fit into it."""
    if own is None or not below:
        return below or ([] if own is None else [own])
    rest = _rest(own, below)
    figures = (rest.outstanding, rest.under_review or 0, rest.normal, rest.valid, rest.ahead, rest.behind)
    if min(figures) < 0 or rest.valid < rest.ahead + rest.behind:
        return [own]
    return [*below, rest] if any(figures) else below


def _rest(own: Piece, below: Sequence[Piece]) -> Piece:
    """A unit less the pieces below it; negative where they are more than it."""
    out, review, known = own.outstanding, own.under_review or 0, own.under_review is not None
    normal, valid, ahead, behind = own.normal, own.valid, own.ahead, own.behind
    for part in below:
        out -= part.outstanding
        review -= part.under_review or 0
        known = known and part.under_review is not None
        normal -= part.normal
        valid -= part.valid
        ahead -= part.ahead
        behind -= part.behind
    return own._replace(
        unit_id=None,
        outstanding=out,
        under_review=review if known else None,
        normal=normal,
        valid=valid,
        ahead=ahead,
        behind=behind,
    )
