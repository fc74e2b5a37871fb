"""Something that is done again and again beside a watch that has nothing to say."""

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager


@asynccontextmanager
async def every(seconds: float, do: Callable[[], None]) -> AsyncIterator[None]:
    """Do it at once and then every so many seconds, as long as the block runs. What it raises is raised at the end."""
    task = asyncio.create_task(_repeat(seconds, do))
    try:
        yield
    finally:
        task.cancel()
        await asyncio.wait({task})
        if not task.cancelled():
            task.result()


async def _repeat(seconds: float, do: Callable[[], None]) -> None:
    while True:
        do()
        await asyncio.sleep(seconds)
