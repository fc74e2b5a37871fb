"""What a painter and the benchmark say to each other: how many paints are wanted, and what they cost."""

import asyncio
import os
from collections.abc import Awaitable, Callable
from time import process_time

FRAME_SECONDS = 1 / 30
FLUSHED_SECONDS = 0.05
"""The last paint has reached the terminal by then."""


class Talk:
    """The painter's end of the two pipes."""

    def __init__(self) -> None:
        orders, answers = map(int, os.environ["BENCHMARK_PIPES"].split())
        self._orders, self._answers = open(orders), open(answers, "w", buffering=1)  # noqa: PTH123, SIM115 - pipes

    def say(self, text: str) -> None:
        """One line."""
        self._answers.write(f"{text}\n")

    async def paint_on(self, paint: Callable[[int], Awaitable[None] | None]) -> None:
        """For ever: take a number of paints, do them at the rate of a screen, and answer the CPU seconds of one."""
        self.say("ready")
        number = 0
        while order := await asyncio.to_thread(self._orders.readline):
            begin = process_time()
            for _ in range(int(order)):
                number += 1
                waited = paint(number)
                if waited is not None:
                    await waited
                await asyncio.sleep(FRAME_SECONDS)
            await asyncio.sleep(FLUSHED_SECONDS)
            self.say(repr((process_time() - begin) / int(order)))
