"""What a body may weigh as values. That the weights are true the kernel proves: tests/faults/test_bounds_heavy.py."""

import json

import pytest

from countwatch.formats.countwatch import FORMAT
from countwatch.formats.documents import load_object
from countwatch.formats.weight import KEYS_MAX, LIGHT_CHARACTERS, PIECE_BYTES, VALUES_MAX, memory_bytes, narrowed
from countwatch.formats.wire import ROWS_MAX
from countwatch.model.errors import NotUsable
from countwatch.model.limits import DECODED_BYTES_MAX
from tests.faults.heavy import ALL_FIGURES, RARE, results

from .bodies import encoded, facts, native


@pytest.mark.parametrize("name", ["Unit", "Пункт", "投票所"])
def test_twenty_thousand_units_with_every_figure_are_read(name: str) -> None:
    """Also where all of them are named in another script, which Python keeps in two bytes a letter."""
    body = results(20_000, name, **ALL_FIGURES).rstrip().replace(b"Nation", RARE.encode())
    assert len(FORMAT.decode("root", body, None).tallies) == 20_001


@pytest.mark.parametrize(
    "body",
    [
        json.dumps({"x": [{"a": n} for n in range(VALUES_MAX // 3)]}).encode(),
        json.dumps({"x": [1.5] * (VALUES_MAX - 1)}).encode(),
        json.dumps({f"k{n}": 1 for n in range(KEYS_MAX + 1)}).encode().ljust(LIGHT_CHARACTERS + 1),
        json.dumps({"x": ["ж" * 6] * (VALUES_MAX - 1)}, ensure_ascii=False).encode(),
    ],
    ids=["objects", "fractions", "keys", "strings"],
)
def test_what_would_be_too_heavy_is_refused_before_it_is_read(body: bytes) -> None:
    with pytest.raises(NotUsable) as caught:
        load_object(body)
    assert facts(caught.value) == {"code": "too_heavy", "limit": 38}


def test_rare_letters_are_escaped_where_they_are_few() -> None:
    body = json.dumps({"a": RARE, "b": "x" * 5_000_000}, ensure_ascii=False).encode()
    assert narrowed(body).isascii()
    assert load_object(body).value == json.loads(body)
    assert narrowed(b'"\xf0\x80\x80\x80"'.ljust(5_000_000)).startswith(b'"\xf0\x80'), "this is no letter"
    with pytest.raises(NotUsable) as caught:
        load_object(body + b"\xff")
    assert facts(caught.value) == {"code": "not_utf8", "byte": len(body)}


def test_wide_letters_are_escaped_between_characters_wherever_a_piece_ends() -> None:
    """Letters of two, three and four bytes at every place around the cut."""
    for shift in range(8):
        name = "x" * (PIECE_BYTES - 20 - shift) + "жก" * 3 + RARE * 3
        body = json.dumps({"a": [name, "x" * 5_000_000]}, ensure_ascii=False).encode()
        assert narrowed(body).isascii()
        assert json.loads(narrowed(body)) == json.loads(body)


def test_a_longer_body_than_the_default_cap_may_be_heavier_in_step() -> None:
    """It came because a feed definition lets it."""
    body = json.dumps({"x": [{"a": n} for n in range(VALUES_MAX // 3)]}).encode()
    assert load_object(body.ljust(2 * DECODED_BYTES_MAX)).value["x"][-1] == {"a": VALUES_MAX // 3 - 1}


@pytest.mark.parametrize("text", ['{"a":"' + '\\"' * 500_000, '"' * 500_000, '"" ' * 300_000, "\\" * 1_000_000])
def test_weighing_takes_each_character_once_whatever_the_text(text: str) -> None:
    """Twice would be a million times a million: this test would not end."""
    assert memory_bytes(text) >= len(text)


def test_figures_by_id_are_as_many_as_candidates_may_be() -> None:
    body = native()
    body["tallies"][1]["votes"] = dict.fromkeys(map(str, range(ROWS_MAX + 1)), "")
    with pytest.raises(NotUsable) as caught:
        FORMAT.decode("root", encoded(body), None)
    assert facts(caught.value) == {"code": "too_many", "field": "tallies[1].votes", "limit": ROWS_MAX}


def test_one_wrong_row_of_a_hundred_thousand_is_enough() -> None:
    body = encoded({**native(), "tallies": [1] * 100_000})
    with pytest.raises(NotUsable) as caught:
        FORMAT.decode("root", body, None)
    assert facts(caught.value) == {"code": "wrong_value", "field": "tallies[0]", "found": "1", "expected": "object"}
