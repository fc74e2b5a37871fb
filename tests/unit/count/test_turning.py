from array import array
from datetime import datetime, timedelta
from fractions import Fraction

from hypothesis import given
from hypothesis import strategies as st

from countwatch.count.turning import gaps, leads, paces, turning
from tests.unit.count.tallies import nation, needs_figures, stamp

START = datetime(2021, 6, 7, 0, 0)  # noqa: DTZ001 - any clock will do for differences


def hours(*marks: float) -> list[datetime | None]:
    return [START + timedelta(hours=mark) for mark in marks]


@needs_figures
def test_the_real_count_turned_once() -> None:
    roots = list(nation().values())
    stamps = [root.published_at for root in roots]
    votes = {name: [root.votes[name] for root in roots] for name in ("castillo", "fujimori")}
    found = turning(stamps, votes)
    (change,) = found.changes
    assert (stamps[change.before.row], change.before.ahead_id, change.before.votes) == (
        stamp("06-07T10:48"), "fujimori", 4_671,
    )  # fmt: skip
    assert (stamps[change.after.row], change.after.ahead_id, change.after.votes) == (
        stamp("06-07T11:19"), "castillo", 25_499,
    )  # fmt: skip
    largest = {name: (stamps[lead.row], lead.votes) for name, lead in found.largest.items()}
    assert largest == {
        "fujimori": (stamp("06-07T00:48"), 617_443),
        "castillo": (stamp("06-08T18:19"), 102_108),
    }
    assert [(stamps[gap.after_row], gap.lasted) for gap in found.longest[:3]] == [
        (stamp("07-06T20:13"), timedelta(days=10, hours=20, minutes=21)),
        (stamp("06-21T18:33"), timedelta(days=6, hours=3, minutes=14)),
        (stamp("06-25T23:52"), timedelta(days=4, hours=5, minutes=19)),
    ]


def test_a_lead_change_is_told_over_ties_and_unknown_readings() -> None:
    votes = {"a": array("q", [10, 12, -1, 15]), "b": array("q", [8, 12, -1, 16])}
    found = turning(hours(0, 1, 2, 3), votes)
    (change,) = found.changes
    assert (change.before.row, change.before.ahead_id, change.after.row, change.after.ahead_id) == (
        0,
        "a",
        3,
        "b",
    )
    assert [lead.row for lead in leads(votes)] == [0, 1, 3]
    assert [lead.ahead_id for lead in leads(votes)] == ["a", None, "b"]


def test_the_first_time_of_an_equal_lead_counts() -> None:
    assert turning(hours(0, 1), {"a": [10, 11], "b": [5, 6]}).largest["a"].row == 0


def test_a_single_candidate_is_ahead_of_nobody() -> None:
    (lead,) = leads({"a": [10]})
    assert (lead.ahead_id, lead.behind_id, lead.votes) == ("a", None, 10)
    assert next(leads({"a": [0], "b": [0]})).ahead_id is None
    assert turning([], {}).changes == ()


def test_eighteen_candidates_turn_by_whoever_is_first() -> None:
    votes = {f"c{number:02}": [18 - number, number] for number in range(18)}
    (change,) = turning(hours(0, 1), votes).changes
    assert (change.before.ahead_id, change.after.ahead_id, change.after.behind_id) == ("c00", "c17", "c16")


def test_gaps_are_between_stamps_and_not_between_polls() -> None:
    stamps = [*hours(0, 0, 3, 9), None, *hours(8, 9, 20)]
    assert [(gap.before_row, gap.after_row, gap.lasted) for gap in gaps(stamps)] == [
        (2, 3, timedelta(hours=6)),
        (6, 7, timedelta(hours=11)),
    ]


def test_no_pace_across_a_gap_or_where_sheets_are_unknown() -> None:
    found = list(paces(hours(0, 0.5, 6, 7, 8, 9), array("q", [100, 150, 900, -1, 920, 910])))
    assert [(pace.before_row, pace.after_row, pace.sheets, pace.sheets_an_hour) for pace in found] == [
        (0, 1, 50, Fraction(100)),
        (4, 5, -10, Fraction(-10)),
    ]


@given(st.lists(st.tuples(st.integers(0, 50), st.integers(0, 50)), max_size=30))
def test_swapping_candidates_mirrors_the_turns(rows: list[tuple[int, int]]) -> None:
    stamps = hours(*range(len(rows)))
    one = turning(stamps, {"a": [a for a, _ in rows], "b": [b for _, b in rows]})
    other = turning(stamps, {"a": [b for _, b in rows], "b": [a for a, _ in rows]})
    mirror = {"a": "b", "b": "a"}
    assert [(c.before.row, c.after.row, c.after.ahead_id) for c in one.changes] == [
        (c.before.row, c.after.row, mirror[c.after.ahead_id or ""]) for c in other.changes
    ]
    assert {name: (lead.row, lead.votes) for name, lead in one.largest.items()} == {
        mirror[name]: (lead.row, lead.votes) for name, lead in other.largest.items()
    }
