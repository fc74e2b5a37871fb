"""An update of many documents of which few changed, against the same with all of them changed."""

from collections.abc import Iterator, Sequence

from benchmarks.measuring import Effort, Row, cpu_seconds, weighed
from benchmarks.nights import Night, Region, Regional, update
from countwatch.ledger.advance import advance
from countwatch.ledger.state import WatchState


def measure(effort: Effort) -> Iterator[Row]:
    """One row."""
    night = Night(effort.size(105, 5))
    state = advance(WatchState(Regional()), update(1, night.documents()))

    def cost(regions: Sequence[Region]) -> float:
        nonlocal state
        night.count(regions)
        came = update(state.n + 1, night.documents())

        def work() -> None:
            nonlocal state
            state = advance(state, came)

        return cpu_seconds(work)

    yield weighed(
        Row(
            "changed documents",
            f"an update of {len(night.regions)} documents of 20 units, 5 of them changed, CPU",
            "the same with all changed",
            unit="s",
            limit=0.2,
        ),
        effort,
        measured=lambda: cost(night.regions[:5]),
        floor=lambda: cost(night.regions),
    )
