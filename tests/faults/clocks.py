"""Clocks for tests: time passes only where somebody lets it."""

import asyncio
import random
from datetime import UTC, datetime, timedelta

BEGIN = datetime(2021, 6, 7, 5, 48, tzinfo=UTC)


def dice(seed: int) -> random.Random:
    """Chance that falls the same way in every run."""
    return random.Random(seed)  # noqa: S311 - tests keep no secrets


class SteppedClock:
    """Stands still until `advance`; `sleep` waits for that. `wall_offset` sets the wall clock wrong."""

    def __init__(self) -> None:
        self.seconds = 1000.0
        self.wall_offset = timedelta()
        self._stepped = asyncio.Condition()
        self.sleepers = 0

    def now(self) -> datetime:
        return BEGIN + timedelta(seconds=self.seconds) + self.wall_offset

    def monotonic(self) -> float:
        return self.seconds

    async def sleep(self, seconds: float) -> None:
        due = self.seconds + seconds
        async with self._stepped:
            self.sleepers += 1
            self._stepped.notify_all()
            try:
                await self._stepped.wait_for(lambda: self.seconds >= due)
            finally:
                self.sleepers -= 1

    async def advance(self, seconds: float) -> None:
        """Let time pass, and whoever is due wake up."""
        async with self._stepped:
            self.seconds += seconds
            self._stepped.notify_all()

    async def until_asleep(self) -> None:
        """Return once somebody waits for time to pass."""
        async with self._stepped:
            await self._stepped.wait_for(lambda: self.sleepers > 0)


class RacingClock:
    """Whoever sleeps is there at once. `slept` keeps how long each one meant to."""

    def __init__(self) -> None:
        self.seconds = 1000.0
        self.slept: list[float] = []

    def now(self) -> datetime:
        return BEGIN + timedelta(seconds=self.seconds)

    def monotonic(self) -> float:
        return self.seconds

    async def sleep(self, seconds: float) -> None:
        self.slept.append(seconds)
        self.seconds += seconds
        await asyncio.sleep(0)
