"""How wide the columns of the table of regions are."""

from collections.abc import Sequence
from functools import lru_cache
from typing import NamedTuple

NAME_MIN = 12
BAR_MIN, BAR_MAX = 10, 24
VALID, STAMP = 14, 12
MORE = VALID + STAMP + 4
"""Cells of the two columns that come last, with the blanks before them: valid votes and the stamp."""
_FIGURES_MIN = (7, 7, 8, 7, 5)
_FIGURE_MIN = 8
_HEAD_MORE = 5
"""A head makes its column wider by so many cells at most."""


class Columns(NamedTuple):
    """Widths of the name, the figures and the bar (0 for none), and whether valid votes and the stamp have room.

    A figure without room has no width: shares give way first, then what is counted.
    """

    name: int
    figures: tuple[int, ...]
    bar: int
    more: bool


@lru_cache(maxsize=8)
def columns_of(heads: tuple[int, ...], largest: tuple[int, int], name: int, width: int, *, has_bar: bool) -> Columns:
    """The columns of a table of that width; kept, because every row asks.

    In cells: `heads` of the figures' columns, `largest` of the largest lead with its sign and of the most that is out,
    `name` of the longest name. The last three figures are the lead, what is counted and what is out.
    """
    least = (*_FIGURES_MIN[: len(heads)], *([_FIGURE_MIN] * (len(heads) - len(_FIGURES_MIN))))
    figures = [min(max(few, head), few + _HEAD_MORE) for head, few in zip(heads, least, strict=True)]
    figures[-3] = max(figures[-3], 1 + largest[0])
    figures[-1] = max(figures[-1], largest[1])
    for unneeded, needed in ((range(len(figures) - 3), NAME_MIN), ([len(figures) - 2], name)):
        if width - _taken(figures) < min(needed, name - 1):
            for place in unneeded:
                figures[place] = 0
    room = width - _taken(figures)
    two = has_bar and all(figures)
    more = room >= name + MORE + (2 + BAR_MIN if two else 0)
    room -= MORE if more else 0
    bar = min(BAR_MAX, room - name - 2)
    if bar < BAR_MIN or not two:
        return Columns(max(room, 1), tuple(figures), 0, more)
    return Columns(room - bar - 2, tuple(figures), bar, more)


def _taken(figures: Sequence[int]) -> int:
    return sum(size + 1 for size in figures if size)
