import unicodedata

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from countwatch.model.text import MARKS_MAX, REPLACEMENT, cell_width, clean, is_altered, shorten

ANY_TEXT = st.text(st.characters(exclude_categories=()), max_size=80)
REFUSED = {"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"}


@given(ANY_TEXT)
@example("\u1100\u0301\u0301\u0301\u1161")
@example("a\u0301\u0323\u0307\u031b")
@example("\u0301\u0301\u0301\u0301")
def test_cleaning_twice_changes_nothing_more(text: str) -> None:
    assert clean(clean(text)) == clean(text)


@given(ANY_TEXT)
def test_cleaned_text_holds_nothing_that_a_terminal_acts_on(text: str) -> None:
    cleaned = clean(text)
    assert not {unicodedata.category(character) for character in cleaned} & REFUSED
    assert unicodedata.is_normalized("NFC", cleaned)
    cleaned.encode("utf-8")


@given(ANY_TEXT)
def test_no_base_carries_more_than_two_marks_and_no_mark_stands_first(text: str) -> None:
    run = 0
    for index, character in enumerate(clean(text)):
        is_mark = unicodedata.category(character).startswith("M")
        assert not (is_mark and index == 0)
        run = run + 1 if is_mark else 0
        assert run <= MARKS_MAX


@given(st.text(st.characters(min_codepoint=32, max_codepoint=126)))
def test_plain_text_comes_back_as_it_is(text: str) -> None:
    assert clean(text) == text
    assert cell_width(text) == len(text)


@pytest.mark.parametrize(
    ("raw", "cleaned"),
    [
        ("\x1b]0;title\x07", "\ufffd]0;title\ufffd"),
        ("A\x9b31mB", "A\ufffd31mB"),
        ("a\tb\nc\rd", "a\ufffdb\ufffdc\ufffdd"),
        ("a\u202eb\u2066c\u200bd", "a\ufffdb\ufffdc\ufffdd"),
        ("a\u2028b\u2029c", "a\ufffdb\ufffdc"),
        ("\u3164\u115f\u1160\uffa0\u2800", "\ufffd" * 5),
        ("a\u00adb", "a\ufffdb"),
        ("❤\ufe0f", "❤\ufffd"),
        ("\ue000\U000e0041\ud800", "\ufffd\ufffd\ufffd"),
        ("Jose\u0301 N\u0303un\u0303ez", "José Ñuñez"),
        ("Z" + "\u0335" * 500, "Z\u0335\u0335"),
        ("\u0301a", "\ufffda"),
        ("[/nope] [@click=app.quit]", "[/nope] [@click=app.quit]"),
    ],
)
def test_what_cannot_be_shown_safely_is_visibly_replaced(raw: str, cleaned: str) -> None:
    assert clean(raw) == cleaned


def test_composing_is_not_an_alteration_and_replacing_is() -> None:
    assert not is_altered("Jose\u0301")
    assert is_altered("Jose\x1b")
    assert is_altered("e" + "\u0335" * 3)


@pytest.mark.parametrize(
    ("text", "cells"),
    [("abc", 3), ("ñandú", 5), ("日本", 4), ("e\u0335", 1), ("\u1112\u1161\u11ab", 2), ("🗳", 1), ("🧮", 2)],
)
def test_width_is_counted_in_cells(text: str, cells: int) -> None:
    assert cell_width(text) == cells


@given(ANY_TEXT, st.integers(1, 40))
def test_a_shortened_text_fits_and_keeps_its_beginning(text: str, cells_max: int) -> None:
    cleaned = clean(text)
    short = shorten(cleaned, cells_max)
    assert cell_width(short) <= cells_max
    assert short == cleaned or (short.endswith("…") and cleaned.startswith(short[:-1]))


def test_marks_stay_with_their_base_when_text_is_cut() -> None:
    assert shorten("ab\u0335\u0335cd", 3) == "ab\u0335\u0335…"
    assert shorten("日本語", 4) == "日…"
    assert REPLACEMENT not in shorten("é" * 50, 10)
