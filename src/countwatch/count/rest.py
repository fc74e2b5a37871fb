"""What the sheets that are still out may hold, if they yield what their own unit yielded so far."""

from collections.abc import Sequence
from datetime import datetime
from typing import NamedTuple

from countwatch.count.estimate import (
    SCALE,
    Shares,
    Span,
    Yields,
    needed_shares,
    net_votes,
    span,
    valid_votes,
    whole_votes,
)
from countwatch.count.percent import rounded
from countwatch.count.pieces import Piece
from countwatch.count.question import Question
from countwatch.count.split import Basis, Split


class UnitRest(NamedTuple):
    """What is out in one piece of the split, at that piece's own stamp.

    `unit_id` is None for what is left of `within` once its known units are taken off; `branch_id` is
    the unit right below the root (home, abroad). `votes` and `net_votes` (ahead minus behind) are
    estimates; where nothing is counted here yet they rest on the whole contest's rate, and `own_rate`
    is False. A tuple, since thousands of them may be made at once.
    """

    unit_id: str | None
    within: str
    branch_id: str | None
    published_at: datetime | None
    outstanding: int
    under_review: int | None
    votes: int
    net_votes: int
    own_rate: bool


class Rest(NamedTuple):
    """An estimate of what is out. All of it is a supposition: the rest votes like its own unit so far.

    `basis` is the split that it rests on ("national" is coarse), `oldest` and `newest` its stamps;
    where `is_current` is False they are not the stamp of the totals, and spans have two ends. `votes`
    are all valid ones, `two_way` those of the two candidates, `needed` what the one behind must exceed
    of them, `net_to_come` ahead minus behind, `margin` the lead with that added (negative: the other one's).
    `needed`, `net_to_come` and `margin` are None without two candidates, `needed` also at no two-way votes.
    `scaled_votes` and `scaled_net` are those of each piece, in `1 / SCALE` of a vote.
    """

    basis: Basis
    is_current: bool
    oldest: datetime | None
    newest: datetime | None
    votes: Span
    two_way: Span | None
    needed: Shares | None
    net_to_come: Span | None
    margin: Span | None
    pieces: tuple[Piece, ...]
    scaled_votes: tuple[int, ...]
    scaled_net: tuple[int, ...]

    @property
    def units(self) -> tuple[UnitRest, ...]:
        """What is out in each piece. Rounded when it is asked for: nearly every view shows the sums alone."""
        return tuple(map(_unit, self.pieces, self.scaled_votes, self.scaled_net))

    @property
    def branches(self) -> tuple["BranchRest", ...]:
        """The same, summed to the units right below the root: home and abroad. Estimates are rounded before."""
        found: dict[str | None, list[UnitRest]] = {}
        for unit in self.units:
            found.setdefault(unit.branch_id, []).append(unit)
        return tuple(
            BranchRest(
                branch_id=branch_id,
                outstanding=sum(unit.outstanding for unit in units),
                votes=sum(unit.votes for unit in units),
                net_votes=sum(unit.net_votes for unit in units),
            )
            for branch_id, units in found.items()
        )


class BranchRest(NamedTuple):
    """What is out in one unit right below the root; `branch_id` None where it cannot be attributed."""

    branch_id: str | None
    outstanding: int
    votes: int
    net_votes: int


def rest(split: Split, whole: Piece, outstanding: int, asked: Question | None) -> Rest:
    """Estimate `outstanding` sheets over a split.

    `whole` is the contest as one piece, with counted sheets: it gives the rate where a unit has none.
    """
    parts, yields = split.pieces, Yields(whole)
    valid = [yields.of(part, part.outstanding, valid_votes) for part in parts]
    net = [yields.of(part, part.outstanding, net_votes) for part in parts]
    two_way = needed = to_come = margin = None
    if asked is not None:
        scaled = two_way_span(parts, outstanding, yields, asked)
        needed = needed_shares(asked.lead_votes, scaled)
        two_way = whole_votes(scaled)
        to_come = whole_votes(span(parts, net, outstanding, yields, net_votes))
        margin = Span(asked.lead_votes + to_come.low, asked.lead_votes + to_come.high)
    return Rest(
        basis=split.basis,
        is_current=split.is_current,
        oldest=split.oldest,
        newest=split.newest,
        votes=whole_votes(span(parts, valid, outstanding, yields, valid_votes)),
        two_way=two_way,
        needed=needed,
        net_to_come=to_come,
        margin=margin,
        pieces=parts,
        scaled_votes=tuple(valid),
        scaled_net=tuple(net),
    )


def two_way_span(parts: Sequence[Piece], outstanding: int, yields: Yields, asked: Question) -> Span:
    """Outstanding votes of the two candidates, in `1 / SCALE` of a vote."""
    votes, share = asked.two_way
    held = [yields.of(part, part.outstanding, votes) for part in parts]
    whole = span(parts, held, outstanding, yields, votes)
    return Span(*(rounded(end * share.numerator, share.denominator) for end in (whole.low, whole.high)))


def _unit(part: Piece, valid: int, net: int) -> UnitRest:
    return UnitRest(
        unit_id=part.unit_id,
        within=part.within,
        branch_id=part.branch_id,
        published_at=part.published_at,
        outstanding=part.outstanding,
        under_review=part.under_review,
        votes=rounded(valid, SCALE),
        net_votes=rounded(net, SCALE),
        own_rate=part.normal > 0,
    )
