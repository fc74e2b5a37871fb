"""Brazil's areas as TSE names them (br, sp, zz), and the clock of each."""

from collections.abc import Mapping
from typing import Final
from zoneinfo import ZoneInfo

from countwatch.model.election import ReportingUnit, UnitKind

COUNTRY, ABROAD = "br", "zz"
BRASILIA = "America/Sao_Paulo"

_STATES = {
    "ac": "Acre",
    "al": "Alagoas",
    "am": "Amazonas",
    "ap": "Amapá",
    "ba": "Bahia",
    "ce": "Ceará",
    "df": "Distrito Federal",
    "es": "Espírito Santo",
    "go": "Goiás",
    "ma": "Maranhão",
    "mg": "Minas Gerais",
    "ms": "Mato Grosso do Sul",
    "mt": "Mato Grosso",
    "pa": "Pará",
    "pb": "Paraíba",
    "pe": "Pernambuco",
    "pi": "Piauí",
    "pr": "Paraná",
    "rj": "Rio de Janeiro",
    "rn": "Rio Grande do Norte",
    "ro": "Rondônia",
    "rr": "Roraima",
    "rs": "Rio Grande do Sul",
    "sc": "Santa Catarina",
    "se": "Sergipe",
    "sp": "São Paulo",
    "to": "Tocantins",
}
UNITS: Mapping[str, ReportingUnit] = {
    COUNTRY: ReportingUnit(COUNTRY, "Brasil", "nation"),
    **{code: ReportingUnit(code, name, "region", COUNTRY) for code, name in _STATES.items()},
    ABROAD: ReportingUnit(ABROAD, "Exterior", "abroad", COUNTRY),
}
"""The country, its 27 states in the order of their codes, and abroad."""

KINDS: Final[Mapping[str, UnitKind]] = {"br": "nation", "uf": "region", "mu": "district"}
"""`tpabr`, the kind of an area; others (zones) are "other"."""

_ZONES = {
    "ac": "America/Rio_Branco",
    "am": "America/Manaus",
    "ms": "America/Campo_Grande",
    "mt": "America/Cuiaba",
    "ro": "America/Porto_Velho",
    "rr": "America/Boa_Vista",
}


def zone_of(area: str) -> ZoneInfo | None:
    """The zone of the country's and a state's own clock; None for an area whose code does not say where it lies."""
    return ZoneInfo(_ZONES.get(area, BRASILIA)) if area in UNITS else None
