import csv
import json
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from urllib.parse import urljoin

import pytest
from hypothesis import given
from hypothesis import strategies as st

from countwatch.formats.onpe_2021 import FORMAT
from countwatch.formats.onpe_units import UNITS
from countwatch.model.election import Election
from countwatch.model.errors import NotUsable
from countwatch.model.finding import Finding
from countwatch.model.part import StatedShare
from countwatch.model.update import Document

from .bodies import ELECTION, encoded, facts, onpe, onpe_row, spoilt

DATA = Path(__file__).parents[3].parent / "shared" / "data" / "peru-2021"
needs_data = pytest.mark.skipif(not DATA.is_dir(), reason="the recorded bodies are not beside this checkout")


def recorded() -> Iterator[tuple[str, str, bytes]]:
    """(name, ubigeo, body) of every recorded response."""
    for file in sorted(DATA.glob("api_samples/results_10_*.json")):
        yield file.name, file.name.split("_")[2], file.read_bytes()
    lines = (DATA / "raw_responses_first60.ndjson").read_text("utf-8").split("\n")
    for number, line in enumerate(filter(None, lines), start=1):
        record = json.loads(line)
        yield f"line {number}", record["ubigeo"], json.dumps(record["response"]).encode()


def expected_tally(body: bytes) -> dict[str, Any]:
    """The figures of a body by a few lines of their own."""
    value = json.loads(body)
    rows = {row["C_CODI_AGRUPOL"]: int(row["TOTAL_VOTOS"].replace(",", "")) for row in value["results"]}
    sheets = {name: int(text.replace(",", "")) for name, text in value["summary"].items()}
    day, month, year = value["generals"]["actData"]["FECHA"].split("/")
    hour, minute = map(int, value["generals"]["actData"]["HORA"].removesuffix(" h").split(":"))
    return {
        "votes": {"castillo": rows["00000014"], "fujimori": rows["00000007"]},
        "blank": rows["80"],
        "null": rows["81"],
        "cast": sheets["TOT_CIUDADANOS_VOTARON"],
        "at": datetime(int(year), int(month), int(day), hour + 5, minute, tzinfo=UTC)
        if hour < 19
        else datetime(int(year), int(month), int(day) + 1, hour - 19, minute, tzinfo=UTC),
        "sheets": (
            sheets["MESAS_HABILES"],
            sheets["CONTABILIZA"],
            sheets["TOTAL_JEE"],
            sheets["POR_PROCESAR"],
        ),
        "inside": (sheets["CONT_ANULADA"], sheets["MESAS_NO_INST"]),
        "voters": sheets["ELECTORES_HABIL"],
    }


@needs_data
def test_every_recorded_body_decodes_to_its_figures_or_is_refused_for_its_null_block() -> None:
    refused, decoded = [], 0
    for name, ubigeo, body in recorded():
        if json.loads(body)["generals"]["generalData"] is None:
            with pytest.raises(NotUsable) as caught:
                FORMAT.decode(ubigeo, body, ELECTION)
            refused.append((name, facts(caught.value)))
            continue
        part = FORMAT.decode(ubigeo, body, ELECTION)
        (tally,) = part.tallies
        assert {
            "votes": tally.votes,
            "blank": tally.blank,
            "null": tally.null,
            "cast": tally.cast,
            "at": tally.published_at,
            "sheets": (
                tally.sheets.total,
                tally.sheets.counted,
                tally.sheets.under_review,
                tally.sheets.pending,
            ),
            "inside": (tally.sheets.annulled, tally.sheets.not_installed),
            "voters": tally.registered_counted,
        } == expected_tally(body), name
        assert part.findings == (), name
        assert tally.cast == tally.valid + (tally.blank or 0) + (tally.null or 0), name
        assert sum((tally.sheets.review_reasons or {}).values()) == tally.sheets.under_review, name
        decoded += 1
    why = {"code": "wrong_value", "field": "generals.generalData", "found": "null", "expected": "object"}
    assert refused == [("results_10_000000_partial_null_generalData.json", why), ("line 9", why)]
    assert decoded == 65


@needs_data
def test_the_departamentos_are_onpes_own() -> None:
    listed = json.loads((DATA / "api_samples/ecp_ubigeos_P.json").read_text("utf-8"))["ubigeos"]["departments"]
    regions = {unit.id for unit in UNITS.values() if unit.kind == "region"}
    assert regions == {row["CDGO_DEP"] for row in listed}
    with (DATA / "2021_runoff_final_departamento.csv").open(encoding="utf-8", newline="") as file:
        names = {row["ubigeo_dep"]: row["departamento"] for row in csv.DictReader(file) if row["donde"] == "Perú"}
    accents = str.maketrans("áéíóúÁ", "aeiouA")
    assert {key: UNITS[key].name.translate(accents).upper() for key in regions} == names


def test_a_document_says_this_with_an_election() -> None:
    part = FORMAT.decode("000000", encoded(onpe()), ELECTION)
    (tally,) = part.tallies
    assert list(tally.votes.items()) == [("castillo", 1200), ("fujimori", 1100)]
    assert (tally.blank, tally.null, tally.contested, tally.cast) == (30, 70, None, 2400)
    assert (tally.registered, tally.registered_counted) == (25_287_954, 3000)
    assert tally.sheets.review_reasons == {"contested_ballots": 1, "material_error": 1}
    assert tally.published_at == datetime(2021, 6, 8, 0, 23, tzinfo=UTC)
    assert [(one.id, one.name, one.party, one.codes) for one in part.candidates] == [
        ("castillo", "C", "PL", ("00000014",)),
        ("fujimori", "F", "FP", ("00000007",)),
    ]
    assert part.findings == ()


def test_the_percentages_that_it_states_keep_their_digits_and_name_their_base() -> None:
    part = FORMAT.decode("000000", encoded(onpe()), ELECTION)
    assert set(part.stated) == {
        StatedShare("000000", "castillo", "valid", "52.174"),
        StatedShare("000000", "fujimori", "valid", "47.826"),
        StatedShare("000000", "blank", "cast", "1.250"),
        StatedShare("000000", "null", "cast", "2.917"),
        StatedShare("000000", "turnout", "registered_counted", "80.000"),
        StatedShare("000000", "counted", "total_sheets", "75.000"),
        StatedShare("000000", "processed", "total_sheets", "91.667"),
        StatedShare("000000", "pending", "total_sheets", "8.333"),
    }


def test_without_an_election_the_roster_is_the_bodys() -> None:
    part = FORMAT.decode("240000", encoded(onpe("240000")), None)
    assert part.tallies[0].votes == {"00000007": 1100, "00000014": 1200}
    assert part.tallies[0].registered is None
    assert [candidate.name for candidate in part.candidates] == ["F", "C"]
    assert [(unit.name, unit.kind, unit.parent_id) for unit in part.units] == [("Callao", "region", "800000")]


@given(st.permutations(range(6)))
@pytest.mark.parametrize("election", [ELECTION, None], ids=["election", "bare"])
def test_the_order_of_rows_changes_nothing(election: Election | None, order: list[int]) -> None:
    body = onpe()
    ordered = FORMAT.decode("000000", encoded(body), election)
    body["results"] = [body["results"][place] for place in order]
    shuffled = FORMAT.decode("000000", encoded(body), election)
    assert shuffled == ordered
    assert list(shuffled.tallies[0].votes) == list(ordered.tallies[0].votes)


def test_ids_that_are_swapped_between_names_show_in_the_roster() -> None:
    body = onpe()
    first, second = body["results"][:2]
    first["C_CODI_AGRUPOL"], second["C_CODI_AGRUPOL"] = second["C_CODI_AGRUPOL"], first["C_CODI_AGRUPOL"]
    part = FORMAT.decode("000000", encoded(body), ELECTION)
    assert {candidate.id: candidate.name for candidate in part.candidates} == {
        "castillo": "F",
        "fujimori": "C",
    }


def test_what_onpe_leaves_out_is_unknown_and_never_zero() -> None:
    body = onpe()
    for name in ("CONT_ANULADA", "MESAS_NO_INST", "IMPUGNADA", "ERROR_MAT"):
        del body["summary"][name]
    body["generals"]["generalData"] = {}
    part = FORMAT.decode("000000", encoded(body), ELECTION)
    sheets = part.tallies[0].sheets
    assert (sheets.annulled, sheets.not_installed, sheets.review_reasons) == (None, None, None)
    assert {share.what for share in part.stated} == {"castillo", "fujimori", "blank", "null"}


MALFORMED: list[tuple[str, object, dict[str, object]]] = [
    ("generals.generalData", None, {"field": "generals.generalData", "found": "null", "expected": "object"}),
    ("generals.actData.FECHA", "31/02/2021", {"expected": "onpe_date", "found": '"31/02/2021"'}),
    ("generals.actData.FECHA", "2021-06-07", {"expected": "onpe_date"}),
    ("generals.actData.HORA", "24:00 h", {"field": "generals.actData.HORA", "expected": "onpe_time"}),
    ("generals.actData.HORA", "", {"expected": "onpe_time", "found": '""'}),
    ("generals.generalData.POR_CIUDADANOS_VOTARON", "180.000", {"expected": "dot_percent"}),
    ("results", {}, {"field": "results", "expected": "list"}),
    ("results.0", [], {"field": "results[0]", "found": "[]", "expected": "object"}),
    ("results.0.TOTAL_VOTOS", "8.836.380", {"field": "results[0].TOTAL_VOTOS", "expected": "comma_integer"}),
    ("results.0.TOTAL_VOTOS", 1200, {"found": "1200", "expected": "comma_integer"}),
    ("results.0.TOTAL_VOTOS", None, {"found": "null", "expected": "comma_integer"}),
    ("results.0.TOTAL_VOTOS", "-1", {"found": '"-1"', "expected": "comma_integer"}),
    ("results.2.TOTAL_VOTOS", "abc", {"field": "results[2].TOTAL_VOTOS", "found": '"abc"'}),
    ("results.0.POR_VALIDOS", "50,1", {"field": "results[0].POR_VALIDOS", "expected": "dot_percent"}),
    ("results.0.C_CODI_AGRUPOL", 14, {"field": "results[0].C_CODI_AGRUPOL", "expected": "text"}),
    ("results.0.C_CODI_AGRUPOL", "14\u200b", {"expected": "plain_id", "found": '"14\ufffd"'}),
    ("results.0.NOMBREe_CANDIDATO", "", {"expected": "non_blank_text"}),
    ("results.0.NOMBREe_CANDIDATO", "x" * 2001, {"expected": "short_text"}),
    ("summary.TOTAL_JEE", True, {"field": "summary.TOTAL_JEE", "found": "true"}),
    ("summary.ERROR_MAT", "x", {"field": "summary.ERROR_MAT", "expected": "comma_integer"}),
    ("summary", "x", {"field": "summary", "expected": "object"}),
    ("results.0.TOTAL_VOTOS", ..., {"code": "missing_field", "field": "results[0].TOTAL_VOTOS"}),
    ("results.0.C_CODI_AGRUPOL", ..., {"code": "missing_field", "field": "results[0].C_CODI_AGRUPOL"}),
    ("generals.actData", ..., {"code": "missing_field", "field": "generals.actData"}),
    ("summary.CONTABILIZA", ..., {"code": "missing_field", "field": "summary.CONTABILIZA"}),
    ("summary.CCODI_UBIGEO", ..., {"code": "missing_field", "field": "summary.CCODI_UBIGEO"}),
    ("summary.CCODI_UBIGEO", "800000", {"code": "other_unit", "found": "800000", "asked": "000000"}),
    ("results.3", ..., {"code": "missing_row", "row": "80"}),
    ("results.4", ..., {"code": "missing_row", "row": "81"}),
    ("results.1", ..., {"code": "candidate_missing", "candidate": "fujimori", "name": "Keiko Fujimori"}),
    ("results.1.C_CODI_AGRUPOL", "00000014", {"code": "duplicate_row", "row": "00000014"}),
    ("results.1.C_CODI_AGRUPOL", "castillo", {"code": "duplicate_candidate", "candidate": "castillo"}),
    ("results", [onpe_row(None, "1", "x")], {"code": "missing_row", "row": "80"}),
    ("results", [onpe_row(None, "1", "x")] * 501, {"code": "too_many", "field": "results", "limit": 500}),
]


@pytest.mark.parametrize(("path", "value", "problem"), MALFORMED, ids=lambda case: str(case)[:40])
def test_a_malformed_document_is_refused_by_name(path: str, value: object, problem: dict[str, object]) -> None:
    with pytest.raises(NotUsable) as caught:
        FORMAT.decode("000000", encoded(spoilt(onpe(), path, value)), ELECTION)
    problem = {"code": "wrong_value", **problem}
    found = facts(caught.value)
    assert {name: found.get(name) for name in problem} == problem


@pytest.mark.parametrize("election", [ELECTION, None], ids=["election", "bare"])
def test_a_body_without_choices_is_read_so_that_the_ledger_can_hold_it(election: Election | None) -> None:
    body = onpe()
    del body["results"][:2]
    part = FORMAT.decode("000000", encoded(body), election)
    assert (part.tallies[0].votes, part.candidates, part.tallies[0].blank) == ({}, (), 30)


def findings(body: dict[str, Any]) -> tuple[Finding, ...]:
    return FORMAT.decode("000000", encoded(body), ELECTION).findings


def test_an_unknown_candidate_is_kept_and_said() -> None:
    body = onpe()
    body["results"].append(onpe_row("00000099", "5", "NEW", NLISTA="3", NOMBREe_CANDIDATO="Z"))
    part = FORMAT.decode("000000", encoded(body), ELECTION)
    assert list(part.tallies[0].votes) == ["castillo", "fujimori", "00000099"]
    assert part.candidates[2].name == "Z"
    assert part.findings[0] == Finding("unknown_candidate", {"candidate": "00000099", "name": "Z"})


def test_a_row_that_is_no_choice_is_said_and_its_votes_are_nobodys() -> None:
    body = onpe()
    body["results"].append(onpe_row("82", "5", "VOTOS IMPUGNADOS", NLISTA=None))
    assert findings(body) == (Finding("unknown_row", {"row": "82", "votes": 5}, unit_id="000000"),)


def test_figures_that_the_document_gives_twice_and_differently_are_said() -> None:
    body = spoilt(onpe(), "generals.generalData.CONTABILIZA", "8")
    twice = Finding("stated_twice", {"field": "CONTABILIZA", "taken": 9, "other": 8}, unit_id="000000")
    assert findings(body) == (twice,)
    body = spoilt(onpe(), "results.2.TOTAL_VOTOS", "2,301")
    differs = Finding("stated_sum_differs", {"stated": 2301, "valid": 2300, "cast": 2400}, unit_id="000000")
    assert findings(body) == (differs,)


def test_a_label_that_had_to_be_cleaned_is_said_and_labels_of_sums_are_not_looked_at() -> None:
    body = spoilt(onpe(), "results.1.NOMBREe_CANDIDATO", "F\x1b]0;x\x07")
    assert findings(body) == (Finding("cleaned_text", {"field": "results[1].NOMBREe_CANDIDATO", "labels": 1}),)


def test_a_byte_order_mark_is_a_finding() -> None:
    part = FORMAT.decode("000000", b"\xef\xbb\xbf" + encoded(onpe()), ELECTION)
    assert part.findings == (Finding("byte_order_mark"),)


def document(key: str, problem: Finding | None = None) -> Document:
    return Document(key, "", 200, b"", "", problem=problem)


def test_the_nation_is_asked_first_and_the_others_beside_it() -> None:
    (first,) = FORMAT.plan(None, {}, {})
    assert (first.key, first.target) == ("000000", "")
    fetched = {"000000": document("000000")}
    second = FORMAT.plan(None, {}, fetched)
    assert [request.key for request in second] == [key for key in UNITS if key != "000000"]
    assert len(second) == 27
    there = urljoin("https://feed.example/results/10/000000?name=param", second[-2].target)
    assert there == "https://feed.example/results/10/240000?name=param"
    fetched |= {request.key: document(request.key) for request in second}
    assert not FORMAT.plan(None, {}, fetched)


def test_an_election_says_which_units_are_asked_and_a_failed_nation_is_not_followed_up() -> None:
    fetched = {"000000": document("000000")}
    assert [request.key for request in FORMAT.plan(ELECTION, {}, fetched)] == ["900000", "800000", "240000"]
    assert FORMAT.plan(replace(ELECTION, units=()), {}, fetched) == FORMAT.plan(None, {}, fetched)
    assert not FORMAT.plan(ELECTION, {}, {"000000": document("000000", Finding("status"))})


def test_an_empty_list_is_left_to_the_ledger_to_hold() -> None:
    part = FORMAT.decode("000000", encoded(spoilt(onpe(), "results", [])), None)
    (tally,) = part.tallies
    assert (tally.votes, tally.blank, tally.null, tally.cast) == ({}, None, None, 2400)
