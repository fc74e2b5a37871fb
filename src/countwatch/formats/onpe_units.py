"""Peru's units under ONPE's own ubigeos, which are not INEI's and not alphabetical (Callao is 240000)."""

from collections.abc import Mapping

from countwatch.model.election import ReportingUnit

NATION, DOMESTIC, ABROAD = "000000", "800000", "900000"

_DEPARTAMENTOS = (
    "Amazonas",
    "Áncash",
    "Apurímac",
    "Arequipa",
    "Ayacucho",
    "Cajamarca",
    "Cusco",
    "Huancavelica",
    "Huánuco",
    "Ica",
    "Junín",
    "La Libertad",
    "Lambayeque",
    "Lima",
    "Loreto",
    "Madre de Dios",
    "Moquegua",
    "Pasco",
    "Piura",
    "Puno",
    "San Martín",
    "Tacna",
    "Tumbes",
    "Callao",
    "Ucayali",
)
UNITS: Mapping[str, ReportingUnit] = {
    unit.id: unit
    for unit in (
        ReportingUnit(NATION, "Total", "nation"),
        ReportingUnit(DOMESTIC, "Perú", "domestic", NATION),
        ReportingUnit(ABROAD, "Extranjero", "abroad", NATION),
        *(
            ReportingUnit(f"{number:02}0000", name, "region", DOMESTIC)
            for number, name in enumerate(_DEPARTAMENTOS, start=1)
        ),
    )
}
"""ONPE's units, for a body that comes without an election file. Their ubigeos count from 01 to 25."""
