"""Strings on the wire to exact values. Each converter takes one spelling and refuses all others.

A refusal is a `PydanticCustomError` (a `ValueError`) whose type is the name of what was expected, so
a converter works alone and inside a wire model, where pydantic adds the path of the field.
Python's own `int()` takes " 5_000 ", "+5" and "٥"; none of these may pass.
"""

import re
from decimal import Decimal
from typing import Annotated

from pydantic import BeforeValidator, Field
from pydantic_core import PydanticCustomError

from countwatch.model.types import COUNT_MAX

_COMMA_INTEGER = re.compile(r"0|[1-9][0-9]{0,15}|[1-9][0-9]{0,2}(?:,[0-9]{3}){1,5}")
_DIGITS = re.compile(r"[0-9]{1,18}")
_PLAIN_INTEGER = re.compile(r"0|[1-9][0-9]{0,15}")
_COMMA_DECIMAL = re.compile(r"(?:0|[1-9][0-9]{0,11})(?:,[0-9]{1,12})?")
_DOT_DECIMAL = re.compile(r"(?:0|[1-9][0-9]{0,11})(?:\.[0-9]{1,12})?")


def comma_integer(text: object) -> int:
    """A count written with comma thousands or with plain digits: "8,836,380" or "8836380"."""
    if not isinstance(text, str) or not _COMMA_INTEGER.fullmatch(text):
        raise PydanticCustomError("comma_integer", "digits, in threes by commas or plain")
    value = int(text.replace(",", ""))
    if value > COUNT_MAX:
        raise PydanticCustomError("comma_integer", "a count of people or sheets")
    return value


def dot_decimal(text: object) -> str:
    """A number with a decimal point, kept as its digits: "50.269"."""
    if not isinstance(text, str) or not _DOT_DECIMAL.fullmatch(text):
        raise PydanticCustomError("dot_decimal", "digits with a decimal point")
    return text


def dot_percent(text: object) -> str:
    """A percentage from 0 to 100 with a decimal point and no sign, kept as its digits: "50.269"."""
    if not isinstance(text, str) or not _DOT_DECIMAL.fullmatch(text) or Decimal(text) > 100:
        raise PydanticCustomError("dot_percent", "a percentage from 0 to 100 with a decimal point")
    return text


def plain_count(value: object) -> int:
    """A count as a JSON whole number or as plain digits: 8836380 or "8836380"."""
    if isinstance(value, str) and _PLAIN_INTEGER.fullmatch(value):
        value = int(value)
    if type(value) is not int or not 0 <= value <= COUNT_MAX:
        raise PydanticCustomError("plain_count", "a whole number, or plain digits")
    return value


def digit_code(value: object) -> str:
    """A code as a JSON whole number or as digits, without leading zeros: 10, "10" and "00000010" are one."""
    if type(value) is int and 0 <= value <= COUNT_MAX**2:
        return str(value)
    if isinstance(value, str) and _DIGITS.fullmatch(value):
        return str(int(value))
    raise PydanticCustomError("digit_code", "a whole number, or digits")


def comma_percent(text: object) -> str:
    """A percentage from 0 to 100 with a decimal comma and no sign, kept as digits with a point: "50,27" is "50.27"."""
    if isinstance(text, str) and _COMMA_DECIMAL.fullmatch(text):
        digits = text.replace(",", ".")
        if Decimal(digits) <= 100:
            return digits
    raise PydanticCustomError("comma_percent", "a percentage from 0 to 100 with a decimal comma")


def json_percent(value: object) -> str:
    """A percentage from 0 to 100 as a JSON number, kept as its digits; documents give `Decimal` for its fractions."""
    if type(value) in {int, Decimal}:
        digits = format(Decimal(str(value)), "f")
        if _DOT_DECIMAL.fullmatch(digits) and Decimal(digits) <= 100:
            return digits
    raise PydanticCustomError("json_percent", "a number from 0 to 100")


CommaInteger = Annotated[int, Field(strict=True), BeforeValidator(comma_integer)]
DotDecimal = Annotated[str, Field(strict=True), BeforeValidator(dot_decimal)]
DotPercent = Annotated[str, Field(strict=True), BeforeValidator(dot_percent)]
PlainCount = Annotated[int, Field(strict=True), BeforeValidator(plain_count)]
DigitCode = Annotated[str, Field(strict=True), BeforeValidator(digit_code)]
CommaPercent = Annotated[str, Field(strict=True), BeforeValidator(comma_percent)]
JsonPercent = Annotated[str, Field(strict=True), BeforeValidator(json_percent)]
