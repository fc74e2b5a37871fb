"""Dates and times by a declared format. Strict and without a locale, where `strptime` is neither."""

import re
from collections.abc import Callable, Mapping
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from pydantic_core import PydanticCustomError

from countwatch.formats.mapped_paths import Place
from countwatch.model.text import excerpt

YEAR_MIN, YEAR_MAX = 1900, 2199
EPOCHS: Mapping[str, int] = {"epoch_seconds": 1_000_000, "epoch_milliseconds": 1_000}
"""Formats of whole numbers since 1970, by their unit in microseconds."""

ISO = "iso"
MONTHS: Mapping[str, tuple[str, ...]] = {
    "en": (
        "january",
        "february",
        "march",
        "april",
        "may",
        "june",
        "july",
        "august",
        "september",
        "october",
        "november",
        "december",
    ),
    "es": (
        "enero",
        "febrero",
        "marzo",
        "abril",
        "mayo",
        "junio",
        "julio",
        "agosto",
        "septiembre",
        "octubre",
        "noviembre",
        "diciembre",
    ),
    "pt": (
        "janeiro",
        "fevereiro",
        "março",
        "abril",
        "maio",
        "junho",
        "julho",
        "agosto",
        "setembro",
        "outubro",
        "novembro",
        "dezembro",
    ),
}
_DIRECTIVES: Mapping[str, str] = {
    "Y": "(?P<Y>[0-9]{4})",
    "m": "(?P<m>0?[1-9]|1[0-2])",
    "d": "(?P<d>0?[1-9]|[12][0-9]|3[01])",
    "H": "(?P<H>[01]?[0-9]|2[0-3])",
    "I": "(?P<I>0?[1-9]|1[0-2])",
    "M": "(?P<M>[0-5][0-9])",
    "S": "(?P<S>[0-5][0-9])",
    "f": "(?P<f>[0-9]{1,6})",
    "p": r"(?P<p>[AaPp])\.?[Mm]\.?",
    "z": "(?P<z>Z|[+-][0-9]{2}:?[0-9]{2})",
    "%": "%",
}
_ISO = "%Y-%m-%dT%H:%M"
_ISO_TAIL = "(?::(?P<S>[0-5][0-9])(?:[.](?P<f>[0-9]{1,6}))?)?(?P<z>Z|[+-][0-9]{2}:?[0-9]{2})?"
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)

Converter = Callable[[object], datetime]


def stamp_converter(form: str, zone: ZoneInfo | None, months: str, at: Place) -> Converter:
    """Reads stamps of one format. `ConfigError` mapping_bad_stamp_format or mapping_needs_zone (both: found)."""
    if form in EPOCHS:
        return _epoch(EPOCHS[form])
    if form == ISO:
        pattern = re.compile(_pattern(_ISO, months, at) + _ISO_TAIL)
    else:
        pattern = re.compile(_pattern(form, months, at))
        needed = {"Y", "d"} | ({"I", "p"} if "I" in pattern.groupindex else {"H"})
        if not needed <= pattern.groupindex.keys() or not {"m", "B"} & pattern.groupindex.keys():
            raise at.wrong("mapping_bad_stamp_format", found=excerpt(form))
        if zone is None and "z" not in pattern.groupindex:
            raise at.wrong("mapping_needs_zone", found=excerpt(form))

    def read(text: object) -> datetime:
        found = pattern.fullmatch(text) if isinstance(text, str) else None
        stamp = _stamp(found.groupdict(), zone, months) if found else None
        if stamp is None:
            raise PydanticCustomError("declared_stamp", "a date and time as the mapping declares it")
        return stamp

    return read


def _pattern(form: str, months: str, at: Place) -> str:
    pieces, letters = [], iter(form)
    for letter in letters:
        if letter != "%":
            pieces.append(re.escape(letter))
            continue
        name = next(letters, "")
        if name in {"B", "b"}:
            names = [month if name == "B" else month[:3] for month in MONTHS[months]]
            pieces.append(f"(?P<B>(?i:{'|'.join(names)}))")
        elif name in _DIRECTIVES:
            pieces.append(_DIRECTIVES[name])
        else:
            raise at.wrong("mapping_bad_stamp_format", found=excerpt(form))
    pattern = "".join(pieces)
    if any(pattern.count(f"(?P<{group}>") > 1 for group in "YmdHIMSfpzB"):
        raise at.wrong("mapping_bad_stamp_format", found=excerpt(form))
    return pattern


def _stamp(found: Mapping[str, str | None], zone: ZoneInfo | None, months: str) -> datetime | None:
    """None where there is no such day, no such time on that clock, or no zone."""
    offset = found.get("z")
    written = f"{_number(found, 'Y'):04}-{_month(found, months):02}-{_number(found, 'd'):02}"
    fraction = (found.get("f") or "").ljust(6, "0")
    clock = f"{_hour(found):02}:{_number(found, 'M'):02}:{_number(found, 'S'):02}.{fraction}"
    try:
        stamp = datetime.fromisoformat(f"{written}T{clock}{offset or ''}")
    except ValueError:
        return None
    if not YEAR_MIN <= stamp.year <= YEAR_MAX:
        return None
    if offset is not None or zone is None:
        return stamp if offset is not None else None
    local = stamp.replace(tzinfo=zone)
    exists = local.astimezone(UTC).astimezone(zone).replace(tzinfo=None) == stamp
    return local if exists else None


def _number(found: Mapping[str, str | None], name: str) -> int:
    return int(found.get(name) or 0)


def _hour(found: Mapping[str, str | None]) -> int:
    half = found.get("p")
    if half is None:
        return _number(found, "H")
    return _number(found, "I") % 12 + (12 if half.lower() == "p" else 0)


def _month(found: Mapping[str, str | None], months: str) -> int:
    name = found.get("B")
    if name is None:
        return _number(found, "m")
    return next(place for place, month in enumerate(MONTHS[months], start=1) if month.startswith(name.lower()))


def _epoch(microseconds: int) -> Converter:
    def read(value: object) -> datetime:
        if type(value) is int and 0 < value * microseconds < 4_102_444_800_000_000:
            return _EPOCH + timedelta(microseconds=value * microseconds)
        raise PydanticCustomError("declared_stamp", "a date and time as the mapping declares it")

    return read
