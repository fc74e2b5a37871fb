import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from countwatch.formats.glance import KEY_CHARACTERS_MAX, NUMBER_CHARACTERS_MAX, is_plain

from .bodies import encoded, native, onpe

ODD_NUMBERS = st.integers(10**NUMBER_CHARACTERS_MAX, 10**300).flatmap(lambda n: st.sampled_from((n, -n))) | st.just(
    -0.0
)
LONG_KEYS = st.text(min_size=1, max_size=20).map(lambda text: text * (KEY_CHARACTERS_MAX + 1))
VALUES = st.recursive(
    st.none() | st.integers(-(10**30), 10**30) | st.text(),
    lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
    max_leaves=10,
)


def written(value: object, *, indent: int | None, ascii_only: bool) -> bytes:
    return json.dumps(value, indent=indent, ensure_ascii=ascii_only).encode("utf-8", "surrogatepass")


@given(VALUES, ODD_NUMBERS | LONG_KEYS, st.integers(0, 4), st.sampled_from((None, 2)), st.booleans())
def test_no_body_is_plain_that_holds_what_must_be_looked_at(
    beside: object, odd: float | str, depth: int, indent: int | None, ascii_only: bool
) -> None:
    value: object = {odd: beside} if isinstance(odd, str) else odd
    for _ in range(depth):
        value = [beside, value, beside]
    assert not is_plain(written({"a": value}, indent=indent, ascii_only=ascii_only))


@pytest.mark.parametrize("number", [b"-0", b"-0.0", b"-0e1", b"9" * 41, b"-" + b"9" * 40])
@pytest.mark.parametrize("place", [b'{"a":%s}', b'{"a": %s}', b"[%s]", b"[1,%s]", b'{"a":\n%s}', b'{"a":\t%s}'])
def test_a_number_is_seen_wherever_json_can_have_it(number: bytes, place: bytes) -> None:
    assert not is_plain(place % number)


def test_the_bodies_of_feeds_are_plain() -> None:
    assert is_plain(encoded(native()))
    assert is_plain(encoded(onpe()))
