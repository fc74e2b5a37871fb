"""Documents for the tests of formats, made here: valid ones, and the ways to spoil them."""

import json
from typing import Any

from countwatch.model.election import Candidate, Election, ReportingUnit
from countwatch.model.errors import NotUsable

ELECTION = Election(
    id="peru-2021-runoff",
    title="Runoff",
    time_zone="America/Lima",
    candidates=(
        Candidate("castillo", "Pedro Castillo", codes=("00000014",)),
        Candidate("fujimori", "Keiko Fujimori", codes=("00000007",)),
    ),
    units=(
        ReportingUnit("000000", "Perú y extranjero", "nation", registered=25_287_954),
        ReportingUnit("900000", "Extranjero", "abroad", "000000", registered=997_033),
        ReportingUnit("800000", "Perú", "domestic", "000000"),
        ReportingUnit("240000", "Callao", "region", "800000"),
    ),
)


def encoded(value: object) -> bytes:
    return json.dumps(value, ensure_ascii=False).encode()


def onpe(unit_id: str = "000000") -> dict[str, Any]:
    """A small nation: 1,200 and 1,100 votes, 30 blank, 70 null; 9 of 12 sheets counted."""
    return {
        "generals": {
            "generalData": {
                "ELECTORES_HABIL": "3,000",
                "TOT_CIUDADANOS_VOTARON": "2,400",
                "POR_CIUDADANOS_VOTARON": "80.000",
                "POR_ACTAS_CONTABILIZADAS": "75.000",
                "POR_ACTAS_PROCESADAS": "91.667",
                "POR_PROCESAR": "1",
                "CONTABILIZA": "9",
                "POR_POR_PROCESAR": "8.333",
            },
            "actData": {"FECHA": "07/06/2021", "HORA": "19:23 h", "POR_AVANCE": "  75.0000"},
        },
        "results": [
            onpe_row("00000014", "1,200", party="PL", NLISTA="1", NOMBREe_CANDIDATO="C", POR_VALIDOS="52.174"),
            onpe_row("00000007", "1,100", party="FP", NLISTA="2", NOMBREe_CANDIDATO="F", POR_VALIDOS="47.826"),
            onpe_row(None, "2,300", party="TOTAL DE VOTOS V\ufffdLIDOS", NLISTA=None),
            onpe_row("80", "30", party="VOTOS EN BLANCO", NLISTA=None, POR_EMITIDOS="1.250"),
            onpe_row("81", "70", party="VOTOS NULOS", NLISTA=None, POR_EMITIDOS="2.917"),
            onpe_row(None, "2,400", party="TOTAL DE VOTOS EMITIDOS", NLISTA=None),
        ],
        "summary": {
            "CCODI_UBIGEO": unit_id,
            "MESAS_HABILES": "12",
            "CONTABILIZA": "9",
            "TOTAL_JEE": "2",
            "POR_PROCESAR": "1",
            "CONT_ANULADA": "1",
            "MESAS_NO_INST": "0",
            "IMPUGNADA": "1",
            "ERROR_MAT": "1",
            "PENDIENTE": "0",
            "ELECTORES_HABIL": "3,000",
            "TOT_CIUDADANOS_VOTARON": "2,400",
        },
    }


def onpe_row(code: str | None, votes: str, party: str, **more: str | None) -> dict[str, str | None]:
    return {"C_CODI_AGRUPOL": code, "TOTAL_VOTOS": votes, "AGRUPACION": party, **more}


def native() -> dict[str, Any]:
    """A county of two districts, one of which has reported."""
    return {
        "schema_version": 1,
        "root_id": "county",
        "published_at": "2021-06-07T19:23:00-05:00",
        "title": "Sheriff",
        "candidates": [{"id": "a", "name": "Ana"}, {"id": "b", "name": "Ben", "party": "[FP]"}],
        "units": [
            {"id": "county", "name": "The county", "kind": "region"},
            {"id": "north", "name": "North", "kind": "district", "parent_id": "county"},
            {"id": "south", "name": "South", "kind": "district", "parent_id": "county"},
        ],
        "tallies": [
            {"unit_id": "north", "votes": {"a": 5, "b": 7}, "published_at": "2021-06-07T19:00:00-05:00"},
            {
                "unit_id": "county",
                "votes": {"a": 5, "b": 7},
                "blank": 1,
                "cast": 13,
                "sheets": {"total": 4, "counted": 2},
            },
        ],
    }


def spoilt(value: dict[str, Any], path: str, new: object) -> dict[str, Any]:
    """`value` with the field at "a.0.b" replaced, or removed where `new` is `...`."""
    *way, last = [int(step) if step.isdigit() else step for step in path.split(".")]
    holder: Any = value
    for step in way:
        holder = holder[step]
    if new is ...:
        del holder[last]
    else:
        holder[last] = new
    return value


def facts(error: NotUsable) -> dict[str, object]:
    return {"code": error.finding.code, **error.finding.facts}
