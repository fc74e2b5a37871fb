"""What freezing the collector after start-up would save of an update: the same work with and without."""

import gc
from collections.abc import Iterator
from functools import partial

from benchmarks.measuring import Effort, Row, cpu_seconds, weighed
from benchmarks.nights import ROOT, Night
from countwatch.formats.countwatch import FORMAT


def measure(effort: Effort) -> Iterator[Row]:
    """A row for freezing, one for rarer collections, both with the app and all that it needs in memory."""
    import countwatch.tui.app  # noqa: F401 - it is what the collector would walk through

    body = Night(effort.size(60, 3)).body()
    decode = partial(cpu_seconds, lambda: FORMAT.decode(ROOT, body, None), 3)

    def frozen() -> float:
        gc.freeze()
        try:
            return decode()
        finally:
            gc.unfreeze()

    def rarer() -> float:
        before = gc.get_threshold()
        gc.set_threshold(50_000, 20, 100)
        try:
            return decode()
        finally:
            gc.set_threshold(*before)

    what = f"decode {len(body) // 1000} KB with the collector {{}}, CPU"
    floor = "the same as it is"
    for name, measured in (("frozen", frozen), ("rarer", rarer)):
        yield weighed(Row(f"collector: {name}", what.format(name), floor, "s"), effort, measured=measured, floor=decode)
