"""Which two candidates are compared, and what is supposed of the others."""

from fractions import Fraction
from typing import NamedTuple

from countwatch.count.estimate import Votes, two_way_votes, valid_votes
from countwatch.count.standing import standing
from countwatch.model.snapshot import UnitTally


class Question(NamedTuple):
    """`lead_votes` is exact and never negative: of the two, `ahead_id` is the one with more votes.

    `third_share` (0 to 1) is the share of outstanding valid votes for everybody else; None means each
    unit's counted share.
    """

    ahead_id: str
    behind_id: str
    lead_votes: int
    third_share: Fraction | None = None

    @property
    def two_way(self) -> tuple[Votes, Fraction]:
        """Which votes of a piece are the two's, and what part of them."""
        if self.third_share is None:
            return two_way_votes, Fraction(1)
        return valid_votes, 1 - self.third_share


def question(
    root: UnitTally, pair: tuple[str, str] | None = None, third_share: Fraction | None = None
) -> Question | None:
    """The question for those two candidates, by default the first two places; None with fewer than two.

    `LookupError` for a candidate who is not in the totals, `ValueError` for a share outside 0 to 1.
    """
    if third_share is not None and not 0 <= third_share <= 1:
        raise ValueError(third_share)
    if pair is None:
        places = standing(root).places
        if len(places) < 2:
            return None
        pair = places[0].candidate_id, places[1].candidate_id
    lead = root.votes[pair[0]] - root.votes[pair[1]]
    ahead, behind = pair if lead >= 0 else (pair[1], pair[0])
    return Question(ahead, behind, abs(lead), third_share)
