"""The named converters of a mapping: one declared spelling each, and everything else is refused.

`number_format` says how numbers are written: the four styles with separators, plain digits with a point or a comma,
or "json" for JSON numbers, which are never taken where strings are declared, nor the other way round.
"""

import re
from collections.abc import Callable, Mapping
from decimal import Decimal
from typing import Literal, get_args

from pydantic import TypeAdapter
from pydantic_core import PydanticCustomError

from countwatch.formats.converters import digit_code, json_percent
from countwatch.model.text import REPLACEMENT
from countwatch.model.types import COUNT_MAX, VALUE, Count, Id, Text

NumberFormat = Literal["1,234.5", "1.234,5", "1 234,5", "1234.5", "1234,5", "json"]
NUMBER_FORMATS: tuple[str, ...] = get_args(NumberFormat)
Converter = Callable[[object], object]

_TEXT_CHARACTERS_MAX = 2000
_SEPARATORS: Mapping[str, tuple[str, str]] = {
    "1,234.5": (",", "[.]"),
    "1.234,5": ("[.]", ","),
    "1 234,5": ("[ \u00a0\u202f]", ","),
    "1234.5": ("", "[.]"),
    "1234,5": ("", ","),
}
_NAMES: Mapping[str, tuple[str, str]] = {
    "1,234.5": ("comma_integer", "dot"),
    "1.234,5": ("dot_integer", "comma"),
    "1 234,5": ("space_integer", "comma"),
    "1234.5": ("plain_integer", "dot"),
    "1234,5": ("plain_integer", "comma"),
}
_COUNT: TypeAdapter[int] = TypeAdapter(Count, config=VALUE)
_TEXT: TypeAdapter[str] = TypeAdapter(Text, config=VALUE)
_ID: TypeAdapter[str] = TypeAdapter(Id, config=VALUE)


def integer(number_format: str) -> Converter:
    """Counts in that format, as exact whole numbers."""
    if number_format == "json":
        return _COUNT.validate_python
    separator, _ = _SEPARATORS[number_format]
    name, _ = _NAMES[number_format]
    groups = f"|[1-9][0-9]{{0,2}}(?:{separator}[0-9]{{3}}){{1,5}}" if separator else ""
    pattern = re.compile(f"0|[1-9][0-9]{{0,15}}{groups}")

    def read(text: object) -> int:
        if isinstance(text, str) and pattern.fullmatch(text):
            value = int(re.sub("[^0-9]", "", text))
            if value <= COUNT_MAX:
                return value
        raise PydanticCustomError(name, "a count")

    return read


def decimal(number_format: str, *, percent: bool) -> Converter:
    """Numbers with decimals, kept as their digits with a point; a percentage is at most 100."""
    if number_format == "json":
        return json_percent if percent else _json_decimal
    separator, point = _SEPARATORS[number_format]
    name = f"{_NAMES[number_format][1]}_{'percent' if percent else 'decimal'}"
    groups = f"|[1-9][0-9]{{0,2}}(?:{separator}[0-9]{{3}}){{1,3}}" if separator else ""
    pattern = re.compile(f"(?P<whole>0|[1-9][0-9]{{0,11}}{groups})(?:{point}(?P<part>[0-9]{{1,12}}))?")

    def read(text: object) -> str:
        found = pattern.fullmatch(text) if isinstance(text, str) else None
        if found:
            whole = re.sub("[^0-9]", "", found["whole"])
            digits = f"{whole}.{found['part']}" if found["part"] else whole
            if not percent or Decimal(digits) <= 100:
                return digits
        raise PydanticCustomError(name, "a decimal number")

    return read


def _json_decimal(value: object) -> str:
    if type(value) in {int, Decimal}:
        digits = format(Decimal(str(value)), "f")
        if re.fullmatch("[0-9]{1,12}(?:[.][0-9]{1,12})?", digits):
            return digits
    raise PydanticCustomError("json_decimal", "a number that is not negative")


def text(value: object) -> str:
    """A label, cleaned."""
    return _TEXT.validate_python(value)


def identifier(value: object) -> str:
    """A label that rows are matched by, where the feed has no codes. One with a lost letter would be another row."""
    found = _ID.validate_python(value)
    if REPLACEMENT in found:
        raise PydanticCustomError("unbroken_id", "an id without a lost letter")
    return found


def code(value: object) -> str:
    """A code as a number or as digits, without leading zeros."""
    return digit_code(value)


def after_regex(pattern: "re.Pattern[str]", group: int | str, convert: Converter) -> Converter:
    """First the part of the text that the group of a pattern matches, then the converter. The whole must match."""

    def read(value: object) -> object:
        found = pattern.fullmatch(value) if isinstance(value, str) and len(value) <= _TEXT_CHARACTERS_MAX else None
        if found is None or found[group] is None:
            raise PydanticCustomError("declared_pattern", "text of the pattern that the mapping declares")
        return convert(found[group])

    return read
