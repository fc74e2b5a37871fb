"""Three days of polls on a fake clock, with faults mixed in: does anything grow?

python -m benchmarks.soak [--polls 51840] [--seed 1]

A real server on loopback, the real HTTP feed, the real recorder and ledger; only time is made up (72 hours at 5 s are
51,840 polls). Printed: slope by linear regression of memory, open files and tasks over the updates. Exit code 1
where memory grows by more than the ledger may (6 MB per 10,000 updates), or files or tasks grow at all.
"""

import argparse
import asyncio
import gc
import sys
import tempfile
from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from random import Random
from statistics import linear_regression

from tests.faults.clocks import RacingClock, dice
from tests.faults.serving import RecordedServer
from tests.unit.ledger.nights import native, tally

from countwatch.cli.compose import live_watch
from countwatch.model.feed import FeedDefinition

POLLS = 72 * 3600 // 5
MEGABYTES_PER_10_000_MAX = 6.0
FAULT_SHARE = 0.2
SAMPLES = 60
WARM_UP = 0.2
"""The share of the run before caches and arenas have their size."""


def memory_megabytes() -> float:
    """What this process holds in memory now, rubbish put out before."""
    gc.collect()
    pages = int(Path("/proc/self/statm").read_text("ascii").split()[1])
    return pages * 4096 / 1e6


def figures() -> tuple[float, int, int]:
    """Memory in MB, open files, tasks of this process, now."""
    return memory_megabytes(), len(list(Path("/proc/self/fd").iterdir())), len(asyncio.all_tasks())


def stir(server: RecordedServer, chance: Random, n: int) -> None:
    """What the server does at the next poll: mostly well, one time in five not."""
    server.recover()
    good = native(None, tally(a=5000 + n // 3, b=4000 + n // 4, registered_counted=1_000_000))
    server.put("/results", good)
    if chance.random() >= FAULT_SHARE:
        return
    fault = chance.randrange(4)
    if fault == 0:
        server.fail_with(chance.choice((404, 500, 502)))
    elif fault == 1:
        server.fail_with(503, retry_after="7")
    elif fault == 2:
        server.put("/results", "<!doctype html><title>Just a moment</title>")
    else:
        server.put("/results", good[: chance.randrange(200)])


async def run(polls: int, seed: int) -> tuple[list[tuple[int, float, int, int]], Counter[str]]:
    """The samples (updates, MB, files, tasks) and how often each outcome came."""
    chance, samples = dice(seed), []
    with tempfile.TemporaryDirectory() as folder:
        async with RecordedServer() as server:
            stir(server, dice(0), 0)
            definition = FeedDefinition(url=server.url("/results"), format="countwatch", interval_seconds=5)
            watch = live_watch(definition, record=Path(folder) / "soak.cwrec", clock=RacingClock())
            async for state in watch.states():
                server.asked.clear()
                if state.n % max(1, polls // SAMPLES) == 0:
                    samples.append((state.n, *figures()))
                if state.n >= polls:
                    break
                stir(server, chance, state.n)
            outcomes = Counter(
                {outcome.value: n for outcome, n in watch.state.ledger.counts(watch.state.n).items() if n}
            )
            await watch.aclose()
    return samples, outcomes


def slopes(samples: Sequence[tuple[int, float, int, int]]) -> tuple[float, float, float]:
    """Growth of memory (MB), files and tasks per 10,000 updates, after the warm-up."""
    settled = samples[int(len(samples) * WARM_UP) :]
    updates = [float(sample[0]) for sample in settled]
    memory, files, tasks = (
        linear_regression(updates, [float(sample[column]) for sample in settled]).slope * 10_000 for column in (1, 2, 3)
    )
    return memory, files, tasks


def main(arguments: Sequence[str] | None = None) -> int:
    """Run, print, judge."""
    parser = argparse.ArgumentParser(prog="benchmarks.soak", description="72 hours of polls on a fake clock.")
    parser.add_argument("--polls", type=int, default=POLLS)
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args(arguments)
    samples, outcomes = asyncio.run(run(options.polls, options.seed))
    memory, files, tasks = slopes(samples)
    last = samples[-1]
    sys.stdout.write(f"{options.polls} polls, seed {options.seed}: {dict(outcomes)}\n")
    sys.stdout.write(f"at the end: {last[1]:.1f} MB, {last[2]} files, {last[3]} tasks\n")
    sys.stdout.write(f"per 10,000 updates: memory {memory:+.2f} MB, files {files:+.3f}, tasks {tasks:+.3f}\n")
    grew = memory > MEGABYTES_PER_10_000_MAX or abs(files) >= 0.5 or abs(tasks) >= 0.5
    return 1 if grew else 0


if __name__ == "__main__":
    sys.exit(main())
