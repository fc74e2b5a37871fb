"""Numbers and times by locale, sentences by catalogue."""

import gettext
from datetime import UTC, date, datetime
from decimal import Decimal

import pytest
from tools.catalogues import path_of

from countwatch.present.words import UNKNOWN, Words


def catalogue() -> gettext.GNUTranslations:
    with path_of("es", "mo").open("rb") as file:
        return gettext.GNUTranslations(file)


@pytest.mark.parametrize(
    ("locale", "count", "share"),
    [
        ("es_PE", "8,836,380", "50.269 %"),
        ("es_MX", "8,836,380", "50.269 %"),
        ("es_ES", "8.836.380", "50,269 %"),
        ("es_AR", "8.836.380", "50,269 %"),
        ("en_US", "8,836,380", "50.269 %"),
        ("en_GB", "8,836,380", "50.269 %"),
    ],
)
def test_numbers_are_written_as_the_reader_writes_them(locale: str, count: str, share: str) -> None:
    words = Words(locale)
    assert words.count(8_836_380) == count
    assert words.percent(Decimal("50.269")) == share


def test_four_digits_are_grouped_in_every_locale() -> None:
    assert [Words(locale).count(3492) for locale in ("es_PE", "es_ES", "en_US")] == ["3,492", "3.492", "3,492"]


def test_a_difference_has_its_sign_and_nought_has_none() -> None:
    words = Words("es_ES")
    assert [words.signed(number) for number in (25_499, -276, 0)] == ["+25.499", "−276", "0"]
    assert words.decimal(Decimal("-0.537")) == "−0,537"


def test_decimals_keep_their_places_and_are_rounded_half_up() -> None:
    words = Words("en_US")
    assert words.decimal(Decimal("0.5")) == "0.500"
    assert words.decimal(Decimal("94.478"), 1) == "94.5"
    assert words.decimal(Decimal("1.5"), 0) == "2"


def test_what_is_not_known_is_a_dash_and_never_nought() -> None:
    words = Words("es_PE")
    assert {words.count(None), words.signed(None), words.decimal(None), words.percent(None)} == {UNKNOWN}
    assert words.count(0) == "0"


def test_days_are_written_in_the_readers_language() -> None:
    at = datetime(2021, 8, 7, 19, 23, tzinfo=UTC)
    assert Words("en_US").day_clock(at) == "7 Aug 19:23"
    assert Words("es_PE").day_clock(at) == "7 ago 19:23"
    assert Words("es_PE").day(date(2021, 6, 7)) == "7 jun"


def test_one_catalogue_serves_every_number_style() -> None:
    told = [Words(locale, catalogue()).plural("{count} tally sheet", "{count} tally sheets", 3492)
            for locale in ("es_PE", "es_ES")]  # fmt: skip
    assert told == ["3,492 actas", "3.492 actas"]
    assert Words("es_PE", catalogue()).plural("{count} tally sheet", "{count} tally sheets", 1) == "1 acta"


def test_a_message_that_nobody_translated_stays_english() -> None:
    assert Words("es_PE", catalogue())("no such {thing}", thing="message") == "no such message"
    assert Words("fr_FR").language == "fr"


def test_one_english_word_may_have_several_translations() -> None:
    words = Words("es_PE", catalogue())
    assert words("counted") == "contabilizadas"
    assert words.within("column", "counted") == "contab."
    assert words.within("stage", "counted") == "conteo"
    assert Words("en_US").within("stage", "boards ({boards})", boards="JEE") == "boards (JEE)"


def test_values_are_never_read_as_templates() -> None:
    assert Words()("held: {text}", text="{text} {0} {x!r}") == "held: {text} {0} {x!r}"


def test_a_text_of_a_file_is_picked_by_language_or_any() -> None:
    texts = {"es": "uno", "en": "one"}
    assert [Words(locale).pick(texts) for locale in ("es_ES", "en_US", "fr_FR")] == ["uno", "one", "one"]
    assert Words("en_US").pick({"es": "uno"}) == "uno"
    assert Words("en_US").pick({}) == ""
