"""A reading's units as a tree, with the tally of each. Built once for whoever walks it."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime

from countwatch.model.election import ReportingUnit
from countwatch.model.snapshot import Snapshot, UnitTally


@dataclass(frozen=True)
class UnitTree:
    """Units below a root. `children` of a unit id are in the snapshot's order."""

    root_id: str
    units: dict[str, ReportingUnit]
    tallies: dict[str, UnitTally]
    children: dict[str, list[str]] = field(default_factory=dict)

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

    def holding(self, tallies: dict[str, UnitTally]) -> "UnitTree":
        """The same units with these tallies."""
        return UnitTree(self.root_id, self.units, tallies, self.children)

    def below(self, unit_id: str) -> list[str]:
        """The units right below one; empty for a leaf."""
        return self.children.get(unit_id, [])

    def bottom_up(self, unit_id: str) -> Iterator[str]:
        """Every unit from the leaves to `unit_id` itself, each after all that is below it.

        A loop, not a recursion: a feed may nest its units as deep as it likes.
        """
        order = [unit_id]
        for unit in order:
            order.extend(self.below(unit))
        return reversed(order)

    def at(self, unit_id: str, stamp: datetime | None) -> UnitTally | None:
        """The unit's tally where it has exactly that stamp."""
        tally = self.tallies.get(unit_id)
        return tally if tally is not None and tally.published_at == stamp else None
