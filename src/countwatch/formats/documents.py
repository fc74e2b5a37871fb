"""From bytes to a JSON object, strictly: what is not plainly one is refused, and nothing is guessed.

Python's `json` takes much that is not data: NaN, repeated keys (the last one wins), UTF-16, numbers
of any length. Each of these is a different night's wrong headline, so each is a problem with a name.
"""

import json
import math
import re
from decimal import Decimal
from typing import Any, NamedTuple, Never

from countwatch.formats.glance import KEY_CHARACTERS_MAX, NUMBER_CHARACTERS_MAX, is_plain
from countwatch.formats.weight import narrowed, refuse_heavy
from countwatch.model.errors import NotUsable
from countwatch.model.finding import Finding
from countwatch.model.text import excerpt

DEPTH_MAX = 32

_CONTAINERS = {dict, list}
_BOM = b"\xef\xbb\xbf"
_PAGE = re.compile(rb"<(?:!doctype\s+html|html|head|body|script|h1)[\s>]", re.IGNORECASE)
_ESCAPE = re.compile(
    r"\\(?:u[dD][89abAB][0-9a-fA-F]{2}\\u[dD][c-fC-F][0-9a-fA-F]{2}|(?P<half>u[dD][89a-fA-F])|.)", re.DOTALL
)
"""One escape, or the two that make one character; `half` where the other half is missing."""

JsonObject = dict[str, Any]


class Loaded(NamedTuple):
    """One JSON document: its value, the bytes without a byte order mark, and what was odd about them.

    The value is an object, or an array where those were let through. Numbers with a point or an exponent
    are `Decimal`, so that no digit is lost.
    """

    value: Any
    body: bytes
    findings: tuple[Finding, ...] = ()


def load_object(body: bytes) -> Loaded:
    """The object that `body` is. `NotUsable` says why it is none.

    Codes: empty_body, blank_body, page_not_data, not_utf8, too_many_values, too_heavy,
    invalid_json, duplicate_key, long_key, not_a_number, minus_zero, huge_number, too_deep, lone_surrogate,
    not_an_object.
    """
    loaded = load_tree(body)
    if not isinstance(loaded.value, dict):
        raise NotUsable("not_an_object", found=show(loaded.value))
    return loaded


def load_tree(body: bytes) -> Loaded:
    """The same, and an array at the top is let through too; the other codes stand."""
    marked = body.startswith(_BOM)
    stripped = body.removeprefix(_BOM)
    plain = is_plain(stripped)
    value = _parse(_text(stripped), len(stripped), plain=plain)
    if not isinstance(value, (dict, list)):
        raise NotUsable("not_an_object", found=show(value))
    if _is_deeper(value, DEPTH_MAX):
        raise NotUsable("too_deep", limit=DEPTH_MAX)
    return Loaded(value, stripped, (Finding("byte_order_mark"),) if marked else ())


def is_page(body: bytes) -> bool:
    """Whether this is a web page: what sites send with status 200 to clients they do not serve."""
    start = body[:2048].removeprefix(_BOM).lstrip()
    return start.startswith(b"<") and _PAGE.search(start) is not None


def show(value: object) -> str:
    """A value as JSON would write it, cleaned and shortened: what a sentence quotes as found."""
    if isinstance(value, dict):
        return "{…}" if value else "{}"
    if isinstance(value, (list, tuple)):
        return "[…]" if value else "[]"
    if isinstance(value, str):
        return f'"{excerpt(value)}"'
    if value is None or isinstance(value, bool):
        return json.dumps(value)
    return excerpt(str(value))


def refuse_nothing(body: bytes) -> None:
    """`NotUsable` where there is nothing to read, or a page for people: empty_body, blank_body, page_not_data."""
    if not body:
        raise NotUsable("empty_body")
    if not body.strip():
        raise NotUsable("blank_body", size=len(body))
    if is_page(body):
        raise NotUsable("page_not_data")


def _text(body: bytes) -> str:
    refuse_nothing(body)
    try:
        return _decoded(narrowed(body))
    except NotUsable:
        return _decoded(body)  # refused again, at its place in the body as it came


def _decoded(body: bytes) -> str:
    try:
        return body.decode("utf-8")
    except UnicodeDecodeError as error:
        raise NotUsable("not_utf8", byte=error.start) from None


def _parse(text: str, body_bytes: int, *, plain: bool) -> Any:
    refuse_heavy(text, body_bytes)
    try:
        value = json.loads(
            text,
            object_pairs_hook=_unrepeated if plain else _careful,
            parse_constant=_refuse_constant,
            parse_int=int if plain else _integer,
            parse_float=_decimal,
        )
    except json.JSONDecodeError as error:
        raise NotUsable("invalid_json", line=error.lineno, column=error.colno) from None
    except RecursionError:
        raise NotUsable("too_deep", limit=DEPTH_MAX) from None
    if any(found["half"] for found in _ESCAPE.finditer(text)):
        raise NotUsable("lone_surrogate")
    return value


def _unrepeated(pairs: list[tuple[str, Any]]) -> JsonObject:
    value = dict(pairs)
    if len(value) != len(pairs):
        seen: set[str] = set()
        repeated = next(key for key, _ in pairs if key in seen or seen.add(key))  # type: ignore[func-returns-value]  # add() answers None, and that is what passes on
        raise NotUsable("duplicate_key", key=excerpt(repeated))
    return value


def _careful(pairs: list[tuple[str, Any]]) -> JsonObject:
    value = _unrepeated(pairs)
    if max(map(len, value), default=0) > KEY_CHARACTERS_MAX:
        key = max(value, key=len)
        raise NotUsable("long_key", key=excerpt(key), limit=KEY_CHARACTERS_MAX)
    return value


def _refuse_constant(name: str) -> Never:
    raise NotUsable("not_a_number", found=name)


def _integer(digits: str) -> int:
    if digits == "-0":
        raise NotUsable("minus_zero", found=digits)
    if len(digits) > NUMBER_CHARACTERS_MAX:
        raise NotUsable("huge_number", found=excerpt(digits))
    return int(digits)


def _decimal(digits: str) -> Decimal:
    exponent = digits.lower().partition("e")[2]
    if len(digits) > NUMBER_CHARACTERS_MAX or len(exponent) > len("+308") or math.isinf(float(digits)):
        raise NotUsable("huge_number", found=excerpt(digits))
    value = Decimal(digits)
    if value.is_zero() and value.is_signed():
        raise NotUsable("minus_zero", found=digits)
    return value


def _is_deeper(value: JsonObject | list[Any], depth_max: int) -> bool:
    level: list[Any] = [value]
    for _ in range(depth_max):
        level = [
            child
            for parent in level
            for child in (parent.values() if type(parent) is dict else parent)
            if type(child) in _CONTAINERS
        ]
        if not level:
            return False
    return True
