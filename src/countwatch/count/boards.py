"""The sheets at the electoral boards against the margin."""

from decimal import Decimal
from typing import Literal, NamedTuple

from countwatch.count.estimate import SCALE, Yields, needed_share, valid_votes
from countwatch.count.percent import rounded
from countwatch.count.pieces import Piece
from countwatch.count.question import Question
from countwatch.count.rest import two_way_span
from countwatch.count.split import Basis, Split

Verdict = Literal["no", "not_excluded", "yes"]
Ground = Literal["bound", "no_sheets", "estimate"]


class Boards(NamedTuple):
    """Whether the sheets at the boards could turn the order of the two candidates, and on what that rests.

    `no` by the `bound` (the lead exceeds every registered voter of uncounted sheets) or because no
    sheet is there (`no_sheets`); `yes` by the `estimate` (their votes exceed the lead); else
    `not_excluded`, by nothing: no estimate reaches the lead and no bound excludes it. `votes` and
    `needed_share` (what the one behind must exceed of the two's votes there; above 100, more than all)
    are estimates of `basis`, always at the stamp of the totals: sheets go to the boards and come back,
    so an earlier split would bound nothing. They are None where no rate is known.
    """

    sheets: int
    verdict: Verdict
    by: Ground | None
    basis: Basis | None = None
    votes: int | None = None
    needed_share: Decimal | None = None


def at_the_boards(current: Split, whole: Piece, asked: Question, bound: int | None) -> Boards | None:
    """Weigh the sheets at the boards; None where the feed has no such state. `current` has the totals' stamp."""
    sheets = whole.under_review
    if sheets is None:
        return None
    if sheets == 0:
        return Boards(0, "no", "no_sheets", votes=0)
    excluded = bound is not None and asked.lead_votes > bound
    verdict: Verdict = "no" if excluded else "not_excluded"
    by: Ground | None = "bound" if excluded else None
    if not whole.normal:
        return Boards(sheets, verdict, by)
    basis, parts = _reviews(current, whole)
    yields = Yields(whole)
    two_way = two_way_span(parts, sheets, yields, asked).low
    if not excluded and two_way > asked.lead_votes * SCALE:
        verdict, by = "yes", "estimate"
    return Boards(
        sheets=sheets,
        verdict=verdict,
        by=by,
        basis=basis,
        votes=rounded(sum(yields.of(part, part.outstanding, valid_votes) for part in parts), SCALE),
        needed_share=needed_share(asked.lead_votes, two_way),
    )


def _reviews(current: Split, whole: Piece) -> tuple[Basis, list[Piece]]:
    """Pieces with only their sheets at the boards out; the whole as one piece where a unit does not tell them."""
    told = sum(part.under_review or 0 for part in current.pieces) == whole.under_review
    basis, parts = (current.basis, current.pieces) if told else ("national", (whole,))
    return basis, [part._replace(outstanding=part.under_review or 0) for part in parts]
