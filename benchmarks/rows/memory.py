"""How memory grows with the updates that were folded: the ledger, and whatever should not be there."""

from collections.abc import Iterator

from benchmarks.measuring import Effort, Row
from benchmarks.nights import ROOT, Night, document, update
from benchmarks.soak import memory_megabytes
from countwatch.formats.countwatch import FORMAT
from countwatch.ledger.advance import advance
from countwatch.ledger.state import WatchState


def measure(effort: Effort) -> Iterator[Row]:
    """One row."""
    updates = effort.size(10_000, 200)
    night, state = Night(1), WatchState(FORMAT)
    begun = 0.0
    for n in range(1, 2 * updates + 1):
        night.count(night.regions)
        state = advance(state, update(n, [document(ROOT, night.body())]))
        if n == updates:
            begun = memory_megabytes()
    what = f"memory that {updates:,} more updates take, after as many"
    yield Row("memory: ledger", what, "", unit="MB", measured=memory_megabytes() - begun, limit=6.0)
