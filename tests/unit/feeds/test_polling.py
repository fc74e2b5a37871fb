import asyncio
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from countwatch.feeds.polling import BACK_OFF_SECONDS_MAX, Schedule, Turn, retry_after_seconds
from tests.faults.clocks import SteppedClock, dice

NOW = datetime(2021, 6, 7, 6, 0, tzinfo=UTC)


def scheduled(interval_seconds: float = 60.0) -> Schedule:
    return Schedule(interval_seconds, dice(1))


def due(schedule: Schedule) -> float:
    assert schedule.due is not None
    return schedule.due


@given(st.floats(5, 86_400), st.floats(0, 600), st.integers(0, 2**32))
def test_after_a_success_the_interval_runs_from_start_to_start(interval: float, took: float, seed: int) -> None:
    schedule = Schedule(interval, dice(seed))
    schedule.start(100.0)
    schedule.succeed(100.0 + took)
    assert max(5.0, interval * 0.9 - 1e-6) <= due(schedule) - 100.0 <= max(5.0, interval * 1.1 + 1e-6)


def test_failures_in_a_row_wait_twice_as_long_up_to_the_cap_and_never_give_up() -> None:
    schedule = scheduled()
    waits = []
    for _ in range(2000):
        schedule.start(1000.0)
        schedule.fail(1030.0)
        waits.append(due(schedule) - 1030.0)
    for wait, expected in zip(waits, (60, 120, 240), strict=False):
        assert wait == pytest.approx(expected, rel=0.101)
    assert max(waits) == BACK_OFF_SECONDS_MAX
    assert min(waits[3:]) >= BACK_OFF_SECONDS_MAX * 0.9 - 1e-6


def test_what_could_not_be_read_is_waited_for_like_failures_and_never_made_sooner() -> None:
    schedule, waits = scheduled(), []
    for times in (1, 2, 3, 2000):
        schedule.start(1000.0)
        schedule.succeed(1030.0)
        schedule.put_off(1031.0, times)
        waits.append(due(schedule) - 1031.0)
    assert waits == [pytest.approx(expected, rel=0.101) for expected in (60, 120, 240, 300)]
    schedule.start(2000.0)
    schedule.succeed(2001.0, retry_after_seconds=290.0)
    schedule.put_off(2002.0, 1)
    assert due(schedule) == 2291.0


def test_one_success_ends_the_back_off() -> None:
    schedule = scheduled()
    for _ in range(6):
        schedule.start(0.0)
        schedule.fail(1.0)
    schedule.start(0.0)
    schedule.succeed(1.0)
    assert due(schedule) <= 66.0


def test_an_interval_longer_than_the_cap_is_kept() -> None:
    schedule = scheduled(900.0)
    for _ in range(3):
        schedule.start(0.0)
        schedule.fail(0.0)
    assert due(schedule) == pytest.approx(900.0, rel=0.101)


def test_what_the_server_asks_for_replaces_the_back_off_but_not_the_interval() -> None:
    schedule = scheduled()
    for _ in range(5):
        schedule.start(0.0)
        schedule.fail(2.0, 1.0)
    assert due(schedule) <= 66.0
    schedule.start(0.0)
    schedule.fail(2.0, 200.0)
    assert due(schedule) == 202.0


def test_a_poll_that_never_reported_its_end_is_followed_by_another() -> None:
    schedule = scheduled()
    schedule.start(10.0)
    assert due(schedule) == 70.0


@pytest.mark.parametrize(("at", "expected"), [(101.0, 105.0), (105.0, 105.0), (130.0, 130.0), (1000.0, 160.0)])
def test_hastening_keeps_five_seconds_between_starts(at: float, expected: float) -> None:
    schedule = scheduled()
    schedule.start(100.0)
    schedule.hasten(at)
    assert due(schedule) == expected


@pytest.mark.parametrize(
    ("value", "seconds"),
    [
        ("120", 120),
        (" 0 ", 0),
        ("000000000000000000005", 5),
        ("301", 300),
        ("9" * 5000, 300),
        ("-5", None),
        ("NaN", None),
        ("1e3", None),
        ("inf", None),
        ("", None),
        ("٣", None),
        ("Mon, 07 Jun 2021 06:01:30 GMT", 90),
        ("Mon, 07 Jun 2021 06:01:30 -0000", 90),
        ("Mon, 07 Jun 2021 05:59:00 GMT", None),
        ("Fri, 31 Dec 9999 23:59:59 GMT", 300),
        ("Fri, 31 Dec 9999 23:59:59 -2359", 300),
        ("soon", None),
    ],
)
def test_retry_after_forms(value: str, seconds: float | None) -> None:
    assert retry_after_seconds(value, NOW) == seconds


@given(st.text(max_size=60) | st.from_regex(r"\w{3}, \d+ \w{3} \d+ \d+:\d+:\d+ [+-]?\w+", fullmatch=True))
def test_no_retry_after_is_out_of_bounds(value: str) -> None:
    seconds = retry_after_seconds(value, NOW)
    assert seconds is None or 0 <= seconds <= 300


async def test_the_next_turn_is_told_right_when_the_wall_clock_jumps() -> None:
    clock = SteppedClock()
    schedule = scheduled()
    turn = Turn(schedule, clock)
    assert turn.due_at(clock.now()) is None
    schedule.start(clock.monotonic())
    for jump in (timedelta(), timedelta(hours=1), timedelta(hours=-1)):
        clock.wall_offset = jump
        assert turn.due_at(clock.now()) == clock.now() + timedelta(seconds=60)


async def test_a_turn_comes_when_it_is_due_and_sooner_when_hastened() -> None:
    clock = SteppedClock()
    schedule = scheduled()
    turn = Turn(schedule, clock)
    assert await turn.comes()
    schedule.start(clock.monotonic())
    coming = asyncio.create_task(turn.comes())
    await clock.until_asleep()
    await clock.advance(2)
    turn.hasten()
    await asyncio.sleep(0)
    assert not coming.done()
    await clock.until_asleep()
    await clock.advance(3)
    assert await coming


async def test_after_closing_no_turn_comes() -> None:
    clock = SteppedClock()
    schedule = scheduled()
    schedule.start(clock.monotonic())
    turn = Turn(schedule, clock)
    coming = asyncio.create_task(turn.comes())
    await clock.until_asleep()
    turn.close()
    assert await coming is False
    assert await turn.comes() is False
    assert turn.due_at(clock.now()) is None
