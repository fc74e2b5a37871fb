"""One unit's figures as a body of the 2021 results API: its keys in its order, its spelling of numbers.

What the figures do not give is computed from those that they do, where ONPE's own arithmetic is known
(three decimals, half up, from exact counts), is a constant of that API, or is null:
ELECTORES_HABIL_50 adds up half of each table's voters, which no figure here tells.
"""

import json
from collections.abc import Mapping
from datetime import datetime
from decimal import ROUND_HALF_UP, Decimal

from tools.samples.figures import Row

JsonObject = dict[str, object]

CANDIDATES = (
    ("castillo", "00000014", "PARTIDO POLITICO NACIONAL PERU LIBRE", "1", "JOSE PEDRO CASTILLO TERRONES"),
    ("fujimori", "00000007", "FUERZA POPULAR", "2", "KEIKO SOFIA FUJIMORI HIGUCHI"),
)
"""As the API names them, in its order, which never follows the lead."""

_THREE_PLACES = Decimal("0.001")
_REVIEWED = {
    "IMPUGNADA": "impugnada",
    "ERROR_MAT": "error_mat",
    "MESAS_INSTALADAS": "mesas_instaladas",
    "ACTAS_PROCESADAS": "actas_procesadas",
    "SOL_NULIDAD": "sol_nulidad",
    "ILEGIBLE": "ilegible",
    "PENDIENTE": "pendiente",
    "OTRAS_OBS": "otras_obs",
    "SIN_DATOS": "sin_datos",
    "CONT_ANULADA": "cont_anulada",
    "POR_PROCESAR": "por_procesar",
    "EXTRAVIADA": "extraviada",
    "SINIESTRADA": "siniestrada",
    "INCOMPLETA": "incompleta",
    "SIN_FIRMA": "sin_firma",
    "A_INSTALAR": "mesas_habiles",
    "MESAS_NO_INST": "mesas_no_inst",
}


def body(ubigeo: str, at: datetime, row: Row) -> bytes:
    """The document of that unit at that stamp (`at` in Lima's offset)."""
    document: JsonObject = {
        "generals": {
            "generalData": _general_data(row),
            "actData": {
                "FECHA": at.strftime("%d/%m/%Y"),
                "HORA": at.strftime("%H:%M h"),
                "POR_AVANCE": _progress(row["por_avance"]),
            },
            "realImages": "1",
        },
        "results": _results(row),
        "summary": _summary(ubigeo, row),
    }
    return json.dumps(document, ensure_ascii=False, separators=(",", ":")).encode()


def _general_data(row: Row) -> JsonObject:
    return {
        "ELECTORES_HABIL": _count(row, "electores_habil"),
        "TOT_CIUDADANOS_VOTARON": _count(row, "emitted"),
        "POR_CIUDADANOS_VOTARON": _percent(row, "pct_participacion", "emitted", "electores_habil"),
        "POR_ACTAS_CONTABILIZADAS": _percent(row, "actas_contabilizadas_pct", "contabiliza", "mesas_habiles"),
        "POR_ACTAS_PROCESADAS": _percent(row, "actas_procesadas_pct", "actas_procesadas", "mesas_habiles"),
        "ACTAS_PROCESADAS": _count(row, "actas_procesadas"),
        "POR_PROCESAR": _count(row, "por_procesar"),
        "CONTABILIZA": _count(row, "contabiliza"),
        "POR_POR_PROCESAR": _share(row, "por_procesar", "mesas_habiles"),
        "N_CANDIDATOS": "0",
    }


def _results(row: Row) -> list[JsonObject]:
    rows: list[JsonObject] = [
        {
            "C_CODI_AGRUPOL": code,
            "AGRUPACION": party,
            "TOTAL_VOTOS": _count(row, f"votos_{name}"),
            "NLISTA": number,
            "POR_VALIDOS": _percent(row, f"pct_{name}", f"votos_{name}", "valid"),
            "POR_EMITIDOS": _percent(row, f"pct_emitidos_{name}", f"votos_{name}", "emitted"),
            "NOMBREe_CANDIDATO": person,
        }
        for name, code, party, number, person in CANDIDATES
    ]
    valid: JsonObject = {"POR_VALIDOS": "100.000", "POR_EMITIDOS": _share(row, "valid", "emitted")}
    rows.append(_line(row, None, "TOTAL DE VOTOS VÁLIDOS", "valid", valid))
    for code, label, name in (("80", "VOTOS EN BLANCO", "blank"), ("81", "VOTOS NULOS", "null")):
        rows.append(_line(row, code, label, name, {"POR_VALIDOS": None, "POR_EMITIDOS": _share(row, name, "emitted")}))
    cast: JsonObject = {"POR_EMITIDOS": "100.000", "POR_VALIDOS": None}
    rows.append(_line(row, None, "TOTAL DE VOTOS EMITIDOS", "emitted", cast))
    return rows


def _line(row: Row, code: str | None, label: str, name: str, percentages: Mapping[str, object]) -> JsonObject:
    """A line that is no candidate's. Sums have no code; blank and null have one, and zeros that say nothing."""
    zero = None if code is None else "0"
    return {
        "C_CODI_AGRUPOL": code,
        "AGRUPACION": label,
        "IMAGENAGRUPACION": None,
        "PORC_AVANCE_ACTA": None if code is None else "0.000",
        "ACTAS_COMPUTADA": zero,
        "TOTAL_MESAS": zero,
        "TOTAL_VOTOS": _count(row, name),
        "NLISTA": None,
        **percentages,
    }


def _summary(ubigeo: str, row: Row) -> JsonObject:
    return {
        "CCODI_UBIGEO": ubigeo,
        "CONTABILIZA": _count(row, "contabiliza"),
        "CONT_NORMAL": _count(row, "cont_normal"),
        **{field: _count(row, name) for field, name in _REVIEWED.items()},
        "FUSIONADAS": "0",
        "NTOTAL_AUTO": "0",
        "MESAS_HABILES": _count(row, "mesas_habiles"),
        "TOT_CIUDADANOS_VOTARON": _count(row, "emitted"),
        "ELECTORES_HABIL": _count(row, "electores_habil"),
        "ELECTORES_HABIL_50": None,
        "TOTAL_JEE": _count(row, "total_jee"),
    }


def _count(row: Row, name: str) -> str:
    return f"{int(row[name]):,}"


def _percent(row: Row, name: str, part: str, whole: str) -> str:
    """The percentage as it was published; where the figures have none, as ONPE rounds it."""
    return row[name] or _share(row, part, whole)


def _share(row: Row, part: str, whole: str) -> str:
    exact = Decimal(100) * int(row[part]) / int(row[whole])
    return str(exact.quantize(_THREE_PLACES, ROUND_HALF_UP))


def _progress(por_avance: str) -> str:
    """Four decimals, with two blanks before all but 100, as the API writes it."""
    text = f"{Decimal(por_avance):.4f}"
    return text if Decimal(por_avance) == 100 else f"  {text}"
