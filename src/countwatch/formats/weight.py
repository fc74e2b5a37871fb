"""How heavy a JSON text is once it is values: what keeps any body within the memory that is promised.

Text is small and its values are not: `{"a":1},` is eight characters, and two hundred bytes as an object. So a
text that might be too heavy is weighed before anything is made of it.
"""

import json
import re
from collections.abc import Iterator

from countwatch.model.errors import NotUsable
from countwatch.model.limits import DECODED_BYTES_MAX

LIGHT_CHARACTERS = 1024 * 1024
"""A shorter text is not weighed: whatever is in it, it is light enough."""

VALUES_MAX = 500_000
"""Commas and opening brackets in one body. A report of 20,000 units with every figure has 400,000."""

MEMORY_BYTES_MAX = 38 * 1024 * 1024
"""A text and its values together. With the body itself, its copies on the way and the model's values, 64 MB hold."""

WIDE_BYTES = 4 * 1024 * 1024
"""A body longer than this is narrowed, if it can be."""

PIECE_BYTES = 512 * 1024

KEYS_MAX = 50_000
ARRAYS_MAX = 150_000
"""Opening square brackets: a hundred thousand lists in one another are made in one go, and the screen would wait."""


_OBJECT, _MEMBERS_INCLUDED, _MEMBER = 200, 5, 50
_ARRAY, _VALUE, _KEY = 88, 40, 160
_DECIMAL_MORE, _STRING_MORE = 96, 24
"""Bytes of a decimal, or of an ASCII string without its characters, beyond the `_VALUE` of each value."""

_WIDTH_MAX = 4
"""Bytes of a character in a string that holds a rare one."""

_TOKEN = re.compile(r'"(?:[^"\\]++|\\.)*+(?:"(?P<key>\s*+:)?)?|(?P<decimal>[0-9][.eE])', re.DOTALL)
"""A string, which may be a key, or the point of a number. Takes each character once, JSON or not."""

_WIDE = re.compile(rb"(?:[\xc4-\xdf][\x80-\xbf]|[\xe0-\xef][\x80-\xbf]{2}|[\xf0-\xf4][\x80-\xbf]{3})++")
"""Characters beyond U+00FF in a row, in UTF-8."""

_LEADS = ((2, bytes(range(0xC4, 0xE0))), (3, bytes(range(0xE0, 0xF0))), (4, bytes(range(0xF0, 0xF5))))
"""Bytes with which such a character begins, by how many it has."""

_WIDE_SHARE = 4
"""Where they are no more than this part of the bytes, they are escaped."""

_ESCAPED_RARE = re.compile(r"\\u[dD][89abAB]")
_BEYOND_LATIN, _BEYOND_BASIC = re.compile("[^\x00-\xff]"), re.compile("[\U00010000-\U0010ffff]")
"""Said as what is sought: as all that is not (`[^…]`), the second took 3 ms to be compiled."""


def room(body_bytes: int) -> float:
    """How much more than at the default cap a body may take: a longer one came because a feed definition lets it."""
    return max(1.0, body_bytes / DECODED_BYTES_MAX)


def refuse_heavy(text: str, body_bytes: int = 0) -> None:
    """`NotUsable` too_many_values, or too_heavy where the values of this text would take too much memory."""
    more = room(body_bytes)
    arrays = text.count("[")
    for found, most in ((arrays, ARRAYS_MAX), (text.count(",") + arrays + text.count("{"), VALUES_MAX)):
        if found > most * more:
            raise NotUsable("too_many_values", limit=int(most * more))
    if len(text) > LIGHT_CHARACTERS and memory_bytes(text, MEMORY_BYTES_MAX * more) > MEMORY_BYTES_MAX * more:
        raise NotUsable("too_heavy", limit=int(MEMORY_BYTES_MAX * more) // 1024**2)


def is_light(body: bytes) -> bool:
    """Whether this body is light whatever is in it, so that its values may be made before it is looked at."""
    arrays = body.count(b"[")
    values = body.count(b",") + arrays + body.count(b"{")
    return len(body) <= LIGHT_CHARACTERS and arrays <= ARRAYS_MAX and values <= VALUES_MAX


def memory_bytes(text: str, most: float = MEMORY_BYTES_MAX) -> float:
    """About the memory that this JSON and its values take. Stops as soon as it is more than `most`."""
    objects, members, keys = text.count("{"), 0, set[str]()
    width = _width(text)
    weight = len(text) * width + objects * _OBJECT + text.count("[") * _ARRAY + text.count(",") * _VALUE
    for found in _TOKEN.finditer(text):
        token = found[0]
        if found["decimal"]:
            weight += _DECIMAL_MORE
        elif found["key"]:
            members += 1
            keys.add(token)
        else:
            weight += _string_bytes(token, width)
        if weight > most or len(keys) > KEYS_MAX:
            return most + 1
    weight += sum(_KEY + len(key) for key in keys)
    return weight + max(0, members - objects * _MEMBERS_INCLUDED) * _MEMBER


def _string_bytes(token: str, width: int) -> int:
    letters, more = len(token), 2 * _STRING_MORE
    if "\\" in token:
        width = _WIDTH_MAX if _ESCAPED_RARE.search(token) else max(width, 2)
        # After a backslash that is escaped itself, what looks like an escape may be none.
        letters -= 0 if "\\\\" in token else token.count("\\u") * len("0041u")
    elif token.isascii():
        width, more = 1, _STRING_MORE
    return more + letters * width


def narrowed(body: bytes) -> bytes:
    """The same JSON for less memory: one wide character makes Python keep more bytes for each of the others.

    So wide ones are escaped where they are few: the names of a report, say. Elsewhere the text's own weight counts.
    """
    wide = sum(size * (len(body) - len(body.translate(None, leads))) for size, leads in _LEADS)
    if len(body) <= WIDE_BYTES or not 0 < wide * _WIDE_SHARE <= len(body):
        return body
    try:
        return b"".join(_WIDE.sub(_escaped, piece) for piece in _pieces(body))
    except UnicodeDecodeError:
        return body  # refused when it is read


def _escaped(found: re.Match[bytes]) -> bytes:
    return json.dumps(found[0].decode("utf-8"))[1:-1].encode("ascii")


def _pieces(body: bytes) -> Iterator[bytes]:
    """Cut between characters; so that no call takes long, and what it takes besides is little."""
    start = 0
    while start < len(body):
        end = start + PIECE_BYTES
        for _ in range(3):
            end += body[end : end + 1] > b"\x7f" and body[end : end + 1] < b"\xc0"
        yield body[start:end]
        start = end


def _width(text: str) -> int:
    """Bytes that Python keeps for each character of this text."""
    if _BEYOND_LATIN.search(text) is None:
        return 1
    return _WIDTH_MAX if _BEYOND_BASIC.search(text) else 2
