"""Field types shared by the values that come from outside.

Where one of them refuses a value, the error's type is the name of what was expected (`plain_id`,
`non_blank_text`, `short_text`, `glyph`), as with every other converter of the house.
"""

from typing import Annotated, TypeVar

from pydantic import AfterValidator, BeforeValidator, ConfigDict, FailFast, Field
from pydantic_core import PydanticCustomError

from countwatch.model.text import cell_width, clean

COUNT_MAX = 10**12
"""No electoral roll on earth has more people; a larger number is a broken one."""

ID_CHARACTERS_MAX = 128
TEXT_CHARACTERS_MAX = 2000
RAW_CHARACTERS_MAX = 32_768
"""What is looked at before cleaning; the cap on cleaned text is `TEXT_CHARACTERS_MAX`."""


def _plain(text: str) -> str:
    """An identifier is refused rather than cleaned: two of them could become one."""
    if text.isspace() or (not (text.isascii() and text.isprintable()) and clean(text) != text):
        raise PydanticCustomError("plain_id", "an identifier of visible characters, composed (NFC)")
    return text


def _label(text: object) -> object:
    """Cleaned before its length is measured: a stack of marks is cut, an endless label is refused."""
    if not isinstance(text, str):
        return text
    if len(text) > RAW_CHARACTERS_MAX:
        raise PydanticCustomError("short_text", "a label")
    cleaned = clean(text)
    if not cleaned.strip():
        raise PydanticCustomError("non_blank_text", "text that shows something")
    return cleaned


def _glyph(text: str) -> str:
    cleaned = clean(text)
    if cleaned != text or cell_width(text) != 1 or text.isspace():
        raise PydanticCustomError("glyph", "one visible character, one cell wide")
    return cleaned


Count = Annotated[int, Field(strict=True, ge=0, le=COUNT_MAX)]
"""A whole number of votes, voters or sheets. Never a float, a string or a bool."""

Id = Annotated[str, Field(strict=True, min_length=1, max_length=ID_CHARACTERS_MAX), AfterValidator(_plain)]
"""An identifier as the feed writes it; rows are matched by it, never by a label or by order."""

Text = Annotated[str, Field(strict=True, min_length=1, max_length=TEXT_CHARACTERS_MAX), BeforeValidator(_label)]
"""A label from outside, cleaned on the way in (see `countwatch.model.text`); never blank."""

Glyph = Annotated[str, Field(strict=True, min_length=1, max_length=1), AfterValidator(_glyph)]
"""One character that stands for a candidate, one terminal cell wide."""

T = TypeVar("T")
Rows = Annotated[tuple[T, ...], FailFast()]
"""A list of values. The first wrong one is enough to refuse it: half a million errors would take a gigabyte."""

Figures = Annotated[dict[Id, Count], Field(fail_fast=True)]
"""Figures by id; the first wrong one is enough, too."""

VALUE = ConfigDict(strict=True, extra="ignore", allow_inf_nan=False)
"""The pydantic configuration of every value: strict, and unknown fields are drift, not data."""
