"""How long a loop stood still."""

import asyncio
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass

TICK_SECONDS = 0.005


@dataclass
class Stall:
    """The longest time that the loop took to come back to somebody who waited for `TICK_SECONDS`.

    `cpu_seconds` is what this program itself reckoned meanwhile: the same on a machine that is not overrun.
    """

    seconds: float = 0.0
    cpu_seconds: float = 0.0


@asynccontextmanager
async def longest_stall() -> AsyncIterator[Stall]:
    """Measure while the block runs."""
    stall = Stall()

    async def tick() -> None:
        while True:
            began, cpu_began = time.monotonic(), time.process_time()
            await asyncio.sleep(TICK_SECONDS)
            stall.seconds = max(stall.seconds, time.monotonic() - began - TICK_SECONDS)
            stall.cpu_seconds = max(stall.cpu_seconds, time.process_time() - cpu_began)

    ticking = asyncio.create_task(tick())
    await asyncio.sleep(0)
    try:
        yield stall
    finally:
        ticking.cancel()
        await asyncio.gather(ticking, return_exceptions=True)
