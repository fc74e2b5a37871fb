"""How wide the columns of the table of regions are."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Columns:
    """Widths of the name, the figures and the bar (0 for none), and whether valid votes and the stamp have room.

    A figure without room has no width: shares give way first, then what is counted.
    """

    name: int
    figures: tuple[int, ...]
    bar: int
    more: bool
