"""Every code has its sentence in both languages, and no fact can break one."""

import gettext
from collections.abc import Iterator
from typing import get_args

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tools.catalogues import path_of

from countwatch.count.causes import Kind
from countwatch.formats.onpe_2021_wire import Reasons
from countwatch.formats.registry import load
from countwatch.ledger.state import WatchState
from countwatch.model.election import Candidate, Election, ReportingUnit
from countwatch.model.errors import ConfigError
from countwatch.model.finding import Fact, Finding
from countwatch.present.messages import CODES
from countwatch.present.names import Names
from countwatch.present.problems import FACT_CHARACTERS_MAX, fields_of, problem, sentence
from countwatch.present.vocabulary import CORRECTIONS, EXPECTED, REASONS
from countwatch.present.words import Words
from tests.unit.present.scanning import Site, expectations, sites

BUILT = frozenset(
    f"{family}_{code}"
    for family in ("election", "feed", "mapping")
    for code in ("missing_field", "wrong_value", "too_many")
)
"""Codes that are put together from a family and a wire model's own code."""

HANDED_ON = frozenset({
    "cli/elections.py load_election", "cli/feeds.py _checked", "formats/mapped_file.py _refusal",
    "formats/mapped_paths.py wrong",
    "feeds/heads.py rejected", "feeds/heads.py unfetched", "feeds/http.py _resolved", "model/errors.py __init__",
    "record/disk.py open_regular", "record/disk.py named", "record/parts.py _decode_finding",
    "record/verify.py _first_problem", "record/verify.py _require",
})  # fmt: skip
"""Where a code comes as an argument: the literals that reach these places are looked for at their callers."""

ADDED_LATER = frozenset({"path", "record", "line"})
"""Facts that the record room adds to its own codes on their way out."""

SITES = sites()
NAMED = [site for site in SITES if site.code is not None]


def spanish() -> Words:
    with path_of("es", "mo").open("rb") as file:
        return Words("es_PE", gettext.GNUTranslations(file))


LANGUAGES = {"en": Words("en_US"), "es": spanish()}


def variants(code: str) -> tuple[str, ...]:
    found = CODES[code]
    return (found,) if isinstance(found, str) else found


def names() -> Names:
    election = Election(
        id="island",
        title="Island",
        time_zone="America/Lima",
        candidates=(Candidate("a", "Ana {quiroga}"), Candidate("b", "Beto")),
        units=(ReportingUnit("000000", "Whole"), ReportingUnit("010000", "Norte", parent_id="000000")),
    )
    return Names(WatchState(load("onpe-2021"), election))


def test_the_scan_sees_the_sources() -> None:
    codes = {site.code for site in NAMED}
    assert len(codes) > 150
    assert {"wrong_value", "folder_not_found", "redirect_refused", "footer_wrong", "not_gzip"} <= codes


def test_a_code_is_written_out_where_it_is_raised() -> None:
    passed_on = {f"{site.where.partition(':')[0]} {site.where.rpartition(' ')[2]}" for site in SITES if not site.code}
    assert passed_on == HANDED_ON


@pytest.mark.parametrize("site", NAMED, ids=lambda site: f"{site.code}@{site.where.partition(' ')[0]}")
def test_every_code_has_a_sentence_whose_facts_are_given_there(site: Site) -> None:
    code, facts, where = site.code or "", site.facts, site.where
    assert code in CODES, where
    if facts is not None:
        known = facts | Words().terms.keys() | (ADDED_LATER if where.startswith("record/") else frozenset())
        assert any(fields_of(template) <= known for template in variants(code)), f"{where} gives {sorted(facts)}"


def test_no_sentence_is_for_a_code_that_nobody_raises() -> None:
    assert {code.partition(":")[0] for code in CODES} - {site.code for site in NAMED} == BUILT - {
        site.code for site in NAMED
    }


def test_every_expectation_has_a_phrase() -> None:
    found = expectations()
    assert {"comma_integer", "stamp", "utc_instant", "count", "object", "glyph"} <= found.keys()
    assert {name: where for name, where in found.items() if name not in EXPECTED} == {}


def test_every_class_of_correction_and_reason_of_review_has_a_phrase() -> None:
    assert CORRECTIONS.keys() == set(get_args(Kind))
    assert REASONS.keys() == set(Reasons.model_fields)


def cases() -> Iterator[tuple[str, str]]:
    yield from ((language, code) for language in LANGUAGES for code in CODES)


@pytest.mark.parametrize(("language", "code"), list(cases()))
def test_no_missing_fact_breaks_a_sentence(language: str, code: str) -> None:
    words, name, what = LANGUAGES[language], *code.partition(":")[::2]
    wanted = sorted({field for template in variants(code) for field in fields_of(template)})
    whole: dict[str, Fact] = {"what": what, **{field: f"<{field}>" for field in wanted}}
    for absent in (*([field] for field in wanted), wanted):
        for facts in (
            {key: value for key, value in whole.items() if key not in absent},
            {**whole, **dict.fromkeys(absent)},
            {**whole, **dict.fromkeys(absent, "")},
        ):
            for known in (None, names()):
                neat(sentence(Finding(name, {**facts, "what": what or facts.get("what")}), words, known))


def neat(text: str) -> None:
    assert text
    assert text == text.strip()
    assert "  " not in text
    assert "None" not in text
    assert "{" not in text
    assert "()" not in text
    assert " ," not in text


HOSTILE = ["{", "}", "{0}", "{self}", "{expected.__class__}", "reason:", "reason:{x}", "\x1b[31m", "a" * 9999]
ODD = st.one_of(st.none(), st.integers(-(10**60), 10**60), st.text(max_size=300), st.sampled_from(HOSTILE))
NAMES = st.sampled_from(["figure", "candidate", "stamp", "record", "expected", "found", "what", "choices"])


@given(
    code=st.one_of(st.sampled_from(sorted(CODES)), st.from_regex(r"\A[a-z_]{1,20}\Z")),
    facts=st.dictionaries(st.one_of(NAMES, st.text(max_size=9)), ODD, max_size=6),
    language=st.sampled_from(sorted(LANGUAGES)),
)
def test_facts_are_data_whatever_they_are(code: str, facts: dict[str, Fact], language: str) -> None:
    text = sentence(Finding(code, facts, unit_id="010000", document="x"), LANGUAGES[language], names())
    assert text
    assert "\x1b" not in text
    assert len(text) < 20 * FACT_CHARACTERS_MAX


def test_braces_from_outside_are_shown_as_they_are() -> None:
    found = Finding("wrong_value", {"field": "a{0}", "found": '"{expected}"', "expected": "text"})
    assert sentence(found, LANGUAGES["en"]) == 'a{0} is "{expected}"; expected a text'


def test_what_was_wrong_where_and_what_was_expected() -> None:
    facts: dict[str, Fact] = {"field": "results[0].TOTAL_VOTOS", "found": '"abc"', "expected": "comma_integer"}
    found = Finding("wrong_value", facts, document="010000")
    tail = "expected a whole number in digits, such as 8836380 or 8,836,380"
    assert sentence(found, LANGUAGES["en"], names()) == f'Norte: results[0].TOTAL_VOTOS is "abc"; {tail}'
    tail = "se esperaba un entero en cifras, como 8836380 u 8,836,380"
    assert sentence(found, LANGUAGES["es"], names()) == f'Norte: results[0].TOTAL_VOTOS es "abc"; {tail}'


def test_the_root_document_and_the_whole_are_not_named() -> None:
    found = Finding("empty_body", {}, unit_id="000000", document="000000")
    assert sentence(found, LANGUAGES["en"], names()) == "the body is empty; expected a JSON object"


def test_a_file_is_named_once() -> None:
    error = ConfigError("election_wrong_value", path="x.toml", field="units[0].kind", found='"x"', expected="one_of",
                        choices="'nation', 'domestic' or 'abroad'")  # fmt: skip
    assert problem(error, LANGUAGES["en"]) == 'x.toml: units[0].kind is "x"; expected one of nation, domestic, abroad'
    assert (
        problem(error, LANGUAGES["es"]) == 'x.toml: units[0].kind es "x"; se esperaba uno de: nation, domestic, abroad'
    )


def test_a_fall_names_its_candidate_or_its_figure() -> None:
    facts: dict[str, Fact] = {"figure": "votes", "candidate": "b", "before": 1500, "after": 1200}
    found = Finding("unit_fell", facts, unit_id="010000", document="010000")
    assert sentence(found, LANGUAGES["es"], names()) == "Norte: votos de Beto bajaron de 1,500 a 1,200"
    other = Finding("unit_fell", {**facts, "figure": "null", "candidate": None}, unit_id="010000")
    assert sentence(other, LANGUAGES["en"], names()) == "Norte: null votes fell from 1,500 to 1,200"


def test_a_reason_of_review_is_a_figure_too() -> None:
    found = Finding("unit_fell", {"figure": "reason:unsigned", "before": 3, "after": 2})
    assert sentence(found, LANGUAGES["es"]) == "actas enviadas a revisión (sin firma) bajaron de 3 a 2"


def test_stamps_are_told_on_the_elections_clock_and_with_years_that_differ() -> None:
    same = Finding("older_stamp", {"stamp": "2021-06-08T00:00:00+00:00", "shown": "2021-06-08T01:05:00+00:00"})
    assert sentence(same, LANGUAGES["en"], names()) == "an older copy, of 7 Jun 19:00; the screen shows 7 Jun 20:05"
    typo = Finding("stamp_ahead", {"stamp": "2031-06-07T19:00:00-05:00", "received": "2021-06-08T00:01:00+00:00"})
    assert "2031-06-07 19:00 is later than its receipt, 2021-06-07 19:01" in sentence(typo, LANGUAGES["en"], names())


def test_an_unknown_code_still_says_what_is_known() -> None:
    assert (
        sentence(Finding("from_the_future", {"field": "x", "n": 3}), LANGUAGES["es"]) == "from_the_future: field x, n 3"
    )
    assert sentence(Finding("from_the_future"), LANGUAGES["es"]) == "from_the_future"
