"""How heavy a JSON text is once it is values: what keeps any body within the memory that is promised.

Text is small and its values are not: `{"a":1},` is eight characters, and two hundred bytes as an object. So a
text that might be too heavy is weighed before anything is made of it.
"""

import json
import re

from countwatch.model.errors import NotUsable

LIGHT_CHARACTERS = 1024 * 1024
"""A shorter text is not weighed: whatever is in it, it is light enough."""

VALUES_MAX = 500_000
"""Commas and opening brackets in one body. A report of 20,000 units with every figure has 400,000."""

MEMORY_BYTES_MAX = 38 * 1024 * 1024
"""A text and its values together. With the body itself, its copies on the way and the model's values, 64 MB hold."""

TEXT_BYTES_MAX = 16 * 1024 * 1024
KEYS_MAX = 50_000
ESCAPED_MAX = 50_000

_OBJECT, _MEMBERS_INCLUDED, _MEMBER = 200, 5, 50
_ARRAY, _VALUE, _KEY = 88, 40, 160
_DECIMAL_MORE, _STRING_MORE = 72, 24
"""Bytes of a decimal, or of a string without its characters, beyond the `_VALUE` that each value is taken for."""

_WIDTH_MAX = 4
"""Bytes of a character in a string that holds a rare one."""

_TOKEN = re.compile(r'"(?:[^"\\]++|\\.)*+(?:"(?P<key>\s*+:)?)?|(?P<decimal>[0-9][.eE])', re.DOTALL)
"""A string, which may be a key, or the point of a number. Takes each character once, JSON or not."""

_RARE = re.compile(rb"\xf0[\x90-\xbf][\x80-\xbf]{2}|[\xf1-\xf3][\x80-\xbf]{3}|\xf4[\x80-\x8f][\x80-\xbf]{2}")
"""A character beyond U+FFFF, in UTF-8."""


_BEYOND_LATIN, _BEYOND_BASIC = re.compile("[^\x00-\xff]"), re.compile("[^\x00-\uffff]")


def refuse_heavy(text: str) -> None:
    """`NotUsable` too_many_values, or too_heavy where the values of this text would take too much memory."""
    if text.count(",") + text.count("[") + text.count("{") > VALUES_MAX:
        raise NotUsable("too_many_values", limit=VALUES_MAX)
    if len(text) > LIGHT_CHARACTERS and memory_bytes(text) > MEMORY_BYTES_MAX:
        raise NotUsable("too_heavy", limit=MEMORY_BYTES_MAX // 1024**2)


def memory_bytes(text: str) -> int:
    """About the memory that this JSON and its values take. Stops as soon as it is more than `MEMORY_BYTES_MAX`."""
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
        if weight > MEMORY_BYTES_MAX or len(keys) > KEYS_MAX:
            return MEMORY_BYTES_MAX + 1
    weight += sum(_KEY + len(key) for key in keys)
    return weight + max(0, members - objects * _MEMBERS_INCLUDED) * _MEMBER


def _string_bytes(token: str, width: int) -> int:
    if "\\" in token:
        width = _WIDTH_MAX
    elif token.isascii():
        width = 1
    return (_STRING_MORE + len(token)) * width


def narrowed(body: bytes) -> bytes:
    """The same JSON for less memory: one rare character makes Python keep four bytes for each of the others.

    So rare ones are escaped where they are few. Where they are many, the text's own weight counts.
    """
    if len(body) * _WIDTH_MAX <= TEXT_BYTES_MAX or sum(1 for _ in _RARE.finditer(body)) > ESCAPED_MAX:
        return body
    return _RARE.sub(lambda found: json.dumps(found[0].decode("utf-8"))[1:-1].encode("ascii"), body)


def _width(text: str) -> int:
    """Bytes that Python keeps for each character of this text."""
    if _BEYOND_LATIN.search(text) is None:
        return 1
    return _WIDTH_MAX if _BEYOND_BASIC.search(text) else 2
