"""Votes on sheets that are still out, at the rates of the counted ones. An estimate, and it says on what it rests.

Inside, votes are integers of one billionth of a vote, so that sums of thousands of units are
independent of their order and each figure is rounded once.
"""

from collections.abc import Callable, Sequence
from decimal import Decimal
from fractions import Fraction
from typing import NamedTuple

from countwatch.count.percent import PLACES, rounded
from countwatch.count.pieces import Piece

SCALE = 10**9
"""Parts of a vote that estimates are summed in."""

Votes = Callable[[Piece], int]
"""Which votes of a piece are meant: all valid ones, those of the two, or the difference of the two."""


class Span(NamedTuple):
    """From `low` to `high`, both included; equal where the split has the stamp of the totals."""

    low: int
    high: int

    @property
    def middle(self) -> int:
        """The whole number in the middle, a half away from zero."""
        return rounded(self.low + self.high, 2)


class Shares(NamedTuple):
    """A percentage from `low` to `high`, three decimals; `middle` goes with the middle of the votes."""

    low: Decimal
    high: Decimal
    middle: Decimal


class Yields(NamedTuple):
    """Votes a normally counted sheet; a piece where none is counted takes the yield of `fallback`, which has some."""

    fallback: Piece

    def of(self, part: Piece, sheets: int, votes: Votes) -> int:
        """Votes on that many sheets of a piece, in `1 / SCALE` of a vote."""
        if not sheets:
            return 0
        source = part if part.normal else self.fallback
        return rounded(sheets * votes(source) * SCALE, source.normal)

    def rate(self, part: Piece, votes: Votes) -> Fraction:
        """Votes a sheet of a piece."""
        source = part if part.normal else self.fallback
        return Fraction(votes(source), source.normal)


def span(parts: Sequence[Piece], held: Sequence[int], outstanding: int, yields: Yields, votes: Votes) -> Span:
    """Votes on `outstanding` sheets of the contest, in `1 / SCALE` of a vote; `held` are those of each piece.

    A current split says where each sheet is. An earlier one does not know from which pieces the
    sheets came that were counted since, so they are taken off wherever the sum gets lowest, and
    wherever it gets highest. Sheets that it did not have out are put where they weigh least, or most.
    """
    spare = outstanding - sum(part.outstanding for part in parts)
    base = sum(held)
    if spare == 0:
        return Span(base, base)
    ordered = sorted(parts, key=lambda part: yields.rate(part, votes))
    ends = (ordered, ordered[::-1])
    if spare < 0:
        taken = [_taken(order, -spare, yields, votes) for order in ends]
        return Span(base - taken[1], base - taken[0])
    return Span(*(base + yields.of(order[0], spare, votes) for order in ends))


def _taken(order: Sequence[Piece], sheets: int, yields: Yields, votes: Votes) -> int:
    """Votes on that many outstanding sheets, taken from the pieces in that order."""
    total = 0
    for part in order:
        here = min(sheets, part.outstanding)
        total += yields.of(part, here, votes)
        sheets -= here
    return total


def whole_votes(scaled: Span) -> Span:
    """The same span in whole votes."""
    return Span(rounded(scaled.low, SCALE), rounded(scaled.high, SCALE))


def needed_share(lead: int, two_way: int) -> Decimal | None:
    """1/2 + lead / (2 · two-way votes), in percent: what the one behind must exceed. None at no votes.

    `two_way` is in `1 / SCALE` of a vote. Above 100 it is more than all of it.
    """
    if two_way <= 0:
        return None
    return Decimal(rounded(50 * 10**PLACES * (two_way + lead * SCALE), two_way)).scaleb(-PLACES)


def needed_shares(lead: int, two_way: Span) -> Shares | None:
    """The needed share over a span of votes: the more votes are out, the less of them it takes."""
    low, high = needed_share(lead, two_way.high), needed_share(lead, two_way.low)
    middle = needed_share(lead, rounded(two_way.low + two_way.high, 2))
    return None if low is None or high is None or middle is None else Shares(low, high, middle)


def valid_votes(part: Piece) -> int:
    """Votes of all candidates."""
    return part.valid


def two_way_votes(part: Piece) -> int:
    """Votes of the two candidates of the question."""
    return part.ahead + part.behind


def net_votes(part: Piece) -> int:
    """How many more votes the one ahead has than the one behind; negative where it has fewer."""
    return part.ahead - part.behind
