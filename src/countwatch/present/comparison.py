"""Two feeds of one election held against each other: what differs, and how far apart their stamps are."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import timedelta
from typing import NamedTuple

from countwatch.count.figures import BALLOTS, SHEETS, Change, compare
from countwatch.formats.rosters import candidate_ids
from countwatch.ledger.state import WatchState
from countwatch.model.election import Election
from countwatch.model.finding import Finding
from countwatch.model.protocols import FeedStatus
from countwatch.model.snapshot import UnitTally

_COMPARED = frozenset({"votes", *BALLOTS, *SHEETS}) - {"registered"}
"""The roll is left out: where a feed does not tell it, it is the election file's own. So are reasons of review."""


class Side(NamedTuple):
    """One feed as it stands: what is on its screen, where its feed is, and why it stopped, if it did."""

    state: WatchState
    status: FeedStatus
    stopped: Finding | None = None

    @property
    def label(self) -> str:
        """What this feed is called."""
        return self.status.label


class Comparison(NamedTuple):
    """A feed held against the first. `lag` is how much older its stamp is (negative: newer), None without two stamps.

    `changes` are figures that both tell and that are not equal: `before` is the first feed's, `after` the
    other's. They contradict each other only where `lag` is zero. `only_first` and `only_other` are candidate ids.
    """

    lag: timedelta | None
    changes: tuple[Change, ...]
    only_first: tuple[str, ...]
    only_other: tuple[str, ...]

    @property
    def is_same_stamp(self) -> bool:
        """Whether both speak of one moment."""
        return self.lag == timedelta(0)

    @property
    def differs(self) -> bool:
        """Whether the two say different things of the same moment."""
        return self.is_same_stamp and bool(self.changes)

    def by(self, figure: str, candidate_id: str | None = None) -> int:
        """How much more the other feed has of a figure; 0 where it is equal or not told by both."""
        found = (one.by for one in self.changes if (one.figure, one.candidate_id) == (figure, candidate_id))
        return next(found, 0)


def hold_against(first: WatchState, other: WatchState) -> Comparison | None:
    """Compare the readings on screen of two feeds; None while one has none, or where they are of two elections."""
    if first.snapshot is None or other.snapshot is None or are_of_two_elections(first, other):
        return None
    known = first.election or other.election
    one, two = tally_of(first, known), tally_of(other, known)
    stamps = (first.snapshot.published_at, other.snapshot.published_at)
    return Comparison(
        lag=stamps[0] - stamps[1] if stamps[0] and stamps[1] else None,
        changes=tuple(filter(_is_told_by_both, compare(one, two))),
        only_first=tuple(name for name in one.votes if name not in two.votes),
        only_other=tuple(name for name in two.votes if name not in one.votes),
    )


def _is_told_by_both(change: Change) -> bool:
    return change.figure in _COMPARED and change.before is not None and change.after is not None


def are_of_two_elections(first: WatchState, other: WatchState) -> bool:
    """Whether both feeds say of which election they are, and it is not the same."""
    ids = {state.snapshot.election_id for state in (first, other) if state.snapshot and state.snapshot.election_id}
    return len(ids) > 1


def tally_of(state: WatchState, known: Election | None) -> UnitTally:
    """The whole contest with its candidates under the election's own ids. `LookupError` where there is no reading."""
    if state.snapshot is None:
        raise LookupError(state.n)
    root = state.snapshot.root
    return replace(root, votes=_by_own_id(root.votes, known))


def _by_own_id(votes: Mapping[str, int], known: Election | None) -> dict[str, int]:
    """Votes under the election's ids. Two ids of one candidate stay what they are: votes are never added up."""
    own = candidate_ids(known)
    names = [own.get(name, name) for name in votes]
    return {
        (new if names.count(new) == 1 else old): count for (old, count), new in zip(votes.items(), names, strict=True)
    }
