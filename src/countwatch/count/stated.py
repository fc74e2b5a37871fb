"""Percentages that a feed prints, against ours to their last digit. Ours come from integers, rounded once."""

from collections.abc import Iterable
from decimal import Decimal, InvalidOperation

from countwatch.count.percent import percent, truncated
from countwatch.count.progress import progress
from countwatch.model.finding import Finding
from countwatch.model.part import Part, StatedShare
from countwatch.model.snapshot import UnitTally

PLACES_MAX = 15
"""No feed prints more decimals; a longer string of digits is not compared."""


def stated_differ(part: Part) -> Iterable[Finding]:
    """Every percentage of a document that is not ours, each with both values and what ours would need to be.

    A percentage whose base is unknown or zero is not checked: None is never 0.
    """
    tallies = {tally.unit_id: tally for tally in part.tallies}
    for share in part.stated:
        tally = tallies.get(share.unit_id)
        if tally is None:
            continue
        amount, base = _amount(tally, share.what), _base(tally, share.of)
        finding = None if amount is None or base is None else _compare(share, amount, base, tally)
        if finding is not None:
            yield finding


def places(digits: str) -> tuple[Decimal, int] | None:
    """A printed percentage and how many decimals it has; None where it is no plain decimal number."""
    try:
        value = Decimal(digits)
    except InvalidOperation:
        return None
    exponent = value.as_tuple().exponent
    if not isinstance(exponent, int) or not -PLACES_MAX <= exponent <= 0:
        return None
    return value, -exponent


def _compare(share: StatedShare, amount: int, base: int, tally: UnitTally) -> Finding | None:
    printed = places(share.digits)
    if printed is None or base == 0:
        return None
    stated, decimals = printed
    ours = percent(amount, base, decimals)
    if ours is None or ours == stated:
        return None
    facts = {
        "what": share.what,
        "of": share.of,
        "stated": share.digits,
        "ours": str(ours),
        "cause": _cause(share, amount, base, tally),
    }
    return Finding("stated_share_differs", facts, unit_id=share.unit_id)


def _cause(share: StatedShare, amount: int, base: int, tally: UnitTally) -> str:
    """What the printed digits do agree with."""
    printed = places(share.digits)
    if printed is None:
        return "other_figures"
    stated, decimals = printed
    if truncated(amount, base, decimals) == stated:
        return "truncated"
    for other in ("valid", "cast", "registered_counted", "total_sheets"):
        whole = _base(tally, other)
        if other != share.of and whole and percent(amount, whole, decimals) == stated:
            return "other_base"
    ours = percent(amount, base, decimals)
    if ours is not None and abs(ours - stated) <= Decimal(1).scaleb(-decimals):
        return "last_digit"
    return "other_figures"


def _amount(tally: UnitTally, what: str) -> int | None:
    """The figure that a percentage is of. Candidates come first: one may be called "blank"."""
    if what in tally.votes:
        return tally.votes[what]
    sheets = progress(tally.sheets)
    known = {
        "blank": tally.blank,
        "null": tally.null,
        "turnout": tally.cast,
        "counted": sheets.counted,
        "processed": sheets.processed,
        "pending": sheets.pending,
    }
    return known.get(what)


def _base(tally: UnitTally, of: str) -> int | None:
    known = {
        "valid": tally.valid,
        "cast": tally.cast,
        "registered_counted": tally.registered_counted,
        "total_sheets": tally.sheets.total,
    }
    return known.get(of)
