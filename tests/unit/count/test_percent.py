from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from countwatch.count.percent import percent, rounded, truncated

counts = st.integers(0, 10**12)


@pytest.mark.parametrize(
    ("part", "whole", "places", "expected"),
    [
        (8_548_929, 17_006_476, 3, "50.269"),
        (8_457_547, 17_006_476, 3, "49.731"),
        (91_382, 17_006_476, 3, "0.537"),
        (81_712, 86_488, 3, "94.478"),
        (18_150_627, 23_894_437, 3, "75.962"),
        (1, 2000, 1, "0.1"),  # 0.05 goes up
        (-1, 2000, 1, "-0.1"),
        (0, 7, 3, "0.000"),
    ],
)
def test_rounded_once_half_up(part: int, whole: int, places: int, expected: str) -> None:
    assert str(percent(part, whole, places)) == expected


@pytest.mark.parametrize("whole", [None, 0])
def test_a_percentage_of_nothing_is_unknown_and_not_zero(whole: int | None) -> None:
    assert percent(1, whole) is None
    assert truncated(1, whole) is None


def test_cut_off_instead_of_rounded() -> None:
    assert truncated(2, 3, 2) == Decimal("66.66")
    assert percent(2, 3, 2) == Decimal("66.67")


@given(counts, st.integers(1, 10**12), st.integers(0, 6))
def test_never_further_than_half_of_the_last_digit(part: int, whole: int, places: int) -> None:
    shown = percent(part, whole, places)
    assert shown is not None
    off = Fraction(shown) - Fraction(100 * part, whole)
    assert -Fraction(1, 2 * 10**places) < off <= Fraction(1, 2 * 10**places)


@given(counts, st.integers(1, 10**12))
def test_a_lead_and_its_mirror_image_round_alike(votes: int, base: int) -> None:
    assert percent(-votes, base) == -(percent(votes, base) or Decimal(0))
    assert rounded(-votes, base) == -rounded(votes, base)
