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


CommaInteger = Annotated[int, Field(strict=True), BeforeValidator(comma_integer)]
DotDecimal = Annotated[str, Field(strict=True), BeforeValidator(dot_decimal)]
DotPercent = Annotated[str, Field(strict=True), BeforeValidator(dot_percent)]
