"""Polls that are broken off at any moment leave nothing behind. 10,000: `python -m pytest tests/faults -m slow`."""

import asyncio

import pytest

from tests.faults.clocks import dice
from tests.faults.server import GOOD, Answer, FaultServer, head, response
from tests.faults.test_http_faults import feed_of, is_good, open_files, until


@pytest.mark.parametrize("polls", [60, pytest.param(10_000, marks=pytest.mark.slow)])
async def test_after_cancelled_polls_a_hundred_of_a_hundred_are_good(polls: int) -> None:
    chance = dice(17_600_000)
    begun = head("200 OK", "Content-Length: 50")
    slowly = Answer((begun[:20], begun[20:], GOOD), "close", 0.002)
    async with FaultServer() as server:
        feed = feed_of(server)
        assert is_good(await anext(aiter(feed.updates())))
        files, tasks = open_files(), len(asyncio.all_tasks())
        server.answer, cut_short = slowly, 0
        for _ in range(polls):
            polling = asyncio.ensure_future(anext(aiter(feed.updates())))
            for _ in range(chance.randrange(120)):
                await asyncio.sleep(0)
            polling.cancel()
            (ended,) = await asyncio.gather(polling, return_exceptions=True)
            cut_short += isinstance(ended, asyncio.CancelledError)
        assert cut_short > polls // 2
        server.answer = response(GOOD)
        updates = feed.updates()
        assert [is_good(await anext(updates)) for _ in range(100)] == [True] * 100
        await feed.aclose()
        await until(lambda: open_files() <= files)
        await until(lambda: len(asyncio.all_tasks()) <= tasks)
