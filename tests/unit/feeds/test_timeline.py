from datetime import UTC, datetime, timedelta
from itertools import accumulate

import pytest
from hypothesis import given
from hypothesis import strategies as st

from countwatch.feeds.timeline import Timeline

BEGIN = datetime(2021, 6, 7, 5, 48, tzinfo=UTC)
MONTH_MICROSECONDS = 30 * 86_400 * 10**6
CLOSE = timedelta(milliseconds=1)
"""Floats and microseconds: an instant is hit that closely, whatever was cut."""


def at(seconds: float) -> datetime:
    return BEGIN + timedelta(seconds=seconds)


INSTANTS = st.integers(0, MONTH_MICROSECONDS).map(lambda micros: BEGIN + timedelta(microseconds=micros))
TIMELINES = st.builds(
    Timeline,
    st.lists(INSTANTS, min_size=1, max_size=8),
    speed=st.floats(1, 100_000),
    idle_limit_seconds=st.floats(0.5, 10),
)


def inside(timeline: Timeline, part: float) -> datetime:
    return timeline.knots[0] + (timeline.knots[-1] - timeline.knots[0]) * part


PARTS = st.floats(0, 1)


def test_between_knots_the_clock_runs_at_its_speed() -> None:
    timeline = Timeline([at(0), at(600), at(1200)], speed=600, idle_limit_seconds=3)
    assert timeline.seconds_between(at(0), at(1200)) == 2
    assert timeline.seconds_between(at(300), at(900)) == 1
    assert timeline.after(at(300), 1) == at(900)


def test_a_long_silence_is_cut_and_the_clock_runs_through_it_faster() -> None:
    timeline = Timeline([at(0), at(600), at(600 + 86_400), at(1200 + 86_400)], speed=600, idle_limit_seconds=3)
    assert timeline.seconds_between(at(0), at(1200 + 86_400)) == 1 + 3 + 1
    assert timeline.after(at(600), 1.5) == at(600 + 43_200)
    assert timeline.after(at(0), 4.5) == at(900 + 86_400)


def test_there_is_nothing_after_the_last_knot_and_only_speed_before_the_first() -> None:
    timeline = Timeline([at(0), at(600)], speed=600)
    assert timeline.after(at(0), 100) == timeline.after(at(600), 1) == at(600)
    assert timeline.after(at(700), 1) == at(700)
    assert timeline.seconds_between(at(-600), at(600)) == 2
    assert timeline.after(at(-600), 0.5) == at(-300)
    assert timeline.after(at(-600), 1.5) == at(300)


def test_backwards_is_no_time() -> None:
    assert Timeline([at(0), at(600)], speed=600).seconds_between(at(600), at(0)) == 0


def test_as_fast_as_possible_takes_no_time() -> None:
    timeline = Timeline([at(0), at(600)], speed=None)
    assert timeline.seconds_between(at(0), at(600)) == 0
    assert timeline.after(at(0), 0.001) == at(600)


def test_one_knot_is_a_timeline_that_is_over() -> None:
    timeline = Timeline([at(0), at(0)], speed=600)
    assert (timeline.after(at(0), 5), timeline.seconds_between(at(0), at(0))) == (at(0), 0)


@given(TIMELINES, PARTS, PARTS)
def test_after_undoes_seconds_between(timeline: Timeline, one: float, other: float) -> None:
    earlier, later = sorted((inside(timeline, one), inside(timeline, other)))
    reached = timeline.after(earlier, timeline.seconds_between(earlier, later))
    assert abs(reached - later) <= CLOSE


@given(TIMELINES, PARTS, st.floats(0, 100))
def test_seconds_between_undoes_after(timeline: Timeline, part: float, seconds: float) -> None:
    start = inside(timeline, part)
    reached = timeline.after(start, seconds)
    spent = timeline.seconds_between(start, reached)
    if reached < timeline.knots[-1]:
        assert spent == pytest.approx(seconds, abs=1e-5)
    else:
        assert spent <= seconds + 1e-5


@given(TIMELINES, PARTS, st.lists(st.floats(0, 100), min_size=2, max_size=6))
def test_the_clock_never_goes_back(timeline: Timeline, part: float, spans: list[float]) -> None:
    start = inside(timeline, part)
    reached = [timeline.after(start, seconds) for seconds in sorted(spans)]
    assert reached == sorted(reached)
    assert start <= reached[0]
    assert reached[-1] <= timeline.knots[-1]


@given(TIMELINES, PARTS, PARTS, PARTS)
def test_spans_add_up(timeline: Timeline, one: float, two: float, three: float) -> None:
    first, second, third = sorted((inside(timeline, one), inside(timeline, two), inside(timeline, three)))
    whole = timeline.seconds_between(first, third)
    parts = timeline.seconds_between(first, second) + timeline.seconds_between(second, third)
    assert whole == pytest.approx(parts, abs=1e-6)


@given(TIMELINES)
def test_no_silence_takes_longer_than_its_limit_and_none_is_stretched(timeline: Timeline) -> None:
    assert timeline.speed is not None
    for start, end in zip(timeline.knots, timeline.knots[1:], strict=False):
        unlimited = (end - start).total_seconds() / timeline.speed
        expected = min(unlimited, timeline.idle_limit_seconds)
        assert timeline.seconds_between(start, end) == pytest.approx(expected, abs=1e-6)


def test_a_cut_silence_takes_its_place_on_the_bar_by_its_viewing() -> None:
    timeline = Timeline([at(0), at(600), at(600 + 86_400)], speed=600, idle_limit_seconds=3)
    assert timeline.fraction(at(600)) == 0.25
    assert timeline.instant(0.25) == at(600)
    assert timeline.instant(1) == timeline.knots[-1]
    assert (timeline.fraction(at(-9)), timeline.fraction(at(10**6))) == (0, 1)


@given(st.lists(st.integers(1, 86_400), min_size=1, max_size=8), PARTS)
def test_the_bar_and_its_instants_are_inverse(spans: list[int], part: float) -> None:
    timeline = Timeline([at(0), *(at(seconds) for seconds in accumulate(spans))], speed=600)
    assert timeline.fraction(timeline.instant(part)) == pytest.approx(part, abs=1e-5)


def test_no_knots_no_instant() -> None:
    with pytest.raises(LookupError):
        Timeline([], speed=1).instant(0)
    assert Timeline([], speed=1).fraction(at(0)) == 0
