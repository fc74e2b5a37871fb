"""A reading cut into pieces, branch by branch: the units right below its root, each cut once for each stamp."""

from collections.abc import Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field
from datetime import datetime
from functools import cached_property

from countwatch.count.pieces import Pair, Piece, piece, with_rest
from countwatch.count.tree import UnitTree
from countwatch.model.snapshot import UnitTally


@dataclass(frozen=True)
class Covers:
    """The pieces of a tree, their votes those of a pair.

    What was cut at one stamp is kept: where each document has a stamp of its own, its pieces are asked for when
    its branch is, and again when that stamp is.
    """

    tree: UnitTree
    pair: Pair
    _cut: dict[tuple[str, datetime | None], list[Piece]] = field(default_factory=dict)

    @property
    def branches(self) -> Sequence[str]:
        """The units right below the root."""
        return self.tree.below(self.tree.root_id)

    def whole(self, root: UnitTally) -> list[Piece]:
        """The deepest pieces of the contest at the stamp of that reading of its root, each counted once."""
        stamp = root.published_at
        told = self.tree.up_from(stamp)
        below = [part for branch in self.branches if branch in told for part in self.branch(branch, stamp)]
        return with_rest(piece(root, self.tree.root_id, None, self.pair), below)

    def branch(self, branch: str, stamp: datetime | None) -> list[Piece]:
        """The deepest pieces below and including a branch at that stamp, each counted once."""
        if (branch, stamp) not in self._cut:
            self._cut[branch, stamp] = self._cover(branch, stamp)
        return self._cut[branch, stamp]

    def _cover(self, branch: str, stamp: datetime | None) -> list[Piece]:
        tree, found = self.tree, dict[str, list[Piece]]()
        # A feed may have as many stamps as units; each is looked for among its own.
        for unit_id in tree.bottom_up(branch, tree.up_from(stamp)):
            below = [part for child in tree.below(unit_id) for part in found.pop(child, ())]
            tally = tree.at(unit_id, stamp)
            own = None if tally is None else piece(tally, unit_id, branch, self.pair)
            found[unit_id] = with_rest(own, below)
        return found[branch]

    def whole_stamps(self, branch: str) -> AbstractSet[datetime | None]:
        """The stamps at which all of a branch is known: its own, and the one of everything right below it."""
        return self._whole_stamps[branch]

    def known_at(self, stamp: datetime | None) -> AbstractSet[str]:
        """The branches that are known whole at that stamp."""
        return self._known.get(stamp, frozenset())

    @cached_property
    def _whole_stamps(self) -> dict[str, set[datetime | None]]:
        found: dict[str, set[datetime | None]] = {}
        for branch in self.branches:
            own = self.tree.tallies.get(branch)
            found[branch] = set() if own is None else {own.published_at}
            below = [self.tree.tallies.get(child) for child in self.tree.below(branch)]
            stamps = {tally.published_at for tally in below if tally is not None}
            if len(stamps) == 1 and all(tally is not None for tally in below):
                found[branch] |= stamps
        return found

    @cached_property
    def _known(self) -> dict[datetime | None, set[str]]:
        found: dict[datetime | None, set[str]] = {}
        for branch, stamps in self._whole_stamps.items():
            for stamp in stamps:
                found.setdefault(stamp, set()).add(branch)
        return found
