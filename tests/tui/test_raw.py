"""A raw body is told apart into names, values and what holds them together, wherever its lines are broken."""

from collections.abc import Iterable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from countwatch.tui.raw import parts

JSON = '{"a": "x, {y}: \\"z\\"", "votes":8548929,"b":null,"list":[1,"two"],"empty":""}'
XML = '<?xml version="1.0"?><Contest id="ro"><Name>Juan "El" 19:23</Name><Votes total="7"/></Contest>'


def told(text: str, kind: str, *, is_xml: bool = False, before: str = "", after: str = "") -> list[str]:
    return [part.strip() for part, of in parts(before, text, after, is_xml=is_xml) if of == kind and part.strip()]


def test_names_and_values_of_json() -> None:
    assert told(JSON, "name") == ["a", "votes", "b", "list", "empty"]
    assert told(JSON, "value") == ['x, {y}: \\"z\\"', "8548929", "null", "1", "two"]


def test_names_and_values_of_xml() -> None:
    assert told(XML, "name", is_xml=True) == ["version", "Contest", "id", "Name", "Name", "Votes", "total", "Contest"]
    assert told(XML, "value", is_xml=True) == ["?xml", "1.0", "ro", 'Juan "El" 19:23', "7"]


@pytest.mark.parametrize("width", [24, 40, 71])
def test_a_line_that_is_broken_is_told_as_a_whole_one(width: int) -> None:
    body = "{" + ",".join(f'"f{number}":"{number},00{number}"' for number in range(40)) + "}"
    rows = [body[start : start + width] for start in range(0, len(body), width)]
    found = [
        (part, kind)
        for before, text, after in zip(["", *rows], rows, [*rows[1:], ""], strict=False)
        for part, kind in parts(before, text, after, is_xml=False)
    ]
    assert kinds(found) == kinds(parts("", body, "", is_xml=False))


def kinds(found: Iterable[tuple[str, str]]) -> str:
    """A letter for each character."""
    return "".join(kind[0] * len(part) for part, kind in found)


@given(before=st.text(max_size=20), text=st.text(max_size=40), after=st.text(max_size=20), is_xml=st.booleans())
def test_nothing_is_left_out_or_told_twice(before: str, text: str, after: str, *, is_xml: bool) -> None:
    assert "".join(part for part, _ in parts(before, text, after, is_xml=is_xml)) == text


@given(st.text(alphabet='{}[]",:\\<>/= a1', max_size=60), st.booleans())
def test_nor_of_what_looks_like_a_body(text: str, is_xml: bool) -> None:
    assert "".join(part for part, _ in parts("", text, "", is_xml=is_xml)) == text
