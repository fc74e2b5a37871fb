"""What is still out, and what it would take: exact where it can be, an estimate that says so where not."""

from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from countwatch.count.progress import progress
from countwatch.count.standing import standing
from countwatch.model.snapshot import Snapshot


@dataclass(frozen=True, slots=True)
class Outlook:
    """The arithmetic of what is out. Every field is None where the feed does not give its inputs.

    `basis` names the split that the estimate of votes rests on. `needed_share` is what the trailing
    candidate must exceed, in percent of outstanding two-way votes. `bound` is the number of registered
    voters of uncounted sheets: no model, no estimate.
    """

    basis: str | None
    outstanding_sheets: int | None
    outstanding_votes: int | None
    needed_share: Decimal | None
    under_review_can_flip: str | None
    bound: int | None
    out_of_reach: bool | None


def outlook(snapshot: Snapshot) -> Outlook:
    """Sum up what is out at the root, at the national rate of votes a counted sheet."""
    root = snapshot.root
    sheets = progress(root.sheets)
    out = sheets.outstanding
    lead = standing(root).lead
    normal = None
    if sheets.counted is not None:
        normal = sheets.counted - (sheets.annulled or 0) - (sheets.not_installed or 0)
    votes = None if out is None or not normal else Fraction(out * root.valid, normal)
    bound = None
    if root.registered is not None and root.registered_counted is not None:
        bound = max(0, root.registered - root.registered_counted)
    needed = None
    if votes and lead:
        needed = _three_places(50 + Fraction(50 * lead.votes) / votes)
    return Outlook(
        basis="national" if votes is not None else None,
        outstanding_sheets=out,
        outstanding_votes=None if votes is None else round(votes),
        needed_share=needed,
        under_review_can_flip=None,
        bound=bound,
        out_of_reach=None if bound is None or lead is None else lead.votes > bound,
    )


def _three_places(value: Fraction) -> Decimal:
    return Decimal((value * 2000 + 1) // 2).scaleb(-3)
