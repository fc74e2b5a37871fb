"""Ages and countdowns while somebody sets the wall clock, and after the machine slept."""

import asyncio
import json
import re
import sys
from collections.abc import AsyncGenerator, Callable
from datetime import timedelta
from email.utils import format_datetime
from io import StringIO
from pathlib import Path
from typing import TYPE_CHECKING, cast

import pytest

from countwatch.cli.compose import live_watch
from countwatch.feeds.steady import SteadyTime
from countwatch.model.feed import FeedDefinition
from countwatch.output.lines import Printer
from countwatch.present.views import HeaderView
from countwatch.present.words import Words
from tests.cli.program import environment
from tests.faults.clocks import BEGIN, SteppedClock
from tests.faults.serving import RecordedServer
from tests.tui.stage import moment
from tests.unit.ledger.nights import native, tally

if TYPE_CHECKING:
    from countwatch.engine.watch import Watch

HOUR = timedelta(hours=1)


class Night:
    """A watch of a small server by a clock that a test sets and steps."""

    def __init__(self, server: RecordedServer, clock: SteppedClock) -> None:
        self.server = server
        self.clock = clock
        definition = FeedDefinition(url=server.url("/results"), format="countwatch", interval_seconds=60)
        self.watch: Watch = live_watch(definition, clock=clock)
        self.states = self.watch.states()

    async def poll(self) -> None:
        """The next poll, as soon as it is due."""
        upcoming = asyncio.ensure_future(anext(self.states))
        while not upcoming.done():
            asleep = asyncio.ensure_future(self.clock.until_asleep())
            await asyncio.wait({upcoming, asleep}, return_when=asyncio.FIRST_COMPLETED)
            asleep.cancel()
            if not upcoming.done():
                await self.clock.advance(70)
        upcoming.result()

    async def due(self) -> asyncio.Task[object]:
        """Ask for the next update and come back once the feed waits for its turn."""
        upcoming = asyncio.ensure_future(anext(self.states))
        await self.clock.until_asleep()
        return cast("asyncio.Task[object]", upcoming)

    def header(self) -> HeaderView:
        return moment(self.watch).view.header

    async def close(self, *waiting: asyncio.Task[object]) -> None:
        for task in waiting:
            task.cancel()
        await asyncio.gather(*waiting, return_exceptions=True)
        await cast("AsyncGenerator[object]", self.states).aclose()
        await self.watch.aclose()


def seconds_of(text: str) -> int:
    """A countdown such as "next poll 1:03"."""
    minutes, seconds = text.rpartition(" ")[2].split(":")
    return int(minutes) * 60 + int(seconds)


@pytest.mark.parametrize("jump", [HOUR, -HOUR], ids=["ahead", "back"])
async def test_a_clock_that_is_set_changes_no_age_and_no_countdown(jump: timedelta) -> None:
    async with RecordedServer() as server:
        server.put("/results", native(1))
        night = Night(server, SteppedClock())
        await night.poll()
        waiting = await night.due()
        await night.clock.advance(30)
        before, ago, until = night.watch.feed.now(), night.watch.status().good_seconds_ago, night.header().next_poll
        night.clock.wall_offset += jump
        assert night.watch.feed.now() == before
        assert night.watch.status().good_seconds_ago == ago == 30
        assert abs(seconds_of(night.header().next_poll) - seconds_of(until)) <= 1
        assert night.header().badge == "LIVE"
        banner = night.header().banner
        assert banner is not None
        way = "ahead" if jump > timedelta() else "back"
        assert banner.text.startswith(f"this machine's clock was set 1 h 0 min {way}")
        await night.close(waiting)


async def test_after_the_machine_slept_the_numbers_are_stale_and_say_since_when() -> None:
    async with RecordedServer() as server:
        server.put("/results", native(1))
        night = Night(server, SteppedClock())
        await night.poll()
        assert night.header().badge == "LIVE"
        night.clock.seconds += 8 * 3600  # the boot clock counts a suspended machine's time; nobody was woken yet
        assert night.watch.status().good_seconds_ago == 8 * 3600
        assert night.header().badge == "STALE"
        banner = night.header().banner
        assert banner is not None
        assert banner.text == "nothing has come for 8 h 0 min · the last good numbers stay"
        await night.poll()
        assert night.header().badge == "LIVE", "the next poll makes it well, with nobody touching anything"
        assert night.header().banner is None
        await night.close()


FAULTS: dict[str, tuple[Callable[[RecordedServer], None], str]] = {
    "unreachable": (lambda server: server.fail_with(500), "fetch failed: "),
    "page not data": (lambda server: server.put("/results", "<!doctype html><title>Wait</title>"), "rejected: "),
    "older copy": (lambda server: server.put("/results", native(1, tally(a=1))), "older copy: "),
}


class Told:
    """A watch as plain lines and as JSON lines, both written as it goes."""

    def __init__(self) -> None:
        self._plain, self._jsonl = StringIO(), StringIO()
        self._printers = (
            Printer(self._plain, Words("en"), jsonl=False),
            Printer(self._jsonl, Words("en"), jsonl=True),
        )

    def take(self, night: Night) -> tuple[str, dict[str, object]]:
        """What the last update is in either."""
        for out, printer in zip((self._plain, self._jsonl), self._printers, strict=True):
            out.seek(0)
            out.truncate()
            printer.state(night.watch.state)
        line: dict[str, object] = json.loads(self._jsonl.getvalue())
        return self._plain.getvalue(), line


@pytest.mark.parametrize("name", FAULTS)
async def test_three_missed_intervals_are_stale_and_say_why_on_screen_in_lines_and_in_json(name: str) -> None:
    fail, said = FAULTS[name]
    async with RecordedServer() as server:
        server.put("/results", native(30))
        clock = SteppedClock()
        clock.wall_offset = timedelta(days=1)
        night, told = Night(server, clock), Told()
        await night.poll()
        assert told.take(night)[1]["stale"] is False
        fail(server)
        lines: list[str] = []
        objects: list[dict[str, object]] = []
        for _ in range(4):
            await night.poll()
            line, value = told.take(night)
            lines.append(line)
            objects.append(value)
        header = night.header()
        assert header.badge == "STALE"
        assert header.banner is not None
        assert header.banner.text.startswith(said)
        assert header.banner.text.endswith("the last good numbers stay")
        assert said in lines[0]
        assert f", the numbers are stale; {said}" in lines[2]
        assert (lines[1], lines[3]) == ("", ""), "nothing is said twice"
        assert [value["stale"] for value in objects] == [False, False, True, True]
        assert header.banner.text.startswith(f"{said}{objects[-1]['reason']}")
        server.recover()
        server.put("/results", native(40))
        await night.poll()
        assert (night.header().badge, night.header().banner) == ("LIVE", None)
        assert told.take(night)[1]["stale"] is False
        await night.close()


async def test_a_long_silence_is_stated_and_not_alarmed() -> None:
    async with RecordedServer() as server:
        server.put("/results", native(1))
        night, told = Night(server, SteppedClock()), Told()
        await night.poll()
        told.take(night)
        for _ in range(4):
            await night.poll()
            plain, value = told.take(night)
            assert plain == ""
            assert (value["event"], value["stale"], value["reason"]) == ("not_modified", False, None)
        header = night.header()
        assert header.age.endswith("ago, unchanged")
        assert (header.badge, header.banner) == ("LIVE", None)
        await night.close()


@pytest.mark.parametrize(("ahead", "way"), [(HOUR, "ahead of"), (-HOUR, "behind")], ids=["ahead", "behind"])
async def test_a_server_whose_clock_is_off_for_three_intervals_is_said_and_its_numbers_are_not_stale(
    ahead: timedelta, way: str
) -> None:
    async with RecordedServer() as server:
        server.put("/results", native(1))
        night = Night(server, SteppedClock())
        for _ in range(4):
            server.headers["Date"] = format_datetime(night.clock.now() + timedelta(seconds=60) + ahead, usegmt=True)
            await night.poll()
        header = night.header()
        assert header.badge == "LIVE"
        assert header.banner is not None
        assert re.fullmatch(
            rf"the server's clock is (?:1 h 0|1 h 1|59|60) min {way} this machine's; ages may be off",
            header.banner.text,
        )
        await night.close()


@pytest.mark.parametrize("way", ["--plain", "--jsonl"])
async def test_lines_say_once_on_stderr_that_clocks_do_not_agree(way: str, tmp_path: Path) -> None:
    async with RecordedServer(headers={"Date": "Mon, 07 Jun 2021 05:00:00 GMT"}) as server:
        server.put("/results", native(1))
        process = await asyncio.create_subprocess_exec(
            sys.executable, "-m", "countwatch.cli.main", "watch", server.url("/results"), "--format", "countwatch", way,
            stdout=asyncio.subprocess.PIPE, stderr=asyncio.subprocess.PIPE, env=environment(tmp_path), cwd=tmp_path,
        )  # fmt: skip
        assert process.stderr is not None
        said = await process.stderr.readline()
        process.terminate()
        _, more = await process.communicate()
    assert re.fullmatch(rb"countwatch: the server's clock is \d+ d behind this machine's; ages may be off\n", said)
    assert (more, process.returncode) == (b"", 143)


def test_a_server_may_side_with_one_of_our_times_and_set_neither() -> None:
    clock = SteppedClock()
    steady = SteadyTime(clock)
    clock.wall_offset = HOUR
    assert (steady.set_seconds(), steady.now()) == (3600.0, clock.now() - HOUR)
    wrong = {"date": "Thu, 01 Jan 2026 00:00:00 GMT"}
    steady.heard(wrong)
    assert steady.now() == clock.now() - HOUR, "a server cannot set the clock"
    agreeing = {"date": clock.now().strftime("%a, %d %b %Y %H:%M:%S GMT")}
    assert abs(steady.heard(agreeing) or 0) < 2
    assert (steady.set_seconds(), steady.now()) == (0.0, clock.now()), "it was our clock that had been wrong before"
    aged = {"date": BEGIN.strftime("%a, %d %b %Y %H:%M:%S GMT"), "age": "4600"}
    assert abs(steady.heard(aged) or 0) < 2, "a cache's copy says how old it is"


@pytest.mark.parametrize("date", ["", "soon", "Thu, 99 Foo 2026 00:00:00 GMT", "Fri, 31 Dec 9999 23:59:59 GMT"])
def test_a_date_that_is_none_is_not_heard(date: str) -> None:
    steady = SteadyTime(SteppedClock())
    steady.heard({"date": date, "age": "9" * 40})
    assert steady.set_seconds() == 0.0
