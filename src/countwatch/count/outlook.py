"""What is still out, and what it would take: exact where it can be, an estimate that says so where not.

The formulas, worked with real figures, are in docs/calculations.md.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from fractions import Fraction

from countwatch.count.boards import Boards, Verdict, at_the_boards
from countwatch.count.branches import Branch
from countwatch.count.covers import Covers
from countwatch.count.pieces import Piece, piece
from countwatch.count.progress import progress
from countwatch.count.question import Question, question
from countwatch.count.rest import Rest, rest
from countwatch.count.split import Basis, RootAt, Split, current_split, earlier_split, mixes_branches
from countwatch.model.snapshot import UnitTally
from countwatch.model.tree import UnitTree

ESTIMATES = ("outstanding_votes", "needed_share", "net_to_come")


@dataclass(frozen=True, slots=True)
class Outlook:
    """The arithmetic of what is out between two candidates, by default the first two places.

    Exact: `outstanding_sheets` = pending + at the boards, `bound` (registered voters of sheets not yet
    counted) and `out_of_reach` (the lead exceeds the bound; rulings on counted sheets can still change
    the total). Estimates, resting on `basis` ("national" is coarse): `outstanding_votes` and
    `needed_share` (percent; what the one behind must exceed; above 100 it is more than all of it) are
    the middle of the spans in `rest`, which has stamps and units. `boards` has the ground of
    `under_review_can_flip`.

    `reasons` names, for each field that is None, why: unknown_sheets, zero_outstanding,
    no_counted_sheets, no_two_way_votes, one_candidate, no_roll, no_registered_counted,
    roll_below_counted, no_review_state.
    """

    basis: Basis | None
    outstanding_sheets: int | None
    outstanding_votes: int | None
    needed_share: Decimal | None
    under_review_can_flip: Verdict | None
    bound: int | None
    out_of_reach: bool | None
    pending: int | None = None
    under_review: int | None = None
    asked: Question | None = None
    rest: Rest | None = None
    boards: Boards | None = None
    reasons: Mapping[str, str] = field(default_factory=dict)


def outlook(
    tree: UnitTree,
    pair: tuple[str, str] | None = None,
    third_share: Fraction | None = None,
    root_at: RootAt | None = None,
    made: dict[str, Branch] | None = None,
) -> Outlook:
    """Sum up what is out.

    `pair` are two candidate ids in any order. `third_share` (0 to 1) is the share of outstanding valid
    votes for everybody else; by default it is each unit's counted share. `root_at` finds an earlier
    reading of the root by its stamp, so that an earlier split can be completed by subtraction. `made` keeps the
    branches from one reading to the next. `LookupError` if the root has not reported.
    """
    root = tree.tallies[tree.root_id]
    asked = question(root, pair, third_share)
    sheets = progress(root.sheets)
    bound, no_bound = bound_of(root)
    two = ("", "") if asked is None else (asked.ahead_id, asked.behind_id)
    covers = Covers(tree, two, {} if made is None else made)
    whole = piece(root, tree.root_id, None, two)
    current = current_split(covers, root)
    estimate, boards = None, None
    if whole is not None and current is not None:
        split = _chosen(covers, root, current, root_at)
        estimate = rest(split, whole, whole.outstanding, asked) if whole.normal and whole.outstanding else None
        boards = None if asked is None else at_the_boards(current, whole, asked, bound)
    reasons = _reasons(whole, asked, estimate, no_bound)
    if sheets.outstanding is not None:
        reasons.pop("outstanding_sheets", None)
    return Outlook(
        basis=None if estimate is None else estimate.basis,
        outstanding_sheets=sheets.outstanding,
        outstanding_votes=_votes(sheets.outstanding, estimate),
        needed_share=None if estimate is None or estimate.needed is None else estimate.needed.middle,
        under_review_can_flip=None if boards is None else boards.verdict,
        bound=bound,
        out_of_reach=None if bound is None or asked is None else asked.lead_votes > bound,
        pending=sheets.pending,
        under_review=sheets.under_review,
        asked=asked,
        rest=estimate,
        boards=boards,
        reasons=reasons,
    )


def bound_of(root: UnitTally) -> tuple[int | None, str | None]:
    """Registered voters of sheets not yet counted = roll − registered voters of counted sheets; or why not."""
    if root.registered is None:
        return None, "no_roll"
    if root.registered_counted is None:
        return None, "no_registered_counted"
    if root.registered_counted > root.registered:
        return None, "roll_below_counted"
    return root.registered - root.registered_counted, None


def _chosen(covers: Covers, root: UnitTally, current: Split, root_at: RootAt | None) -> Split:
    """The split of the totals' own stamp, unless it lumps home and abroad together and an earlier one does not."""
    if not mixes_branches(covers, current):
        return current
    return earlier_split(covers, root, root_at) or current


def _votes(outstanding: int | None, estimate: Rest | None) -> int | None:
    if estimate is not None:
        return estimate.votes.middle
    return 0 if outstanding == 0 else None


def _reasons(
    whole: Piece | None, asked: Question | None, estimate: Rest | None, no_bound: str | None
) -> dict[str, str]:
    reasons = {} if no_bound is None else dict.fromkeys(("bound", "out_of_reach"), no_bound)
    if whole is None or whole.under_review is None:
        reasons["under_review_can_flip"] = "no_review_state"
    if whole is None:
        reasons |= dict.fromkeys(("outstanding_sheets", *ESTIMATES), "unknown_sheets")
    elif whole.outstanding == 0:
        reasons |= dict.fromkeys(("needed_share", "net_to_come"), "zero_outstanding")
    elif estimate is None:
        reasons |= dict.fromkeys(ESTIMATES, "no_counted_sheets")
    elif estimate.needed is None:
        reasons["needed_share"] = "no_two_way_votes"
    if asked is None:
        reasons |= dict.fromkeys(
            ("needed_share", "net_to_come", "out_of_reach", "under_review_can_flip"), "one_candidate"
        )
    return reasons
