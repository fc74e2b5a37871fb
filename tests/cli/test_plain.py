"""`--plain` as somebody hears it who listens to the whole bundled night."""

import json
import re
from itertools import pairwise
from pathlib import Path

import pytest

from tests.cli.program import countwatch

TIMED = {
    "en": re.compile(r"\d{1,2} [A-Z][a-z]{2}( \d\d:\d\d)?(, |: )\S"),
    "es": re.compile(r"\d{1,2} [a-z]{3,4}( \d\d:\d\d)?(, |: )\S"),
}
DRAWN = re.compile("[\u2500-\u259f\u25a0-\u25ff|·▸►●\t]")
"""Lines, blocks, shapes and separators: a voice reads them out, or stumbles over them."""


@pytest.fixture(scope="module", params=["en", "es"])
def heard(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> tuple[str, list[str]]:
    ran = countwatch("replay", "--plain", "--speed", "max", "--lang", request.param, home=tmp_path_factory.mktemp("h"))
    assert (ran.code, ran.err) == (0, "")
    return request.param, ran.out.splitlines()


def test_the_first_line_says_what_it_is(heard: tuple[str, list[str]]) -> None:
    first = {
        "en": "REPLAY of Perú · Segunda vuelta 2021, from ONPE; a recording rebuilt from recorded figures.",
        "es": "GRABADO: Perú · Segunda vuelta 2021, de ONPE; grabación reconstruida a partir de cifras registradas.",
    }
    assert heard[1][0] == first[heard[0]]


def test_every_line_is_a_sentence_and_nothing_is_drawn(heard: tuple[str, list[str]]) -> None:
    for line in heard[1][1:]:
        assert line.endswith((".", "…")), line
        assert not DRAWN.search(line), line
        assert "  " not in line.strip(), line


def test_a_time_is_said_once_an_update(heard: tuple[str, list[str]]) -> None:
    lang, lines = heard
    for before, line in pairwise(lines):
        if line.startswith("  "):
            assert line[2].isupper(), line
            assert before.startswith("  ") or re.match(r"[^:]* \d\d:\d\d, ", before), "it belongs to an update"
        else:
            assert TIMED[lang].match(line), line


def test_nothing_is_said_twice(heard: tuple[str, list[str]]) -> None:
    lang, lines = heard
    assert len(lines) == len(set(lines))
    said = [TIMED[lang].sub("", line) for line in lines]
    assert len(said) == len(set(said))
    changed, corrected, full = {
        "en": ("the lead changed", ", correction: ", "86,488 actas"),
        "es": ("la ventaja cambió", ", corrección: ", "86,488 actas"),
    }[lang]
    assert sum(changed in line for line in lines) == 1
    assert sum(corrected in line for line in lines) == 5
    assert sum(full in line for line in lines) == 1
    assert len([line for line in lines if re.match(r"[^:]* \d\d:\d\d, ", line)]) == 71 + 5 + 1, (
        "the accepted, the corrections, and one finding below a total that stayed"
    )


def test_the_clock_runs_on_to_the_proclamation(heard: tuple[str, list[str]]) -> None:
    proclaims = {"en": "The JNE proclaims Pedro Castillo", "es": "El JNE proclama a Pedro Castillo"}[heard[0]]
    assert any(proclaims in line for line in heard[1][-4:])


def test_a_viewing_begins_with_the_reading_that_stood_then(tmp_path: Path) -> None:
    begun = ("replay", "--speed", "max", "--from", "2021-06-14T10:00")
    lines = countwatch(*begun, "--plain", home=tmp_path).out.splitlines()
    assert lines[1].startswith("13 Jun 13:50, CASTILLO is ahead in the count so far by 49,420 votes")
    assert lines[2].startswith("14 Jun 13:49, CASTILLO is ahead in the count so far by 48,436 votes")
    rows = [json.loads(line) for line in countwatch(*begun, "--jsonl", home=tmp_path).out.splitlines()]
    assert [row["n"] for row in rows] == list(range(85, 94))


def test_the_country_has_its_numbers(tmp_path: Path) -> None:
    out = countwatch("replay", "--plain", "--speed", "max", "--lang", "es_ES", home=tmp_path).out
    assert (
        "CASTILLO tiene la ventaja en el conteo por 44.263 votos, 0,251 puntos, con 50,126 % (8.836.380 votos)" in out
    )
