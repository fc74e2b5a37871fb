"""A reading's units as a tree, with the tally of each. Built once for whoever walks it."""

from collections.abc import Collection, Iterator
from dataclasses import dataclass, field
from datetime import datetime
from functools import cached_property

from countwatch.model.election import ReportingUnit
from countwatch.model.snapshot import Snapshot, UnitTally


@dataclass(frozen=True)
class UnitTree:
    """Units below a root. `children` of a unit id are in the snapshot's order."""

    root_id: str
    units: dict[str, ReportingUnit]
    tallies: dict[str, UnitTally]
    children: dict[str, list[str]] = field(default_factory=dict)
    _up_from: dict[datetime | None, set[str]] = field(default_factory=dict)

    @classmethod
    def of(cls, snapshot: Snapshot) -> "UnitTree":
        """The tree of a reading. Units that do not hang from the root are left out, and so is any loop."""
        tree = cls(
            snapshot.root_id,
            {unit.id: unit for unit in snapshot.units},
            {tally.unit_id: tally for tally in snapshot.tallies},
        )
        for unit in snapshot.units:
            if unit.parent_id is not None and unit.id != snapshot.root_id:
                tree.children.setdefault(unit.parent_id, []).append(unit.id)
        return tree

    def below(self, unit_id: str) -> list[str]:
        """The units right below one; empty for a leaf."""
        return self.children.get(unit_id, [])

    def bottom_up(self, unit_id: str, among: Collection[str] | None = None) -> Iterator[str]:
        """Every unit from the leaves to `unit_id` itself, each after all that is below it; of `among` only, if given.

        A loop, not a recursion: a feed may nest its units as deep as it likes.
        """
        order = [unit_id]
        for unit in order:
            order.extend(self.below(unit) if among is None else [one for one in self.below(unit) if one in among])
        return reversed(order)

    @cached_property
    def _stamped(self) -> dict[datetime | None, list[str]]:
        """The units by the stamp of their tally."""
        found: dict[datetime | None, list[str]] = {}
        for tally in self.tallies.values():
            found.setdefault(tally.published_at, []).append(tally.unit_id)
        return found

    def up_from(self, stamp: datetime | None) -> set[str]:
        """The units of that stamp, and all that they are inside of; looked for once."""
        if stamp not in self._up_from:
            self._up_from[stamp] = self._climbed(stamp)
        return self._up_from[stamp]

    def _climbed(self, stamp: datetime | None) -> set[str]:
        found: set[str] = set()
        for unit_id in self._stamped.get(stamp, ()):
            here: str | None = unit_id
            while here is not None and here not in found:
                found.add(here)
                unit = self.units.get(here)
                here = None if unit is None else unit.parent_id
        return found

    def at(self, unit_id: str, stamp: datetime | None) -> UnitTally | None:
        """The unit's tally where it has exactly that stamp."""
        tally = self.tallies.get(unit_id)
        return tally if tally is not None and tally.published_at == stamp else None
