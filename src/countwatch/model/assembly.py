"""A reading that was put together, and of what: so that the next one can be made of it and of what is new."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from countwatch.model.election import Election
from countwatch.model.part import Part
from countwatch.model.snapshot import Snapshot
from countwatch.model.tree import UnitTree


@dataclass(frozen=True, slots=True)
class Assembly:
    """One reading, its units as a tree, and the parts that it was made of.

    `tellers` says of each unit which part its tally is taken from, where several tell it.
    """

    snapshot: Snapshot
    tree: UnitTree = field(compare=False)
    parts: Mapping[str, Part]
    election: Election | None
    tellers: Mapping[str, str]
