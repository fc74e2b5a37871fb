"""Rules ring when something comes about: once, never for the past, and never again for a replay that goes back."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from itertools import pairwise
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from countwatch.count.alerts import Alert, Moment, Vigil, look
from countwatch.model.alert import AlertRule, Condition
from countwatch.model.election import Stage

BEGUN_AT = datetime(2021, 6, 7, tzinfo=UTC)

RULES = tuple(
    AlertRule(condition.value, condition, Decimal(limit))
    for condition, limit in {
        Condition.LEAD_CHANGED: 0,
        Condition.LEAD_UNDER_VOTES: 50,
        Condition.LEAD_UNDER_POINTS: 5,
        Condition.CORRECTION_OVER_VOTES: 10,
        Condition.COUNTED_PASSES_PERCENT: 90,
        Condition.STALE_FOR_SECONDS: 120,
        Condition.STAGE_CHANGED: 0,
    }.items()
)

figures: st.SearchStrategy[dict[str, Any]] = st.fixed_dictionaries(
    {
        "leader_id": st.sampled_from([None, "a", "b"]),
        "lead_votes": st.sampled_from([None, 0, 49, 50, 1000]),
        "lead_points": st.sampled_from([None, Decimal("0.1"), Decimal(5), Decimal(9)]),
        "counted_percent": st.sampled_from([None, Decimal("89.999"), Decimal(90), Decimal(100)]),
        "correction_votes": st.sampled_from([0, 10, 11]),
        "stage": st.sampled_from([None, Stage.COUNTED, Stage.BOARDS]),
        "stale_seconds": st.sampled_from([None, 0.0, 119.0, 120.0]),
    }
)
nights = st.lists(figures, max_size=30).map(
    lambda night: [Moment(n, BEGUN_AT + timedelta(minutes=n), **each) for n, each in enumerate(night, 1)]
)


def rung(moments: list[Moment], *rules: AlertRule, past: int = 0) -> list[Alert]:
    """What rings at those moments, the first so many of which are the past."""
    vigil, alerts = Vigil.of(rules or RULES), list[Alert]()
    for index, moment in enumerate(moments):
        vigil, more = look(vigil, moment, past=index < past)
        alerts += more
    return alerts


def moments(**columns: list[Any]) -> list[Moment]:
    """Moments a minute apart, with those figures in turn."""
    rows = zip(*columns.values(), strict=True)
    return [
        Moment(n, BEGUN_AT + timedelta(minutes=n))._replace(**dict(zip(columns, row, strict=True)))
        for n, row in enumerate(rows, 1)
    ]


@pytest.mark.parametrize(
    ("condition", "figure", "values", "rings_at"),
    [
        (Condition.LEAD_CHANGED, "leader_id", ["a", "a", None, "a", "b", None, "b", "a"], [5, 8]),
        (Condition.LEAD_UNDER_VOTES, "lead_votes", [49, 50, 49, 0, None, 49, 1000, 49], [3, 8]),
        (Condition.LEAD_UNDER_POINTS, "lead_points", [Decimal(5), Decimal("4.999"), Decimal(0)], [2]),
        (Condition.CORRECTION_OVER_VOTES, "correction_votes", [0, 10, 11, 11, 0, 400], [3, 4, 6]),
        (Condition.COUNTED_PASSES_PERCENT, "counted_percent", [Decimal("89.999"), Decimal(90), Decimal(91)], [2]),
        (Condition.STALE_FOR_SECONDS, "stale_seconds", [0.0, 119.0, 120.0, 200.0, 0.0, 121.0], [3, 6]),
        (Condition.STAGE_CHANGED, "stage", [None, None, Stage.VOTED, Stage.VOTED, Stage.COUNTED], [3, 5]),
    ],
)
def test_each_condition_rings_where_it_comes_about(
    condition: Condition, figure: str, values: list[object], rings_at: list[int]
) -> None:
    rule = next(rule for rule in RULES if rule.condition is condition)
    assert [alert.moment.n for alert in rung(moments(**{figure: values}), rule)] == rings_at


@given(nights)
def test_what_was_so_at_the_first_moment_rings_nothing(night: list[Moment]) -> None:
    assert rung(night[:1]) == []


@given(nights, st.integers(1, 3))
def test_what_stays_so_rings_once(night: list[Moment], times: int) -> None:
    """The same moment seen again, a little later, as at each tick of a clock."""
    ticks = [moment._replace(at=moment.at + timedelta(seconds=s)) for moment in night for s in range(times)]
    told = [(alert.rule.name, alert.moment.n) for alert in rung(ticks)]
    assert told == [(alert.rule.name, alert.moment.n) for alert in rung(night)]
    assert len(told) == len(set(told))


@given(nights, st.data())
def test_a_replay_that_goes_back_rings_nothing_again(night: list[Moment], data: st.DataObject) -> None:
    played = list[Moment]()
    for index, moment in enumerate(night):
        played.append(moment)
        back = data.draw(st.integers(0, index))
        played += night[back : index + 1] if data.draw(st.booleans()) else []
    assert rung(played) == rung(night)


@given(nights, st.integers(0, 30))
def test_a_watch_that_starts_in_the_middle_rings_for_what_comes_then(night: list[Moment], start: int) -> None:
    assert rung(night, past=start) == [alert for alert in rung(night) if alert.moment.n > start]


@given(nights, st.floats(0, 1800), st.booleans())
def test_after_an_alert_a_rule_is_silent_as_long_as_it_says(night: list[Moment], cooldown: float, once: bool) -> None:
    rules = [replace(rule, cooldown_seconds=cooldown, once=once) for rule in RULES]
    alerts, every = rung(night, *rules), rung(night)
    for rule in rules:
        at = [alert.moment.at for alert in alerts if alert.rule is rule]
        assert all(later - earlier >= timedelta(seconds=cooldown) for earlier, later in pairwise(at))
        assert len(at) <= 1 or not once
    # It never rings where a rule without a cool-down would not, and the first alert of each is the same.
    places = [(alert.rule.name, alert.moment.n) for alert in every]
    assert all((alert.rule.name, alert.moment.n) in places for alert in alerts)
    assert {name for name, _ in places} == {alert.rule.name for alert in alerts}


def test_a_clock_that_runs_ahead_of_the_updates_leaves_no_stage_again() -> None:
    """A replay is moved to its end: the calendar is there at once, the updates come one by one."""
    night = moments(stage=[Stage.VOTED] * 4 + [Stage.COUNTED], lead_votes=[90, 90, 90, 10, 10])
    ahead = night[-1]._replace(n=2, lead_votes=90)
    played = [*night[:2], ahead, *night[2:]]
    assert [(alert.rule.name, alert.moment.n) for alert in rung(played)] == [
        ("stage_changed", 2),
        ("lead_under_votes", 4),
    ]


def test_a_clock_that_is_set_back_silences_no_figure_and_no_silence() -> None:
    night = moments(lead_votes=[90, 10, 90, 10], stale_seconds=[0.0, 0.0, 130.0, 0.0])
    back = [moment._replace(at=moment.at - timedelta(hours=moment.n > 1)) for moment in night]
    assert [alert.moment.n for alert in rung(back)] == [2, 3, 4]


def test_what_rang_in_the_past_starts_no_cooldown() -> None:
    rule = replace(RULES[0], cooldown_seconds=3600, once=True)
    night = moments(leader_id=["a", "b", "a", "b"])
    assert [alert.moment.n for alert in rung(night, rule, past=2)] == [3]
