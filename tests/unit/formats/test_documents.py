from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from countwatch.formats.documents import DEPTH_MAX, is_page, load_object, show
from countwatch.formats.weight import ARRAYS_MAX, VALUES_MAX
from countwatch.model.errors import NotUsable

from .bodies import encoded, facts


def nested(depth: int) -> bytes:
    """An object with lists in it, `depth` levels in all."""
    return b'{"a":' + b"[" * (depth - 1) + b"]" * (depth - 1) + b"}"


REFUSED = [
    (b"", {"code": "empty_body"}),
    (b" \n\t  ", {"code": "blank_body", "size": 5}),
    (b"\xef\xbb\xbf", {"code": "empty_body"}),
    (b"<!DOCTYPE html><p>Are you a robot?", {"code": "page_not_data"}),
    (b"\n <HTML lang='es'>", {"code": "page_not_data"}),
    (b"<?xml version='1.0'?><html xmlns='x'>", {"code": "page_not_data"}),
    (b"<html>\xe9</html>", {"code": "page_not_data"}),
    (b"<?xml version='1.0'?><results/>", {"code": "invalid_json", "line": 1, "column": 1}),
    ('{"a": "ñ"}'.encode("latin-1"), {"code": "not_utf8", "byte": 7}),
    ('{"a": 1}'.encode("utf-16"), {"code": "not_utf8", "byte": 0}),
    ('{"a": 1}'.encode("utf-16-le"), {"code": "invalid_json", "line": 1, "column": 2}),
    (b'{"a": "\xc0\xaf"}', {"code": "not_utf8", "byte": 7}),
    (b'{"a": "\xed\xa0\x80"}', {"code": "not_utf8", "byte": 7}),
    (b'{\n "a": 1,\n "b": }', {"code": "invalid_json", "line": 3, "column": 7}),
    (b'{"a": 1', {"code": "invalid_json", "line": 1, "column": 8}),
    (b'{"a": 1} x', {"code": "invalid_json", "line": 1, "column": 10}),
    (b'{"a": 1}{"a": 1}', {"code": "invalid_json", "line": 1, "column": 9}),
    (b'{"a": "\x00"}', {"code": "invalid_json", "line": 1, "column": 8}),
    (b"{'a': 1}", {"code": "invalid_json", "line": 1, "column": 2}),
    (b'{"a": 0123}', {"code": "invalid_json", "line": 1, "column": 8}),
    (b'{"a": 0x1F}', {"code": "invalid_json", "line": 1, "column": 8}),
    (b'call({"a": 1})', {"code": "invalid_json", "line": 1, "column": 1}),
    (b'{"a": {"b": 1, "c": 2, "b": 1}}', {"code": "duplicate_key", "key": "b"}),
    (b'{"\\u001b": 1, "\\u001b": 1}', {"code": "duplicate_key", "key": "\ufffd"}),
    (b'{"' + b"k" * 257 + b'": 1}', {"code": "long_key", "key": "k" * 59 + "…", "limit": 256}),
    (b'{"a": NaN}', {"code": "not_a_number", "found": "NaN"}),
    (b'{"a": -Infinity}', {"code": "not_a_number", "found": "-Infinity"}),
    (b'{"a": -0}', {"code": "minus_zero", "found": "-0"}),
    (b'{"a": -0.0}', {"code": "minus_zero", "found": "-0.0"}),
    (b'{"a": 1e999}', {"code": "huge_number", "found": "1e999"}),
    (b'{"a": 1e-99999999999999999999}', {"code": "huge_number", "found": "1e-99999999999999999999"}),
    (b'{"a": ' + b"9" * 5000 + b"}", {"code": "huge_number", "found": "9" * 59 + "…"}),
    (nested(DEPTH_MAX + 1), {"code": "too_deep", "limit": DEPTH_MAX}),
    (nested(100_000), {"code": "too_deep", "limit": DEPTH_MAX}),
    (b'{"a": "\\ud83d"}', {"code": "lone_surrogate"}),
    (b'{"\\uDC00": 1}', {"code": "lone_surrogate"}),
    (b'{"a": [' + b"{}," * VALUES_MAX + b"{}]}", {"code": "too_many_values", "limit": VALUES_MAX}),
    (b'{"a": [' + b"[]," * ARRAYS_MAX + b"[]]}", {"code": "too_many_values", "limit": ARRAYS_MAX}),
    (b"null", {"code": "not_an_object", "found": "null"}),
    (b"[]", {"code": "not_an_object", "found": "[]"}),
    (b'"data"', {"code": "not_an_object", "found": '"data"'}),
    (b"17.5", {"code": "not_an_object", "found": "17.5"}),
]


@pytest.mark.parametrize(("body", "problem"), REFUSED, ids=lambda case: str(case)[:40])
def test_what_is_not_plainly_an_object_is_refused_with_its_reason(body: bytes, problem: dict[str, object]) -> None:
    with pytest.raises(NotUsable) as caught:
        load_object(body)
    assert facts(caught.value) == problem


def test_exactly_one_byte_order_mark_is_stripped_and_said() -> None:
    loaded = load_object(b'\xef\xbb\xbf{"a": 1}')
    assert loaded.value == {"a": 1}
    assert loaded.body == b'{"a": 1}'
    assert [finding.code for finding in loaded.findings] == ["byte_order_mark"]
    with pytest.raises(NotUsable, match="invalid_json"):
        load_object(b'\xef\xbb\xbf\xef\xbb\xbf{"a": 1}')


def test_what_is_in_bounds_is_taken_whole() -> None:
    assert load_object(nested(DEPTH_MAX)).findings == ()
    assert load_object(b'{"a": 50.2690}').value == {"a": Decimal("50.2690")}
    assert load_object(b'{"a": "\\ud83d\\uddf3"}').value == {"a": "\U0001f5f3"}
    assert load_object(b'{"a": "-0", "b": "2021-06-07"}').value == {"a": "-0", "b": "2021-06-07"}


JSON_VALUES = st.recursive(
    st.none() | st.booleans() | st.integers(-(10**30), 10**30) | st.text(),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=20), inner, max_size=4),
    max_leaves=20,
)


@given(st.dictionaries(st.text(max_size=20), JSON_VALUES, max_size=5))
def test_every_plain_object_comes_back_as_it_was_written(value: dict[str, object]) -> None:
    assert load_object(encoded(value)).value == value


@given(st.binary(max_size=200))
def test_any_bytes_come_to_an_object_or_to_a_reason(body: bytes) -> None:
    """Nothing but `NotUsable` may come out of any bytes."""
    try:
        value = load_object(body).value
    except NotUsable as error:
        value = dict(error.finding.facts, code=error.finding.code)
    assert isinstance(value, dict)


def test_data_with_angle_brackets_is_no_page() -> None:
    assert not is_page(b'{"a": "<html>"}')
    assert not is_page(b"<ElectionReport><header/></ElectionReport>")


def test_a_quoted_value_is_short_clean_and_tells_text_from_number() -> None:
    assert show("5") == '"5"'
    assert show(5) == "5"
    assert show(True) == "true"
    assert show(Decimal("1.50")) == "1.50"
    assert show({"a": 1}) == "{…}"
    assert show("\x1b[31m" + "x" * 500) == '"\ufffd[31m' + "x" * 54 + '…"'
