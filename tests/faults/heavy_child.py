"""A process of its own: polls a URL some times through the whole path and prints what it cost, as JSON.

`heavy_child URL POLLS RECORDING`. Memory is the kernel's own high-water mark, stalls are gaps between turns of
the loop, outcomes those of the ledger.
"""

import asyncio
import json
import sys
import time
from pathlib import Path

from countwatch.cli.compose import live_watch
from countwatch.model.feed import FeedDefinition
from tests.faults.clocks import RacingClock
from tests.faults.stalls import longest_stall

GOOD_POLLS = 3


def memory_bytes() -> int:
    """The most this program ever held in memory. Not `ru_maxrss`: that is inherited from whoever started it."""
    lines = Path("/proc/self/status").read_text("ascii").splitlines()
    return int(next(line for line in lines if line.startswith("VmHWM:")).split()[1]) * 1024


async def cost(url: str, polls: int, recording: str) -> dict[str, object]:
    definition = FeedDefinition(url=url, format="countwatch", deadline_seconds=20.0)
    watch = live_watch(definition, record=Path(recording), clock=RacingClock())
    states = watch.states()
    for _ in range(GOOD_POLLS):
        await anext(states)
    base, seconds = memory_bytes(), []
    async with longest_stall() as stall:
        for _ in range(polls):
            began = time.monotonic()
            await anext(states)
            seconds.append(time.monotonic() - began)
    reasons = [event.reason.code for n in range(1, watch.state.n + 1) if (event := watch.state.ledger.event(n)).reason]
    outcomes = [watch.state.ledger.outcome(n).value for n in range(1, watch.state.n + 1)]
    await watch.aclose()
    return {
        "above_base_bytes": memory_bytes() - base,
        "stall_seconds": stall.seconds,
        "poll_seconds": max(seconds),
        "outcomes": outcomes,
        "reasons": reasons,
    }


if __name__ == "__main__":
    sys.stdout.write(json.dumps(asyncio.run(cost(sys.argv[1], int(sys.argv[2]), sys.argv[3]))))
