"""The order of the table of regions: a tree whose siblings are sorted by a column, some of it folded away."""

from collections.abc import Callable, Sequence
from operator import attrgetter
from typing import Any, NamedTuple
from unicodedata import combining, normalize

from countwatch.present.views import RegionRow

SHARES = ("first", "second")
"""The columns of the candidates, by their place in the order of votes."""
_LAST = ("lead", "counted", "out")
_MORE = ("valid", "stamp")


def plain(text: str) -> str:
    """A name without accents and case, for searching and sorting."""
    folded = text.casefold()
    if folded.isascii():
        return folded
    return "".join(letter for letter in normalize("NFD", folded) if not combining(letter))


_IN_TREE = attrgetter("id", "name", "depth", "parent_id", "is_parent")


def is_same_tree(before: Sequence[RegionRow], rows: Sequence[RegionRow]) -> bool:
    """Whether the same units stand at the same places: a new update seldom brings more than other figures."""
    return len(before) == len(rows) and all(
        _IN_TREE(one) == _IN_TREE(other) for one, other in zip(before, rows, strict=True) if one is not other
    )


_KEYS: dict[str, Callable[[RegionRow], Any]] = {
    "name": lambda row: plain(row.name),
    "first": lambda row: row.shares[0] if row.shares else None,
    "second": lambda row: row.shares[1] if len(row.shares) > 1 else None,
    "lead": lambda row: row.lead,
    "counted": lambda row: row.counted,
    "out": lambda row: row.out,
    "valid": lambda row: row.valid,
    "stamp": lambda row: row.published_at,
}
"""What each column sorts by: the figure itself, None where it is unknown."""


def order_names(columns: int) -> tuple[str, ...]:
    """The names of a table's columns, of which so many are given by its view: one or two are of candidates."""
    return ("name", *SHARES[: max(0, columns - 1 - len(_LAST))], *_LAST, *_MORE)


class Arrangement(NamedTuple):
    """By which column (None: as the election has them) and which way, and the units that were folded or unfolded.

    Figures begin with the largest, names with A. Units right below the whole are open, deeper ones closed,
    until one of them is in `turned_ids`.
    """

    column: str | None = None
    is_turned: bool = False
    turned_ids: frozenset[str] = frozenset()

    @property
    def sign(self) -> str:
        """▴ where the smallest comes first, ▾ where the largest does."""
        return "▴" if self._ascending else "▾"

    @property
    def _ascending(self) -> bool:
        return (self.column == "name") != self.is_turned

    def by(self, column: str) -> "Arrangement":
        """By a column; the other way round where it is the one in use; as they were where it was turned already."""
        if column != self.column:
            return self._replace(column=column, is_turned=False)
        return self._replace(column=None if self.is_turned else column, is_turned=not self.is_turned)

    def next(self, names: Sequence[str]) -> "Arrangement":
        """By the next column; after the last one as the election has them."""
        place = names.index(self.column) + 1 if self.column in names else 0
        return self._replace(column=names[place] if place < len(names) else None, is_turned=False)

    def turned(self) -> "Arrangement":
        """The other way round; nothing to turn where no column sorts."""
        return self._replace(is_turned=not self.is_turned) if self.column else self

    def folding(self, unit_id: str) -> "Arrangement":
        """With that unit folded or unfolded."""
        return self._replace(turned_ids=self.turned_ids ^ {unit_id})

    def is_open(self, row: RegionRow) -> bool:
        """Whether the units inside are shown."""
        return (row.depth == 0) != (row.id in self.turned_ids)

    def sorted(self, rows: list[RegionRow]) -> list[RegionRow]:
        """Siblings in order; those whose figure is unknown come last either way."""
        if self.column is None:
            return rows
        key = _KEYS[self.column]
        known = sorted((row for row in rows if key(row) is not None), key=key, reverse=not self._ascending)
        return known + [row for row in rows if key(row) is None]


def arranged(rows: Sequence[RegionRow], arrangement: Arrangement) -> list[RegionRow]:
    """The rows that are not folded away, each after the unit that it is in. A loop: trees may be deep."""
    below: dict[str | None, list[RegionRow]] = {}
    for row in rows:
        below.setdefault(row.parent_id, []).append(row)
    found: list[RegionRow] = []
    stack = arrangement.sorted(below.get(None, []))[::-1]
    while stack:
        row = stack.pop()
        found.append(row)
        if row.is_parent and arrangement.is_open(row):
            stack.extend(reversed(arrangement.sorted(below.get(row.id, []))))
    return found


class Order:
    """The rows as they are arranged. Where no column sorts, each keeps its place until a unit comes or goes."""

    def __init__(self) -> None:
        self._arrangement: Arrangement | None = None
        self._places: list[int] = []

    def forget(self) -> None:
        """Units came or went."""
        self._arrangement = None

    def of(self, rows: Sequence[RegionRow], arrangement: Arrangement) -> list[RegionRow]:
        """The rows of the same tree as last time, unless it was forgotten."""
        if arrangement.column is not None:
            return arranged(rows, arrangement)
        if arrangement == self._arrangement:
            return [rows[place] for place in self._places]
        found = arranged(rows, arrangement)
        place_of = {row.id: place for place, row in enumerate(rows)}
        self._arrangement, self._places = arrangement, [place_of[row.id] for row in found]
        return found
