"""A replay as fast as possible, into JSON lines in a file."""

import json
from collections.abc import Iterator
from functools import partial
from pathlib import Path

from benchmarks.measuring import Effort, Row, child_cpu_seconds, countwatch, cpu_seconds, weighed
from benchmarks.recordings import folder, short_night


def measure(effort: Effort) -> Iterator[Row]:
    """One row."""
    path = short_night(effort)
    out = folder() / "floor.jsonl"

    def floor() -> None:
        with path.open("rb") as lines, out.open("w") as file:
            for line in lines:
                for document in json.loads(line).get("documents", ()):
                    file.write(json.dumps(json.loads(document["body"])))

    row = Row(
        "replay to JSON lines",
        f"replay --speed max --jsonl of {path.stat().st_size // 1_000_000} MB, start included, CPU",
        "json.loads of each line and each body in it + json.dumps of the bodies",
        unit="s",
        limit=3.0,
    )
    yield weighed(row, effort, measured=partial(replay, path), floor=partial(cpu_seconds, floor))


def replay(path: Path) -> float:
    """CPU seconds of the command, whose lines go to a file."""
    with (folder() / "lines.jsonl").open("wb") as out:
        return child_cpu_seconds(countwatch("replay", str(path), "--speed", "max", "--jsonl"), out)
