import re
from decimal import Decimal

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from pydantic_core import PydanticCustomError

from countwatch.formats.converters import (
    comma_integer,
    comma_percent,
    digit_code,
    dot_decimal,
    dot_percent,
    json_percent,
    plain_count,
)
from countwatch.model.types import COUNT_MAX

COUNTS = st.integers(0, COUNT_MAX)


@given(COUNTS)
def test_counts_come_back_from_either_spelling(value: int) -> None:
    assert comma_integer(format(value, ",")) == value
    assert comma_integer(str(value)) == value


@given(st.text(st.sampled_from("0123456789,. -+_٥e'\u00a0\n"), max_size=12) | st.text(max_size=12))
def test_every_other_spelling_of_a_count_is_refused(text: str) -> None:
    """The judge here is the other direction: what no count is written as must not be read as one."""
    digits = re.sub("[^0-9]", "", text)
    spellings = {format(int(digits), ","), str(int(digits))} if digits.isascii() and digits else set()
    assume(text not in spellings)
    with pytest.raises(PydanticCustomError) as caught:
        comma_integer(text)
    assert caught.value.type == "comma_integer"


@pytest.mark.parametrize(
    "wrong",
    [
        *(
            "",
            " 5",
            "5 ",
            "+5",
            "-5",
            "-0",
            "5_000",
            "٥٥",
            "8.836.380",
            "8 836 380",
            "8,83",
            "88,3640",
            ",5",
            "5,",
        ),
        *(
            "1,000,",
            "0,123",
            "007",
            "5.0",
            "5000\n",
            "1e3",
            "0x1F",
            "50 %",
            "９",
            "1,000,000,000,001",
            "9" * 25,
        ),
        *(5, 5.0, True, None, ["5"], b"5"),
    ],
)
def test_a_count_has_no_other_form(wrong: object) -> None:
    with pytest.raises(PydanticCustomError) as caught:
        comma_integer(wrong)
    assert caught.value.type == "comma_integer"


@given(st.decimals(0, 100, places=3))
def test_a_percentage_keeps_its_digits(value: Decimal) -> None:
    digits = f"{value:f}"
    assert dot_percent(digits) == digits
    assert dot_decimal(digits) == digits


@pytest.mark.parametrize(
    "wrong", ["100.001", "50,269", "50.", ".5", "+1.0", "-1.0", "1e1", " 1.0", "1.0 %", 50.2, None]
)
def test_a_percentage_has_no_other_form(wrong: object) -> None:
    with pytest.raises(PydanticCustomError) as caught:
        dot_percent(wrong)
    assert caught.value.type == "dot_percent"


@pytest.mark.parametrize("wrong", ["1,000.5", "1.000.5", "00.5", "١.٥", "-0.0", "1.5\n", 1.5, None])
def test_a_decimal_has_no_other_form(wrong: object) -> None:
    with pytest.raises(PydanticCustomError) as caught:
        dot_decimal(wrong)
    assert caught.value.type == "dot_decimal"


@given(COUNTS)
def test_a_plain_count_and_a_code_are_numbers_or_digits(value: int) -> None:
    assert plain_count(value) == plain_count(str(value)) == value
    assert digit_code(value) == digit_code(str(value)) == digit_code(f"{value:018}") == str(value)


@pytest.mark.parametrize("value", ["1,000", "1.000", "+5", " 5", "٥", "", -1, 5.0, True, None, [], Decimal(5)])
def test_what_is_no_plain_count_is_no_code_either(value: object) -> None:
    for converter in (plain_count, digit_code):
        with pytest.raises(PydanticCustomError) as caught:
            converter(value)
        assert caught.value.type == converter.__name__


def test_a_percentage_with_a_comma_is_kept_with_a_point_and_a_json_number_as_its_digits() -> None:
    assert [comma_percent(text) for text in ("50,27", "100,00", "0", "0,05")] == ["50.27", "100.00", "0", "0.05"]
    assert [json_percent(value) for value in (100, Decimal("93.414"), Decimal("5E-2"))] == ["100", "93.414", "0.05"]


@pytest.mark.parametrize("value", ["50.27", "100,01", ",5", "5,", "-1", "1,5 %", 50, Decimal("100.1"), -1, True, None])
def test_what_is_no_percentage_of_a_converter_is_refused(value: object) -> None:
    converters = (comma_percent,) if value == 50 else (comma_percent, json_percent)
    for converter in converters:
        with pytest.raises(PydanticCustomError) as caught:
            converter(value)
        assert caught.value.type == converter.__name__
