import hashlib
import json
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from urllib.parse import urljoin

import pytest
from hypothesis import given
from hypothesis import strategies as st

from countwatch.formats.onpe_2026 import FORMAT, ROOT_KEY
from countwatch.formats.onpe_units import UNITS
from countwatch.ledger.advance import advance
from countwatch.ledger.state import WatchState
from countwatch.model.election import Candidate, Election, ReportingUnit
from countwatch.model.errors import NotUsable
from countwatch.model.finding import Finding
from countwatch.model.part import Part, StatedShare
from countwatch.model.update import Document, Update
from tests.unit.count.tallies import consistency

from .bodies import encoded, facts, spoilt

SAMPLES = Path(__file__).parents[3].parent / "shared" / "data" / "peru-2026" / "documented_samples.json"
needs_data = pytest.mark.skipif(not SAMPLES.is_file(), reason="the documented bodies are not beside this checkout")

ELECTION = Election(
    id="peru-2026-runoff",
    title="Runoff",
    time_zone="America/Lima",
    candidates=(
        Candidate("sanchez", "Roberto Sánchez", codes=("10",)),
        Candidate("fujimori", "Keiko Fujimori", codes=("8",)),
    ),
    units=(
        ReportingUnit("000000", "Total", "nation", registered=27_000_000),
        ReportingUnit("800000", "Perú", "domestic", "000000"),
        ReportingUnit("900000", "Extranjero", "abroad", "000000"),
        ReportingUnit("240000", "Callao", "region", "800000"),
    ),
)


def votes() -> dict[str, Any]:
    """1,200 and 1,100 votes, 30 blank, 70 null; codes as numbers and as strings."""
    return {
        "success": True,
        "message": "",
        "data": [
            row(10, 1200, "C", porcentajeVotosValidos=52.174, dniCandidato="41417777"),
            row("8", 1100, "F", porcentajeVotosValidos=47.826, dniCandidato="41418888"),
            row(80, 30, "", nombreAgrupacionPolitica="VOTOS EN BLANCO"),
            row("81", 70, "", nombreAgrupacionPolitica="VOTOS NULOS"),
        ],
    }


def row(code: object, votes: int, name: str | None, **more: object) -> dict[str, Any]:
    return {
        "nombreAgrupacionPolitica": "P",
        "codigoAgrupacionPolitica": code,
        "nombreCandidato": name,
        "totalVotosValidos": votes,
        **more,
    }


def totals() -> dict[str, Any]:
    """9 of 12 sheets counted, 2 at the boards, 1 pending; 7 June 2026, 20:22:03.531 in Lima."""
    return {
        "success": True,
        "message": "",
        "data": {
            "actasContabilizadas": 75.0,
            "contabilizadas": 9,
            "totalActas": 12,
            "participacionCiudadana": 40.1,
            "actasEnviadasJee": 16.667,
            "enviadasJee": 2,
            "actasPendientesJee": 8.333,
            "pendientesJee": 1,
            "fechaActualizacion": 1780881723531,
            "totalVotosEmitidos": 2400,
            "totalVotosValidos": 2300,
            "idUbigeoDepartamento": 140000,
        },
    }


STAMP = datetime(2026, 6, 8, 1, 22, 3, 531000, tzinfo=UTC)


def decoded(value: dict[str, Any], key: str = ROOT_KEY, election: Election | None = ELECTION) -> Part:
    return FORMAT.decode(key, encoded(value), election)


@needs_data
def test_every_documented_body_decodes_to_its_figures() -> None:
    samples = json.loads(SAMPLES.read_text("utf-8"))
    bodies = {name: sample.get("response") for name, sample in samples.items() if name != "_note"}
    bodies = {name: body for name, body in bodies.items() if body is not None}
    assert len(bodies) == 3
    for name, body in bodies.items():
        data = body["data"]
        if isinstance(data, list):
            (tally,) = decoded(body, election=None).tallies
            assert tally.votes == {str(one["codigoAgrupacionPolitica"]): one["totalVotosValidos"] for one in data}, name
            continue
        (tally,) = decoded(body, "totals/000000", None).tallies
        sheets = tally.sheets
        found = (sheets.total, sheets.counted, sheets.under_review, sheets.pending, tally.cast)
        names = ("totalActas", "contabilizadas", "enviadasJee", "pendientesJee", "totalVotosEmitidos")
        assert found == tuple(data.get(field) for field in names), name
        if sheets.pending is not None:
            assert sheets.pending == data["totalActas"] - data["contabilizadas"] - data["enviadasJee"], name
        assert tally.published_at is not None
        assert tally.published_at.timestamp() * 1000 == pytest.approx(data["fechaActualizacion"]), name


def test_both_halves_of_a_unit_are_joined_at_the_stamp_of_its_totals() -> None:
    parts = {ROOT_KEY: decoded(votes()), "totals/000000": decoded(totals(), "totals/000000")}
    snapshot = FORMAT.assemble(parts, ELECTION).snapshot
    root = snapshot.root
    assert list(root.votes.items()) == [("sanchez", 1200), ("fujimori", 1100)]
    assert (root.blank, root.null, root.cast, root.registered) == (30, 70, 2400, 27_000_000)
    sheets = root.sheets
    assert (sheets.total, sheets.counted, sheets.under_review, sheets.pending) == (12, 9, 2, 1)
    assert root.published_at == snapshot.published_at == STAMP
    assert not consistency(snapshot)


def test_halves_of_different_moments_are_said_not_to_add_up() -> None:
    later = spoilt(votes(), "data.0.totalVotosValidos", 1300)
    parts = {ROOT_KEY: decoded(later), "totals/000000": decoded(totals(), "totals/000000")}
    (torn,) = consistency(FORMAT.assemble(parts, ELECTION).snapshot)
    assert (torn.code, torn.unit_id) == ("does_not_add_up", "000000")
    assert (torn.facts["what"], torn.facts["sum"], torn.facts["stated"]) == ("ballots", 2500, 2400)


def test_a_bare_participants_body_is_a_reading_without_sheets_or_stamp() -> None:
    snapshot = FORMAT.assemble({ROOT_KEY: decoded(votes(), election=None)}, None).snapshot
    assert snapshot.root.votes == {"10": 1200, "8": 1100}
    assert (snapshot.root.sheets.total, snapshot.root.cast, snapshot.published_at) == (None, None, None)
    assert [(one.id, one.name, one.party) for one in snapshot.candidates] == [("10", "C", "P"), ("8", "F", "P")]


def test_a_unit_whose_votes_never_came_is_left_out_and_not_at_zero() -> None:
    parts = {ROOT_KEY: decoded(votes()), "totals/240000": decoded(totals(), "totals/240000")}
    assert [tally.unit_id for tally in FORMAT.assemble(parts, ELECTION).snapshot.tallies] == ["000000"]


def test_the_percentages_that_it_states_keep_their_digits() -> None:
    assert set(decoded(votes()).stated) == {
        StatedShare("000000", "sanchez", "valid", "52.174"),
        StatedShare("000000", "fujimori", "valid", "47.826"),
    }
    assert set(decoded(totals(), "totals/000000").stated) == {
        StatedShare("000000", "counted", "total_sheets", "75.0"),
        StatedShare("000000", "pending", "total_sheets", "8.333"),
    }


def test_personal_numbers_go_nowhere() -> None:
    part = decoded(votes())
    assert "41417777" not in repr(part)
    assert part.findings == ()


def test_what_is_left_out_is_unknown_and_never_zero() -> None:
    body = votes()
    del body["data"][2:]
    for one in body["data"]:
        del one["porcentajeVotosValidos"]
    part = decoded(body)
    assert (part.tallies[0].blank, part.tallies[0].null, part.stated) == (None, None, ())
    short = totals()
    del short["data"]["enviadasJee"], short["data"]["pendientesJee"]
    (tally,) = decoded(short, "totals/000000").tallies
    assert (tally.sheets.under_review, tally.sheets.pending) == (None, None)


@given(st.permutations(range(4)))
def test_the_order_of_rows_changes_nothing(order: list[int]) -> None:
    body = votes()
    body["data"] = [body["data"][place] for place in order]
    assert decoded(body) == decoded(votes())


def test_a_body_without_rows_is_read_so_that_the_ledger_can_hold_it() -> None:
    part = decoded(spoilt(votes(), "data", []))
    assert (part.tallies[0].votes, part.candidates) == ({}, ())


MALFORMED: list[tuple[str, str, object, dict[str, object]]] = [
    ("votes", "success", False, {"code": "source_failed", "message": '""'}),
    ("votes", "success", ..., {"code": "missing_field", "field": "success"}),
    ("votes", "success", "true", {"field": "success", "expected": "true_or_false"}),
    ("votes", "data", ..., {"code": "missing_field", "field": "data"}),
    ("votes", "data", None, {"field": "data", "found": "null", "expected": "list"}),
    ("votes", "data", {"totalActas": 1}, {"code": "totals_without_votes", "field": "data"}),
    ("votes", "data", [row(n, 1, "x") for n in range(501)], {"code": "too_many", "field": "data", "limit": 500}),
    ("votes", "data.0.totalVotosValidos", ..., {"code": "missing_field", "field": "data[0].totalVotosValidos"}),
    ("votes", "data.0.totalVotosValidos", "1,200", {"field": "data[0].totalVotosValidos", "expected": "count"}),
    ("votes", "data.0.totalVotosValidos", 1200.0, {"found": "1200.0", "expected": "count"}),
    ("votes", "data.0.totalVotosValidos", -1, {"found": "-1", "expected": "count"}),
    ("votes", "data.0.totalVotosValidos", None, {"found": "null", "expected": "count"}),
    ("votes", "data.0.porcentajeVotosValidos", 152.1, {"expected": "json_percent"}),
    ("votes", "data.0.porcentajeVotosValidos", "52,174", {"found": '"52,174"', "expected": "json_percent"}),
    ("votes", "data.0.codigoAgrupacionPolitica", ..., {"code": "missing_field"}),
    ("votes", "data.0.codigoAgrupacionPolitica", True, {"found": "true", "expected": "digit_code"}),
    ("votes", "data.0.codigoAgrupacionPolitica", "x", {"found": '"x"', "expected": "digit_code"}),
    ("votes", "data.0.codigoAgrupacionPolitica", "008", {"code": "duplicate_row", "row": "8"}),
    ("votes", "data.1", ..., {"code": "candidate_missing", "candidate": "fujimori"}),
    ("votes", "data.0.nombreCandidato", 7, {"field": "data[0].nombreCandidato", "expected": "text"}),
    ("totals", "data", [], {"field": "data", "found": "[]", "expected": "object"}),
    ("totals", "data.fechaActualizacion", ..., {"code": "missing_field", "field": "data.fechaActualizacion"}),
    ("totals", "data.fechaActualizacion", 1780881723, {"expected": "epoch_milliseconds"}),
    ("totals", "data.fechaActualizacion", "07/06/2026", {"expected": "epoch_milliseconds"}),
    ("totals", "data.contabilizadas", 75.5, {"field": "data.contabilizadas", "expected": "count"}),
    ("totals", "data.pendientesJee", "1", {"field": "data.pendientesJee", "expected": "count"}),
]


@pytest.mark.parametrize(("kind", "path", "value", "problem"), MALFORMED, ids=lambda case: str(case)[:40])
def test_a_malformed_document_is_refused_by_name(
    kind: str, path: str, value: object, problem: dict[str, object]
) -> None:
    body = votes() if kind == "votes" else totals()
    with pytest.raises(NotUsable) as caught:
        decoded(spoilt(body, path, value), f"{kind}/000000")
    problem = {"code": "wrong_value", **problem}
    found = facts(caught.value)
    assert {name: found.get(name) for name in problem} == problem


@pytest.mark.parametrize(
    ("body", "code"),
    [
        (b"", "empty_body"),
        (b"<!doctype html><title>ONPE</title>", "page_not_data"),
        (encoded(votes())[:-1], "invalid_json"),
        (b'{"success": true, "success": true}', "duplicate_key"),
    ],
)
def test_what_is_no_document_is_refused(body: bytes, code: str) -> None:
    with pytest.raises(NotUsable) as caught:
        FORMAT.decode(ROOT_KEY, body, ELECTION)
    assert caught.value.finding.code == code


def test_a_key_that_is_no_document_of_this_api_is_refused() -> None:
    with pytest.raises(NotUsable) as caught:
        decoded(votes(), "sheets/000000")
    assert facts(caught.value) == {"code": "unknown_document", "key": "sheets/000000"}


def test_a_broken_letter_an_unknown_row_candidate_and_unit_are_said() -> None:
    body = spoilt(votes(), "data.0.nombreCandidato", "S\ufffdNCHEZ")
    assert decoded(body).findings == (Finding("broken_text", {"field": "data[0].nombreCandidato", "labels": 1}),)
    body = votes()
    body["data"] += [row(82, 5, None), row(35, 6, "Z")]
    assert decoded(body, "votes/250000").findings == (
        Finding("unknown_candidate", {"candidate": "35", "name": "Z"}),
        Finding("unknown_row", {"row": "82", "votes": 5}, unit_id="250000"),
        Finding("unknown_unit", {"name": "250000"}, unit_id="250000"),
    )


def test_lists_without_candidates_are_chosen_by_party() -> None:
    body = votes()
    for one in body["data"]:
        one["nombreCandidato"] = ""
    part = decoded(body, election=None)
    assert [(one.id, one.name) for one in part.candidates] == [("10", "P"), ("8", "P")]


def document(key: str, problem: Finding | None = None) -> Document:
    return Document(key, "", 200, b"", "", problem=problem)


def test_the_nation_is_asked_first_and_two_documents_of_each_unit_after_it() -> None:
    base = "https://feed.example/presentacion-backend/eleccion-presidencial/participantes-ubicacion-geografica-nombre"
    first = FORMAT.plan(None, {}, {})
    assert [urljoin(base + "?idEleccion=10&tipoFiltro=eleccion", one.target) for one in first] == [
        f"{base}?idEleccion=10&tipoFiltro=eleccion",
        "https://feed.example/presentacion-backend/resumen-general/totales?idEleccion=10&tipoFiltro=eleccion",
    ]
    fetched = {one.key: document(one.key) for one in first}
    second = FORMAT.plan(None, {}, fetched)
    assert len(second) == 2 * (len(UNITS) - 1)
    asked = {one.key: urljoin(base, one.target) for one in second}
    assert asked["votes/900000"] == f"{base}?idEleccion=10&tipoFiltro=ambito_geografico&idAmbitoGeografico=2"
    assert asked["votes/010000"].endswith("tipoFiltro=ubigeo_nivel_01&idAmbitoGeografico=1&ubigeoNivel1=010000")
    assert asked["totals/010000"].endswith("&idAmbitoGeografico=1&idUbigeoDepartamento=010000")
    assert not FORMAT.plan(None, {}, fetched | {one.key: document(one.key) for one in second})
    assert [one.key for one in FORMAT.plan(ELECTION, {}, fetched)][-2:] == ["votes/240000", "totals/240000"]
    assert not FORMAT.plan(None, {}, {ROOT_KEY: document(ROOT_KEY, Finding("status"))})


def update(n: int, **bodies: dict[str, Any]) -> Update:
    documents = []
    for kind, value in bodies.items():
        content = encoded(value)
        documents.append(Document(f"{kind}/000000", "", 200, content, hashlib.sha256(content).hexdigest()))
    return Update(n, STAMP + timedelta(minutes=n), 0.0, tuple(documents))


def test_a_night_of_two_documents_is_judged_as_one_reading() -> None:
    more, later = spoilt(votes(), "data.0.totalVotosValidos", 1300), totals()
    later["data"] |= {"totalVotosEmitidos": 2500, "fechaActualizacion": 1780882323531}
    state = advance(WatchState(FORMAT, ELECTION), update(1, votes=votes(), totals=totals()))
    outcomes = [state.event]
    for n, bodies in enumerate(
        (
            {"votes": votes(), "totals": totals()},
            {"votes": more, "totals": later},
            {"votes": spoilt(votes(), "data", [])},
        ),
        start=2,
    ):
        state = advance(state, update(n, **bodies))
        outcomes.append(state.event)
    assert [event.outcome.value for event in outcomes if event] == ["accepted", "not_modified", "accepted", "held"]
    assert state.snapshot is not None
    assert (state.snapshot.root.votes["sanchez"], state.snapshot.root.cast) == (1300, 2500)


def test_totals_that_cannot_be_refuse_the_reading() -> None:
    impossible = spoilt(totals(), "data.contabilizadas", 13)
    state = advance(WatchState(FORMAT, ELECTION), update(1, votes=votes(), totals=impossible))
    assert state.event is not None
    assert state.event.outcome.value == "rejected"
    assert state.event.reason is not None
    assert (state.event.reason.code, state.event.reason.facts["part"]) == ("impossible", "counted")
