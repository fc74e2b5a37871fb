"""What the screen costs until it shows something: to its first frame, and to the first one with the count in it."""

import sys
from collections.abc import Iterator
from pathlib import Path

from benchmarks.measuring import Effort, Row, python, weighed
from benchmarks.terminal import Program

SIZE = (120, 40)
SETTLED_SECONDS = 4.0
MEGABYTES_RATIO_MAX = 2.0
COLLECTED_AS_EVER = (
    "from countwatch.engine import collector; collector.hold = int; from countwatch.__main__ import main; main()"
)
"""The program without the hold on Python's collector: `int()` does nothing."""


def measure(effort: Effort) -> Iterator[Row]:
    """A row for each of both frames, one for the collector's part, and one for memory."""
    program = [str(Path(sys.executable).with_name("countwatch"))]
    bare = python("-m", "benchmarks.screens.floor", "bare")

    def to(text: str, arguments: list[str]) -> float:
        with Program(arguments, SIZE) as run:
            return run.until(text)

    floor = "a bare Textual app to its first frame"
    for name, text, limit in (("first frame", "Still out", 1.3), ("first count", "turnout", 2.0)):
        yield weighed(
            Row(f"screen: {name}", f"countwatch to its {name}, CPU", floor, "s", limit=limit),
            effort,
            measured=lambda text=text: to(text, program),  # type: ignore[misc]  # the default binds the loop's value
            floor=lambda: to("ready", bare),
        )
    yield weighed(
        Row("screen: collector", "countwatch to its first count, CPU", "the same, collecting as ever", "s"),
        effort,
        measured=lambda: to("turnout", program),
        floor=lambda: to("turnout", python("-c", COLLECTED_AS_EVER)),
    )

    def held(arguments: list[str], text: str) -> float:
        with Program(arguments, SIZE) as run:
            run.until(text)
            run.rest(SETTLED_SECONDS)
            return run.memory_megabytes()

    few = Effort(min(effort.rounds, 5), quick=effort.quick)
    row = Row("screen: memory at start", "countwatch some seconds after its first count", "a bare Textual app", "MB")
    yield weighed(
        Row(row.name, row.what, row.floor, row.unit, limit=MEGABYTES_RATIO_MAX),
        few,
        measured=lambda: held(program, "turnout"),
        floor=lambda: held(bare, "ready"),
    )
