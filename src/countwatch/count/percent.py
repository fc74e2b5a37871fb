"""Exact percentages: from integers, rounded once, half up."""

from decimal import Decimal

PLACES = 3
"""Decimals of a percentage as the electoral bodies publish them."""


def rounded(numerator: int, denominator: int) -> int:
    """`numerator / denominator` to the nearest whole number, a half away from zero. `denominator` > 0.

    Half up on the absolute value, so that a lead and its mirror image round alike.
    """
    whole = (2 * abs(numerator) + denominator) // (2 * denominator)
    return whole if numerator >= 0 else -whole


def percent(part: int, whole: int | None, places: int = PLACES) -> Decimal | None:
    """`100 * part / whole`, rounded half up to `places`; None where the whole is unknown or zero."""
    if not whole:
        return None
    return Decimal(rounded(100 * 10**places * part, whole)).scaleb(-places)


def truncated(part: int, whole: int | None, places: int = PLACES) -> Decimal | None:
    """`100 * part / whole`, cut off after `places`: what some publish instead of rounding."""
    if not whole:
        return None
    digits = 100 * 10**places * abs(part) // whole
    return Decimal(digits if part >= 0 else -digits).scaleb(-places)
