"""A replay as fast as it goes with the screen on, and how memory grows over a long night of painted updates."""

from collections.abc import Iterator
from dataclasses import replace

from benchmarks.measuring import Effort, Row, python, weighed
from benchmarks.recordings import night_of_documents
from benchmarks.terminal import Program

SIZE = (120, 40)


def measure(effort: Effort) -> Iterator[Row]:
    """How much of the floor's speed a replay reaches; and MB over 10,000 updates more."""
    path = night_of_documents(effort)

    def seconds(module: str) -> float:
        with Program(python("-m", f"benchmarks.screens.{module}", "replay", str(path)), SIZE) as run:
            return float(run.answer())

    row = weighed(
        Row(
            "replay: screen on",
            "replay --speed max with the screen on, 343 KB in 61 documents, 5 % of them new, updates a CPU second",
            "decode what changed, paint three panels and a table 30 times a second",
            unit="s",
        ),
        effort,
        measured=lambda: seconds("floor"),
        floor=lambda: seconds("ours"),
    )
    updates = effort.size(200, 10)
    yield replace(
        row,
        unit="updates/s",
        measured=updates / (row.floor_measured or 1.0),
        floor_measured=updates / row.measured,
        limit=0.6,
        at_least=True,
    )
    count = effort.size(10_000, 100)
    with Program(python("-m", "benchmarks.screens.ours", "grow", str(count)), SIZE) as run:
        grown = float(run.answer())
    what = f"memory that {count:,} more updates take after as many, every tenth painted, chart and ledger included"
    yield Row("screen: growth", what, "", unit="MB", measured=grown, limit=6.0)
