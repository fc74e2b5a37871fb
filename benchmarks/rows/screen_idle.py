"""What the screen costs while nothing comes and a countdown runs, in CPU time and in bytes to the terminal."""

import sys
from collections.abc import Iterator
from pathlib import Path
from statistics import median

from benchmarks.measuring import Effort, Row, python
from benchmarks.nights import Night
from benchmarks.recordings import folder
from benchmarks.terminal import Program

SIZE = (200, 50)
SECONDS_EACH = 4.0
SETTLED_SECONDS = 5.0
LIMIT = 1.5

ELECTION = """
id = "made-up"
time_zone = "UTC"
title = "A made-up count"
[deadline]
at = 2099-07-28T00:00:00Z
[deadline.text]
en = "the deadline"
es = "el plazo"
[[candidates]]
id = "a"
name = "Candidate A"
[[candidates]]
id = "b"
name = "Candidate B"
"""


def measure(effort: Effort) -> Iterator[Row]:
    """CPU and bytes of a second, of a live feed that waits for its next poll."""
    body, election = folder() / "idle.json", folder() / "idle.toml"
    body.write_bytes(Night(25).body())
    election.write_text(ELECTION, "utf-8")
    watch = ["watch", str(body), "--format", "countwatch", "--election", str(election), "--interval", "3600"]
    program = [str(Path(sys.executable).with_name("countwatch")), *watch]
    ours: list[tuple[float, float]] = []
    theirs: list[tuple[float, float]] = []
    with Program(program, SIZE) as run, Program(python("-m", "benchmarks.screens.floor", "digits"), SIZE) as floor:
        run.rest(SETTLED_SECONDS)
        for _ in range(effort.size(effort.rounds, 1)):
            sides = [(side, side.cpu_seconds(), side.written) for side in (run, floor)]
            run.rest(SECONDS_EACH)
            for (side, seconds, written), found in zip(sides, (ours, theirs), strict=True):
                found.append(((side.cpu_seconds() - seconds) / SECONDS_EACH, (side.written - written) / SECONDS_EACH))
    for place, (kind, unit) in enumerate((("CPU", "s"), ("bytes", "bytes"))):
        measured, held = [pair[place] for pair in ours], [pair[place] for pair in theirs]
        yield Row(
            f"idle 200x50, {kind}",
            f"a second of waiting with the countdown, 200x50, {kind}",
            "a bare app with Digits that tick each second",
            unit,
            median(measured),
            median(held),
            LIMIT,
            paired_ratio=median(one / other for one, other in zip(measured, held, strict=True)),
        )
