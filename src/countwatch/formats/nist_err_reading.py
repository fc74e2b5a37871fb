"""One contest of a NIST report: its tallies, its units, and what has to be said of them."""

from collections.abc import Iterator, Mapping, Sequence

from countwatch.formats.documents import JsonObject
from countwatch.formats.nist_err_counts import STEPS_MAX, Counts, inside, others, read_counts, summed, whole
from countwatch.formats.nist_err_roster import candidates_of, parents, refuse_repeated, unit_of
from countwatch.formats.nist_err_wire import OTHERS_MAX, PEOPLE_MAX, Ballot, Others, Race, Report, Unit
from countwatch.formats.rosters import candidate_ids, ranked
from countwatch.formats.wire import ROWS_MAX, UNITS_MAX, Location, read, refuse_many
from countwatch.model.election import Election, ReportingUnit
from countwatch.model.errors import NotUsable
from countwatch.model.finding import Fact, Finding
from countwatch.model.snapshot import Sheets, UnitTally


class Reading:
    """One contest of one report, with what it refers to."""

    def __init__(self, raw: JsonObject, place: Location, election: Election | None) -> None:
        number = place[1]
        ballot = raw["Election"][number]
        self._election = election
        contest = ballot["Contest"][place[3]]
        for holder, name, most in (
            (raw, "GpUnit", UNITS_MAX),
            (raw, "Party", ROWS_MAX),
            (ballot, "Candidate", PEOPLE_MAX),
            (contest, "OtherCounts", OTHERS_MAX),
        ):
            _refuse_long_list(holder, name, most)
        self.report = read(Report, raw, ())
        self.ballot = read(Ballot, ballot, place[:2])
        self.race = read(Race, contest, place)
        self._refuse_repeated()
        self.known: dict[str, Unit] = {unit.id: unit for unit in self.report.units}
        self.within = inside(self.report.units)
        self.counts: Counts = read_counts(self.race, place)
        self.others: Mapping[str, Others] = others(self.race)
        self.root, self.summed = whole(self.race, self.ballot.scope, self.counts, self.known, self.within)
        self.candidates = candidates_of(self.race, self.ballot.candidates, self.report.parties, candidate_ids(election))
        nation = election.root if election else None
        if nation and nation.id != self.root:
            raise NotUsable("other_unit", field="ElectionDistrictId", found=self.root, asked=nation.id)

    def _refuse_repeated(self) -> None:
        refuse_repeated("GpUnit[]", (unit.id for unit in self.report.units))
        refuse_repeated("Party[]", (party.id for party in self.report.parties))
        refuse_repeated("Candidate[]", (person.id for person in self.ballot.candidates))
        refuse_repeated("ContestSelection[]", (selection.id for selection in self.race.selections))

    def tallies(self) -> Iterator[UnitTally]:
        """The whole first, then the units by id."""
        votes = summed(self.summed, self.counts) if self.summed else self.counts.votes.get(self.root, {})
        yield self._tally(self.root, votes, self.summed or (self.root,))
        for unit in sorted(self.counts.types.keys() - {self.root}):
            yield self._tally(unit, self.counts.votes[unit], (unit,))

    def _tally(self, unit_id: str, votes: Mapping[str, int], counted: Sequence[str]) -> UnitTally:
        unit = self.known.get(unit_id)
        by_id = {self.candidates[selection].id: count for selection, count in votes.items()}
        listed = [candidate.id for candidate in self._election.candidates] if self._election else []
        order = ranked(by_id, listed or [candidate.id for candidate in self.candidates.values()])
        subunits, reported = (unit.subunits, unit.reported) if unit else (None, None)
        if unit_id == self.root and self.race.subunits is not None:
            subunits, reported = self.race.subunits, self.race.reported
        return UnitTally(
            unit_id=unit_id,
            votes={an_id: by_id[an_id] for an_id in order},
            published_at=self.report.generated,
            blank=self._other("under", counted),
            null=self._other("over", counted),
            registered=unit.registered if unit else None,
            sheets=Sheets(total=subunits, counted=reported),
        )

    def _other(self, name: str, counted: Sequence[str]) -> int | None:
        """Undervotes are blank ballots, and overvotes null ones, only where one vote was allowed."""
        if (self.race.votes_allowed or 1) > 1:
            return None
        rows = [self.others.get(unit) for unit in counted]
        figures: list[int] = [getattr(row, name) for row in rows if row and getattr(row, name) is not None]
        return sum(figures) if len(figures) == len(rows) else None

    def units(self) -> tuple[ReportingUnit, ...]:
        """The units that have counts, under the whole."""
        above = parents(self.root, self.counts.types, self.within)
        nested = (unit_of(unit, self.known.get(unit), above[unit]) for unit in sorted(above))
        return (unit_of(self.root, self.known.get(self.root), None), *nested)

    def findings(self, tallies: Sequence[UnitTally]) -> Iterator[Finding]:
        """What is odd about the report, and what the reader of its totals has to know."""
        report = self.report
        if report.test:
            yield Finding("test_report")
        if report.status in {"correction", "recount", "certified"}:
            yield Finding("report_status", {"status": report.status})
        if report.last > 1:
            yield Finding("part_of_sequence", {"first": report.first, "last": report.last})
        if not self.counts.types:
            yield Finding("no_counts", {"status": report.status}, unit_id=self.root)
        if self.summed:
            yield Finding("summed_from_units", {"units": len(self.summed)}, unit_id=self.root)
        yield from self._gaps(tallies)

    def _gaps(self, tallies: Sequence[UnitTally]) -> Iterator[Finding]:
        waiting = {
            status.type
            for status in (*self.ballot.statuses, *self.race.statuses)
            if status.status in {"in-process", "not-processed"}
        }
        if waiting:
            yield Finding("types_not_completed", {"types": ", ".join(sorted(waiting))}, unit_id=self.root)
        if self.counts.suppressed:
            yield Finding("suppressed_counts", {"rows": self.counts.suppressed})
        if self.counts.rounds > 1:
            yield Finding("first_round_of_ranking", {"rounds": self.counts.rounds})
        for unit, selection, parts, total in self.counts.exceeded[:1]:
            facts: dict[str, Fact] = {"candidate": self.candidates[selection].id, "sum": parts, "stated": total}
            yield Finding("types_exceed_total", facts, unit_id=unit)
        written = self.others.get(self.root)
        if written and written.write_ins and not any(selection.write_in for selection in self.race.selections):
            yield Finding("unknown_row", {"row": "WriteIns", "votes": written.write_ins}, unit_id=self.root)
        yield from self._unnamed()
        listed = {candidate.id for candidate in self.candidates.values()}
        short = [tally.unit_id for tally in tallies if tally.votes and not listed <= tally.votes.keys()]
        if short:
            yield Finding("votes_not_given", {"units": len(short)}, unit_id=short[0])

    def _unnamed(self) -> Iterator[Finding]:
        """Ids that nothing in the report, or in the election, explains."""
        listed = {unit.id for unit in self._election.units} if self._election else set()
        known = listed or self.known.keys()
        for unit in sorted({self.root, *self.counts.types} - known):
            yield Finding("unknown_unit", {"name": unit}, unit_id=unit)
        people = {person.id for person in self.ballot.candidates}
        parties = {party.id for party in self.report.parties}
        for selection in self.race.selections:
            for code in sorted({*selection.candidates} - people | {*selection.parties} - parties):
                yield Finding("unknown_reference", {"field": "ContestSelection[]", "id": code})


def _refuse_long_list(holder: object, name: str, most: int) -> None:
    """Before a model is made of each: they would be too much beside the tree. So would all that units are made of."""
    rows = holder.get(name) if isinstance(holder, dict) else None
    if not isinstance(rows, list):
        return
    refuse_many(len(rows), most, name)
    inner = (row.get("ComposingGpUnitIds") for row in rows if isinstance(row, dict))
    steps = sum(len(ids) for ids in inner if isinstance(ids, list))
    refuse_many(steps, STEPS_MAX, f"{name}[].ComposingGpUnitIds")
