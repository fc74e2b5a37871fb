"""A process of its own: polls a URL some times through the whole path and prints what it cost, as JSON.

`heavy_child URL FORMAT CONTEST POLLS`; no contest is "-". After three good polls it says `ready` and waits for a
line. Memory is the kernel's own high-water mark, stalls are gaps between turns of the loop, outcomes those of the
ledger.
"""

import asyncio
import gc
import json
import sys
import time
from pathlib import Path

from countwatch.cli.compose import live_watch
from countwatch.model.feed import FeedDefinition
from tests.faults.clocks import RacingClock
from tests.faults.stalls import longest_stall

GOOD_POLLS = 3


def begin_measuring() -> int:
    """What this program holds in memory now. From here on `most_bytes` begins anew."""
    gc.collect()
    Path("/proc/self/clear_refs").write_text("5", "ascii")
    return _status_bytes("VmRSS")


def most_bytes() -> int:
    """The most that it held since then. Not `ru_maxrss`: that is inherited from whoever started it."""
    return _status_bytes("VmHWM")


def _status_bytes(name: str) -> int:
    lines = Path("/proc/self/status").read_text("ascii").splitlines()
    return int(next(line for line in lines if line.startswith(f"{name}:")).split()[1]) * 1024


async def cost(url: str, form: str, contest: str | None, polls: int) -> dict[str, object]:
    definition = FeedDefinition(url=url, format=form, contest=contest, deadline_seconds=60.0)
    watch = live_watch(definition, record=Path("night.cwrec"), clock=RacingClock())
    states = watch.states()
    for _ in range(GOOD_POLLS):
        await anext(states)
    sys.stdout.write("ready\n")
    sys.stdout.flush()
    await asyncio.to_thread(sys.stdin.readline)
    above_bytes, cpu_seconds = [], []
    async with longest_stall() as stall:
        for _ in range(polls):
            base, began = begin_measuring(), time.process_time()
            await anext(states)
            cpu_seconds.append(time.process_time() - began)
            above_bytes.append(most_bytes() - base)
    reasons = [event.reason.code for n in range(1, watch.state.n + 1) if (event := watch.state.ledger.event(n)).reason]
    outcomes = [watch.state.ledger.outcome(n).value for n in range(1, watch.state.n + 1)]
    await watch.aclose()
    return {
        "above_base_bytes": max(above_bytes),
        "stall_seconds": stall.seconds,
        "stall_cpu_seconds": stall.cpu_seconds,
        "poll_cpu_seconds": max(cpu_seconds),
        "outcomes": outcomes,
        "reasons": reasons,
    }


async def _asked(url: str, form: str, contest: str, polls: str) -> dict[str, object]:
    return await cost(url, form, None if contest == "-" else contest, int(polls))


if __name__ == "__main__":
    sys.stdout.write(json.dumps(asyncio.run(_asked(*sys.argv[1:]))))
