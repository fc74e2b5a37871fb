"""XML bodies that no reader may follow, for any format: each with what it must come to."""

from collections.abc import Iterator

import pytest

LAUGHS = b"""<?xml version="1.0"?>
<!DOCTYPE lolz [
 <!ENTITY lol "lol">
 <!ENTITY lol2 "&lol;&lol;&lol;&lol;&lol;&lol;&lol;&lol;&lol;&lol;">
 <!ENTITY lol3 "&lol2;&lol2;&lol2;&lol2;&lol2;&lol2;&lol2;&lol2;&lol2;&lol2;">
]>
<lolz>&lol3;</lolz>"""
EXTERNAL = b'<!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/passwd">]><a>&x;</a>'
EXTERNAL_SUBSET = b'<!DOCTYPE a SYSTEM "http://127.0.0.1:9/a.dtd"><a/>'

Spoil = dict[str, object]


def unreadable(whole: bytes) -> Iterator[object]:
    """Parameters (body, problem): ways to spoil a good body, and bodies of no format."""
    cases: dict[str, tuple[bytes, Spoil]] = {
        "nothing": (b"", {"code": "empty_body"}),
        "blank": (b" \n", {"code": "blank_body", "size": 2}),
        "page": (b"<!DOCTYPE html><html><body>Blocked</body></html>", {"code": "page_not_data"}),
        "laughs": (LAUGHS, {"code": "xml_doctype"}),
        "external": (EXTERNAL, {"code": "xml_doctype"}),
        "external-subset": (EXTERNAL_SUBSET, {"code": "xml_doctype"}),
        "undefined-entity": (b"<a>&nbsp;</a>", {"code": "invalid_xml", "line": 1}),
        "deep": (b"<a>" * 40 + b"</a>" * 40, {"code": "too_deep", "limit": 32}),
        "truncated": (whole[: len(whole) // 2], {"code": "invalid_xml"}),
        "latin": (whole.replace(b"Ana", b"An\xe1"), {"code": "not_utf8"}),
        "utf-16": ("<a/>".encode("utf-16"), {"code": "not_utf8", "byte": 0}),
        "control": (whole.replace(b"Ana", b"An\x01"), {"code": "invalid_xml"}),
        "two-roots": (whole + b"<a/>", {"code": "invalid_xml"}),
        "other": (b"<rss/>", {"code": "other_format", "found": '"rss"'}),
    }
    for name, (body, problem) in cases.items():
        yield pytest.param(body, problem, id=name)
