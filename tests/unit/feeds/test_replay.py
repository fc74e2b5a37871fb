"""A recording as a feed: order, pace, and every move that a user can make."""

import asyncio
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import asynccontextmanager
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from countwatch.engine.watch import Watch
from countwatch.feeds.replay import ReplayFeed
from countwatch.ledger.state import WatchState
from countwatch.model.errors import NoData
from countwatch.model.protocols import Feed, Steerable
from countwatch.model.update import Rewound, Update
from countwatch.record.reader import Recording
from countwatch.record.writer import RecordingWriter
from tests.unit.ledger.nights import NATIVE, document, last, native, play, tally
from tests.unit.record.making import HEADER

BEGIN = datetime(2021, 6, 7, 5, 48, tzinfo=UTC)
MINUTES = (0, 1, 2, 62, 63)
"""When the updates of the usual night came: one a minute, and one silence of an hour."""
ENDS = 63 + 24 * 60


class FakeClock:
    """Time passes only where somebody sleeps, or where the test lets it. `slept` notes how long each meant to."""

    def __init__(self) -> None:
        self.seconds = 1000.0
        self.slept: list[float] = []

    def now(self) -> datetime:
        return BEGIN

    def monotonic(self) -> float:
        return self.seconds

    async def sleep(self, seconds: float) -> None:
        self.slept.append(seconds)
        self.seconds += seconds


class StillClock(FakeClock):
    """Nobody's sleep ends before the test has let that much time pass."""

    def __init__(self) -> None:
        super().__init__()
        self._passed = asyncio.Event()

    def let_pass(self, seconds: float) -> None:
        self.seconds += seconds
        self._passed.set()

    async def sleep(self, seconds: float) -> None:
        due = self.seconds + seconds
        while self.seconds < due:
            self._passed.clear()
            await self._passed.wait()


def minute(minutes: float) -> datetime:
    return BEGIN + timedelta(minutes=minutes)


def recorded(path: Path, minutes: Sequence[float], *, ends: float | None = None) -> Path:
    """Write a night of native bodies, one an update, each with ten more votes."""
    header = replace(HEADER, ends_at=None if ends is None else minute(ends))
    with RecordingWriter.open(path, header, sync_each=False) as writer:
        for n, each in enumerate(minutes, start=1):
            body = native(n, tally(a=5000 + 10 * n))
            writer.write(Update(n, minute(each), 0.5, (document("root", body),)))
    return path


@pytest.fixture(scope="module")
def night(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return recorded(tmp_path_factory.mktemp("replay") / "night.cwrec", MINUTES, ends=ENDS)


class Item:
    """What a consumer saw: `played` update n, or `rewound` to it."""

    def __init__(self, item: Update | Rewound) -> None:
        self.n = item.n
        self.rewound = isinstance(item, Rewound)

    def __repr__(self) -> str:
        return f"rewound {self.n}" if self.rewound else f"played {self.n}"


async def settle() -> None:
    """Let everything run that can run without time passing."""
    for _ in range(100):
        await asyncio.sleep(0)


@asynccontextmanager
async def consumed(feed: ReplayFeed) -> AsyncIterator[list[Item]]:
    """A consumer of the feed, and the list of what it has seen so far."""
    seen: list[Item] = []

    async def consume() -> None:
        async for item in feed.updates():
            seen.append(Item(item))  # noqa: PERF401 - what came so far is looked at while more comes

    task = asyncio.create_task(consume())
    try:
        await settle()
        yield seen
    finally:
        task.cancel()
        await asyncio.gather(task, return_exceptions=True)
        await feed.aclose()


def told(seen: Sequence[Item]) -> list[str]:
    return [repr(item) for item in seen]


def played(*numbers: int) -> list[str]:
    return [f"played {n}" for n in numbers]


async def test_it_is_a_feed_that_can_be_steered(night: Path) -> None:
    with Recording.open(night) as recording:
        feed: Feed = ReplayFeed(recording, FakeClock())
        assert isinstance(feed, Steerable)
        status = feed.status()
        assert (status.mode, status.phase, status.updates) == ("replay", "playing", 5)
        assert (status.starts_at, status.ends_at, status.position) == (minute(0), minute(ENDS), minute(0))


async def test_updates_come_in_order_as_they_were_recorded(night: Path) -> None:
    feed = ReplayFeed(Recording.open(night), FakeClock())
    with Recording.open(night) as recording:
        assert [item async for item in feed.updates()] == [recording.update(n) for n in range(1, 6)]
    await feed.aclose()


async def test_the_pace_is_the_speed_and_a_silence_is_cut(night: Path) -> None:
    clock = FakeClock()
    feed = ReplayFeed(Recording.open(night), clock, speed=60, idle_limit_seconds=3)
    seconds, instants = [], []
    async for _ in feed.updates():
        seconds.append(clock.seconds - 1000)
        instants.append(feed.now())
    assert seconds == pytest.approx([0, 1, 2, 5, 6], abs=0.01)
    assert [abs(now - minute(at)) < timedelta(seconds=1) for now, at in zip(instants, MINUTES, strict=True)] == [
        True
    ] * 5
    assert clock.seconds - 1000 == pytest.approx(6 + 3, abs=0.01)
    assert (feed.now(), feed.status().phase) == (minute(ENDS), "ended")
    await feed.aclose()


async def test_a_limit_of_its_own_cuts_there(night: Path) -> None:
    clock = FakeClock()
    feed = ReplayFeed(Recording.open(night), clock, speed=60, idle_limit_seconds=0.5)
    seconds = [clock.seconds - 1000 async for _ in feed.updates()]
    assert seconds == pytest.approx([0, 0.5, 1, 1.5, 2], abs=0.01)
    await feed.aclose()


async def test_the_clock_runs_on_between_updates_and_to_the_end(night: Path) -> None:
    clock = StillClock()
    feed = ReplayFeed(Recording.open(night), clock, speed=60, idle_limit_seconds=3)
    async with consumed(feed) as seen:
        clock.let_pass(0.5)
        assert feed.now() == minute(0.5)
        await settle()
        assert told(seen) == played(1)
        clock.let_pass(1.5 + 1.5)
        await settle()
        assert (told(seen), feed.now()) == (played(1, 2, 3), minute(32))
        clock.let_pass(2.5 + 1.5)
        await settle()
        assert told(seen) == played(1, 2, 3, 4, 5)
        assert abs(feed.now() - minute(63 + 12 * 60)) < timedelta(seconds=1)
        clock.let_pass(100)
        assert feed.now() == minute(ENDS)


async def test_marks_divide_the_silence_after_the_last_update(night: Path) -> None:
    clock = FakeClock()
    marks = [minute(-5), minute(1.5), minute(63 + 600), minute(63 + 900), minute(ENDS + 5)]
    feed = ReplayFeed(Recording.open(night), clock, speed=60, idle_limit_seconds=3, marks=marks)
    assert [clock.seconds - 1000 async for _ in feed.updates()] == pytest.approx([0, 1, 2, 5, 6], abs=0.01)
    assert clock.seconds - 1000 == pytest.approx(6 + 3 + 3 + 3, abs=0.01)
    await feed.aclose()


async def test_a_recording_without_an_end_ends_with_its_last_update(tmp_path: Path) -> None:
    clock = FakeClock()
    feed = ReplayFeed(Recording.open(recorded(tmp_path / "a.cwrec", [0, 1])), clock, speed=60)
    assert len([item async for item in feed.updates()]) == 2
    assert feed.now() == minute(1)
    assert clock.seconds - 1000 == pytest.approx(1, abs=0.01)
    await feed.aclose()


async def test_as_fast_as_possible_nobody_sleeps(night: Path) -> None:
    clock = FakeClock()
    feed = ReplayFeed(Recording.open(night), clock, speed=None)
    instants = [feed.now() async for _ in feed.updates()]
    assert instants == [*(minute(at) for at in MINUTES[:-1]), minute(ENDS)]
    assert (clock.slept, feed.now(), feed.status().phase) == ([], minute(ENDS), "ended")
    await feed.aclose()


@pytest.mark.parametrize("speed", [60.0, None])
async def test_it_can_begin_later_and_folds_what_lies_before(night: Path, speed: float | None) -> None:
    clock = FakeClock()
    feed = ReplayFeed(Recording.open(night), clock, speed=speed, start_at=minute(62.5))
    seen = [(item.n, clock.seconds - 1000) async for item in feed.updates()]
    assert [n for n, _ in seen] == [1, 2, 3, 4, 5]
    assert [seconds for _, seconds in seen[:4]] == [0, 0, 0, 0]
    assert seen[4][1] == pytest.approx(0 if speed is None else 0.5, abs=0.01)
    await feed.aclose()


@pytest.mark.parametrize(("start", "position"), [(-60.0, 0.0), (ENDS + 60.0, float(ENDS))])
async def test_a_beginning_outside_is_moved_inside(night: Path, start: float, position: float) -> None:
    with Recording.open(night) as recording:
        assert ReplayFeed(recording, FakeClock(), start_at=minute(start)).now() == minute(position)


async def test_a_pause_stops_the_clock_and_goes_on_from_there(night: Path) -> None:
    clock = StillClock()
    feed = ReplayFeed(Recording.open(night), clock, speed=60)
    async with consumed(feed) as seen:
        clock.let_pass(0.5)
        feed.pause(paused=True)
        clock.let_pass(500)
        await settle()
        assert (told(seen), feed.now(), feed.status().phase) == (played(1), minute(0.5), "paused")
        feed.pause(paused=False)
        clock.let_pass(0.6)
        await settle()
        assert (told(seen), feed.status().phase) == (played(1, 2), "playing")


async def test_nobody_sleeps_in_a_pause(night: Path) -> None:
    clock = FakeClock()
    feed = ReplayFeed(Recording.open(night), clock, speed=60)
    feed.pause(paused=True)
    async with consumed(feed) as seen:
        assert (told(seen), clock.slept) == (played(1), [])


async def test_seeking_forward_folds_what_lies_between(night: Path) -> None:
    clock = StillClock()
    feed = ReplayFeed(Recording.open(night), clock, speed=60)
    async with consumed(feed) as seen:
        feed.seek(minute(62.25))
        assert feed.now() == minute(62.25)
        await settle()
        assert (told(seen), feed.now()) == (played(1, 2, 3, 4), minute(62.25))


async def test_catching_up_is_told(night: Path) -> None:
    feed = ReplayFeed(Recording.open(night), StillClock(), start_at=minute(63))
    phases = []
    updates = feed.updates()
    for _ in range(5):
        await anext(updates)
        phases.append(feed.status().phase)
    assert phases == ["catching_up"] * 4 + ["playing"]
    await updates.aclose()  # type: ignore[attr-defined]  # it is an async generator
    await feed.aclose()


async def test_going_back_is_rewound_with_the_bodies_of_then(night: Path) -> None:
    clock = StillClock()
    feed = ReplayFeed(Recording.open(night), clock, speed=60)
    updates = feed.updates()
    feed.seek(minute(63))
    for _ in range(5):
        await anext(updates)
    feed.seek(minute(1.5))
    back = await anext(updates)
    assert isinstance(back, Rewound)
    assert back.n == 2
    with Recording.open(night) as recording:
        assert back.document(2, "root") == recording.document(2, "root") == feed.document(2, "root")
    await updates.aclose()  # type: ignore[attr-defined]  # it is an async generator
    await feed.aclose()


async def test_what_was_folded_is_not_played_twice(night: Path) -> None:
    clock = StillClock()
    feed = ReplayFeed(Recording.open(night), clock, speed=60)
    async with consumed(feed) as seen:
        feed.seek(minute(62))
        await settle()
        feed.seek(minute(0))
        await settle()
        clock.let_pass(1)
        await settle()
        feed.seek(minute(63))
        await settle()
        assert told(seen)[4:] == ["rewound 1", "rewound 2", "rewound 4", "played 5"]


async def test_stepping_pauses_and_moves_by_updates(night: Path) -> None:
    clock = StillClock()
    feed = ReplayFeed(Recording.open(night), clock, speed=60)
    positions = []
    async with consumed(feed) as seen:
        for updates in (1, 2, -1, -5, 99, 1):
            feed.step(updates)
            await settle()
            positions.append(feed.now())
        assert feed.paused
    assert told(seen) == [*played(1, 2, 3, 4), "rewound 3", "rewound 1", "rewound 4", "played 5"]
    assert positions == [minute(at) for at in (1, 62, 2, 0, ENDS, ENDS)]


async def test_a_step_from_between_two_updates_counts_from_the_earlier_one(night: Path) -> None:
    feed = ReplayFeed(Recording.open(night), StillClock(), start_at=minute(30))
    async with consumed(feed):
        feed.step(1)
        assert feed.now() == minute(62)
        feed.seek(minute(30))
        feed.step(-1)
        assert feed.now() == minute(1)


async def test_seek_update_stays_inside(night: Path) -> None:
    feed = ReplayFeed(Recording.open(night), StillClock())
    async with consumed(feed):
        positions = []
        for n in (-3, 0, 1, 4, 5, 99):
            feed.seek_update(n)
            positions.append(feed.now())
        assert positions == [minute(at) for at in (0, 0, 0, 62, 63, 63)]


async def test_another_speed_takes_over_from_here(night: Path) -> None:
    clock = StillClock()
    feed = ReplayFeed(Recording.open(night), clock, speed=60)
    async with consumed(feed) as seen:
        clock.let_pass(0.5)
        feed.set_speed(30)
        clock.let_pass(0.5)
        await settle()
        assert (told(seen), feed.now(), feed.speed, feed.status().speed) == (played(1), minute(0.75), 30, 30)
        clock.let_pass(0.6)
        await settle()
        assert told(seen) == played(1, 2)


async def test_as_fast_as_possible_from_here_on(night: Path) -> None:
    feed = ReplayFeed(Recording.open(night), StillClock(), speed=60, linger=True)
    async with consumed(feed) as seen:
        assert told(seen) == played(1)
        feed.set_speed(None)
        await settle()
        assert (told(seen), feed.now()) == (played(1, 2, 3, 4, 5), minute(ENDS))


async def test_as_fast_as_possible_a_seek_stops_there(night: Path) -> None:
    feed = ReplayFeed(Recording.open(night), StillClock(), speed=None, linger=True)
    async with consumed(feed) as seen:
        feed.seek(minute(2))
        await settle()
        assert (told(seen)[5:], feed.now(), feed.paused) == (["rewound 3"], minute(2), True)
        feed.pause(paused=False)
        await settle()
        assert (told(seen)[6:], feed.now()) == (["rewound 5"], minute(ENDS))


async def test_linger_keeps_it_open_at_its_end(night: Path) -> None:
    clock = StillClock()
    feed = ReplayFeed(Recording.open(night), clock, speed=60, linger=True)
    async with consumed(feed) as seen:
        for _ in range(10):
            clock.let_pass(10)
            await settle()
        assert (told(seen), feed.now(), feed.status().phase) == (played(1, 2, 3, 4, 5), minute(ENDS), "ended")
        feed.seek(minute(1))
        await settle()
        assert (told(seen)[5:], feed.status().phase) == (["rewound 2"], "playing")


async def test_without_linger_it_ends(night: Path) -> None:
    clock = FakeClock()
    feed = ReplayFeed(Recording.open(night), clock, speed=600)
    assert [item.n async for item in feed.updates()] == [1, 2, 3, 4, 5]
    await feed.aclose()


async def test_playing_on_at_the_end_begins_again(night: Path) -> None:
    clock = StillClock()
    feed = ReplayFeed(Recording.open(night), clock, speed=60, linger=True, start_at=minute(ENDS))
    async with consumed(feed) as seen:
        feed.pause(paused=True)
        feed.pause(paused=False)
        await settle()
        assert (told(seen)[5:], feed.now(), feed.paused) == (["rewound 1"], minute(0), False)


async def test_updates_of_one_instant_and_a_clock_set_back_are_reached_one_by_one(tmp_path: Path) -> None:
    path = recorded(tmp_path / "odd.cwrec", [5, 10, 10, 3, 20])
    feed = ReplayFeed(Recording.open(path), StillClock(), linger=True)
    async with consumed(feed) as seen:
        for updates in (1, 1, 1, 1, -1, -1, -1, -1):
            feed.step(updates)
            await settle()
        assert told(seen) == [*played(1, 2, 3, 4, 5), "rewound 4", "rewound 3", "rewound 2", "rewound 1"]
    feed = ReplayFeed(Recording.open(path), FakeClock(), speed=60)
    assert [item.n async for item in feed.updates()] == [1, 2, 3, 4, 5]
    await feed.aclose()


def test_a_recording_without_updates_has_nothing_to_play(tmp_path: Path) -> None:
    path = recorded(tmp_path / "empty.cwrec", [])
    with Recording.open(path) as recording, pytest.raises(NoData) as caught:
        ReplayFeed(recording, FakeClock())
    assert (caught.value.finding.code, caught.value.finding.facts) == ("empty_recording", {"path": str(path)})


async def test_closing_lets_go_of_the_file(night: Path) -> None:
    recording = Recording.open(night)
    await ReplayFeed(recording, FakeClock()).aclose()
    with pytest.raises((OSError, ValueError)):
        recording.update(1)


MINUTES_INSIDE = st.floats(-5, ENDS + 5).map(minute) | st.floats(-1, 70).map(minute)


def _seek(at: datetime) -> Callable[[ReplayFeed, StillClock], None]:
    return lambda feed, _: feed.seek(at)


def _step(updates: int) -> Callable[[ReplayFeed, StillClock], None]:
    return lambda feed, _: feed.step(updates)


def _speed(speed: float | None) -> Callable[[ReplayFeed, StillClock], None]:
    return lambda feed, _: feed.set_speed(speed)


def _pause(paused: bool) -> Callable[[ReplayFeed, StillClock], None]:
    return lambda feed, _: feed.pause(paused=paused)


def _wait(seconds: float) -> Callable[[ReplayFeed, StillClock], None]:
    return lambda _, clock: clock.let_pass(seconds)


ACTIONS = st.lists(
    MINUTES_INSIDE.map(_seek)
    | st.integers(-3, 3).map(_step)
    | st.sampled_from([None, 10.0, 60.0, 3600.0]).map(_speed)
    | st.booleans().map(_pause)
    | st.floats(0, 4).map(_wait),
    max_size=12,
)


@given(ACTIONS, st.sampled_from([None, 60.0, 600.0]))
def test_whatever_a_user_does_the_reading_is_that_of_the_recorded_instant(
    night: Path, actions: list[Callable[[ReplayFeed, StillClock], None]], speed: float | None
) -> None:
    async def drive() -> None:
        clock = StillClock()
        feed = ReplayFeed(Recording.open(night), clock, speed=speed, linger=True)
        async with consumed(feed) as seen:
            for action in actions:
                action(feed, clock)
                clock.let_pass(0.01)  # a wait may end a hair late
                await settle()
                at = feed.now()
                wanted = sum(minute(each) <= at for each in MINUTES)
                assert seen[-1].n == wanted, (told(seen), at)
        numbers = [item.n for item in seen if not item.rewound]
        assert numbers == list(range(1, len(numbers) + 1))
        folded = 0
        for item in seen:
            assert item.n <= folded or not item.rewound
            folded = max(folded, item.n)

    asyncio.run(drive())


@given(st.lists(st.integers(1, 5), min_size=1, max_size=8))
def test_seeking_anywhere_gives_the_state_of_playing_there(night: Path, places: list[int]) -> None:
    async def drive() -> None:
        with Recording.open(night) as recording:
            straight = play([recording.update(n) for n in range(1, 6)])
        feed = ReplayFeed(Recording.open(night), StillClock(), speed=60, linger=True)
        feed.pause(paused=True)
        watch = Watch(feed, WatchState(NATIVE))
        states = watch.states()
        assert await anext(states) == straight[0]
        here = 1
        for n in places:
            feed.seek_update(n)
            while here != n:
                state = await anext(states)
                assert state == straight[state.n - 1]
                assert last(state) == last(straight[state.n - 1])
                here = state.n
        await states.aclose()  # type: ignore[attr-defined]  # it is an async generator
        await watch.aclose()

    asyncio.run(drive())
