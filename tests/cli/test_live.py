"""A live watch over real HTTP on loopback, while the server fails and recovers; and its recording replayed."""

import asyncio
import json
import signal
import sys
from collections.abc import AsyncIterator
from datetime import timedelta
from pathlib import Path

import pytest

from countwatch.cli.compose import live_watch, replay_watch
from countwatch.cli.opening import SAMPLE
from countwatch.cli.places import sample
from countwatch.engine.watch import Watch
from countwatch.ledger.state import WatchState
from countwatch.model.feed import FeedDefinition
from countwatch.output.jsonl import event_line
from countwatch.present.words import Words
from countwatch.record.reader import Recording
from countwatch.record.verify import verify
from tests.cli.program import countwatch, environment
from tests.faults.clocks import SteppedClock
from tests.faults.serving import RecordedServer
from tests.unit.ledger.nights import Sketch, sketch

ROOT = "/results/10/000000"
POLL_SECONDS = 70
"""A little more than an interval with its jitter."""


@pytest.fixture
async def server() -> AsyncIterator[RecordedServer]:
    async with RecordedServer() as serving:
        yield serving


def serve(server: RecordedServer, recording: Recording, n: int) -> None:
    """What the feed of the recording would have served after update `n`."""
    for document in recording.update(n).documents:
        suffix = "?name=param"
        server.put(f"/results/10/{document.key}{suffix}", document.body)
        server.put(f"/results/10/{document.key}", document.body)


def definition(server: RecordedServer) -> FeedDefinition:
    return FeedDefinition(url=server.url(ROOT), format="onpe-2021")


def evening() -> SteppedClock:
    """A clock that stands after the stamps which are served."""
    clock = SteppedClock()
    clock.wall_offset = timedelta(days=1)
    return clock


async def poll(states: AsyncIterator[WatchState], clock: SteppedClock) -> WatchState:
    """The state after the next poll."""
    upcoming = asyncio.ensure_future(anext(states))
    while not upcoming.done():
        asleep = asyncio.ensure_future(clock.until_asleep())
        await asyncio.wait({upcoming, asleep}, return_when=asyncio.FIRST_COMPLETED)
        asleep.cancel()
        if not upcoming.done():
            await clock.advance(POLL_SECONDS)
    return upcoming.result()


async def test_a_feed_that_a_bug_of_ours_cannot_read_is_asked_less_often_until_it_can(server: RecordedServer) -> None:
    def bug() -> Exception:
        return ZeroDivisionError()

    clock = evening()
    feed = live_watch(FeedDefinition(url=server.url("/results"), format="countwatch"), clock=clock).feed
    watch = Watch(feed, WatchState(Sketch(bug)), monotonic=clock.monotonic)
    states, waits = watch.states(), []
    for body in (*[sketch(1, bug="")] * 4, sketch(2), sketch(3, bug="")):
        server.put("/results", body)
        await poll(states, clock)
        asleep = asyncio.ensure_future(anext(states))
        await clock.until_asleep()
        asleep.cancel()
        await asyncio.wait({asleep})
        states = watch.states()
        next_poll_at = feed.status().next_poll_at
        assert next_poll_at is not None
        waits.append((next_poll_at - feed.now()).total_seconds())
    await watch.aclose()
    assert waits == [pytest.approx(expected, rel=0.101) for expected in (60, 120, 240, 300, 60, 60)]


async def watched(watch: Watch, server: RecordedServer, clock: SteppedClock) -> list[str]:
    """Poll a feed that moves, fails, recovers and falls."""
    recording = Recording.open(sample(SAMPLE))
    states = watch.states()

    async def line() -> str:
        return event_line(await poll(states, clock), Words())

    serve(server, recording, 30)
    lines = [await line(), await line()]
    server.fail_with(500)
    lines.append(await line())
    server.fail_with(503, retry_after="120")
    lines.append(await line())
    server.recover()
    server.put(ROOT, "<!doctype html><title>Just a moment</title>")
    lines.append(await line())
    for n in (31, 29):
        serve(server, recording, n)
        lines.append(await line())
    await watch.aclose()
    recording.close()
    return lines


async def test_good_numbers_stay_while_the_server_fails(server: RecordedServer, tmp_path: Path) -> None:
    clock = evening()
    path = tmp_path / "night.cwrec"
    watch = live_watch(definition(server), record=path, clock=clock)
    lines = [json.loads(line) for line in await watched(watch, server, clock)]
    assert [line["event"] for line in lines] == [
        "accepted", "not_modified", "fetch_failed", "retry_later", "rejected", "accepted", "stale_edge",
    ]  # fmt: skip
    votes = [line["totals"]["votes"]["castillo"] for line in lines]
    assert votes == [8_543_145] * 5 + [8_548_929] * 2, "nothing but accepted, correction and unchanged touches them"
    assert "500" in lines[2]["reason"]
    assert "page" in lines[4]["reason"]
    assert verify(path).problem is None
    kept = Recording.open(path)
    bodies = [document.body for document in kept.update(5).documents if document.key == "000000"]
    kept.close()
    assert b"Just a moment" in bodies[0], "what was refused is kept, byte for byte"


async def test_a_live_night_replays_through_the_same_path(server: RecordedServer, tmp_path: Path) -> None:
    clock = evening()
    path = tmp_path / "night.cwrec"
    live = await watched(live_watch(definition(server), record=path, clock=clock), server, clock)
    again = replay_watch(path, speed=None, idle_limit_seconds=3)
    replayed = [event_line(state, Words()) async for state in again.states()]
    await again.aclose()
    assert replayed == live


async def test_the_server_is_asked_with_what_it_gave(server: RecordedServer) -> None:
    clock = evening()
    recording = Recording.open(sample(SAMPLE))
    serve(server, recording, 30)
    recording.close()
    watch = live_watch(definition(server), clock=clock)
    states = watch.states()
    await poll(states, clock)
    await poll(states, clock)
    await watch.aclose()
    roots = [(headers, status) for path, headers, status in server.asked if path == ROOT]
    assert [status for _, status in roots] == [200, 304]
    assert "if-none-match" in roots[1][0]
    assert roots[0][0]["user-agent"].startswith("countwatch/")
    assert "cookie" not in roots[1][0]


async def test_a_watch_in_its_own_process_records_and_leaves_when_told(server: RecordedServer, tmp_path: Path) -> None:
    recording = Recording.open(sample(SAMPLE))
    serve(server, recording, 31)
    recording.close()
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "countwatch.cli.main", "watch", server.url(ROOT), "--format", "onpe-2021",
        "--jsonl", "--record", "night.cwrec",
        stdout=asyncio.subprocess.PIPE, stderr=asyncio.subprocess.PIPE, stdin=asyncio.subprocess.DEVNULL,
        env=environment(tmp_path), cwd=tmp_path,
    )  # fmt: skip
    assert process.stdout is not None
    first = json.loads(await asyncio.wait_for(process.stdout.readline(), 60))
    process.send_signal(signal.SIGTERM)
    assert await asyncio.wait_for(process.wait(), 60) == 128 + signal.SIGTERM
    assert first["totals"]["votes"] == {"castillo": 8_548_929, "fujimori": 8_457_547}
    checked = await asyncio.to_thread(countwatch, "verify", "night.cwrec", home=tmp_path)
    assert checked.code == 0
    assert checked.out.split()[-1] != first["record"], "a clean close writes a footer after the last update"
    assert oct((tmp_path / "night.cwrec").stat().st_mode & 0o777) == "0o600"
