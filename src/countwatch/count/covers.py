"""A reading cut into pieces, branch by branch: the units right below its root."""

from collections.abc import Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field
from functools import cached_property

from countwatch.count.branches import Branch, Stamp
from countwatch.count.pieces import Pair, Piece, piece, with_rest
from countwatch.model.snapshot import UnitTally
from countwatch.model.tree import UnitTree


@dataclass(frozen=True)
class Covers:
    """The pieces of a tree, their votes those of a pair.

    Branches in `made` of which nothing is new are taken from there, and others are put there.
    """

    tree: UnitTree
    pair: Pair
    made: dict[str, Branch] = field(default_factory=dict)

    @cached_property
    def branches(self) -> Sequence[Branch]:
        """The units right below the root."""
        return [self._branch(branch_id) for branch_id in self.tree.below(self.tree.root_id)]

    def _branch(self, branch_id: str) -> Branch:
        known = self.made.get(branch_id)
        if known is None or not known.is_of(self.tree, self.pair):
            known = self.made[branch_id] = Branch(self.tree, branch_id, self.pair)
        return known

    def whole(self, root: UnitTally) -> list[Piece]:
        """The deepest pieces of the contest at the stamp of that reading of its root, each counted once."""
        stamp = root.published_at
        below = [part for branch in self._told.get(stamp, ()) for part in branch.at(stamp)]
        return with_rest(piece(root, self.tree.root_id, None, self.pair), below)

    @cached_property
    def _told(self) -> Mapping[Stamp, list[Branch]]:
        """The branches that have something of a stamp, by that stamp."""
        found: dict[Stamp, list[Branch]] = {}
        for branch in self.branches:
            for stamp in branch.stamps:
                found.setdefault(stamp, []).append(branch)
        return found

    def known_at(self, stamp: Stamp) -> AbstractSet[str]:
        """The branches that are known whole at that stamp."""
        return self._known.get(stamp, frozenset())

    @cached_property
    def _known(self) -> Mapping[Stamp, set[str]]:
        found: dict[Stamp, set[str]] = {}
        for branch in self.branches:
            for stamp in branch.whole_stamps:
                found.setdefault(stamp, set()).add(branch.id)
        return found
