"""How long the screen stands still at the longest while a large count comes and is searched, on the wall's clock."""

from collections.abc import Iterator

from benchmarks.measuring import Effort, Row, python
from benchmarks.terminal import Program

SIZE = (120, 40)


def measure(effort: Effort) -> Iterator[Row]:
    """One row for each size of a count; a busy machine makes them longer, so they only tell."""
    for units in (2_000, 8_000, 20_000):
        count = effort.size(units, 200)
        with Program(python("-m", "benchmarks.screens.ours", "stalls", str(count)), SIZE) as run:
            stall = float(run.answer())
        what = f"longest time without a turn of the screen's loop while bodies of {units:,} units come and are searched"
        yield Row(f"screen: stall at {units:,} units", what, "", "s", measured=stall)
