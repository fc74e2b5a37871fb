"""Claims against the record: which readings have the figures that somebody gave. Pure, over a sequence of readings.

It says what matches and what is nearest. It never guesses what a claim was meant to be.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal
from fractions import Fraction
from typing import Literal

from countwatch.count.percent import PLACES, percent, rounded, truncated
from countwatch.count.progress import progress
from countwatch.count.standing import standing
from countwatch.count.stated import places
from countwatch.model.snapshot import UnitTally

FigureKind = Literal["share", "votes", "lead", "counted", "processed", "turnout"]
PERCENTAGES = frozenset({"share", "counted", "processed", "turnout"})
_TWINS: Mapping[str, FigureKind] = {"counted": "processed", "processed": "counted"}


@dataclass(frozen=True, slots=True)
class Claimed:
    """One figure as it was claimed, with its own digits, which say to what place it was rounded.

    `candidate_id` is whose share or votes; with a lead it is who is claimed to be ahead (None: anybody).
    """

    kind: FigureKind
    digits: str
    candidate_id: str | None = None

    def __post_init__(self) -> None:
        """`ValueError` for anything but plain digits, or a fraction of a vote."""
        parsed = places(self.digits)
        if parsed is None or parsed[0] < 0 or (self.kind not in PERCENTAGES and parsed[1]):
            raise ValueError(self.digits)
        if self.kind in {"share", "votes"} and self.candidate_id is None:
            raise ValueError(self.kind)

    @property
    def value(self) -> Decimal:
        """The digits as a number."""
        return Decimal(self.digits)

    @property
    def decimals(self) -> int:
        """How many decimals the claim gives."""
        parsed = places(self.digits)
        return parsed[1] if parsed else 0


@dataclass(frozen=True, slots=True)
class Recorded:
    """One reading to hold a claim against: the root's figures, or what the press printed of a reading.

    `n` is the update that brought it (for a press figure any number of the caller's), `at` its stamp.
    `printed` are percentages that are known by their digits only, under (kind, candidate id or None);
    `is_press` tells what only the press printed from a recorded bulletin.
    """

    n: int
    at: datetime | None
    tally: UnitTally | None = None
    printed: Mapping[tuple[FigureKind, str | None], str] = field(default_factory=dict)
    is_press: bool = False


@dataclass(frozen=True, slots=True)
class Nearest:
    """The reading whose figure is nearest. `off` is claimed − recorded; `ahead_id` is who has a nearest lead."""

    reading: Recorded
    value: Decimal
    off: Decimal
    ahead_id: str | None = None


@dataclass(frozen=True, slots=True)
class FigureMatch:
    """Where one claimed figure is found: `rounded` half up at its last digit, `cut` where only truncation gives it.

    `as_twin` are the readings in which the same digits are *processed* where *counted* was claimed, or
    the other way round. `nearest` is None where something was found, and where nothing is comparable.
    """

    claimed: Claimed
    rounded: tuple[Recorded, ...]
    cut: tuple[Recorded, ...]
    as_twin: tuple[Recorded, ...]
    nearest: Nearest | None


@dataclass(frozen=True, slots=True)
class ClaimMatch:
    """A whole claim: figure by figure, and the readings that have all of them."""

    figures: tuple[FigureMatch, ...]
    whole: tuple[Recorded, ...]


def match_claim(claim: Sequence[Claimed], readings: Iterable[Recorded], after: datetime | None = None) -> ClaimMatch:
    """Hold a claim against the readings, from `after` on where it is given (readings without a stamp then fall out)."""
    considered = [reading for reading in readings if after is None or (reading.at is not None and reading.at >= after)]
    found = tuple(_match(claimed, considered) for claimed in claim)
    rounded = [{id(reading) for reading in match.rounded} for match in found]
    whole = tuple(reading for reading in considered if rounded and all(id(reading) in rows for rows in rounded))
    return ClaimMatch(found, whole)


def _match(claimed: Claimed, readings: Sequence[Recorded]) -> FigureMatch:
    how = [(reading, _how(claimed, claimed.kind, reading)) for reading in readings]
    rounded = tuple(reading for reading, match in how if match == "rounded")
    cut = tuple(reading for reading, match in how if match == "cut")
    twin = _TWINS.get(claimed.kind)
    as_twin = () if twin is None else tuple(r for r in readings if _how(claimed, twin, r) == "rounded")
    return FigureMatch(claimed, rounded, cut, as_twin, None if rounded else _nearest(claimed, readings))


def _how(claimed: Claimed, kind: FigureKind, reading: Recorded) -> Literal["rounded", "cut"] | None:
    if kind not in PERCENTAGES:
        amount = _amount(claimed, kind, reading)
        return "rounded" if amount is not None and amount[0] == claimed.value else None
    ratio = None if reading.tally is None else _ratio(claimed, kind, reading.tally)
    if ratio is None:
        digits = reading.printed.get((kind, claimed.candidate_id))
        return "rounded" if digits is not None and _prints(digits, claimed) else None
    if percent(*ratio, claimed.decimals) == claimed.value:
        return "rounded"
    return "cut" if truncated(*ratio, claimed.decimals) == claimed.value else None


def _prints(digits: str, claimed: Claimed) -> bool:
    """Whether a percentage that was itself printed as `digits` can be the claimed one, rounded to fewer places."""
    parsed = places(digits)
    if parsed is None or claimed.decimals > parsed[1]:
        return False
    if claimed.decimals == parsed[1]:
        return parsed[0] == claimed.value
    half, middle = Fraction(1, 2 * 10 ** parsed[1]), Fraction(parsed[0])
    low, high = (_to_places(end, claimed.decimals) for end in (middle - half, middle + half))
    return low <= claimed.value <= high


def _to_places(value: Fraction, decimals: int) -> Decimal:
    return Decimal(rounded(value.numerator * 10**decimals, value.denominator)).scaleb(-decimals)


def _amount(claimed: Claimed, kind: FigureKind, reading: Recorded) -> tuple[int, str | None] | None:
    """A reading's votes of a candidate, or its lead and who has it; None where it does not give them."""
    if reading.tally is None:
        return None
    if kind == "votes":
        votes = reading.tally.votes.get(claimed.candidate_id or "")
        return None if votes is None else (votes, None)
    now = standing(reading.tally)
    if now.lead is None or (claimed.candidate_id is not None and claimed.candidate_id != now.leader_id):
        return None
    return now.lead.votes, now.leader_id


def _ratio(claimed: Claimed, kind: FigureKind, tally: UnitTally) -> tuple[int, int] | None:
    """A percentage of a reading as its two integers; None where one is unknown or the whole is zero."""
    part, whole = _parts(claimed, kind, tally)
    return None if part is None or not whole else (part, whole)


def _parts(claimed: Claimed, kind: FigureKind, tally: UnitTally) -> tuple[int | None, int | None]:
    if kind == "share":
        return tally.votes.get(claimed.candidate_id or ""), tally.valid
    if kind == "turnout":
        return tally.cast, tally.registered_counted
    sheets = progress(tally.sheets)
    return (sheets.counted if kind == "counted" else sheets.processed), sheets.total


def _nearest(claimed: Claimed, readings: Sequence[Recorded]) -> Nearest | None:
    """The least difference either way; the earliest reading of several."""
    found: tuple[Fraction, Recorded, Decimal, str | None] | None = None
    for reading in readings:
        known = _value(claimed, reading)
        if known is None:
            continue
        exact, ahead_id = known
        off = abs(Fraction(claimed.value) - exact)
        if found is None or off < found[0]:
            decimals = 0 if claimed.kind not in PERCENTAGES else max(PLACES, claimed.decimals)
            found = off, reading, _to_places(exact, decimals), ahead_id
    return None if found is None else Nearest(found[1], found[2], claimed.value - found[2], found[3])


def _value(claimed: Claimed, reading: Recorded) -> tuple[Fraction, str | None] | None:
    if claimed.kind not in PERCENTAGES:
        amount = _amount(claimed, claimed.kind, reading)
        return None if amount is None else (Fraction(amount[0]), amount[1])
    ratio = None if reading.tally is None else _ratio(claimed, claimed.kind, reading.tally)
    if ratio is not None:
        return Fraction(100 * ratio[0], ratio[1]), None
    digits = reading.printed.get((claimed.kind, claimed.candidate_id))
    parsed = None if digits is None else places(digits)
    return None if parsed is None else (Fraction(parsed[0]), None)
