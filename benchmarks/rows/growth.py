"""What an update costs as units grow tenfold, 5 % of the documents changed each time."""

from collections.abc import Iterator
from itertools import pairwise
from statistics import median

from benchmarks.measuring import Effort, Row, cpu_seconds, interleaved
from benchmarks.nights import Night, Regional, update
from countwatch.ledger.advance import advance
from countwatch.ledger.state import WatchState

CHANGED_SHARE = 0.05


class _Watched:
    """One night of some size, and a watch of it."""

    def __init__(self, regions: int) -> None:
        self._night = Night(regions)
        self._state = advance(WatchState(Regional()), update(1, self._night.documents()))

    def cost(self) -> float:
        """CPU seconds of one more update."""
        self._night.count(self._night.some(CHANGED_SHARE))
        came = update(self._state.n + 1, self._night.documents())
        return cpu_seconds(lambda: self._take(advance(self._state, came)))

    def _take(self, state: WatchState) -> None:
        self._state = state


def measure(effort: Effort) -> Iterator[Row]:
    """A row for each tenfold."""
    sizes = [200, 2_000, effort.size(20_000, 4_000)]
    watched = {str(units): _Watched(units // 20) for units in sizes}
    taken = interleaved(effort, {name: one.cost for name, one in watched.items()})
    for fewer, more in pairwise(sizes):
        yield Row(
            f"growth: {more:,} units",
            f"an update of {more:,} units in documents of 20, 5 % of them changed, CPU",
            f"the same of {fewer:,} units",
            unit="s",
            measured=median(taken[str(more)]),
            floor_measured=median(taken[str(fewer)]),
            limit=3.0,
        )
