"""The figures of 2021 as they were collected: one row a unit and bulletin."""

import csv
from collections import defaultdict
from collections.abc import Iterable, Mapping
from datetime import datetime
from pathlib import Path

NATION = "000000"
BULLETINS = (
    "2021_runoff_national_bulletins.csv",
    "2021_runoff_peru_extranjero_bulletins.csv",
    "2021_runoff_departamento_bulletins.csv",
)
"""What is known of whole bulletins. Figures from the press and from crawls of single tables are not here."""

Row = Mapping[str, str]
Bulletin = Mapping[str, Row]
"""The units whose figures of one stamp are known, by ubigeo."""


def bulletins(folder: Path) -> list[tuple[datetime, Bulletin]]:
    """Every stamp in order, with the units known at that very stamp. Nothing is carried over or filled in."""
    by_stamp: defaultdict[datetime, dict[str, Row]] = defaultdict(dict)
    for name in BULLETINS:
        for row in _rows(folder / name):
            ubigeo = row.get("ubigeo", NATION)
            units = by_stamp[datetime.fromisoformat(row["timestamp_lima"])]
            if ubigeo in units:
                raise ValueError(name, ubigeo, row["timestamp_lima"])
            units[ubigeo] = row
    return [(at, _with_progress(units)) for at, units in sorted(by_stamp.items())]


def _rows(path: Path) -> Iterable[Row]:
    with path.open(encoding="utf-8", newline="") as file:
        yield from csv.DictReader(file)


def _with_progress(units: dict[str, Row]) -> Bulletin:
    """`por_avance` belongs to the stamp: in every bulletin on record all units state the same one.

    So a row that was subtracted, and states none, has that of its stamp.
    """
    stated = {row["por_avance"] for row in units.values()} - {""}
    if len(stated) != 1:
        raise ValueError("por_avance", sorted(stated))
    progress = stated.pop()
    return {ubigeo: {**row, "por_avance": progress} for ubigeo, row in sorted(units.items())}
