"""`onpe-2021`: the results API of Peru's 2021 runoff, one document a unit.

A document is `…/results/10/<ubigeo>`: 000000 the nation, 800000 Perú, 900000 abroad, and the
departamentos by ONPE's own ubigeos, which are not INEI's (Callao is 240000). Numbers are strings with
comma thousands; the stamp is Lima's clock. What each field means is in docs/feeds.md.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from zoneinfo import ZoneInfo

from countwatch.formats.assembly import assemble
from countwatch.formats.documents import JsonObject, load_object
from countwatch.formats.onpe_2021_wire import Body, Progress, Reasons, Row, Summary
from countwatch.formats.onpe_units import NATION, UNITS
from countwatch.formats.rosters import (
    candidate_ids,
    cleaned_labels,
    enrolled,
    one_each,
    refuse_missing,
    unknown_candidates,
)
from countwatch.formats.wire import Location, checked
from countwatch.model.assembly import Assembly
from countwatch.model.election import Candidate, Election, ReportingUnit
from countwatch.model.errors import NotUsable
from countwatch.model.finding import Finding
from countwatch.model.part import Part, StatedShare
from countwatch.model.snapshot import Sheets, UnitTally
from countwatch.model.update import Document, Request

LIMA = ZoneInfo("America/Lima")
BLANK, NULL = "80", "81"
QUERY = "?name=param"
"""The API answers only with this query; its value says nothing."""


class Onpe2021:
    """The format. Its documents' keys are the ubigeos."""

    name = "onpe-2021"
    root_key = NATION
    default_election: str | None = "peru-2021-runoff"

    def plan(
        self, election: Election | None, earlier: Mapping[str, Document], fetched: Mapping[str, Document]
    ) -> Sequence[Request]:
        """The nation first; once it has come, every other unit. A nation that failed is not followed up."""
        if NATION not in fetched:
            return (Request(NATION),)
        if fetched[NATION].problem is not None:
            return ()
        return tuple(Request(key, key + QUERY) for key in _below(election) if key not in fetched)

    def decode(self, key: str, body: bytes, election: Election | None) -> Part:
        """One unit's tally, the percentages that it states, and the candidates under their names in the body."""
        loaded = load_object(body)
        wire = checked(lambda: Body.model_validate(loaded.value))
        if wire.summary.ubigeo != key:
            raise NotUsable("other_unit", field="summary.CCODI_UBIGEO", found=wire.summary.ubigeo, asked=key)
        rows = _by_code(wire.results)
        chosen = _choices(rows, election)
        stamp = datetime.combine(wire.generals.stamp.day, wire.generals.stamp.clock, LIMA)
        tally = _tally(wire.summary, {an_id: row.votes for an_id, row in chosen.items()}, rows, stamp)
        refuse_missing(tally, election.candidates if election else ())
        candidates = tuple(_candidate(an_id, row) for an_id, row in chosen.items())
        findings = (
            *loaded.findings,
            *cleaned_labels(_labels(loaded.value)),
            *unknown_candidates(candidates, election),
            *_disagreements(wire, rows, tally),
        )
        return Part(
            key=key,
            tallies=enrolled((tally,), election),
            published_at=stamp,
            candidates=candidates,
            units=(UNITS.get(key, ReportingUnit(key, key)),),
            stated=tuple(_stated(key, wire.generals.progress, chosen, rows)),
            findings=findings,
        )

    def assemble(
        self, parts: Mapping[str, Part], election: Election | None, before: Assembly | None = None
    ) -> Assembly:
        """All units that have come, each at its own stamp."""
        return assemble(parts, election, NATION, before)


FORMAT = Onpe2021()


def _below(election: Election | None) -> Sequence[str]:
    """The election's units where it lists any that ONPE could know, else those of the 2021 site."""
    listed = [unit.id for unit in election.units if re.fullmatch("[0-9]{6}", unit.id)] if election else []
    return [ubigeo for ubigeo in listed or UNITS if ubigeo != NATION]


def _by_code(results: Sequence[Row]) -> dict[str, Row]:
    """Rows by their code, in the order of codes. The two rows of sums have none and are left out.

    An empty list has no rows at all and is let through: after a full one it is for the ledger to hold.
    """
    rows: dict[str, Row] = {}
    for row in results:
        if row.code is None:
            continue
        if row.code in rows:
            raise NotUsable("duplicate_row", field="results[].C_CODI_AGRUPOL", row=row.code)
        rows[row.code] = row
    for code in (BLANK, NULL):
        if results and code not in rows:
            raise NotUsable("missing_row", field="results[].C_CODI_AGRUPOL", row=code)
    return dict(sorted(rows.items()))


def _choices(rows: Mapping[str, Row], election: Election | None) -> dict[str, Row]:
    """The rows that one could vote for, by candidate id, in the election's order."""
    ids = candidate_ids(election)
    voted = (
        (ids.get(code, code), row)
        for code, row in rows.items()
        if code not in (BLANK, NULL) and not (row.name is None and row.list_number is None)
    )
    return one_each(voted, election, "results[].C_CODI_AGRUPOL")


def _candidate(an_id: str, row: Row) -> Candidate:
    code = row.code or an_id
    return Candidate(an_id, name=row.name or row.party or code, party=row.party, codes=(code,))


def _tally(summary: Summary, votes: dict[str, int], rows: Mapping[str, Row], stamp: datetime) -> UnitTally:
    reasons = {name: getattr(summary, name) for name in Reasons.model_fields}
    given = {name: sheets for name, sheets in reasons.items() if sheets is not None}
    return UnitTally(
        unit_id=summary.ubigeo,
        votes=votes,
        published_at=stamp,
        blank=rows[BLANK].votes if rows else None,
        null=rows[NULL].votes if rows else None,
        cast=summary.cast,
        registered_counted=summary.voters,
        sheets=Sheets(
            total=summary.total,
            counted=summary.counted,
            under_review=summary.under_review,
            pending=summary.pending,
            annulled=summary.annulled,
            not_installed=summary.not_installed,
            review_reasons=given or None,
        ),
    )


def _stated(key: str, progress: Progress, chosen: Mapping[str, Row], rows: Mapping[str, Row]) -> Iterable[StatedShare]:
    shares = [(an_id, "valid", row.valid_pct) for an_id, row in chosen.items()]
    shares += [(an_id, "cast", row.cast_pct) for an_id, row in chosen.items()]
    if rows:
        shares += [("blank", "cast", rows[BLANK].cast_pct), ("null", "cast", rows[NULL].cast_pct)]
    shares += [
        ("turnout", "registered_counted", progress.turnout_pct),
        ("counted", "total_sheets", progress.counted_pct),
        ("processed", "total_sheets", progress.processed_pct),
        ("pending", "total_sheets", progress.pending_pct),
    ]
    return (StatedShare(key, what, of, digits) for what, of, digits in shares if digits is not None)


def _labels(value: JsonObject) -> Iterable[tuple[Location, object]]:
    """Labels of the rows that are matched by code; those of the rows of sums are nobody's name."""
    for index, row in enumerate(value["results"]):
        if row["C_CODI_AGRUPOL"] is not None:
            for field in ("AGRUPACION", "NOMBREe_CANDIDATO"):
                yield ("results", index, field), row.get(field)


def _disagreements(wire: Body, rows: Mapping[str, Row], tally: UnitTally) -> Iterable[Finding]:
    """What the document says twice and differently, and rows that are neither a choice, blank nor null.

    The rows of sums are told apart by nothing but their labels, which have come with U+FFFD inside,
    so their numbers are compared as a set: each must be the valid votes or the ballots cast.
    """
    summary, progress = wire.summary, wire.generals.progress
    for name in ("counted", "pending", "voters", "cast"):
        ours, theirs = getattr(summary, name), getattr(progress, name)
        if theirs is not None and ours != theirs:
            field = str(Summary.model_fields[name].alias)
            yield Finding("stated_twice", {"field": field, "taken": ours, "other": theirs}, tally.unit_id)
    sums = {row.votes for row in wire.results if row.code is None}
    for stated in sorted(sums - {tally.valid, summary.cast}):
        facts = {"stated": stated, "valid": tally.valid, "cast": summary.cast}
        yield Finding("stated_sum_differs", facts, tally.unit_id)
    for code, row in rows.items():
        if code not in (BLANK, NULL) and row.name is None and row.list_number is None:
            yield Finding("unknown_row", {"row": code, "votes": row.votes}, tally.unit_id)
