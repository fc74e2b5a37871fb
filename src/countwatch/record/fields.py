"""Reading the members of a recorded line strictly: a recording is as untrusted as the network."""

import json
import math
import re
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import NoReturn

from countwatch.model.errors import RecordingError
from countwatch.model.finding import Fact
from countwatch.model.text import clean, shorten

INTEGER_MAX = 2**53
"""Beyond it JSON readers in other languages lose digits; no field here comes near."""

_CODE = re.compile(r"[a-z][a-z0-9_]{0,63}")
_FOUND_CHARACTERS_MAX = 60


class Fields:
    """One JSON object of a line. Every reading names the field, its record and what was expected.

    `RecordingError("record_not_readable", record=…, field=…, expected=…, found=…)` where it is not so.
    """

    def __init__(self, value: object, record: int, where: str = "") -> None:
        self.record = record
        self.where = where
        if not isinstance(value, dict):
            self._refuse("object", value)
        self.members: dict[str, object] = value

    def refuse(self, name: str, expected: str) -> NoReturn:
        """Say that this member is not what it must be."""
        raise _not_readable(self.record, self._path(name), expected, self.members.get(name))

    def has(self, name: str) -> bool:
        """Whether the member is there and not null."""
        return self.members.get(name) is not None

    def text(self, name: str) -> str:
        """A string exactly as it was written down."""
        value = self.members.get(name)
        if not isinstance(value, str):
            self.refuse(name, "text")
        return value

    def words(self, name: str) -> str:
        """A string that may reach a screen: cleaned, as all text from outside is on the way in."""
        return clean(self.text(name))

    def words_or_none(self, name: str) -> str | None:
        """The same, where null is allowed."""
        return self.words(name) if self.has(name) else None

    def code(self, name: str) -> str:
        """A snake_case code."""
        value = self.text(name)
        if not _CODE.fullmatch(value):
            self.refuse(name, "code")
        return value

    def integer(self, name: str, least: int = 0) -> int:
        """A whole number; never a float or a bool."""
        value = self.members.get(name)
        if type(value) is not int or not least <= value <= INTEGER_MAX:
            self.refuse(name, "whole_number")
        return value

    def seconds(self, name: str) -> float:
        """A finite number of seconds."""
        value = self.members.get(name)
        if isinstance(value, bool) or not isinstance(value, int | float) or not _finite(value):
            self.refuse(name, "seconds")
        return float(value)

    def instant(self, name: str) -> datetime:
        """An ISO 8601 instant that says its offset, as UTC."""
        try:
            at = datetime.fromisoformat(self.text(name))
            return at.astimezone(UTC) if at.tzinfo else self.refuse(name, "utc_instant")
        except (ValueError, OverflowError):
            self.refuse(name, "utc_instant")

    def inner(self, name: str) -> "Fields":
        """An object inside this one."""
        return Fields(self.members.get(name), self.record, self._path(name))

    def items(self, name: str, most: int) -> list["Fields"]:
        """A list of objects."""
        value = self.members.get(name)
        if not isinstance(value, list) or len(value) > most:
            self.refuse(name, "list")
        return [Fields(item, self.record, f"{self._path(name)}[{at}]") for at, item in enumerate(value)]

    def list_of_words(self, name: str, most: int) -> tuple[str, ...]:
        """A list of strings, cleaned."""
        value = self.members.get(name)
        if not isinstance(value, list) or len(value) > most or not all(isinstance(item, str) for item in value):
            self.refuse(name, "list_of_text")
        return tuple(clean(item) for item in value)

    def texts(self, name: str) -> Mapping[str, str]:
        """An object whose values are strings, exactly as written down."""
        inner = self.inner(name)
        return {key: inner.text(key) for key in inner.members}

    def facts(self, name: str) -> dict[str, Fact]:
        """The facts of a finding: text, whole numbers or null."""
        inner = self.inner(name)
        return {clean(key): _fact(inner, key) for key in inner.members}

    def _path(self, name: str) -> str:
        return f"{self.where}.{name}" if self.where else name

    def _refuse(self, expected: str, found: object) -> NoReturn:
        raise _not_readable(self.record, self.where or "line", expected, found)


def parse(line: bytes, record: int) -> Fields:
    """The JSON object of a line. Duplicate members and NaN are refused; nesting is Python's own limit."""
    try:
        return Fields(json.loads(line, object_pairs_hook=_unique, parse_constant=_no_constant), record)
    except (ValueError, RecursionError):
        raise _not_readable(record, "line", "json", None) from None


def _unique(pairs: list[tuple[str, object]]) -> dict[str, object]:
    members = dict(pairs)
    if len(members) != len(pairs):
        raise ValueError
    return members


def _no_constant(name: str) -> NoReturn:
    raise ValueError(name)


def _finite(value: float) -> bool:
    try:
        return math.isfinite(value)
    except OverflowError:
        return False


def _fact(inner: Fields, key: str) -> Fact:
    value = inner.members[key]
    if isinstance(value, str):
        return clean(value)
    if value is not None and not isinstance(value, int):
        inner.refuse(key, "text_or_whole_number")
    return value


def _not_readable(record: int, field: str, expected: str, found: object) -> RecordingError:
    said = None if found is None else shorten(clean(str(found)[:_FOUND_CHARACTERS_MAX]), _FOUND_CHARACTERS_MAX)
    return RecordingError(
        "record_not_readable",
        record=record,
        field=shorten(clean(field), _FOUND_CHARACTERS_MAX),
        expected=expected,
        found=said,
    )
