"""How long a loop stood still."""

import asyncio
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass

TICK_SECONDS = 0.005


@dataclass
class Stall:
    """The longest time that the loop took to come back to somebody who waited for `TICK_SECONDS`."""

    seconds: float = 0.0


@asynccontextmanager
async def longest_stall() -> AsyncIterator[Stall]:
    """Measure while the block runs."""
    stall = Stall()

    async def tick() -> None:
        while True:
            began = time.monotonic()
            await asyncio.sleep(TICK_SECONDS)
            stall.seconds = max(stall.seconds, time.monotonic() - began - TICK_SECONDS)

    ticking = asyncio.create_task(tick())
    await asyncio.sleep(0)
    try:
        yield stall
    finally:
        ticking.cancel()
        await asyncio.gather(ticking, return_exceptions=True)
