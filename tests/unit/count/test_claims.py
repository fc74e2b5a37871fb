import csv
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from countwatch.count.claims import Claimed, FigureKind, FigureMatch, Recorded, match_claim
from countwatch.count.percent import percent, truncated
from tests.unit.count.tallies import FIGURES, nation, needs_figures, stamp, tally

AT = [stamp("06-07T18:48"), stamp("06-07T19:23"), stamp("06-07T19:54")]
ROWS = [
    (8_543_145, 8_453_225, 81_646, 1_286, 18_139_614, 23_875_437),
    (8_548_929, 8_457_547, 81_712, 1_284, 18_150_627, 23_894_437),
    (8_552_172, 8_459_997, 81_751, 1_279, 18_156_854, 23_905_921),
]
EVENING = [
    Recorded(n, at, tally(
        votes={"castillo": a, "fujimori": b}, counted=counted, under_review=review, pending=86_488 - counted - review,
        cast=cast, registered_counted=voters, at=at,
    ))
    for n, (at, (a, b, counted, review, cast, voters)) in enumerate(zip(AT, ROWS, strict=True), start=1)
]  # fmt: skip
CASTILLO, FUJIMORI = "castillo", "fujimori"


def record() -> list[Recorded]:
    """Every recorded bulletin of the real count, then what only the press has."""
    found = [Recorded(n, at, root) for n, (at, root) in enumerate(nation().items(), start=1)]
    with (FIGURES / "2021_runoff_national_press_only.csv").open(encoding="utf-8", newline="") as file:
        for number, row in enumerate(csv.DictReader(file), start=1):
            printed: dict[tuple[FigureKind, str | None], str] = {
                ("share", CASTILLO): row["pct_castillo"],
                ("counted", None): row["actas_contabilizadas_pct"],
            }
            given = {key: digits for key, digits in printed.items() if digits}
            found.append(Recorded(-number, None, printed=given, is_press=True))
    return found


def stamps(readings: tuple[Recorded, ...]) -> list[str]:
    return [f"{reading.at:%m-%dT%H:%M}" for reading in readings if reading.at]


def one(claimed: Claimed, after: str | None = None) -> FigureMatch:
    (found,) = match_claim([claimed], record(), None if after is None else stamp(after)).figures
    return found


@needs_figures
@pytest.mark.parametrize(
    ("claimed", "found"),
    [
        (Claimed("lead", "91382"), ["06-07T19:23"]),
        (Claimed("lead", "44058"), ["06-15T15:19"]),
        (Claimed("processed", "95.96"), ["06-07T19:23"]),
        (Claimed("counted", "95.96"), []),
        (Claimed("share", "50.27", CASTILLO), ["06-07T18:18", "06-07T19:23", "06-07T19:54", "06-08T17:41"]),
        (Claimed("share", "50.18", CASTILLO), ["06-07T15:21", "06-10T19:53"]),
        (Claimed("turnout", "75.95"), ["06-07T19:54"]),
        (Claimed("lead", "40053"), []),
    ],
)
def test_which_recorded_bulletins_have_a_figure(claimed: Claimed, found: list[str]) -> None:
    assert stamps(one(claimed).rounded) == found


@needs_figures
def test_a_figure_claimed_as_counted_that_was_processed() -> None:
    found = one(Claimed("counted", "95.96"))
    assert stamps(found.as_twin) == ["06-07T19:23"]


@needs_figures
def test_two_shares_on_four_bulletins_one_of_them_with_that_lead() -> None:
    claim = [Claimed("share", "50.125", CASTILLO), Claimed("share", "49.875", FUJIMORI)]
    found = match_claim(claim, record())
    assert stamps(found.whole) == ["06-07T12:48", "06-15T15:19", "06-21T18:33", "06-25T23:52"]
    assert stamps(match_claim([*claim, Claimed("lead", "44058")], record()).whole) == ["06-15T15:19"]


@needs_figures
def test_shares_that_no_bulletin_has_together() -> None:
    found = match_claim([Claimed("share", "50.18", CASTILLO), Claimed("share", "49.80", FUJIMORI)], record())
    assert found.whole == ()
    assert len(stamps(found.figures[1].rounded)) == 8
    assert not set(stamps(found.figures[0].rounded)) & set(stamps(found.figures[1].rounded))


@needs_figures
def test_the_nearest_lead_is_signed_and_says_how_far_off() -> None:
    nearest = one(Claimed("lead", "40053")).nearest
    assert nearest is not None
    assert (nearest.ahead_id, int(nearest.value), int(nearest.off)) == (CASTILLO, 41_922, -1_869)
    assert nearest.reading.at == stamp("06-07T12:48")
    later = one(Claimed("lead", "40053"), after="06-15T15:19").nearest
    assert later is not None
    assert (later.ahead_id, int(later.value), int(later.off)) == (CASTILLO, 44_058, -4_005)


@needs_figures
def test_figures_that_only_the_press_has_are_matched_as_such() -> None:
    found = one(Claimed("counted", "42.03"))
    assert [reading.is_press for reading in found.rounded] == [True]
    assert one(Claimed("share", "47.56", CASTILLO)).rounded[0].tally is None


def test_rounding_and_cutting_are_told_apart() -> None:
    (found,) = match_claim([Claimed("share", "50.26", CASTILLO)], EVENING).figures
    assert [reading.n for reading in found.rounded] == [1]  # 50.2645…
    assert [reading.n for reading in found.cut] == [2]  # 50.2687… is 50.27 rounded


def test_votes_and_leads_are_exact() -> None:
    claim = [Claimed("votes", "8548929", CASTILLO), Claimed("lead", "91382", CASTILLO)]
    assert [reading.n for reading in match_claim(claim, EVENING).whole] == [2]
    (found,) = match_claim([Claimed("lead", "91382", FUJIMORI)], EVENING).figures
    assert found.rounded == ()
    assert found.nearest is None  # Fujimori is ahead in none of them


def test_after_leaves_out_what_is_older_or_has_no_stamp() -> None:
    readings = [*EVENING, Recorded(9, None, EVENING[1].tally, is_press=True)]
    claim = [Claimed("lead", "91382")]
    assert [reading.n for reading in match_claim(claim, readings).whole] == [2, 9]
    assert match_claim(claim, readings, AT[2]).whole == ()


def test_the_nearest_percentage() -> None:
    (found,) = match_claim([Claimed("turnout", "74.6")], EVENING).figures
    assert found.nearest is not None
    assert (found.nearest.reading.n, found.nearest.value, found.nearest.off) == (
        3,
        Decimal("75.951"),
        Decimal("-1.351"),
    )


@pytest.mark.parametrize(
    ("printed", "claimed", "found"),
    [("50.165", "50.165", True), ("50.165", "50.16", True), ("50.165", "50.17", True), ("50.165", "50.2", True),
     ("50.165", "50.15", False), ("50.165", "50.1650", False)],
)  # fmt: skip
def test_a_printed_percentage_was_rounded_once_already(printed: str, claimed: str, found: bool) -> None:
    reading = Recorded(-1, None, printed={("share", CASTILLO): printed}, is_press=True)
    match = match_claim([Claimed("share", claimed, CASTILLO)], [reading])
    assert bool(match.whole) is found


@pytest.mark.parametrize(
    ("kind", "digits", "candidate"),
    [("lead", "91,382", None), ("lead", "1.5", None), ("share", "50.27", None), ("share", "-1", CASTILLO),
     ("turnout", "NaN", None), ("votes", "many", CASTILLO)],
)  # fmt: skip
def test_what_is_no_figure_is_refused(kind: FigureKind, digits: str, candidate: str | None) -> None:
    with pytest.raises(ValueError, match=r".+"):
        Claimed(kind, digits, candidate)


def test_an_empty_claim_matches_nothing() -> None:
    assert match_claim([], EVENING).whole == ()


@given(st.integers(0, 10**7), st.integers(1, 10**7), st.integers(0, 5))
def test_every_reading_matches_its_own_figures(votes: int, rest: int, decimals: int) -> None:
    reading = Recorded(1, AT[0], tally(votes={"a": votes, "b": rest}))
    shown, cut = percent(votes, votes + rest, decimals), truncated(votes, votes + rest, decimals)
    assert match_claim([Claimed("share", f"{shown:f}", "a")], [reading]).whole == (reading,)
    (found,) = match_claim([Claimed("share", f"{cut:f}", "a")], [reading]).figures
    assert found.rounded or found.cut
