from dataclasses import replace
from decimal import Decimal
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from countwatch.count.changes import Correction, collapsed, explain, explain_below, fallen, falls, null_rise
from countwatch.count.figures import compare
from countwatch.model.snapshot import Sheets, UnitTally
from tests.unit.count.tallies import ABROAD, LIMA, below, nation, needs_figures, stamp, tally


def moved(correction: Correction) -> dict[tuple[str, str | None], int]:
    return {(change.figure, change.candidate_id): change.by for change in correction.changes}


def test_a_sheet_withdrawn_to_review_in_the_night_of_8_june() -> None:
    before = tally(
        votes={"castillo": 8_575_756, "fujimori": 8_477_744}, counted=82_091, under_review=1_304, pending=3_093,
        blank=117_745, null=1_029_295, cast=18_200_540, registered_counted=24_002_416,
    )  # fmt: skip
    after = tally(
        votes={"castillo": 8_575_666, "fujimori": 8_477_654}, counted=82_090, under_review=1_305, pending=3_093,
        blank=117_743, null=1_029_280, cast=18_200_343, registered_counted=24_002_116,
    )  # fmt: skip
    found = explain(before, after)
    assert (found.kind, found.size_votes, found.margin_votes) == ("withdrawn_to_review", 90, 98_012)
    assert (found.margin_share, found.margin_by, found.leader_changed) == (Decimal("0.092"), 0, False)


@needs_figures
def test_the_five_falls_of_the_real_count() -> None:
    found = {
        after.published_at: explain(before, after)
        for before, after in pairwise(nation().values())
        if falls(compare(before, after))
    }
    assert {at.strftime("%m-%dT%H:%M"): one.kind for at, one in found.items() if at} == {
        "06-07T18:18": "mixed",
        "06-08T00:19": "withdrawn_to_review",
        "06-21T18:33": "annulled_restored",
        "06-25T23:52": "annulled_restored",
        "07-06T20:13": "annulled_restored",
    }
    night = moved(found[stamp("06-08T00:19")])
    assert night == {
        ("votes", "castillo"): -90,
        ("votes", "fujimori"): -90,
        ("blank", None): -2,
        ("null", None): -15,
        ("cast", None): -197,
        ("registered_counted", None): -300,
        ("counted", None): -1,
        ("under_review", None): 1,
        ("reason:unsigned", None): 1,
    }
    evening = moved(found[stamp("06-07T18:18")])
    assert (evening["votes", "castillo"], evening["votes", "fujimori"], evening["null", None]) == (
        516,
        -276,
        -19,
    )
    assert (evening["registered_counted", None], evening["counted", None]) == (2_293, 9)
    assert not any(one.leader_changed for one in found.values())
    assert found[stamp("06-21T18:33")].margin_by == 182


@needs_figures
def test_lima_lost_nine_counted_sheets_to_the_boards_before_1818() -> None:
    lima = {one.published_at: one for one in below() if one.unit_id == LIMA}
    pair = lima[stamp("06-07T15:21")], lima[stamp("06-07T18:18")]
    root = nation()[stamp("06-07T17:48")], nation()[stamp("06-07T18:18")]
    found = explain(*root, below=[pair])
    assert [(one.unit_id, one.kind) for one in found.below] == [(LIMA, "withdrawn_to_review")]
    changes = {(change.figure, change.candidate_id): change.by for change in found.below[0].changes}
    assert (changes["counted", None], changes["under_review", None]) == (-9, 9)


@needs_figures
def test_abroad_fell_on_9_june_while_the_nation_rose() -> None:
    abroad = {one.published_at: one for one in below() if one.unit_id == ABROAD}
    pair = abroad[stamp("06-09T04:23")], abroad[stamp("06-09T10:19")]
    assert [one.kind for one in explain_below([pair])] == ["withdrawn_to_review"]


@needs_figures
def test_null_votes_rose_with_the_annulled_sheets() -> None:
    rise = null_rise(nation()[stamp("06-08T18:19")], nation()[stamp("06-15T15:19")])
    assert rise is not None
    assert (rise.null_votes, rise.annulled_sheets, rise.normal_sheets) == (66_102, 205, 2_663)
    assert rise.ordinary_votes == 33_191  # 1,041,937 null votes on 83,598 normal sheets, for 2,663 more


BEFORE = tally(
    votes={"a": 600, "b": 400}, counted=10, under_review=2, pending=3, annulled=1, not_installed=0,
    blank=10, null=40, cast=1_050, registered_counted=2_000,
)  # fmt: skip


def after(
    votes: tuple[int, int] = (600, 400),
    *,
    null: int = 40,
    counted: int = 10,
    under_review: int = 2,
    pending: int = 3,
    annulled: int = 1,
    total: int | None = None,
    cast: int | None = None,
) -> UnitTally:
    sheets = counted + under_review + pending
    return tally(
        votes={"a": votes[0], "b": votes[1]}, counted=counted, under_review=under_review, pending=pending,
        annulled=annulled, not_installed=0, total=sheets if total is None else total, blank=10, null=null,
        cast=sum(votes) + 10 + null if cast is None else cast, registered_counted=2_000,
    )  # fmt: skip


@pytest.mark.parametrize(
    ("fallen", "kind"),
    [
        (after((550, 380), counted=9, under_review=3), "withdrawn_to_review"),
        (after((550, 380), counted=9, under_review=4, pending=2), "withdrawn_to_review"),
        (after((550, 380), counted=9, pending=4), "withdrawn"),
        (after((550, 401), counted=9, under_review=3), "mixed"),
        (after((590, 410)), "retyped"),
        (after((590, 400)), "retyped"),
        (after((700, 390), counted=12, pending=1), "mixed"),
        (after((630, 405), null=5, annulled=0), "annulled_restored"),
        (after((630, 395), null=5, annulled=0), "mixed"),
        (after((550, 380), null=110, annulled=2), "annulled"),
        (after((550, 380), counted=10, under_review=3, pending=2), "mixed"),
        (after((550, 380), counted=9, under_review=2, total=14), "total_changed"),
        (after((550, 400), cast=1_050), "torn_read"),
        (replace(after(), votes={}, cast=None), "unexplained"),
    ],
)
def test_each_class_by_its_arithmetic(fallen: UnitTally, kind: str) -> None:
    assert explain(BEFORE, fallen).kind == kind


def test_without_sheets_a_fall_has_no_class() -> None:
    assert explain(UnitTally("0", {"a": 10, "b": 5}), UnitTally("0", {"a": 9, "b": 5})).kind == "unexplained"


def test_without_a_state_of_review_a_withdrawn_sheet_is_just_withdrawn() -> None:
    def counted(sheets: int, votes: int) -> UnitTally:
        return tally(votes={"a": votes, "b": 5}, counted=sheets, under_review=None, pending=None, total=20)

    assert explain(counted(10, 50), counted(9, 45)).kind == "withdrawn"


def test_what_one_unit_lost_another_gained() -> None:
    north, south = tally("n", {"a": 60, "b": 40}, counted=6), tally("s", {"a": 10, "b": 20}, counted=3)
    moved_north, moved_south = (
        tally("n", {"a": 50, "b": 35}, counted=5),
        tally("s", {"a": 20, "b": 25}, counted=4),
    )
    found = explain_below([(north, moved_north), (south, moved_south)])
    assert [(one.unit_id, one.kind, one.counterpart_id) for one in found] == [("n", "reassigned_between_units", "s")]


def test_a_changed_leader_is_said() -> None:
    found = explain(tally(votes={"a": 60, "b": 50}), tally(votes={"a": 49, "b": 50}))
    assert (found.leader_changed, found.size_votes, found.margin_by) == (True, 11, -11)
    assert found.margin_share == Decimal("110.000")


def test_null_votes_that_rise_alone_are_nothing_to_explain() -> None:
    assert null_rise(BEFORE, after(null=50)) is None
    assert null_rise(tally(null=1), tally(null=5)) is None


@pytest.mark.parametrize(
    ("votes", "counted", "figures"),
    [
        ({"a": 600, "b": 400}, 10, []),
        ({"a": 594, "b": 400}, 10, []),
        ({"a": 593, "b": 400}, 10, ["votes"]),
        ({"a": 0, "b": 400}, 10, ["votes"]),
        ({}, 10, ["votes", "votes"]),
        ({"a": 600, "b": 400}, 9, ["counted"]),
        ({"a": 600, "b": 400}, None, []),
    ],
)
def test_a_collapse_is_more_than_one_percent(votes: dict[str, int], counted: int | None, figures: list[str]) -> None:
    fallen = replace(BEFORE, votes=votes, sheets=replace(BEFORE.sheets, counted=counted))
    assert [change.figure for change in collapsed(BEFORE, fallen)] == figures


FIGURE = st.none() | st.integers(0, 3)
READINGS = st.builds(
    UnitTally,
    unit_id=st.just("north"),
    votes=st.dictionaries(st.sampled_from("abc"), st.integers(0, 3)),
    blank=FIGURE,
    null=FIGURE,
    contested=FIGURE,
    cast=FIGURE,
    registered=FIGURE,
    sheets=st.builds(Sheets, counted=FIGURE, under_review=FIGURE, pending=FIGURE),
)


@given(READINGS, READINGS)
def test_what_fell_is_the_same_with_and_without_a_look_at_what_rose(before: UnitTally, after: UnitTally) -> None:
    assert fallen(before, after) == falls(compare(before, after))
