"""How far the count is, in tally sheets: counted, at the boards, pending, and processed."""

from decimal import Decimal
from typing import NamedTuple

from countwatch.count.percent import percent
from countwatch.model.snapshot import Sheets, UnitTally


class Progress(NamedTuple):
    """Sheets by state, each None where it is neither said nor exactly derivable.

    processed = counted + under review; a feed without a review state has no *processed*, and there
    pending = total - counted. Percentages are of `total`. A tuple, since thousands are made at every update.
    """

    total: int | None
    counted: int | None
    under_review: int | None
    pending: int | None
    processed: int | None
    annulled: int | None
    not_installed: int | None

    @property
    def outstanding(self) -> int | None:
        """Sheets not yet in the totals: pending + under review."""
        if self.pending is None:
            return None
        return self.pending + (self.under_review or 0)

    def share(self, sheets: int | None) -> Decimal | None:
        """That many sheets as a percentage of the total."""
        return None if sheets is None else percent(sheets, self.total)


def progress(sheets: Sheets) -> Progress:
    """Derive what follows exactly from what the feed says, and nothing else."""
    processed = None
    if sheets.counted is not None and sheets.under_review is not None:
        processed = sheets.counted + sheets.under_review
    return Progress(
        total=sheets.total,
        counted=sheets.counted,
        under_review=sheets.under_review,
        pending=pending_sheets(sheets),
        processed=processed,
        annulled=sheets.annulled,
        not_installed=sheets.not_installed,
    )


def pending_sheets(sheets: Sheets) -> int | None:
    """Sheets neither counted nor under review, as the feed says or as total and counted leave them."""
    if sheets.pending is None and sheets.total is not None and sheets.counted is not None:
        return max(0, sheets.total - sheets.counted - (sheets.under_review or 0))
    return sheets.pending


def outstanding_sheets(sheets: Sheets) -> int | None:
    """Sheets not yet in the totals: pending + under review."""
    pending = pending_sheets(sheets)
    return None if pending is None else pending + (sheets.under_review or 0)


def normal_sheets(sheets: Sheets) -> int | None:
    """Normally counted sheets: counted − annulled − not installed, which both are inside *counted*.

    These are what votes come from; None where the feed does not say how many are counted.
    """
    if sheets.counted is None:
        return None
    return max(0, sheets.counted - (sheets.annulled or 0) - (sheets.not_installed or 0))


def turnout(tally: UnitTally) -> Decimal | None:
    """Ballots cast per 100 registered voters *of the counted sheets*; None where either is unknown."""
    return None if tally.cast is None else percent(tally.cast, tally.registered_counted)
