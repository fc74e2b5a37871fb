from typing import Any

import pytest
from pydantic import TypeAdapter, ValidationError

from countwatch.model.types import COUNT_MAX, Count, Glyph, Id, Text

COUNT = TypeAdapter[int](Count)
ID = TypeAdapter[str](Id)
TEXT = TypeAdapter[str](Text)
GLYPH = TypeAdapter[str](Glyph)


def refusal(adapter: TypeAdapter[Any], value: object) -> str:
    with pytest.raises(ValidationError) as caught:
        adapter.validate_python(value)
    return caught.value.errors()[0]["type"]


@pytest.mark.parametrize("value", [0, 1, COUNT_MAX])
def test_a_count_is_a_whole_number_of_things(value: int) -> None:
    assert COUNT.validate_python(value) == value


@pytest.mark.parametrize("value", [-1, COUNT_MAX + 1, 2**63, 1.0, True, "5", None, 10**25])
def test_nothing_else_is_a_count(value: object) -> None:
    refusal(COUNT, value)


@pytest.mark.parametrize("value", ["a\u200b", "a\x1b", "e\u0301", "\u0301", "  ", "\u3164"])
def test_an_id_is_refused_rather_than_cleaned_because_two_could_become_one(value: str) -> None:
    assert refusal(ID, value) == "plain_id"


def test_ids_have_a_length() -> None:
    assert ID.validate_python("é" * 128) == "é" * 128
    assert refusal(ID, "x" * 129) == "string_too_long"
    assert refusal(ID, "") == "string_too_short"


@pytest.mark.parametrize("value", ["", " ", "\u00a0\u3000"])
def test_a_blank_label_is_refused(value: str) -> None:
    assert refusal(TEXT, value) == "non_blank_text"


def test_a_label_is_cleaned_first_and_measured_after() -> None:
    assert TEXT.validate_python("Z" + "\u0335" * 5000) == "Z\u0335\u0335"
    assert TEXT.validate_python("\u3164\u3164") == "\ufffd\ufffd"
    assert refusal(TEXT, "x" * 2001) == "string_too_long"
    assert refusal(TEXT, "\n" * 100_000) == "short_text"
    assert refusal(TEXT, 5) == "string_type"


@pytest.mark.parametrize("value", ["\x1b", "\u0301", "日", "\u00a0", "\u200b"])
def test_a_glyph_is_one_visible_cell(value: str) -> None:
    assert refusal(GLYPH, value) == "glyph"


def test_a_glyph_is_one_character() -> None:
    assert GLYPH.validate_python("✎") == "✎"
    assert refusal(GLYPH, "ab") == "string_too_long"
