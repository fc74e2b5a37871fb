"""How memory grows with the updates that were folded: the ledger, and whatever should not be there."""

import subprocess
import sys
from collections.abc import Iterator

from benchmarks.measuring import Effort, Row, python
from benchmarks.nights import ROOT, Night, document, update
from benchmarks.soak import memory_megabytes
from countwatch.formats.countwatch import FORMAT
from countwatch.ledger.advance import advance
from countwatch.ledger.state import WatchState


def measure(effort: Effort) -> Iterator[Row]:
    """One row, of a process of its own: in this one there is room left by the rows before."""
    updates = effort.size(10_000, 200)
    told = subprocess.run(python("-m", __name__, str(updates)), check=True, capture_output=True, text=True).stdout
    what = f"memory that {updates:,} more updates take, after as many"
    yield Row("memory: ledger", what, "", unit="MB", measured=float(told), limit=6.0)


def grown_megabytes(updates: int) -> float:
    """What that many more updates take, after as many."""
    night, state = Night(1), WatchState(FORMAT)
    begun = 0.0
    for n in range(1, 2 * updates + 1):
        night.count(night.regions)
        state = advance(state, update(n, [document(ROOT, night.body())]))
        if not state.ledger.outcome(n).shows:
            raise ValueError(state.event)
        if n == updates:
            begun = memory_megabytes()
    return memory_megabytes() - begun


if __name__ == "__main__":
    sys.stdout.write(f"{grown_megabytes(int(sys.argv[1]))}\n")
