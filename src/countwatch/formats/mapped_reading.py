"""One body read by a mapping, area by area: its tallies, its candidates, and what is odd about them."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from countwatch.formats.mapped_paths import Path
from countwatch.formats.mapped_shape import Area, Below, Column
from countwatch.formats.rosters import broken_labels, candidate_ids, cleaned_labels, ranked
from countwatch.formats.wire import ROWS_MAX, UNITS_MAX, Location, wrong
from countwatch.model.election import Candidate, Election, ReportingUnit
from countwatch.model.errors import NotUsable
from countwatch.model.finding import Finding
from countwatch.model.part import StatedShare
from countwatch.model.snapshot import Sheets, UnitTally
from countwatch.model.text import excerpt

_BASES = {
    "turnout": "registered_counted",
    "counted": "total_sheets",
    "processed": "total_sheets",
    "pending": "total_sheets",
    "blank": "cast",
    "null": "cast",
}


@dataclass(frozen=True, slots=True)
class ReadArea:
    """One area as the body has it."""

    tally: UnitTally
    stated: tuple[StatedShare, ...]
    findings: tuple[Finding, ...]
    labels: tuple[Finding, ...]
    """What is odd about its labels."""


class Reading:
    """The candidates of a body, as they are come upon, under the election's ids where it knows them."""

    def __init__(self, election: Election | None) -> None:
        self._ids = candidate_ids(election)
        self._listed = tuple(candidate.id for candidate in election.candidates) if election else ()
        self._seen: dict[str, Candidate] = {}

    @property
    def candidates(self) -> tuple[Candidate, ...]:
        """Those seen so far, in the election's order."""
        return tuple(self._seen[an_id] for an_id in ranked(self._seen, self._listed))

    def area(
        self, area: Area, node: object, unit_id: str, *, where: str = "", stamp: datetime | None = None
    ) -> ReadArea:
        """The area that `node` is, which stands at `where`; it takes that `stamp` where it has none of its own."""
        votes: dict[str, int] = {}
        stated: list[StatedShare] = []
        labels: list[tuple[Location, object]] = []
        for place, row in _rows(area.rows, node, where, ROWS_MAX):
            an_id = self._candidate(area, row, place)
            if an_id in votes:
                raise NotUsable("duplicate_candidate", field=excerpt(place), candidate=an_id)
            votes[an_id] = _count(area.candidate["votes"], row, place)
            stated += _share(area.candidate.get("share"), row, place, unit_id, an_id)
            labels += _odd(area, row, place)
        tally = UnitTally(
            unit_id=unit_id,
            votes={an_id: votes[an_id] for an_id in ranked(votes, self._listed)},
            published_at=area.published_at.read(node, where) if area.published_at else stamp,
            sheets=Sheets(**{name: column.read(node, where) for name, column in area.sheets.items()}),
            **{name: column.read(node, where) for name, column in area.ballots.items()},
        )
        stated += _stated(area, node, where, unit_id)
        findings = tuple(_differs(area, node, where, tally))
        return ReadArea(tally, tuple(stated), findings, (*cleaned_labels(labels), *broken_labels(labels)))

    def below(self, below: Below, node: object, stamp: datetime | None) -> Iterator[tuple[ReportingUnit, ReadArea]]:
        """The areas below, each with its unit. `NotUsable` duplicate_id where two of them have one."""
        seen: set[str] = set()
        for place, row in _rows(below.rows, node, "", UNITS_MAX):
            unit_id = below.id.read(row, place)
            if unit_id in seen:
                raise NotUsable("duplicate_id", field=excerpt(place), id=unit_id)
            seen.add(unit_id)
            unit = ReportingUnit(unit_id, below.name.read(row, place) or unit_id, below.kind)
            yield unit, self.area(below.area, row, unit_id, where=place, stamp=stamp)

    def _candidate(self, area: Area, row: object, place: str) -> str:
        """The id of a row's candidate, who is kept where it is a new one."""
        code: str = area.candidate["id"].read(row, place)
        an_id = self._ids.get(code, code)
        said = {name: area.candidate[name].read(row, place) for name in _labels(area)}
        if an_id not in self._seen:
            self._seen[an_id] = Candidate(an_id, name=said["name"] or code, party=said.get("party"), codes=(code,))
        return an_id


def _labels(area: Area) -> Iterator[str]:
    return (name for name in ("name", "party") if name in area.candidate)


def _odd(area: Area, row: object, place: str) -> Iterator[tuple[Location, object]]:
    """The labels of a row that something may have to be said of; of many thousands nearly all are plain."""
    for name in _labels(area):
        raw = area.candidate[name].path.find(row, place)
        if not (isinstance(raw, str) and raw.isascii() and raw.isprintable()):
            yield (f"{place}.{name}",), raw


def _rows(path: Path, node: object, where: str, rows_max: int) -> Iterator[tuple[str, object]]:
    """Each row with its place in the body. Nothing at the path is an error; an empty list is a list."""
    place = f"{where}.{path.text}" if where else path.text
    found = path.find(node, place)
    if found is None:
        raise path.nothing(node, place)
    if not isinstance(found, list):
        raise wrong(place, found, "list")
    if len(found) > rows_max:
        raise NotUsable("too_many", field=excerpt(place), limit=rows_max)
    for index, row in enumerate(found):
        yield f"{place}[{index}]", row


def _count(column: Column, row: object, place: str) -> int:
    """Votes are never unknown: a candidate of the list without them is a broken list."""
    votes = column.read(row, place)
    if not isinstance(votes, int):
        raise column.path.nothing(row, place)
    return votes


def _share(column: Column | None, row: object, place: str, unit_id: str, an_id: str) -> Iterator[StatedShare]:
    digits = column.read(row, place) if column else None
    if column is not None and digits is not None:
        yield StatedShare(unit_id, an_id, column.of or "valid", digits)


def _stated(area: Area, node: object, where: str, unit_id: str) -> Iterator[StatedShare]:
    for name, column in area.stated.items():
        digits = column.read(node, where) if name in _BASES else None
        if digits is not None:
            yield StatedShare(unit_id, name, _BASES[name], digits)


def _differs(area: Area, node: object, where: str, tally: UnitTally) -> Iterator[Finding]:
    valid = area.stated["valid"].read(node, where) if "valid" in area.stated else None
    if valid is not None and valid != tally.valid:
        yield Finding("stated_valid_differs", {"stated": valid, "sum": tally.valid}, unit_id=tally.unit_id)
