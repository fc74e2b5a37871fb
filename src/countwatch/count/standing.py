"""Who has how many votes, in order, and by how much."""

from collections.abc import Mapping
from decimal import Decimal
from typing import Literal, NamedTuple

from countwatch.count.percent import percent
from countwatch.model.snapshot import UnitTally

PercentBase = Literal["valid", "cast"]


class Place(NamedTuple):
    """One candidate's votes and share (percent of the base, 3 decimals; None where the base is zero)."""

    candidate_id: str
    votes: int
    share: Decimal | None


class Lead(NamedTuple):
    """One candidate before another: votes, and points of the base. Negative when behind."""

    ahead_id: str
    behind_id: str
    votes: int
    points: Decimal | None


class Standing(NamedTuple):
    """Candidates in the order of their votes. Ties keep the order of the ids, and have no leader."""

    places: tuple[Place, ...]
    base: int

    @property
    def lead(self) -> Lead | None:
        """The first place before the second; None with fewer than two candidates."""
        return self.between(0, 1) if len(self.places) > 1 else None

    @property
    def leader_id(self) -> str | None:
        """Who is ahead in the count so far; None while nobody is."""
        if not self.places or not self.places[0].votes:
            return None
        if len(self.places) > 1 and self.places[0].votes == self.places[1].votes:
            return None
        return self.places[0].candidate_id

    def between(self, ahead: int, behind: int) -> Lead:
        """The lead of the place `ahead` (0 is the first) before the place `behind`."""
        first, second = self.places[ahead], self.places[behind]
        votes = first.votes - second.votes
        return Lead(first.candidate_id, second.candidate_id, votes, percent(votes, self.base))


def base_of(tally: UnitTally, percent_base: PercentBase) -> int:
    """What shares are percentages of: votes for candidates, or all ballots cast (0 where unknown)."""
    return tally.valid if percent_base == "valid" else (tally.cast or 0)


def standing(tally: UnitTally, percent_base: PercentBase = "valid") -> Standing:
    """Order a unit's candidates by votes."""
    return standing_of(tally.votes, base_of(tally, percent_base))


def standing_of(votes: Mapping[str, int], base: int) -> Standing:
    """Order candidates by votes, with shares of `base`."""
    ordered = sorted(votes.items(), key=lambda item: (-item[1], item[0]))
    return Standing(tuple(Place(name, count, percent(count, base)) for name, count in ordered), base)
