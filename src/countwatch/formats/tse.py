"""`tse`: the result files of Brazil's TSE (Tribunal Superior Eleitoral), one document an area.

Reads `-u.json` (2024, 2026) and `-r.json` (2022). The country's file is followed by those of the 27 states and
abroad, found beside it. What each field means is in docs/feeds.md.
"""

from collections.abc import Iterable, Mapping, Sequence
from zoneinfo import ZoneInfo

from countwatch.formats.assembly import assemble
from countwatch.formats.documents import JsonObject, load_object
from countwatch.formats.rosters import (
    broken_labels,
    candidate_ids,
    cleaned_labels,
    enrolled,
    one_each,
    refuse_missing,
    unknown_candidates,
)
from countwatch.formats.tse_units import BRASILIA, COUNTRY, KINDS, UNITS, zone_of
from countwatch.formats.tse_wire import Choice, Result, result, stamp_of, unescaped
from countwatch.formats.wire import Location
from countwatch.model.assembly import Assembly
from countwatch.model.election import Candidate, Election, ReportingUnit
from countwatch.model.errors import NotUsable
from countwatch.model.finding import Fact, Finding
from countwatch.model.part import Part, StatedShare
from countwatch.model.snapshot import Sheets, UnitTally
from countwatch.model.update import Document, Request

ROOT_KEY = "root"
FOLLOWED_BYTES_MAX = 1024 * 1024
"""A root is read once more to know which files are beside it; one that is longer than this is judged and no more."""

VALID = "Válido"
SIMULATION = "s"

Choices = Mapping[str, tuple[Choice, str | None]]
"""Candidates by id, each with the short name of its party."""


class Tse:
    """The format. The root's key is "root", that of a state its code (sp)."""

    name = "tse"
    root_key = ROOT_KEY
    default_election: str | None = None

    def plan(
        self, election: Election | None, earlier: Mapping[str, Document], fetched: Mapping[str, Document]
    ) -> Sequence[Request]:
        """The root first; where it is the whole country, every state's file of the same contest and layout."""
        if ROOT_KEY not in fetched:
            return (Request(ROOT_KEY),)
        if fetched[ROOT_KEY].problem is not None or len(fetched[ROOT_KEY].body) > FOLLOWED_BYTES_MAX:
            return ()
        try:
            root = result(load_object(fetched[ROOT_KEY].body).value)
        except NotUsable:
            return ()  # the judgement of the update says why
        if root.head.area != COUNTRY:
            return ()
        file = f"c{root.office:0>4}-e{root.head.election:0>6}-{root.layout}.json"
        return tuple(Request(area, f"../{area}/{area}-{file}") for area in _below(election) if area not in fetched)

    def decode(self, key: str, body: bytes, election: Election | None) -> Part:
        """One area's tally, the percentages that it states, and what TSE says of itself and of candidates."""
        loaded = load_object(body)
        read = result(loaded.value)
        area = read.head.area
        nation = election.root if election else None
        asked = (nation.id if nation else area) if key == ROOT_KEY else key
        if area != asked:
            raise NotUsable("other_unit", field="cdabr", found=area, asked=asked)
        chosen = _choices(read, election)
        tally, assumed = _tally(read, chosen, election)
        refuse_missing(tally, election.candidates if election else ())
        candidates = tuple(_candidate(an_id, *found) for an_id, found in chosen.items())
        labels = tuple(_labels(read, loaded.value))
        return Part(
            key=key,
            tallies=enrolled((tally,), election),
            published_at=tally.published_at,
            candidates=candidates,
            units=(UNITS.get(area, ReportingUnit(area, area, KINDS.get(read.head.area_kind, "other"))),),
            stated=tuple(_stated(area, read, chosen)),
            findings=(
                *loaded.findings,
                *cleaned_labels(labels),
                *broken_labels(labels),
                *unknown_candidates(candidates, election),
                *_unknown_unit(area, election),
                *assumed,
                *_said(read, chosen, tally),
            ),
            title=read.title,
        )

    def assemble(
        self, parts: Mapping[str, Part], election: Election | None, before: Assembly | None = None
    ) -> Assembly:
        """All areas that have come, each at its own stamp."""
        return assemble(parts, election, ROOT_KEY, before)


FORMAT = Tse()


def _below(election: Election | None) -> Sequence[str]:
    """The election's units where it lists any that TSE could know, else all states and abroad."""
    listed = [unit.id for unit in election.units if unit.id in UNITS] if election else []
    return [area for area in listed or UNITS if area != COUNTRY]


def _choices(read: Result, election: Election | None) -> Choices:
    """Candidates by the election's id, found by their number on the ballot or their registration."""
    ids = candidate_ids(election)
    numbers: set[str] = set()
    chosen: list[tuple[str, tuple[Choice, str | None]]] = []
    for _, choice, party in read.choices:
        if choice.number in numbers:
            raise NotUsable("duplicate_row", field="cand[].n", row=choice.number)
        numbers.add(choice.number)
        an_id = ids.get(choice.number) or ids.get(choice.registration or "") or choice.number
        chosen.append((an_id, (choice, party)))
    return one_each(chosen, election, "cand[].n")


def _candidate(an_id: str, choice: Choice, party: str | None) -> Candidate:
    codes = (choice.number,) if choice.registration is None else (choice.number, choice.registration)
    return Candidate(an_id, name=choice.ballot_name or choice.name or choice.number, party=party, codes=codes)


def _tally(read: Result, chosen: Choices, election: Election | None) -> tuple[UnitTally, tuple[Finding, ...]]:
    """The tally, and a finding where the area's own clock had to be assumed."""
    area, clock = read.head.area, stamp_of(read.head)
    zone = zone_of(area)
    assumed: tuple[Finding, ...] = ()
    if zone is None:
        zone = election.zone if election else ZoneInfo(BRASILIA)
        assumed = (Finding("assumed_zone", {"zone": zone.key}, unit_id=area),) if clock else ()
    tally = UnitTally(
        unit_id=area,
        votes={an_id: choice.votes for an_id, (choice, _) in chosen.items()},
        published_at=clock.replace(tzinfo=zone) if clock else None,
        blank=read.ballots.blank,
        null=read.ballots.null,
        cast=read.ballots.cast,
        registered=read.electorate.registered,
        registered_counted=read.electorate.registered_counted,
        sheets=Sheets(total=read.sections.total, counted=read.sections.counted),
    )
    return tally, assumed


def _stated(area: str, read: Result, chosen: Choices) -> Iterable[StatedShare]:
    shares = [(an_id, "valid", choice.pct) for an_id, (choice, _) in chosen.items()]
    shares += [
        ("blank", "cast", read.ballots.blank_pct),
        ("null", "cast", read.ballots.null_pct),
        ("turnout", "registered_counted", read.electorate.turnout_pct),
        ("counted", "total_sheets", read.sections.counted_pct),
    ]
    return (StatedShare(area, what, of, digits) for what, of, digits in shares if digits is not None)


def _unknown_unit(area: str, election: Election | None) -> Iterable[Finding]:
    known = {unit.id for unit in election.units} if election else set()
    if known and area not in known:
        yield Finding("unknown_unit", {"name": area}, unit_id=area)


def _said(read: Result, chosen: Choices, tally: UnitTally) -> Iterable[Finding]:
    """What TSE says besides figures, quoted and never taken for ours, and figures of it that do not agree."""
    area = read.head.area
    if read.head.simulation == SIMULATION:
        yield Finding("simulation", unit_id=area)
    if read.head.final:
        yield Finding("final_by_source", unit_id=area)
    for an_id, (choice, _) in chosen.items():
        if choice.marked and choice.status:
            yield Finding("status_by_source", {"candidate": an_id, "words": choice.status}, unit_id=area)
        if choice.destination and not choice.destination.startswith(VALID):
            facts: dict[str, Fact] = {"candidate": an_id, "votes": choice.votes, "words": choice.destination}
            yield Finding("votes_set_aside", facts, unit_id=area)
    if read.ballots.party_lists:
        yield Finding("party_list_votes", {"votes": read.ballots.party_lists}, unit_id=area)
    ours = tally.valid + (read.ballots.party_lists or 0)
    if ours != read.ballots.contestants:
        yield Finding("stated_valid_differs", {"stated": read.ballots.contestants, "sum": ours}, unit_id=area)


def _labels(read: Result, value: JsonObject) -> Iterable[tuple[Location, object]]:
    for place, _, _ in read.choices:
        row: object = value
        for step in place:
            row = row[step]  # type: ignore[index]  # the wire model has just walked the same way
        for field in ("nmu", "nm", "cc"):
            yield (*place, field), unescaped(row.get(field))  # type: ignore[attr-defined]  # same reason
