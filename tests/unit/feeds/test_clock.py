import asyncio
from datetime import UTC

from countwatch.feeds.clock import SystemClock


def test_now_is_aware_and_in_utc() -> None:
    assert SystemClock().now().tzinfo is UTC


async def test_sleep_lasts_as_long_as_it_says_by_its_own_clock() -> None:
    clock = SystemClock()
    began = clock.monotonic()
    await clock.sleep(0.02)
    assert clock.monotonic() - began >= 0.02


async def test_nothing_to_wait_for_is_no_wait() -> None:
    async with asyncio.timeout(1):
        await SystemClock().sleep(0)
        await SystemClock().sleep(-5)
