"""What a hostile or broken server can do to the live feed: one outcome each, and the next poll is good again."""

import asyncio
import gc
import gzip
import hashlib
import logging
import tracemalloc
from collections.abc import AsyncGenerator, Callable
from pathlib import Path
from typing import cast

import pytest

from countwatch.feeds.bodies import EVIDENCE_BYTES_MAX
from countwatch.feeds.http import HttpFeed
from countwatch.model.feed import FeedDefinition
from countwatch.model.limits import DECODED_BYTES_MAX
from countwatch.model.update import FailureKind, Update
from tests.faults.clocks import RacingClock, dice
from tests.faults.forms import PlannedForm
from tests.faults.server import FAULTS, GOOD, Answer, FaultServer, head, response

SECRET = "canary-5f3a9c"  # noqa: S105 - a canary


def feed_of(server: FaultServer, deadline_seconds: float = 20.0, path: str = "/results.json") -> HttpFeed:
    definition = FeedDefinition(url=server.url(path), format="planned", deadline_seconds=deadline_seconds)
    return HttpFeed(
        definition,
        PlannedForm(),
        None,
        clock=RacingClock(),
        user_agent="countwatch/test",
        secrets={"X-Api-Key": SECRET},
        jitter=dice(7),
    )


async def test_a_feed_definition_may_raise_the_cap_on_a_body() -> None:
    body = GOOD.ljust(DECODED_BYTES_MAX + 1)
    async with FaultServer(response(body)) as server:
        for cap, code in ((DECODED_BYTES_MAX, "body_too_large"), (DECODED_BYTES_MAX + 1024, None)):
            definition = FeedDefinition(url=server.url("/results.json"), format="planned", decoded_bytes_max=cap)
            feed = HttpFeed(definition, PlannedForm(), None, clock=RacingClock(), user_agent="countwatch/test")
            update = await anext(aiter(feed.updates()))
            assert (update.failure.problem.code if update.failure else None) == code
            await feed.aclose()


def is_good(update: Update) -> bool:
    return update.failure is None and [document.body for document in update.documents] == [GOOD]


@pytest.mark.parametrize("name", FAULTS)
async def test_each_fault_is_one_clear_update_and_the_next_poll_is_good(name: str) -> None:
    fault = FAULTS[name]
    slow = fault.code == "timed_out"
    async with FaultServer() as server:
        feed = feed_of(server, deadline_seconds=0.4 if slow else 20.0)
        updates = feed.updates()
        server.answer = fault.answer
        update = await anext(updates)
        server.answer = response(GOOD)
        after = [await anext(updates) for _ in range(3)]
        await cast("AsyncGenerator[Update]", updates).aclose()
        await feed.aclose()
    assert update.n == 1
    if fault.kind is None:
        assert update.failure is None
        assert len(update.documents) == 1
    else:
        assert update.failure is not None
        assert (update.failure.kind, update.failure.problem.code) == (fault.kind, fault.code)
        assert all(document.problem == update.failure.problem for document in update.documents)
    assert all(is_good(later) for later in after)
    assert [later.n for later in after] == [2, 3, 4]


@pytest.mark.parametrize("name", FAULTS)
async def test_what_is_kept_of_an_answer_is_clean_and_small(name: str) -> None:
    fault = FAULTS[name]
    async with FaultServer(fault.answer) as server:
        feed = feed_of(server, deadline_seconds=0.4 if fault.code == "timed_out" else 20.0)
        update = await anext(aiter(feed.updates()))
        await feed.aclose()
    for document in update.documents:
        assert hashlib.sha256(document.body).hexdigest() == document.sha256
        assert document.problem is None or len(document.body) <= EVIDENCE_BYTES_MAX
        kept = "".join((*document.headers, *document.headers.values()))
        assert kept.isprintable()
        assert "set-cookie" not in document.headers
    facts = str(update.failure)
    assert "\x1b" not in facts
    assert "passwd" not in facts
    assert "meta-data" not in facts


@pytest.mark.parametrize(
    ("name", "waits"),
    [
        ("429 seconds", 120),
        ("429 huge", 300),
        ("429 date", 300),
        ("503 date of year 9999", 300),
        ("429 negative", None),
        ("429 nothing", None),
        ("503 nan", None),
        ("503 date in the past", None),
    ],
)
async def test_retry_after_is_kept_to_within_its_cap(name: str, waits: float | None) -> None:
    async with FaultServer(FAULTS[name].answer) as server:
        feed = feed_of(server)
        updates = feed.updates()
        first = await anext(updates)
        second = await anext(updates)
        await feed.aclose()
    assert first.failure is not None
    assert first.failure.retry_after_seconds == waits
    waited = (second.received_at - first.received_at).total_seconds()
    assert waited == pytest.approx(waits) if waits else 54 <= waited <= 66


async def test_an_endless_answer_ends_at_the_deadline() -> None:
    async with FaultServer(FAULTS["one byte a second"].answer) as server:
        feed = feed_of(server, deadline_seconds=0.3)
        async with asyncio.timeout(1.3):
            update = await anext(aiter(feed.updates()))
        await feed.aclose()
    assert update.failure is not None
    assert update.failure.problem.facts == {"seconds": "0.3"}


async def test_nothing_secret_is_sent_elsewhere_or_written_down(caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    async with FaultServer() as other, FaultServer() as server:
        feed = feed_of(server, path=f"/results.json?api_key={SECRET}&page=2")
        updates = feed.updates()
        seen = [await anext(updates)]
        for answer in (
            response(b"", f"Location: {other.url()}", status="302 Found"),
            response(b"", status="401 Unauthorized"),
            Answer((head("200 OK", "Content-Length: 999"), GOOD)),
        ):
            server.answer = answer
            seen.append(await anext(updates))
        status = feed.status()
        await feed.aclose()
    assert all(SECRET.encode() in request for request in server.requests)
    assert other.requests == []
    assert SECRET not in str(seen)
    assert SECRET not in str(status)
    assert SECRET not in caplog.text
    assert "page=2" in seen[0].documents[0].url


async def test_cookies_are_neither_kept_nor_sent() -> None:
    async with FaultServer(FAULTS["set-cookie"].answer) as server:
        feed = feed_of(server)
        updates = feed.updates()
        assert is_good(await anext(updates))
        assert is_good(await anext(updates))
        await feed.aclose()
    assert len(server.requests) == 2
    assert all(b"cookie" not in request.lower() for request in server.requests)


async def test_the_loop_goes_on_turning_while_a_heavy_body_is_read() -> None:
    turns = 0

    async def turn() -> None:
        nonlocal turns
        while True:
            turns += 1
            await asyncio.sleep(0)

    turning = asyncio.create_task(turn())
    tiny = Answer((head("200 OK", "Transfer-Encoding: chunked"), b"1\r\n \r\n" * 20_000 + b"0\r\n\r\n"))
    counted = []
    async with FaultServer() as server:
        for answer in (FAULTS["gzip bomb"].answer, tiny):
            server.answer = answer
            feed = feed_of(server)
            before = turns
            await anext(aiter(feed.updates()))
            counted.append(turns - before)
            await feed.aclose()
    turning.cancel()
    assert counted[0] > 8 * 1024 // 256
    assert counted[1] > 20_000 // 128


def open_files() -> int:
    gc.collect()
    return len(list(Path("/proc/self/fd").iterdir()))


@pytest.mark.skipif(not Path("/proc/self/fd").exists(), reason="counts open files by /proc")
async def test_polls_cancelled_at_random_phases_leave_nothing_behind() -> None:
    chance = dice(20210606)
    slowly = Answer(
        (head("200 OK", "Content-Length: 50")[:20], head("200 OK", "Content-Length: 50")[20:], GOOD), "close", 0.002
    )
    async with FaultServer() as server:
        feed = feed_of(server)
        assert is_good(await anext(aiter(feed.updates())))
        base = open_files()
        server.answer = slowly
        cut_short = 0
        for _ in range(400):
            polling = asyncio.ensure_future(anext(aiter(feed.updates())))
            for _ in range(chance.randrange(120)):
                await asyncio.sleep(0)
            if chance.random() < 0.3:
                await asyncio.sleep(chance.random() * 0.006)
            polling.cancel()
            cut_short += isinstance((await asyncio.gather(polling, return_exceptions=True))[0], asyncio.CancelledError)
        assert cut_short > 200
        server.answer = response(GOOD)
        updates = feed.updates()
        assert [is_good(await anext(updates)) for _ in range(50)] == [True] * 50
        await feed.aclose()
        await until(lambda: open_files() <= base)


async def until(holds: Callable[[], object]) -> None:
    """Give the loop turns until it holds."""
    async with asyncio.timeout(10):
        while not holds():  # noqa: ASYNC110 - what is waited for is a socket, which tells nobody
            await asyncio.sleep(0.001)


async def test_closing_breaks_off_a_poll_under_way() -> None:
    async with FaultServer(FAULTS["no answer at all"].answer) as server:
        feed = feed_of(server)
        polling = asyncio.ensure_future(anext(aiter(feed.updates()), None))
        await until(lambda: server.requests)
        async with asyncio.timeout(5):
            await feed.aclose()
            assert await polling is None
        assert feed.status().phase == "ended"


HEAVY = {
    "gzip bomb": FAULTS["gzip bomb"].answer,
    "whole at the cap": response(gzip.compress(bytes(DECODED_BYTES_MAX)), "Content-Encoding: gzip"),
}


@pytest.mark.parametrize("name", HEAVY)
async def test_the_heaviest_answer_costs_less_than_64_megabytes(name: str) -> None:
    async with FaultServer() as server:
        feed = feed_of(server)
        updates = feed.updates()
        assert is_good(await anext(updates))
        server.answer = HEAVY[name]
        tracemalloc.start()
        try:
            for _ in range(3):
                await anext(updates)
            _, peak_bytes = tracemalloc.get_traced_memory()
        finally:
            tracemalloc.stop()
        await feed.aclose()
    assert DECODED_BYTES_MAX <= peak_bytes < 64 * 1024 * 1024


async def test_failures_follow_their_kinds() -> None:
    """Nobody who counts outcomes may find a kind that no fault proves."""
    assert {fault.kind for fault in FAULTS.values()} == {*FailureKind, None}
