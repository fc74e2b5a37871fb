"""The long recording compressed: how much smaller, and whether it still opens, seeks and verifies."""

from collections.abc import Iterator
from random import Random
from statistics import median
from time import process_time

from benchmarks.measuring import Effort, Row, cpu_seconds
from benchmarks.recordings import folder, long_night
from countwatch.record.compress import rewrite
from countwatch.record.reader import Recording
from countwatch.record.verify import verify


def measure(effort: Effort) -> Iterator[Row]:
    """A row for its size, one for checking it, one for a move in it."""
    plain, small = long_night(effort), folder() / "long.cwrec.zst"
    wrote = cpu_seconds(lambda: rewrite(plain, small, compressed=True))
    sizes = plain.stat().st_size, small.stat().st_size
    yield Row(
        "compressed",
        f".cwrec.zst of {sizes[0] // 1_000_000} MB: times smaller",
        "",
        unit="×",
        measured=sizes[0] / sizes[1],
        limit=20.0,
        at_least=True,
        more={"compressing_cpu_seconds": wrote},
    )
    heads = []
    floor, measured = (cpu_seconds(lambda path=path: heads.append(verify(path).head)) for path in (plain, small))  # type: ignore[misc]  # path is bound here
    if len(set(heads)) != 1:
        raise ValueError(heads)
    what = "verify of the compressed recording, to the same head, CPU"
    yield Row("compressed: verify", what, "verify of the plain one", "s", measured, floor)
    yield _move(effort)


def _move(effort: Effort) -> Row:
    chance, taken = Random(1), []  # noqa: S311 - places, not secrets
    with Recording.open(folder() / "long.cwrec.zst") as recording:
        for _ in range(effort.rounds):
            n = chance.randrange(1, len(recording) + 1)
            begin = process_time()
            recording.update(n)
            taken.append(process_time() - begin)
    what = "any update of the compressed recording, a frame unpacked for it, CPU"
    return Row("compressed: one update", what, "", unit="s", measured=median(taken))
