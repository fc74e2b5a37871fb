"""Turning points, pace and gaps of a whole count, over plain columns: one row a reading, oldest first.

A column holds -1 (or None) where a reading does not give the figure, as the ledger's do.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import datetime, timedelta
from fractions import Fraction
from typing import NamedTuple

GAP = timedelta(hours=4)
"""A longer time between two stamps is said: nothing was recorded, whatever the source did."""

GAPS_MAX = 5
"""How many of the longest gaps are kept."""

Column = Sequence[int] | Sequence[int | None]
Stamps = Iterable[datetime | None]


class LeadAt(NamedTuple):
    """Who was ahead at a row, of whom, by how many votes (`ahead_id` None on a tie and at no votes)."""

    row: int
    ahead_id: str | None
    behind_id: str | None
    votes: int


class LeadChange(NamedTuple):
    """Between the rows of `before` and `after` another candidate came to be ahead; ties lie in between."""

    before: LeadAt
    after: LeadAt


class Gap(NamedTuple):
    """No reading has a stamp between those of two rows."""

    before_row: int
    after_row: int
    lasted: timedelta


class Pace(NamedTuple):
    """Sheets that came to be counted between two rows, and the time between; negative where some were withdrawn."""

    before_row: int
    after_row: int
    sheets: int
    lasted: timedelta

    @property
    def sheets_an_hour(self) -> Fraction:
        """The pace, exact."""
        return Fraction(self.sheets * 3600 * 10**6, self.lasted // timedelta(microseconds=1))


class Turning(NamedTuple):
    """What a count came through. `largest` has each candidate's largest lead, the first time it was reached.

    `gaps` are all longer than `GAP`, in order; `longest` the few longest of them, the longest first.
    """

    changes: tuple[LeadChange, ...]
    largest: Mapping[str, LeadAt]
    gaps: tuple[Gap, ...]
    longest: tuple[Gap, ...]


def turning(stamps: Stamps, votes: Mapping[str, Column], gap: timedelta = GAP) -> Turning:
    """Walk the readings once. Every column has as many as there are stamps, which are gone through once."""
    changes: list[LeadChange] = []
    largest: dict[str, LeadAt] = {}
    last: LeadAt | None = None
    for lead in leads(votes):
        if lead.ahead_id is None:
            continue
        if last is not None and last.ahead_id != lead.ahead_id:
            changes.append(LeadChange(last, lead))
        known = largest.get(lead.ahead_id)
        if known is None or lead.votes > known.votes:
            largest[lead.ahead_id] = lead
        last = lead
    found = tuple(gaps(stamps, gap))
    longest = sorted(found, key=lambda item: (-item.lasted, item.after_row))[:GAPS_MAX]
    return Turning(tuple(changes), largest, found, tuple(longest))


def leads(votes: Mapping[str, Column]) -> Iterator[LeadAt]:
    """The lead of the first place before the second at every row that has votes."""
    for row in range(max(map(len, votes.values()), default=0)):
        ranked = sorted(
            ((-count, name) for name, column in votes.items() if (count := column[row]) is not None and count >= 0)
        )
        if not ranked:
            continue
        first, second = ranked[0], ranked[1] if len(ranked) > 1 else (0, None)
        level = -first[0] == -second[0]
        yield LeadAt(row, None if level else first[1], None if level else second[1], second[0] - first[0])


def gaps(stamps: Stamps, longer_than: timedelta = GAP) -> Iterator[Gap]:
    """Times without a reading that are longer than that. Rows without a stamp, or with an older one, tell nothing."""
    for before, after, lasted in _steps(stamps):
        if lasted > longer_than:
            yield Gap(before, after, lasted)


def paces(stamps: Stamps, counted: Column, gap: timedelta = GAP) -> Iterator[Pace]:
    """The pace from each stamp to the next one; none across a gap, and none where sheets are unknown."""
    for before, after, lasted in _steps(stamps):
        then, now = counted[before], counted[after]
        if lasted <= gap and then is not None and now is not None and then >= 0 and now >= 0:
            yield Pace(before, after, now - then, lasted)


def _steps(stamps: Stamps) -> Iterator[tuple[int, int, timedelta]]:
    """From the last row of one stamp to the first row of the next."""
    last: tuple[int, datetime] | None = None
    for row, stamp in enumerate(stamps):
        if stamp is None or (last is not None and stamp < last[1]):
            continue
        if last is not None and stamp > last[1]:
            yield last[0], row, stamp - last[1]
        last = row, stamp
