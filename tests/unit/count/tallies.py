"""Readings for tests of the arithmetic: made by hand, or read from the real count where its figures are at hand."""

import csv
from collections.abc import Collection, Iterator, Mapping
from datetime import datetime
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from countwatch.count.checks import consistency as count_consistency
from countwatch.count.outlook import Outlook
from countwatch.count.outlook import outlook as count_outlook
from countwatch.model.election import Candidate, ReportingUnit, UnitKind
from countwatch.model.finding import Finding
from countwatch.model.snapshot import Sheets, Snapshot, UnitTally
from countwatch.model.tree import UnitTree

FIGURES = Path(__file__).parents[3].parent / "shared" / "data" / "peru-2021"
NATION, HOME, ABROAD, LIMA = "000000", "800000", "900000", "140000"
ROLL = 25_287_954
REASONS = {
    "impugnada": "contested",
    "error_mat": "material_error",
    "ilegible": "illegible",
    "incompleta": "incomplete",
    "sin_firma": "unsigned",
    "otras_obs": "other",
    "sol_nulidad": "nullity",
    "sin_datos": "no_data",
    "extraviada": "lost",
    "siniestrada": "destroyed",
}
needs_figures = pytest.mark.skipif(not FIGURES.is_dir(), reason="the figures of the real count are not at hand")

Row = Mapping[str, str]


@cache
def rows(name: str) -> tuple[Row, ...]:
    with (FIGURES / f"2021_runoff_{name}_bulletins.csv").open(encoding="utf-8", newline="") as file:
        return tuple(csv.DictReader(file))


def stamp(text: str) -> datetime:
    """Lima's clock in 2021, such as "06-07T19:23"."""
    return datetime.fromisoformat(f"2021-{text}:00-05:00")


def tally_of(row: Row, unit_id: str) -> UnitTally:
    return UnitTally(
        unit_id=unit_id,
        votes={"castillo": int(row["votos_castillo"]), "fujimori": int(row["votos_fujimori"])},
        published_at=datetime.fromisoformat(row["timestamp_lima"]),
        blank=int(row["blank"]),
        null=int(row["null"]),
        cast=int(row["emitted"]),
        registered=ROLL if unit_id == NATION else None,
        registered_counted=int(row["electores_habil"]),
        sheets=Sheets(
            total=int(row["mesas_habiles"]),
            counted=int(row["contabiliza"]),
            under_review=int(row["total_jee"]),
            pending=int(row["por_procesar"]),
            annulled=int(row["cont_anulada"]),
            not_installed=int(row["mesas_no_inst"]),
            review_reasons={name: int(row[field]) for field, name in REASONS.items()},
        ),
    )


@cache
def nation() -> dict[datetime, UnitTally]:
    """The root by its stamp, oldest first."""
    return {datetime.fromisoformat(row["timestamp_lima"]): tally_of(row, NATION) for row in rows("national")}


@cache
def below() -> tuple[UnitTally, ...]:
    """Home, abroad and the departamentos, oldest first."""
    found = [tally_of(row, row["ubigeo"]) for name in ("peru_extranjero", "departamento") for row in rows(name)]
    return tuple(sorted(found, key=lambda tally: (tally.published_at is None, tally.published_at)))


def units() -> tuple[ReportingUnit, ...]:
    regions = sorted({tally.unit_id for tally in below()} - {HOME, ABROAD})
    return (
        ReportingUnit(NATION, "Total", "nation"),
        ReportingUnit(HOME, "Perú", "domestic", NATION),
        ReportingUnit(ABROAD, "Extranjero", "abroad", NATION),
        *(ReportingUnit(region, region, "region", HOME) for region in regions),
    )


def reading(text: str, upto: str | None = None) -> Snapshot:
    """The root of that stamp, with the latest tally of every unit up to `upto` (by default the same stamp)."""
    root = nation()[stamp(text)]
    limit = stamp(upto or text)
    latest = {tally.unit_id: tally for tally in below() if tally.published_at and tally.published_at <= limit}
    return snapshot((root, *latest.values()), units())


def readings() -> Iterator[Snapshot]:
    """All 90 bulletins."""
    for at in nation():
        yield reading(at.strftime("%m-%dT%H:%M"))


def snapshot(tallies: tuple[UnitTally, ...], of: tuple[ReportingUnit, ...]) -> Snapshot:
    names = dict.fromkeys(name for tally in tallies for name in tally.votes)
    return Snapshot(
        schema_version=1,
        root_id=tallies[0].unit_id,
        candidates=tuple(Candidate(name, name) for name in names),
        units=of,
        tallies=tallies,
        published_at=tallies[0].published_at,
    )


def outlook(count: Snapshot, **asked: Any) -> Outlook:
    """What is out in a reading of which nothing was worked out before."""
    return count_outlook(UnitTree.of(count), **asked)


def consistency(count: Snapshot, changed: Collection[str] | None = None) -> tuple[Finding, ...]:
    """What does not come out in it."""
    return count_consistency(UnitTree.of(count), changed)


def tally(
    unit_id: str = NATION,
    votes: Mapping[str, int] | None = None,
    *,
    counted: int | None = 10,
    under_review: int | None = 0,
    pending: int | None = 0,
    at: datetime | None = None,
    **more: int | None,
) -> UnitTally:
    """A tally by hand. `more` are its other figures, those of its sheets among them."""
    known = None not in {counted, under_review, pending}
    every = (counted or 0) + (under_review or 0) + (pending or 0)
    return UnitTally(
        unit_id=unit_id,
        votes=dict(votes or {"a": 60, "b": 40}),
        published_at=at,
        sheets=Sheets(
            total=more.pop("total", every if known else None),
            counted=counted,
            under_review=under_review,
            pending=pending,
            annulled=more.pop("annulled", None),
            not_installed=more.pop("not_installed", None),
        ),
        **more,
    )


def unit(unit_id: str, parent_id: str | None = NATION, kind: UnitKind = "region") -> ReportingUnit:
    return ReportingUnit(unit_id, unit_id, kind, parent_id)
