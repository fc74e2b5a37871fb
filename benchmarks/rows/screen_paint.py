"""What painting an update costs, in CPU time and in bytes to the terminal: against a floor, and against peers."""

from collections.abc import Iterator
from contextlib import ExitStack
from importlib.util import find_spec
from statistics import median

from benchmarks.measuring import Effort, Row, interleaved, python
from benchmarks.terminal import Program, Sized

PAINTS = 10
"""Paints a round."""

PAINTERS = {
    "ours": ("benchmarks.screens.ours", "views"),
    "whole": ("benchmarks.screens.ours", "paint"),
    "as ever": ("benchmarks.screens.ours", "views", "collected-as-ever"),
    "floor": ("benchmarks.screens.floor", "paint"),
    "Rich Live": ("benchmarks.screens.peers", "rich"),
    "DataTable and plotext": ("benchmarks.screens.peers", "widgets"),
}
FLOOR = "three Static panels and a line-API table of 1,880 rows"


class Painter:
    """One program that paints when it is told to."""

    def __init__(self, program: Program) -> None:
        self.program = program
        self.bytes_each: list[float] = []
        program.answer()

    def cost(self) -> float:
        """CPU seconds of one paint; its bytes are kept."""
        before = self.program.written
        seconds = float(self.program.order(str(PAINTS)))
        self.bytes_each.append((self.program.written - before) / PAINTS)
        return seconds


def measure(effort: Effort) -> Iterator[Row]:
    """CPU and bytes at both sizes, for the floor and for each peer that is installed."""
    for size in ((80, 24), (200, 50)):
        yield from _at(size, effort)


def _at(size: Sized, effort: Effort) -> Iterator[Row]:
    names = [name for name in PAINTERS if "plotext" not in name or find_spec("textual_plotext")]
    with ExitStack() as open_programs:
        painters = {
            name: Painter(open_programs.enter_context(Program(python("-m", *PAINTERS[name]), size))) for name in names
        }
        seconds = interleaved(effort, {name: painter.cost for name, painter in painters.items()})
    at = f"{size[0]}x{size[1]}"
    for name in names[3:]:
        is_floor = name == "floor"
        limit, kind = (2.0, "paint") if is_floor else (1.0, f"peer: {name}")
        floor = FLOOR if is_floor else f"{name}, the same content"
        what = f"paint of one update of the full live screen, {at}, texts ready on both sides"
        ratio = _ratio(seconds["ours"], seconds[name])
        costs = median(seconds["ours"]), median(seconds[name])
        yield Row(f"{kind} {at}, CPU", f"{what}, CPU", floor, "s", *costs, limit, paired_ratio=ratio)
        written, held = (median(painters[each].bytes_each[1:]) for each in ("ours", name))
        yield Row(f"{kind} {at}, bytes", f"{what}, bytes written", floor, "bytes", written, held, limit)
    what = f"the same from an update's state on, {at}, CPU: changes, what is still out, all views, and their paint"
    costs = median(seconds["whole"]), median(seconds["floor"])
    ratio = _ratio(seconds["whole"], seconds["floor"])
    yield Row(f"update to screen {at}", what, f"{FLOOR}, texts ready", "s", *costs, paired_ratio=ratio)
    what = f"paint of one update, {at}, CPU: the collector frozen and rarely run once all is loaded"
    costs = median(seconds["ours"]), median(seconds["as ever"])
    yield Row(f"collector {at}", what, "the same, collecting as ever", "s", *costs,
              paired_ratio=_ratio(seconds["ours"], seconds["as ever"]))  # fmt: skip


def _ratio(ours: list[float], theirs: list[float]) -> float:
    return median(one / other for one, other in zip(ours, theirs, strict=True))
