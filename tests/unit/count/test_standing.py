from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from countwatch.count.standing import standing_of

FIRST_ROUND = {f"c{number:02}": 1_000 - 37 * number for number in range(18)}


def test_who_reaches_second_place_among_eighteen() -> None:
    places = standing_of(FIRST_ROUND, sum(FIRST_ROUND.values()))
    assert [place.candidate_id for place in places.places[:3]] == ["c00", "c01", "c02"]
    assert places.between(1, 2).votes == 37
    assert places.between(2, 1).votes == -37
    assert places.between(0, 17).votes == 17 * 37


def test_a_tie_has_no_leader_and_an_empty_count_has_none() -> None:
    assert standing_of({"a": 5, "b": 5}, 10).leader_id is None
    assert standing_of({"a": 0, "b": 0}, 0).leader_id is None
    assert standing_of({}, 0).lead is None
    assert standing_of({"a": 0, "b": 0}, 0).places[0].share is None


def test_shares_are_of_the_base_that_is_given() -> None:
    assert standing_of({"a": 1, "b": 1}, 4).places[0].share == Decimal("25.000")


@given(st.dictionaries(st.text(min_size=1), st.integers(0, 10**9), min_size=2, max_size=18))
def test_places_fall_and_the_lead_between_any_two_is_exact(votes: dict[str, int]) -> None:
    places = standing_of(votes, sum(votes.values()))
    told = [place.votes for place in places.places]
    assert told == sorted(votes.values(), reverse=True)
    assert places.between(0, len(votes) - 1).votes == max(votes.values()) - min(votes.values())
