"""What is still out: the real evenings, by hand where no figures are at hand, and what must hold for any count."""

from dataclasses import replace
from decimal import Decimal
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from countwatch.model.snapshot import Snapshot, UnitTally
from tests.unit.count.tallies import (
    ABROAD,
    HOME,
    NATION,
    ROLL,
    nation,
    needs_figures,
    outlook,
    reading,
    readings,
    snapshot,
    stamp,
    tally,
    unit,
)

UNITS = (unit(NATION, None, "nation"), unit(HOME, kind="domestic"), unit(ABROAD, kind="abroad"))
EVENING, BEFORE = stamp("06-07T19:23"), stamp("06-07T18:48")


def evening() -> UnitTally:
    """The nation on 7 June at 19:23."""
    return tally(
        votes={"castillo": 8_548_929, "fujimori": 8_457_547},
        counted=81_712,
        under_review=1_284,
        pending=3_492,
        annulled=4,
        not_installed=3,
        at=EVENING,
        registered=ROLL,
        registered_counted=23_894_437,
    )


def home_and_abroad() -> tuple[UnitTally, UnitTally]:
    """Both at 18:48."""
    return (
        tally(HOME, {"castillo": 8_513_091, "fujimori": 8_404_352}, counted=80_831, under_review=1_201,
              pending=1_016, annulled=4, not_installed=0, at=BEFORE),
        tally(ABROAD, {"castillo": 30_054, "fujimori": 48_873}, counted=815, under_review=85, pending=2_540,
              annulled=0, not_installed=3, at=BEFORE),
    )  # fmt: skip


def test_the_nation_alone_gives_a_coarse_estimate() -> None:
    view = outlook(snapshot((evening(),), UNITS))
    assert (view.basis, view.outstanding_sheets, view.pending, view.under_review) == (
        "national",
        4_776,
        3_492,
        1_284,
    )
    assert (view.outstanding_votes, view.needed_share) == (994_100, Decimal("54.596"))
    assert view.boards is not None
    assert (view.boards.votes, view.boards.needed_share) == (267_258, Decimal("67.096"))
    assert (view.bound, view.out_of_reach, view.under_review_can_flip) == (1_393_517, False, "yes")
    assert view.reasons == {}


def test_an_earlier_split_gives_a_range_with_its_stamp() -> None:
    view = outlook(snapshot((evening(), *home_and_abroad()), UNITS))
    assert view.rest is not None
    assert view.rest.needed is not None
    assert (view.basis, view.rest.is_current) == ("home_abroad", False)
    assert (view.rest.oldest, view.rest.newest) == (BEFORE, BEFORE)
    assert (view.rest.votes.low, view.rest.votes.high) == (705_366, 712_764)
    assert (view.rest.needed.low, view.rest.needed.high) == (Decimal("56.410"), Decimal("56.478"))
    assert (view.outstanding_votes, view.needed_share) == (709_065, Decimal("56.444"))
    assert view.boards is not None
    assert (view.boards.basis, view.boards.votes) == ("national", 267_258)


def test_a_sheet_abroad_does_not_yield_what_one_at_home_does() -> None:
    view = outlook(snapshot((evening(), *home_and_abroad()), UNITS))
    assert view.rest is not None
    rates = {part.unit_id: round(part.votes / part.outstanding) for part in view.rest.units}
    assert rates == {HOME: 209, ABROAD: 97}


@needs_figures
@pytest.mark.parametrize(
    ("at", "basis", "sheets", "votes", "needed", "at_boards", "boards_needed", "bound"),
    [
        ("06-07T19:23", "home_abroad", 4_776, 709_065, "56.444", 267_258, "67.096", 1_393_517),
        ("06-08T18:19", "home_abroad", 2_871, 433_238, "61.784", 252_981, "70.181", 842_092),
        ("06-10T16:20", "home_abroad", 610, 95_399, "86.046", 95_399, "86.046", 180_497),
    ],
)
def test_the_real_evenings(
    at: str, basis: str, sheets: int, votes: int, needed: str, at_boards: int, boards_needed: str, bound: int
) -> None:
    view = outlook(reading(at))
    assert (view.basis, view.outstanding_sheets, view.outstanding_votes) == (basis, sheets, votes)
    assert (view.needed_share, view.bound) == (Decimal(needed), bound)
    assert view.boards is not None
    assert (view.boards.verdict, view.boards.by) == ("yes", "estimate")
    assert (view.boards.votes, view.boards.needed_share) == (at_boards, Decimal(boards_needed))


@needs_figures
def test_the_range_of_7_june_from_the_real_rows() -> None:
    view = outlook(reading("06-07T19:23"))
    assert view.rest is not None
    assert (view.rest.votes.low, view.rest.votes.high, view.rest.oldest) == (705_366, 712_764, BEFORE)


@needs_figures
def test_the_first_lead_above_the_bound() -> None:
    seen = [(view, at) for at in readings() if (view := outlook(at)).out_of_reach]
    view, at = seen[0]
    assert at.published_at == stamp("06-12T06:49")
    assert view.asked is not None
    assert (view.asked.lead_votes, view.bound) == (50_989, 28_021)
    assert (view.under_review_can_flip, view.boards and view.boards.by) == ("no", "bound")


@needs_figures
def test_between_the_estimate_and_the_bound_nothing_is_excluded() -> None:
    view = outlook(reading("06-11T13:25"))
    assert (view.under_review_can_flip, view.needed_share, view.bound) == (
        "not_excluded",
        Decimal("105.563"),
        106_111,
    )


@needs_figures
def test_regions_of_the_same_stamp_are_finer_and_the_rest_is_abroad() -> None:
    view = outlook(reading("06-07T19:54"))
    assert view.rest is not None
    assert (view.basis, view.rest.is_current, len(view.rest.units)) == ("regions", True, 26)
    assert sum(part.outstanding for part in view.rest.units) == view.outstanding_sheets == 4_737
    left = [part for part in view.rest.units if part.unit_id is None]
    assert [(part.branch_id, part.outstanding) for part in left] == [(ABROAD, 2_625)]
    assert {branch.branch_id: branch.outstanding for branch in view.rest.branches} == {
        HOME: 2_112,
        ABROAD: 2_625,
    }


@needs_figures
def test_an_earlier_split_is_completed_from_the_nation_of_its_own_stamp() -> None:
    at = "06-07T10:17"
    assert outlook(reading(at)).basis == "national"
    view = outlook(reading(at), root_at=nation().get)
    assert view.rest is not None
    assert (view.basis, view.rest.oldest) == ("home_abroad", stamp("06-07T09:48"))


@needs_figures
def test_every_bulletin_has_its_sheets_in_the_units_of_a_current_split() -> None:
    for at in readings():
        view = outlook(at, root_at=nation().get)
        assert view.outstanding_sheets is not None
        if view.rest is not None and view.rest.is_current:
            assert sum(part.outstanding for part in view.rest.units) == view.outstanding_sheets
            assert view.rest.votes.low == view.rest.votes.high


@needs_figures
def test_nothing_out_has_no_needed_share_and_an_exact_bound() -> None:
    view = outlook(reading("06-15T15:19"))
    assert (view.outstanding_sheets, view.outstanding_votes, view.needed_share) == (0, 0, None)
    assert (view.bound, view.out_of_reach, view.reasons["needed_share"]) == (0, True, "zero_outstanding")
    assert view.boards is not None
    assert (view.boards.verdict, view.boards.by) == ("no", "no_sheets")


@pytest.mark.parametrize(
    ("root", "field", "reason"),
    [
        (tally(pending=5), "bound", "no_roll"),
        (tally(pending=5, registered=500), "bound", "no_registered_counted"),
        (tally(registered=500, registered_counted=501), "bound", "roll_below_counted"),
        (tally(counted=None, pending=None, under_review=None), "outstanding_sheets", "unknown_sheets"),
        (tally(counted=None, pending=None, under_review=None), "needed_share", "unknown_sheets"),
        (tally(votes={"a": 0, "b": 0}, counted=0, pending=5), "outstanding_votes", "no_counted_sheets"),
        (tally(votes={"a": 0, "b": 0}, counted=5, pending=5), "needed_share", "no_two_way_votes"),
        (tally(votes={"a": 9}, pending=5), "needed_share", "one_candidate"),
        (tally(under_review=None, pending=5), "under_review_can_flip", "no_review_state"),
    ],
)
def test_what_cannot_be_said_is_null_with_its_reason(root: UnitTally, field: str, reason: str) -> None:
    view = outlook(snapshot((root,), UNITS))
    assert getattr(view, field) is None
    assert view.reasons[field] == reason


def test_regions_missing_from_a_list_are_a_remainder_of_the_national_total() -> None:
    known = tally("r1", {"a": 30, "b": 10}, counted=4, pending=1, at=EVENING)
    root = tally(votes={"a": 50, "b": 40}, counted=9, pending=11, at=EVENING)
    of = (unit(NATION, None, "nation"), unit("r1"), unit("r2"), unit("r3"))
    view = outlook(snapshot((root, known), of))
    assert view.rest is not None
    assert [(part.unit_id, part.outstanding) for part in view.rest.units] == [("r1", 1), (None, 10)]
    assert view.outstanding_votes == 10 + 100  # 40/4 a sheet in r1, (90 - 40)/5 in what is left


def test_a_region_where_nothing_is_counted_takes_the_rate_of_the_whole_and_says_so() -> None:
    counted = tally("r1", {"a": 60, "b": 40}, counted=10, pending=0, at=EVENING)
    empty = tally("r2", {"a": 0, "b": 0}, counted=0, pending=5, at=EVENING)
    root = tally(votes={"a": 60, "b": 40}, counted=10, pending=5, at=EVENING)
    view = outlook(snapshot((root, counted, empty), (unit(NATION, None), unit("r1"), unit("r2"))))
    assert view.rest is not None
    assert [(part.unit_id, part.votes, part.own_rate) for part in view.rest.units] == [
        ("r1", 0, True),
        ("r2", 50, False),
    ]


def test_a_split_that_does_not_fit_into_the_whole_is_not_used() -> None:
    more = tally("r1", {"a": 70, "b": 40}, counted=11, pending=5, at=EVENING)
    root = tally(votes={"a": 60, "b": 40}, counted=10, pending=5, at=EVENING)
    assert outlook(snapshot((root, more), (unit(NATION, None), unit("r1")))).basis == "national"


def test_a_chosen_pair_of_eighteen_and_a_share_for_the_others() -> None:
    votes = {f"c{number:02}": 1_800 - 100 * number for number in range(18)}
    root = tally(votes=votes, counted=100, pending=10)
    view = outlook(snapshot((root,), UNITS), pair=("c02", "c01"))
    assert view.asked is not None
    assert view.rest is not None
    assert view.rest.two_way is not None
    assert (view.asked.ahead_id, view.asked.behind_id, view.asked.lead_votes) == ("c01", "c02", 100)
    assert (view.outstanding_votes, view.rest.two_way.low) == (1_710, 330)
    assert view.needed_share == Decimal("65.152")  # 1/2 + 100 / (2 · 330)
    half = outlook(snapshot((root,), UNITS), pair=("c01", "c02"), third_share=Fraction(1, 2))
    assert half.needed_share == Decimal("55.848")  # 1/2 + 100 / (2 · 855)
    with pytest.raises(LookupError):
        outlook(snapshot((root,), UNITS), pair=("c01", "nobody"))
    with pytest.raises(ValueError, match="2"):
        outlook(snapshot((root,), UNITS), third_share=Fraction(2))


def test_more_than_all_of_it_is_above_100() -> None:
    view = outlook(snapshot((tally(votes={"a": 60, "b": 40}, counted=10, pending=1),), UNITS))
    assert view.needed_share == Decimal("150.000")


def test_units_in_a_circle_and_a_very_deep_tree_do_no_harm() -> None:
    root = tally(pending=5)
    circle = (unit("x", "y"), unit("y", "x"), unit(NATION, "z"), unit("z"))
    assert outlook(snapshot((root,), circle)).basis == "national"
    deep = tuple(unit(f"u{number}", f"u{number - 1}" if number else NATION) for number in range(3_000))
    assert outlook(snapshot((root,), (unit(NATION, None), *deep))).basis == "national"


@st.composite
def counts(draw: st.DrawFn) -> Snapshot:
    """A nation that is the exact sum of its regions, two candidates and a third."""
    small = st.integers(0, 5_000)
    regions = []
    for number in range(draw(st.integers(1, 6))):
        votes = {"a": draw(small), "b": draw(small), "c": draw(small)}
        sheets = [draw(st.integers(0, 40)) for _ in range(3)]
        regions.append(
            tally(f"r{number}", votes, counted=sheets[0], under_review=sheets[1], pending=sheets[2], at=EVENING)
        )
    votes = {name: sum(part.votes[name] for part in regions) for name in "abc"}
    sheets = [
        sum(getattr(part.sheets, name) or 0 for part in regions) for name in ("counted", "under_review", "pending")
    ]
    counted = draw(st.integers(0, 10**6))
    root = tally(
        votes=votes, counted=sheets[0], under_review=sheets[1], pending=sheets[2], at=EVENING,
        registered_counted=counted, registered=counted + draw(st.integers(0, 10**6)),
    )  # fmt: skip
    return snapshot((root, *regions), (unit(NATION, None, "nation"), *(unit(part.unit_id) for part in regions)))


def swapped(count: Snapshot) -> Snapshot:
    names = {"a": "b", "b": "a", "c": "c"}
    tallies = tuple(
        replace(part, votes={name: part.votes[names[name]] for name in part.votes}) for part in count.tallies
    )
    return replace(count, tallies=tallies)


@given(counts())
def test_swapping_candidates_mirrors_every_result(count: Snapshot) -> None:
    one, other = outlook(count, pair=("a", "b")), outlook(swapped(count), pair=("a", "b"))
    assert one.asked is not None
    assert other.asked is not None
    assert (one.needed_share, one.bound, one.out_of_reach) == (
        other.needed_share,
        other.bound,
        other.out_of_reach,
    )
    assert one.boards == other.boards
    if one.asked.lead_votes:
        assert (one.asked.ahead_id, one.asked.behind_id) != (other.asked.ahead_id, other.asked.behind_id)
        assert one.rest == other.rest
    elif one.rest is not None and other.rest is not None:  # level: who is called ahead is a matter of order
        assert one.rest.net_to_come is not None
        assert other.rest.net_to_come is not None
        assert one.rest.net_to_come.low == -other.rest.net_to_come.low


@given(counts(), st.data())
def test_the_order_of_regions_changes_nothing(count: Snapshot, data: st.DataObject) -> None:
    root, *regions = count.tallies
    shuffled = data.draw(st.permutations(regions))
    again = outlook(replace(count, tallies=(root, *shuffled), units=tuple(reversed(count.units))))
    view = outlook(count)
    assert replace(again, rest=None) == replace(view, rest=None)
    if view.rest is not None and again.rest is not None:
        no_pieces: dict[str, Any] = {"pieces": (), "scaled_votes": (), "scaled_net": ()}
        assert again.rest._replace(**no_pieces) == view.rest._replace(**no_pieces)
        assert set(again.rest.units) == set(view.rest.units)


@given(counts())
def test_regions_add_up_to_the_nation_exactly(count: Snapshot) -> None:
    view = outlook(count)
    root = count.root
    assert view.outstanding_sheets == (root.sheets.pending or 0) + (root.sheets.under_review or 0)
    if view.rest is None:
        return
    assert sum(part.outstanding for part in view.rest.units) == view.outstanding_sheets
    assert sum(part.under_review or 0 for part in view.rest.units) == view.under_review
    normal = root.sheets.counted or 0
    exact = Fraction(0)
    for part in count.tallies[1:]:
        out = (part.sheets.pending or 0) + (part.sheets.under_review or 0)
        own = part.sheets.counted
        exact += Fraction(out * part.valid, own) if own else Fraction(out * root.valid, normal)
    assert abs(view.rest.votes.low - exact) <= Fraction(1, 2) + Fraction(1, 10**6)


@given(counts())
def test_at_zero_outstanding_the_bound_is_exact_and_no_share_is_needed(count: Snapshot) -> None:
    root = count.root
    done = replace(root, sheets=replace(root.sheets, under_review=0, pending=0, total=root.sheets.counted))
    view = outlook(snapshot((done,), count.units))
    assert (view.outstanding_sheets, view.needed_share) == (0, None)
    assert view.reasons["needed_share"] == "zero_outstanding"
    assert view.bound == (done.registered or 0) - (done.registered_counted or 0)


@given(counts())
def test_with_exactly_the_needed_share_the_two_are_level(count: Snapshot) -> None:
    view = outlook(snapshot(count.tallies[:1], count.units))
    if view.rest is None or view.rest.two_way is None or view.needed_share is None or view.asked is None:
        return
    root, out = count.root, view.outstanding_sheets or 0
    two = Fraction(out * (root.votes[view.asked.ahead_id] + root.votes[view.asked.behind_id]), root.sheets.counted or 1)
    behind = two * Fraction(view.needed_share) / 100
    level = view.asked.lead_votes + (two - behind) - behind
    assert abs(level) <= two * Fraction(2, 100_000)  # the share has three decimals


@given(counts(), st.integers(-30, 30))
def test_an_earlier_split_spans_every_way_the_sheets_can_have_gone(count: Snapshot, moved: int) -> None:
    """Whatever regions the newly counted sheets came from, their votes lie between the two ends."""
    root, *regions = count.tallies
    out = sum((part.sheets.pending or 0) + (part.sheets.under_review or 0) for part in regions)
    pending = max(0, (root.sheets.pending or 0) + moved)
    later = replace(root, published_at=stamp("06-07T20:00"), sheets=replace(root.sheets, pending=pending, total=None))
    view = outlook(replace(count, tallies=(later, *regions), published_at=later.published_at))
    if view.rest is None or view.basis == "national":
        return
    assert view.rest.votes.low <= view.rest.votes.middle <= view.rest.votes.high
    if view.outstanding_sheets == out:
        assert view.rest.votes.low == view.rest.votes.high
    assert view.rest.net_to_come is not None
    assert view.rest.net_to_come.low <= view.rest.net_to_come.high
