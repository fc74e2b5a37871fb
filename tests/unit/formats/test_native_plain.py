"""A plain native document is read without its tree, and comes to the same. The other way is that of long ones."""

import json

from hypothesis import given, settings
from hypothesis import strategies as st
from pydantic import TypeAdapter

from countwatch.formats.countwatch import FORMAT
from countwatch.formats.native_plain import is_plain
from countwatch.formats.weight import LIGHT_CHARACTERS
from countwatch.model.errors import NotUsable
from countwatch.model.finding import Finding
from countwatch.model.part import Part
from countwatch.model.snapshot import Snapshot

from .bodies import native

PLAIN = json.dumps(native(), ensure_ascii=False)
WOUNDS = [
    *("null", "-0", "1.0", "true", "{}", "[]", '""', "[[1]]", '"other"', "2000000000000", "1e3", '"1623110400"'),
    *('"2021-06-07 19:23:00Z"', '"2021-06-07T19:23:00"', '"a : b"', '":x"', '"\\u0041"', '"\x7f"', '"\x01"'),
    *('"Región"', '"Regio\u0301n"', '"a\u200b"', '"\ud7ff\u1100"', '"\u0958"', '"\u2126"', '"🗳"'),
]
LETTERS = [" ", ":", "-", "0", "é", "\n"]
COLONS = ['" :', '":  ', '"\n:']
MEMBERS = ["blank", "null", "name", "id", "unit_id", "votes", "published_at", "sheets", "kind", "title", "tile", "new"]


def outcome(body: bytes) -> Part | Finding:
    try:
        return FORMAT.decode("root", body, None)
    except NotUsable as refused:
        return refused.finding


def long(body: bytes) -> bytes:
    """The same document, too long to be tried before it is looked at."""
    return body + b" " * LIGHT_CHARACTERS


@st.composite
def documents(draw: st.DrawFn) -> bytes:
    """A plain document with up to three wounds: a value that is another, a member more, a few letters changed."""
    text = PLAIN if draw(st.booleans()) else json.dumps(native(), ensure_ascii=False, separators=(",", ":"))
    for _ in range(draw(st.integers(0, 3))):
        member = f'"{draw(st.sampled_from(MEMBERS))}":{draw(st.sampled_from(WOUNDS))}'
        at = draw(st.integers(0, text.count("{") - 1))
        place = [index for index, letter in enumerate(text) if letter == "{"][at] + 1
        cut = draw(st.integers(0, len(text)))
        changes = [
            f"{text[:place]}{member},{text[place:]}",
            text[:cut] + draw(st.sampled_from(LETTERS)) + text[cut:],
            text.replace('":', draw(st.sampled_from(COLONS)), draw(st.sampled_from([-1, 1]))),
            text.replace('"North"', draw(st.sampled_from(WOUNDS))),
        ]
        text = draw(st.sampled_from(changes))
    return text.encode("utf-8")


@settings(max_examples=150)
@given(documents())
def test_a_document_comes_to_the_same_whether_its_tree_is_looked_at_or_not(body: bytes) -> None:
    assert outcome(body) == outcome(long(body))


def test_the_documents_of_these_tests_are_plain() -> None:
    assert is_plain(PLAIN.encode(), TypeAdapter(Snapshot).validate_json(PLAIN))
