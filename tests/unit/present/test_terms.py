"""Tally sheets and boards by the names that an election has for them, in both languages."""

import gettext

import pytest
from tools.catalogues import path_of

from countwatch.model.election import Bodies, Candidate, Election, SheetName
from countwatch.present.names import sheets_label, sheets_word
from countwatch.present.vocabulary import FIGURES
from countwatch.present.words import Words


def words(language: str) -> Words:
    if language == "en":
        return Words("en_US")
    with path_of("es", "mo").open("rb") as file:
        return Words("es_PE", gettext.GNUTranslations(file))


def election(sheet: SheetName | None = None, boards: str | None = None) -> Election:
    return Election(
        id="x",
        title="X",
        candidates=(Candidate("one", "One"),),
        sheet=sheet or SheetName(),
        bodies=Bodies(boards=boards),
        time_zone="UTC",
    )


@pytest.mark.parametrize(
    ("sheet", "boards", "english", "spanish"),
    [
        (SheetName("acta", "actas"), "JEE", "actas at the boards", "actas enviadas al JEE"),
        (SheetName("seção", "seções"), "TRE", "seções at the boards", "seções enviadas al TRE"),
        (SheetName("precinct", "precincts"), None, "precincts at the boards", "precincts enviadas a revisión"),
        (None, None, "sheets at the boards", "actas enviadas a revisión"),
    ],
)
def test_a_figure_names_them(sheet: SheetName | None, boards: str | None, english: str, spanish: str) -> None:
    of = election(sheet, boards)
    assert words("en").of(of)(FIGURES["under_review"]) == english
    assert words("es").of(of)(FIGURES["under_review"]) == spanish


def test_a_number_of_them() -> None:
    named, plain = election(SheetName("seção", "seções")), election()
    assert [sheets_label(n, named, words("es")) for n in (1, 3492)] == ["1 seção", "3,492 seções"]
    assert [sheets_label(n, plain, words("es")) for n in (1, 3492)] == ["1 acta", "3,492 actas"]
    assert [sheets_label(n, None, words("en")) for n in (1, 3492)] == ["1 tally sheet", "3,492 tally sheets"]
    assert [sheets_word(of, words("es")) for of in (named, plain, None)] == ["seções", "actas", "actas"]


def test_what_a_sentence_is_given_wins_over_the_names() -> None:
    assert words("en").of(election(SheetName("acta", "actas")))("{sheets} out", sheets="3") == "3 out"


def test_words_without_an_election_stay_what_they_are() -> None:
    plain = words("es")
    assert plain.of(None) is plain
    assert plain.of(election(SheetName("a", "b"))) is plain.of(election(SheetName("a", "b")))
