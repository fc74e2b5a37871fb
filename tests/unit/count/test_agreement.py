import pytest
from hypothesis import given
from hypothesis import strategies as st

from countwatch.count.agreement import conflicts
from countwatch.count.claims import Claimed
from countwatch.count.percent import percent, truncated

BOTH = ("castillo", "fujimori")


def shares(*digits: str) -> list[Claimed]:
    return [Claimed("share", share, name) for share, name in zip(digits, BOTH, strict=False)]


def codes(claim: list[Claimed]) -> list[str]:
    return [finding.code for finding in conflicts(claim, BOTH)]


def test_50_18_and_49_80_cannot_both_be_right() -> None:
    (found,) = conflicts(shares("50.18", "49.80"), BOTH)
    assert (found.code, dict(found.facts)) == ("claim_shares_sum", {"sum": "99.98", "shares": 2})


@pytest.mark.parametrize("pair", [("50.125", "49.875"), ("50.12", "49.87"), ("50.13", "49.88"), ("50.2", "49.80")])
def test_shares_that_agree_when_rounded_or_when_cut(pair: tuple[str, str]) -> None:
    assert codes(shares(*pair)) == []


def test_some_of_many_shares_may_be_less_than_100_and_never_more() -> None:
    many = [Claimed("share", "19.1", "a"), Claimed("share", "13.4", "b")]
    assert conflicts(many, ("a", "b", "c")) == ()
    over = [Claimed("share", "60.0", "a"), Claimed("share", "40.2", "b")]
    assert [finding.code for finding in conflicts(over, ("a", "b", "c"))] == ["claim_shares_sum"]


@pytest.mark.parametrize(
    ("claim", "code"),
    [
        ([Claimed("turnout", "100.1")], "claim_above_100"),
        ([Claimed("votes", "60", "castillo"), Claimed("votes", "40", "fujimori"), Claimed("lead", "21")],
         "claim_lead_of_votes"),
        ([Claimed("votes", "60", "castillo"), Claimed("votes", "40", "fujimori"), Claimed("share", "61", "castillo")],
         "claim_share_of_votes"),
        ([Claimed("counted", "95.96"), Claimed("processed", "94.48")], "claim_counted_above_processed"),
    ],
)  # fmt: skip
def test_what_cannot_be(claim: list[Claimed], code: str) -> None:
    assert codes(claim) == [code]


def test_a_claim_that_agrees() -> None:
    claim = [
        Claimed("votes", "8548929", "castillo"), Claimed("votes", "8457547", "fujimori"), Claimed("lead", "91382"),
        *shares("50.269", "49.73"), Claimed("counted", "94.478"), Claimed("processed", "95.962"),
    ]  # fmt: skip
    assert codes(claim) == []


@given(st.integers(0, 10**7), st.integers(1, 10**7), st.integers(0, 5), st.integers(0, 5))
def test_figures_of_one_count_never_conflict(one: int, other: int, places: int, more_places: int) -> None:
    total = one + other
    votes = [Claimed("votes", str(one), BOTH[0]), Claimed("votes", str(other), BOTH[1])]
    for how in (percent, truncated):
        printed = shares(f"{how(one, total, places):f}", f"{how(other, total, more_places):f}")
        assert codes([*votes, *printed, Claimed("lead", str(abs(one - other)))]) == []
