"""What one call of the program costs, against a Python that does nothing."""

from collections.abc import Iterator
from functools import partial
from pathlib import Path

from benchmarks.measuring import Effort, Row, child_cpu_seconds, countwatch, python, weighed

RECORDING = Path("sample_feeds/peru-2021-runoff/peru-2021-runoff.cwrec")

CALLS = {
    "--version": (["--version"], 6.0),
    "--help": (["--help"], 10.0),
    "show --json": (["show", str(RECORDING), "--json"], 30.0),
}


def measure(effort: Effort) -> Iterator[Row]:
    """One row a call."""
    for name, (arguments, limit) in CALLS.items():
        what = f"countwatch {' '.join(arguments)}, CPU"
        row = Row(f"start: {name}", what, floor="python -c pass", unit="s", limit=limit)
        yield weighed(
            row,
            effort,
            measured=partial(child_cpu_seconds, countwatch(*arguments)),
            floor=partial(child_cpu_seconds, python("-c", "pass")),
        )
