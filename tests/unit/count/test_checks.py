from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from countwatch.count.checks import identities, impossible
from countwatch.model.finding import Finding
from countwatch.model.snapshot import Sheets, UnitTally
from tests.unit.count.tallies import NATION, below, consistency, needs_figures, readings, snapshot, stamp, tally, unit

AT, EARLIER = stamp("06-07T19:23"), stamp("06-07T18:48")
UNITS = (unit(NATION, None, "nation"), unit("r1"), unit("r2"))


def facts(findings: tuple[Finding, ...]) -> list[dict[str, Any]]:
    return [dict(finding.facts) for finding in findings]


@needs_figures
def test_the_real_count_agrees_with_itself() -> None:
    for reading in readings():
        assert consistency(reading) == ()
    for tally_below in below():
        assert list(identities(tally_below)) == []
        assert impossible(tally_below) is None


def test_annulled_and_not_installed_are_inside_counted() -> None:
    sheets = Sheets(86_488, 81_712, 1_284, 3_492, annulled=4, not_installed=3)
    assert list(identities(replace(tally(), sheets=sheets))) == []


def ballots(cast: int, contested: int | None = None) -> UnitTally:
    return tally(votes={"a": 6, "b": 4}, blank=1, null=2, cast=cast, contested=contested)


@pytest.mark.parametrize(
    ("odd", "what", "ours", "stated", "cause"),
    [
        (ballots(14), "ballots", 13, 14, "fields_of_another_moment"),
        (replace(tally(), sheets=Sheets(20, 10, 2, 5, annulled=2, not_installed=1)), "sheets", 17, 20,
         "annulled_outside_counted"),
        (replace(tally(), sheets=Sheets(20, 10, 2, 5)), "sheets", 17, 20, "fields_of_another_moment"),
        (replace(tally(), sheets=Sheets(counted=2, annulled=3)), "annulled", 3, 2, "annulled_outside_counted"),
        (replace(tally(), sheets=Sheets(under_review=3, review_reasons={"x": 2, "y": 2})), "review_reasons", 4, 3,
         "several_reasons_a_sheet"),
        (replace(tally(), sheets=Sheets(under_review=3, review_reasons={"x": 2})), "review_reasons", 2, 3,
         "reasons_not_all_told"),
    ],
)  # fmt: skip
def test_a_sum_that_does_not_come_out_has_both_numbers_and_a_cause(
    odd: UnitTally, what: str, ours: int, stated: int, cause: str
) -> None:
    assert facts(tuple(identities(odd))) == [{"what": what, "sum": ours, "stated": stated, "cause": cause}]


@pytest.mark.parametrize("fine", [ballots(13), ballots(13, 5), ballots(18, 5)])
def test_contested_ballots_may_be_inside_cast_or_beside_it(fine: UnitTally) -> None:
    assert list(identities(fine)) == []


def test_what_is_not_told_is_not_checked() -> None:
    assert list(identities(tally(votes={"a": 6, "b": 4}, blank=1, cast=14))) == []
    assert list(identities(replace(tally(), sheets=Sheets(total=20, counted=10, pending=5)))) == []


@pytest.mark.parametrize(
    ("odd", "small", "large"),
    [
        (tally(registered=99), "votes", "registered"),
        (tally(cast=120, registered_counted=119), "cast", "registered_counted"),
        (tally(registered_counted=300, registered=299), "registered_counted", "registered"),
        (tally(counted=11, under_review=None, pending=None, total=10), "counted", "total"),
        (tally(counted=9, under_review=2, pending=None, total=10), "processed", "total"),
    ],
)
def test_two_figures_that_cannot_both_be(odd: UnitTally, small: str, large: str) -> None:
    found = impossible(odd)
    assert found is not None
    assert (found.facts["part"], found.facts["whole"]) == (small, large)


def nation(votes: tuple[int, int] = (100, 60), **figures: Any) -> UnitTally:
    return tally(votes={"a": votes[0], "b": votes[1]}, counted=10, at=AT, **figures)


NORTH = tally("r1", {"a": 70, "b": 20}, counted=4, at=AT)
SOUTH = tally("r2", {"a": 30, "b": 40}, counted=6, at=AT)


def test_regions_must_come_to_the_nation_at_its_stamp() -> None:
    assert consistency(snapshot((nation(), NORTH, SOUTH), UNITS)) == ()
    found = consistency(snapshot((nation((101, 60)), NORTH, SOUTH), UNITS))
    assert facts(found) == [{"what": "votes", "candidate": "a", "sum": 100, "stated": 101, "cause": "parts_behind"}]
    assert found[0].unit_id == NATION


@pytest.mark.parametrize("part", [replace(SOUTH, published_at=EARLIER), None])
def test_another_stamp_or_a_missing_region_is_no_contradiction(part: UnitTally | None) -> None:
    parts = (nation((999, 60)), NORTH, *(() if part is None else (part,)))
    assert consistency(snapshot(parts, UNITS)) == ()


def test_a_candidate_whom_a_region_does_not_list_is_not_summed() -> None:
    bare = replace(SOUTH, votes={"b": 40})
    assert consistency(snapshot((nation((999, 60)), NORTH, bare), UNITS)) == ()


def test_home_is_taken_by_its_regions_where_its_own_document_is_older() -> None:
    home, abroad = unit("home"), unit("abroad")
    units = (unit(NATION, None), home, abroad, unit("r1", "home"), unit("r2", "home"))
    parts = (replace(NORTH, unit_id="home", published_at=EARLIER), NORTH, SOUTH,
             tally("abroad", {"a": 5, "b": 5}, counted=1, at=AT))  # fmt: skip
    root = tally(votes={"a": 105, "b": 66}, counted=11, at=AT)
    assert facts(consistency(snapshot((root, *parts), units))) == [
        {"what": "votes", "candidate": "b", "sum": 65, "stated": 66, "cause": "parts_behind"}
    ]


def test_only_what_changed_is_checked_again() -> None:
    """105 regions of 20 places, 5 regions new: what is wrong in any other place was said when it came."""
    regions = [unit(f"r{number}") for number in range(105)]
    places = [unit(f"p{number}", f"r{number // 20}") for number in range(2_100)]
    wrong = [tally(place.id, {"a": 2, "b": 1}, at=AT, blank=0, null=0, cast=4) for place in places]
    root = tally(votes={"a": 4_200, "b": 2_100}, at=EARLIER)
    whole = snapshot((root, *wrong), (unit(NATION, None), *regions, *places))
    new = [*(f"r{number}" for number in range(5)), *(f"p{number}" for number in range(100))]
    assert [one.unit_id for one in consistency(whole, new)] == [f"p{number}" for number in range(100)]
    assert len(consistency(whole)) == 2_100


def test_a_changed_place_has_its_region_and_the_nation_summed_again() -> None:
    units = (unit(NATION, None), unit("r1"), unit("r2"), unit("p1", "r1"), unit("p2", "r1"))
    places = (
        tally("p1", {"a": 35, "b": 10}, counted=2, at=AT),
        tally("p2", {"a": 35, "b": 11}, counted=2, at=AT),
    )
    whole = snapshot((nation((101, 60)), NORTH, SOUTH, *places), units)
    assert [one.unit_id for one in consistency(whole, {"p2"})] == ["r1", NATION]
    assert [one.unit_id for one in consistency(whole, {"r2"})] == [NATION]
    assert consistency(whole, ()) == ()


@given(st.lists(st.tuples(*[st.integers(0, 10**6)] * 4), min_size=2, max_size=8))
def test_exact_sums_are_never_reported(figures: list[tuple[int, int, int, int]]) -> None:
    regions = [
        tally(f"r{number}", {"a": a, "b": b}, counted=counted, blank=blank, null=0, cast=a + b + blank, at=AT)
        for number, (a, b, blank, counted) in enumerate(figures)
    ]
    sums = [sum(column) for column in zip(*figures, strict=True)]
    root = tally(votes={"a": sums[0], "b": sums[1]}, blank=sums[2], counted=sums[3], null=0, cast=sum(sums[:3]), at=AT)
    units = (unit(NATION, None), *(unit(part.unit_id) for part in regions))
    assert consistency(snapshot((root, *regions), units)) == ()
