"""One unit right below the root, with all that is inside it: cut into pieces, once for each stamp."""

from collections.abc import Iterable, Mapping
from collections.abc import Set as AbstractSet
from datetime import datetime
from functools import cached_property
from operator import is_

from countwatch.count.pieces import Pair, Piece, piece, with_rest
from countwatch.model.tree import UnitTree

Stamp = datetime | None


class Branch:
    """A branch and its tallies, for a pair of candidates. What is worked out here holds for as long as these do.

    So it outlives the reading that it was made of, and has nothing of that but its own tallies and the roster.
    """

    def __init__(self, tree: UnitTree, branch_id: str, pair: Pair) -> None:
        self.id = branch_id
        self.pair = pair
        self._units, self._children = tree.units, tree.children
        self._tallies = {unit_id: tree.tallies.get(unit_id) for unit_id in tree.bottom_up(branch_id)}
        self._cut: dict[Stamp, list[Piece]] = {}

    def is_of(self, tree: UnitTree, pair: Pair) -> bool:
        """Whether all of it is the same in that reading, and for that pair."""
        return (
            self.pair == pair
            and self._units is tree.units
            and all(map(is_, map(tree.tallies.get, self._tallies), self._tallies.values()))
        )

    @property
    def stamps(self) -> Iterable[Stamp]:
        """Those of its tallies."""
        return self._stamped.keys()

    @cached_property
    def whole_stamps(self) -> AbstractSet[Stamp]:
        """The stamps at which all of it is known: its own, and the one of everything right below it."""
        own = self._tallies[self.id]
        below = [self._tallies[child] for child in self._below(self.id)]
        stamps = {tally.published_at for tally in below if tally is not None}
        of_below = stamps if len(stamps) == 1 and all(tally is not None for tally in below) else set[Stamp]()
        return of_below if own is None else of_below | {own.published_at}

    def at(self, stamp: Stamp) -> list[Piece]:
        """The deepest pieces below and including it at that stamp, each counted once."""
        if stamp not in self._cut:
            self._cut[stamp] = self._cover(stamp)
        return self._cut[stamp]

    @cached_property
    def latest(self) -> list[Piece]:
        """The same at the newest stamp at which all of it is known; empty where there is none."""
        known = [stamp for stamp in self.whole_stamps if stamp is not None]
        if not known:
            return []
        stamp, own = max(known), self._tallies[self.id]
        if own is not None and own.published_at == stamp:
            return self.at(stamp)
        tallies = [self._tallies[child] for child in self._below(self.id)]
        parts = [None if tally is None else piece(tally, self.id, self.id, self.pair) for tally in tallies]
        whole = [part for part in parts if part is not None]
        return whole if len(whole) == len(parts) else []

    def _below(self, unit_id: str) -> list[str]:
        return self._children.get(unit_id, [])

    @cached_property
    def _rank(self) -> Mapping[str, int]:
        """The place of each unit from the leaves up."""
        return {unit_id: place for place, unit_id in enumerate(self._tallies)}

    @cached_property
    def _stamped(self) -> Mapping[Stamp, list[str]]:
        """The units by the stamp of their tally."""
        found: dict[Stamp, list[str]] = {}
        for unit_id, tally in self._tallies.items():
            if tally is not None:
                found.setdefault(tally.published_at, []).append(unit_id)
        return found

    def _up_from(self, stamp: Stamp) -> set[str]:
        """The units of that stamp, and all of the branch that they are inside of.

        A feed may have as many stamps as units; each is looked for among its own.
        """
        found: set[str] = set()
        for unit_id in self._stamped.get(stamp, ()):
            here: str | None = unit_id
            while here is not None and here not in found:
                found.add(here)
                here = None if here == self.id else self._units[here].parent_id
        return found

    def _cover(self, stamp: Stamp) -> list[Piece]:
        told, found = self._up_from(stamp), dict[str, list[Piece]]()
        for unit_id in sorted(told, key=self._rank.__getitem__):
            below = [part for child in self._below(unit_id) for part in found.pop(child, ())]
            tally = self._tallies[unit_id]
            own = None
            if tally is not None and tally.published_at == stamp:
                own = piece(tally, unit_id, self.id, self.pair)
            found[unit_id] = with_rest(own, below)
        return found.get(self.id, [])
