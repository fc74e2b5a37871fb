"""Wire models: their configuration, and how pydantic's errors become one problem with a field path."""

from collections.abc import Callable, Mapping
from typing import Annotated, TypeVar

from pydantic import BaseModel, ConfigDict, FailFast, ValidationError
from pydantic_core import ErrorDetails

from countwatch.formats.documents import show
from countwatch.model.errors import NotUsable
from countwatch.model.text import excerpt

WIRE = ConfigDict(strict=True, extra="ignore", frozen=True, allow_inf_nan=False)
"""Wire models are strict; fields that they do not name are left alone."""

ROWS_MAX = 500
"""Rows of candidates in one document. No ballot paper is longer; a longer list is broken or hostile."""

UNITS_MAX = 20_000
"""Areas in one document; no country has more districts. Beyond that the promise about memory would not hold."""

WHOLE_DOCUMENT = "$"
"""The field path of the document itself."""

_EXPECTED: Mapping[str, str] = {
    "int_type": "count",
    "int_parsing": "count",
    "int_parsing_size": "count",
    "int_from_float": "count",
    "greater_than_equal": "count",
    "less_than_equal": "count",
    "string_type": "text",
    "string_too_short": "non_blank_text",
    "string_too_long": "short_text",
    "string_pattern_mismatch": "colour",
    "dict_type": "object",
    "model_type": "object",
    "model_attributes_type": "object",
    "dataclass_type": "object",
    "dataclass_exact_type": "object",
    "list_type": "list",
    "tuple_type": "list",
    "too_short": "non_empty_list",
    "literal_error": "one_of",
    "enum": "one_of",
}
"""pydantic's error types by what was expected; our own converters name it as their error's type."""

T = TypeVar("T")
M = TypeVar("M", bound=BaseModel)

Listed = Annotated[list[T], FailFast()]
"""A list in a document; the first wrong row is enough to refuse it."""

Location = tuple[int | str, ...]
"""Where a field is: keys of objects and places in lists, from the top of the document."""


def refuse_many(number: int, most: int, field: str) -> None:
    """`NotUsable` too_many where there are more than the most."""
    if number > most:
        raise NotUsable("too_many", field=field, limit=most)


def checked(read: Callable[[], T], place: Location = ()) -> T:
    """What `read` answers; its first validation error becomes a `NotUsable`, below `place`."""
    try:
        return read()
    except ValidationError as error:
        raise problem(error.errors(include_url=False)[0], place) from None


def read(model: type[M], value: object, place: Location) -> M:
    """`value`, found at `place` in its document, as that wire model; its first error as a `NotUsable`."""
    try:
        return model.model_validate(value)
    except ValidationError as error:
        raise problem(error.errors(include_url=False)[0], place) from None


def problem(error: ErrorDetails, place: Location = ()) -> NotUsable:
    """One pydantic error below `place` as missing_field, too_many or wrong_value, with the path of its field."""
    field, kind, context = path((*place, *error["loc"])), error["type"], error.get("ctx", {})
    if kind == "missing":
        return NotUsable("missing_field", field=field)
    if kind == "too_long":
        return NotUsable("too_many", field=field, limit=int(context["max_length"]))
    found = show(error["input"])
    expected = _EXPECTED.get(kind, kind)
    if expected == "one_of":
        return NotUsable("wrong_value", field=field, found=found, expected=expected, choices=str(context["expected"]))
    if kind.startswith(("datetime", "timezone", "date_", "time_")):
        expected = "stamp"
    return NotUsable("wrong_value", field=field, found=found, expected=expected)


def wrong(field: str, found: object, expected: str) -> NotUsable:
    """A wrong value that no wire model saw."""
    return NotUsable("wrong_value", field=field, found=show(found), expected=expected)


def path(location: Location) -> str:
    """`("results", 0, "TOTAL_VOTOS")` as `results[0].TOTAL_VOTOS`. Keys from outside are cleaned."""
    text = ""
    for step in location:
        if isinstance(step, int):
            text += f"[{step}]"
        elif step != "[key]":
            text += ("." if text else "") + excerpt(step)
    return text or WHOLE_DOCUMENT
