"""Going to any time of a long recording that was already folded, and opening it."""

from collections.abc import Iterator
from random import Random
from statistics import median
from time import process_time

from benchmarks.measuring import Effort, Row
from benchmarks.recordings import long_night
from countwatch.formats.countwatch import FORMAT
from countwatch.ledger.advance import advance
from countwatch.ledger.restore import restore
from countwatch.ledger.state import WatchState
from countwatch.record.reader import Recording


def measure(effort: Effort) -> Iterator[Row]:
    """A row for opening, one for going early and late."""
    path = long_night(effort)
    opened = [_seconds_to_open(effort) for _ in range(3)]
    size = f"{path.stat().st_size // 1_000_000} MB"
    yield Row(
        "open a recording", f"the index of offsets of {size}, CPU", "", unit="s", measured=median(opened), limit=2.0
    )
    with Recording.open(path) as recording:
        yield from _seeks(effort, recording)


def _seconds_to_open(effort: Effort) -> float:
    begin = process_time()
    Recording.open(long_night(effort)).close()
    return process_time() - begin


def _seeks(effort: Effort, recording: Recording) -> Iterator[Row]:
    """Moves into the first tenth and into the last tenth, in turn."""
    length, chance = len(recording), Random(1)  # noqa: S311 - places, not secrets
    state = WatchState(FORMAT)
    for n in range(1, length + 1):
        state = advance(state, recording.update(n))
    tenth = max(1, length // 10)
    taken: dict[str, list[float]] = {"early": [], "late": []}
    for _ in range(2 * effort.rounds):
        for name, first in (("early", 1), ("late", length - tenth)):
            n = chance.randrange(first, first + tenth)
            begin = process_time()
            restore(state, n, recording.document)
            taken[name].append(process_time() - begin)
    early, late = median(taken["early"]), median(taken["late"])
    what = f"a move among {length:,} updates that were folded, CPU"
    yield Row("seek", what, "", unit="s", measured=median(taken["early"] + taken["late"]), limit=0.05)
    what = "a move into the last tenth, CPU"
    yield Row(
        "seek: late", what, "a move into the first tenth", unit="s", measured=late, floor_measured=early, limit=1.2
    )
