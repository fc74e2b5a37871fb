"""`onpe-2026`: the results API of Peru's 2026 elections, two documents a unit.

The participants document (`…/eleccion-presidencial/participantes-ubicacion-geografica-nombre`) has the votes and
no stamp; the totals document (`…/resumen-general/totales`) has the stamp, the ballots cast and the sheets. The
votes of the nation are the root document, for without them nothing can be shown. What each field means is in
docs/feeds.md.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

from countwatch.formats import assembly
from countwatch.formats.documents import JsonObject, load_object
from countwatch.formats.onpe_2026_wire import Participants, Row, Totals, TotalsBody, opened
from countwatch.formats.onpe_units import ABROAD, DOMESTIC, NATION, UNITS
from countwatch.formats.rosters import (
    broken_labels,
    candidate_ids,
    cleaned_labels,
    enrolled,
    one_each,
    refuse_missing,
    unknown_candidates,
)
from countwatch.formats.wire import Location
from countwatch.model.assembly import Assembly
from countwatch.model.election import Candidate, Election, ReportingUnit
from countwatch.model.errors import NotUsable
from countwatch.model.finding import Finding
from countwatch.model.part import Part, StatedShare
from countwatch.model.snapshot import Sheets, UnitTally
from countwatch.model.update import Document, Request

BLANK, NULL = "80", "81"
VOTES, TOTALS = "votes", "totals"
ROOT_KEY = f"{VOTES}/{NATION}"
CONTEST = "idEleccion=10"
"""The presidential contest, in both rounds."""

_TOTALS_TARGET = "../resumen-general/totales?"
_VOTES_TARGET = "participantes-ubicacion-geografica-nombre?"
_SCOPES = {DOMESTIC: 1, ABROAD: 2}


class Onpe2026:
    """The format. Keys are `votes/<ubigeo>` and `totals/<ubigeo>`; the feed's URL is the nation's participants."""

    name = "onpe-2026"
    root_key = ROOT_KEY
    default_election: str | None = None

    def plan(
        self, election: Election | None, earlier: Mapping[str, Document], fetched: Mapping[str, Document]
    ) -> Sequence[Request]:
        """The nation's two documents together; once its votes have come, two for every other unit."""
        if ROOT_KEY not in fetched:
            nation = f"{_TOTALS_TARGET}{CONTEST}&tipoFiltro=eleccion"
            return (Request(ROOT_KEY), Request(f"{TOTALS}/{NATION}", nation))
        if fetched[ROOT_KEY].problem is not None:
            return ()
        wanted = (request for unit_id in _below(election) for request in _requests(unit_id))
        return tuple(request for request in wanted if request.key not in fetched)

    def decode(self, key: str, body: bytes, election: Election | None) -> Part:
        """One half of a unit: its votes, or its stamp and sheets."""
        kind, _, unit_id = key.partition("/")
        if kind not in {VOTES, TOTALS} or not unit_id:
            raise NotUsable("unknown_document", key=key)
        loaded = load_object(body)
        if kind == TOTALS:
            return _totals(key, unit_id, opened(loaded.value, TotalsBody).data, loaded.findings)
        part = _votes(key, unit_id, opened(loaded.value, Participants).data, election)
        labels = tuple(_labels(loaded.value["data"]))
        said = (*loaded.findings, *cleaned_labels(labels), *broken_labels(labels))
        return part._replace(findings=(*said, *part.findings))

    def assemble(
        self, parts: Mapping[str, Part], election: Election | None, before: Assembly | None = None
    ) -> Assembly:
        """Both halves of each unit joined, at the stamp of its totals. A unit whose votes never came is left out.

        Halves of different moments do not add up, which is then said of the reading.
        """
        whole = {key: _joined(part, parts.get(f"{TOTALS}/{key.partition('/')[2]}")) for key, part in parts.items()}
        kept = {key: part for key, part in whole.items() if key.startswith(f"{VOTES}/")}
        return assembly.assemble(kept, election, ROOT_KEY, before)


FORMAT = Onpe2026()


def _below(election: Election | None) -> Sequence[str]:
    """The election's units where it lists any that ONPE could know, else both scopes and the departamentos."""
    listed = [unit.id for unit in election.units if re.fullmatch("[0-9]{6}", unit.id)] if election else []
    return [ubigeo for ubigeo in listed or UNITS if ubigeo != NATION]


def _requests(unit_id: str) -> tuple[Request, Request]:
    """The API names one and the same departamento differently in its two documents."""
    if unit_id in _SCOPES:
        scope = f"{CONTEST}&tipoFiltro=ambito_geografico&idAmbitoGeografico={_SCOPES[unit_id]}"
        votes = totals = scope
    else:
        region = f"{CONTEST}&tipoFiltro=ubigeo_nivel_01&idAmbitoGeografico={2 if unit_id >= ABROAD else 1}"
        votes, totals = f"{region}&ubigeoNivel1={unit_id}", f"{region}&idUbigeoDepartamento={unit_id}"
    return (
        Request(f"{VOTES}/{unit_id}", _VOTES_TARGET + votes),
        Request(f"{TOTALS}/{unit_id}", _TOTALS_TARGET + totals),
    )


def _joined(votes: Part, totals: Part | None) -> Part:
    if totals is None or votes is totals:
        return votes
    (ours,), (theirs,) = votes.tallies, totals.tallies
    tally = replace(ours, published_at=theirs.published_at, cast=theirs.cast, sheets=theirs.sheets)
    return votes._replace(tallies=(tally,), published_at=totals.published_at)


def _totals(key: str, unit_id: str, data: Totals, findings: tuple[Finding, ...]) -> Part:
    tally = UnitTally(
        unit_id=unit_id,
        votes={},
        published_at=data.published_at,
        cast=data.cast,
        sheets=Sheets(total=data.total, counted=data.counted, under_review=data.under_review, pending=data.pending),
    )
    shares = (("counted", data.counted_pct), ("pending", data.pending_pct))
    return Part(
        key=key,
        tallies=(tally,),
        published_at=data.published_at,
        stated=tuple(StatedShare(unit_id, what, "total_sheets", digits) for what, digits in shares if digits),
        findings=findings,
    )


def _votes(key: str, unit_id: str, data: Sequence[Row], election: Election | None) -> Part:
    rows = _by_code(data)
    chosen = _choices(rows, election)
    blank, null = rows.get(BLANK), rows.get(NULL)
    tally = UnitTally(
        unit_id=unit_id,
        votes={an_id: row.votes for an_id, row in chosen.items()},
        blank=blank.votes if blank else None,
        null=null.votes if null else None,
    )
    refuse_missing(tally, election.candidates if election else ())
    candidates = tuple(
        Candidate(an_id, name=row.name or row.party or row.code, party=row.party, codes=(row.code,))
        for an_id, row in chosen.items()
    )
    shares = ((an_id, row.valid_pct) for an_id, row in chosen.items())
    return Part(
        key=key,
        tallies=enrolled((tally,), election),
        candidates=candidates,
        units=(UNITS.get(unit_id, ReportingUnit(unit_id, unit_id)),),
        stated=tuple(StatedShare(unit_id, an_id, "valid", digits) for an_id, digits in shares if digits),
        findings=(*unknown_candidates(candidates, election), *_odd(unit_id, rows, chosen, election)),
    )


def _by_code(data: Iterable[Row]) -> dict[str, Row]:
    rows: dict[str, Row] = {}
    for row in data:
        if row.code in rows:
            raise NotUsable("duplicate_row", field="data[].codigoAgrupacionPolitica", row=row.code)
        rows[row.code] = row
    return dict(sorted(rows.items()))


def _choices(rows: Mapping[str, Row], election: Election | None) -> dict[str, Row]:
    """The rows that one could vote for, by candidate id. Where candidates are named, a row without a name is none."""
    ids = candidate_ids(election)
    voted = {code: row for code, row in rows.items() if code not in {BLANK, NULL}}
    named = any(row.name is not None for row in voted.values())
    chosen = ((ids.get(code, code), row) for code, row in voted.items() if row.name is not None or not named)
    return one_each(chosen, election, "data[].codigoAgrupacionPolitica")


def _odd(
    unit_id: str, rows: Mapping[str, Row], chosen: Mapping[str, Row], election: Election | None
) -> Iterable[Finding]:
    used = {row.code for row in chosen.values()} | {BLANK, NULL}
    for code, row in rows.items():
        if code not in used:
            yield Finding("unknown_row", {"row": code, "votes": row.votes}, unit_id)
    known = {unit.id for unit in election.units} if election else set()
    if unit_id not in (known or UNITS):
        yield Finding("unknown_unit", {"name": unit_id}, unit_id=unit_id)


def _labels(data: Iterable[JsonObject]) -> Iterable[tuple[Location, object]]:
    for index, row in enumerate(data):
        for field in ("nombreCandidato", "nombreAgrupacionPolitica"):
            yield ("data", index, field), row.get(field)
