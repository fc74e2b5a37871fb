"""Exact percentages: from integers, rounded once, half up."""

from decimal import Decimal

PLACES = 3
"""Decimals of a percentage as the electoral bodies publish them."""


def percent(part: int, whole: int | None, places: int = PLACES) -> Decimal | None:
    """`100 * part / whole`, rounded half up to `places`; None where the whole is unknown or zero.

    Half up on the absolute value, so that a lead and its mirror image round alike.
    """
    if not whole:
        return None
    scale = 100 * 10**places
    doubled = 2 * abs(part) * scale + whole
    digits = doubled // (2 * whole)
    return Decimal(digits if part >= 0 else -digits).scaleb(-places)
