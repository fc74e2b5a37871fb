"""How a row is measured: two sides in turn, many times, and the median of their ratios.

A machine that others use is fast one minute and slow the next; both sides of a round are then slow together, and
their ratio stays. What is compared is CPU time (user and system), which waiting for others does not lengthen.
"""

import gc
import os
import subprocess
import sys
import tempfile
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from statistics import median
from time import process_time
from typing import IO, Literal

Cost = Callable[[], float]
"""Does one side's work once, and answers what it cost."""

Verdict = Literal["reached", "missed", "told"]


@dataclass(frozen=True, slots=True)
class Effort:
    """How much work a run may take: `rounds` of each row, and whether sizes are `quick` ones, which prove nothing."""

    rounds: int = 15
    quick: bool = False

    def size(self, full: int, quick: int) -> int:
        """A size of the work: the one that the row is about, or one that only shows that it runs."""
        return quick if self.quick else full


@dataclass(frozen=True, slots=True)
class Row:
    """One line of the table: a figure, what it is held against, and whether that is reached.

    `measured` and `floor_measured` are in `unit` (medians); without a floor the figure itself is held against the
    limit. `limit` is the most it may be, or with `at_least` the least; without one the row only tells. `more` are
    further figures for the JSON, by a name that says their unit.
    """

    name: str
    what: str
    floor: str
    unit: str
    measured: float = 0.0
    floor_measured: float | None = None
    limit: float | None = None
    at_least: bool = False
    paired_ratio: float | None = None
    note: str = ""
    more: Mapping[str, float] = field(default_factory=dict)

    @property
    def ratio(self) -> float | None:
        """How many times the floor; the median of the rounds' ratios where there were rounds."""
        if self.paired_ratio is not None or not self.floor_measured:
            return self.paired_ratio
        return self.measured / self.floor_measured

    @property
    def verdict(self) -> Verdict:
        """Whether the limit is kept."""
        if self.limit is None:
            return "told"
        figure = self.measured if self.ratio is None else self.ratio
        kept = figure >= self.limit if self.at_least else figure <= self.limit
        return "reached" if kept else "missed"


def interleaved(effort: Effort, sides: Mapping[str, Cost]) -> dict[str, list[float]]:
    """What each side cost in each round, after one round that warms up and does not count.

    Each side begins with no rubbish of the other's; the collector runs during the work, as it does in life.
    """
    taken: dict[str, list[float]] = {name: [] for name in sides}
    for number in range(effort.rounds + 1):
        for name, cost in sides.items():
            gc.collect()
            spent = cost()
            if number:
                taken[name].append(spent)
    return taken


def weighed(row: Row, effort: Effort, *, measured: Cost, floor: Cost) -> Row:
    """The row with the medians of both sides, taken in turn, and the median of the rounds' ratios."""
    taken = interleaved(effort, {"measured": measured, "floor": floor})
    return replace(
        row,
        measured=median(taken["measured"]),
        floor_measured=median(taken["floor"]),
        paired_ratio=median(one / other for one, other in zip(taken["measured"], taken["floor"], strict=True)),
    )


def cpu_seconds(work: Callable[[], object], times: int = 1) -> float:
    """CPU seconds of this process, of one of that many runs of the work."""
    begin = process_time()
    for _ in range(times):
        work()
    return (process_time() - begin) / times


def environment() -> dict[str, str]:
    """That of this process, but with bytecode kept: a program that is installed is not compiled at each start."""
    kept = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    return kept | {"PYTHONPYCACHEPREFIX": str(Path(tempfile.gettempdir(), "countwatch-benchmarks-bytecode"))}


def child_cpu_seconds(arguments: Sequence[str], out: IO[bytes] | None = None) -> float:
    """CPU seconds of a program from its start to its end, which must be a good one. What it prints goes to `out`."""
    child = subprocess.Popen(arguments, stdout=out or subprocess.DEVNULL, env=environment())
    _, status, used = os.wait4(child.pid, 0)
    child.returncode = os.waitstatus_to_exitcode(status)
    if child.returncode:
        raise subprocess.CalledProcessError(child.returncode, list(arguments))
    return used.ru_utime + used.ru_stime


def countwatch(*arguments: str) -> list[str]:
    """A command line of the program, as installed beside this Python."""
    return [str(Path(sys.executable).with_name("countwatch")), *arguments]


def python(*arguments: str) -> list[str]:
    """A command line of this Python."""
    return [sys.executable, *arguments]
