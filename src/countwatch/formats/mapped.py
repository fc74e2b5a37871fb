"""`mapped`: any JSON body by a mapping, a TOML file that says where each figure is and how it is written.

JMESPath selects, named converters convert, and the model's own strict types validate. The file is read by whoever
opens files; here only its text comes in.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from countwatch.formats.assembly import assemble
from countwatch.formats.documents import load_tree
from countwatch.formats.mapped_file import parse
from countwatch.formats.mapped_paths import Path
from countwatch.formats.mapped_shape import Area, Below, Column, Shape, shape_of
from countwatch.formats.rosters import (
    broken_labels,
    candidate_ids,
    cleaned_labels,
    enrolled,
    ranked,
    refuse_missing,
    unknown_candidates,
)
from countwatch.formats.wire import ROWS_MAX, UNITS_MAX, Location, wrong
from countwatch.model.election import Candidate, Election, ReportingUnit
from countwatch.model.errors import NotUsable
from countwatch.model.finding import Finding
from countwatch.model.part import Part, StatedShare
from countwatch.model.protocols import Format
from countwatch.model.snapshot import Sheets, Snapshot, UnitTally
from countwatch.model.text import excerpt
from countwatch.model.update import Document, Request

ROOT_KEY = "root"

_BASES = {
    "turnout": "registered_counted",
    "counted": "total_sheets",
    "processed": "total_sheets",
    "pending": "total_sheets",
    "blank": "cast",
    "null": "cast",
}


def format_from(text: str, name: str) -> Format:
    """The format that a mapping's text makes, under that name. `ConfigError` names the field and what was expected.

    Its codes are those of `mapped_file.parse`, `mapped_shape.shape_of`, `mapped_paths.compiled` and
    `mapped_stamps.stamp_converter`.
    """
    return Mapped(shape_of(parse(text, name), name))


@dataclass(frozen=True, slots=True)
class _Read:
    """One area as the body has it."""

    tally: UnitTally
    stated: tuple[StatedShare, ...]
    findings: tuple[Finding, ...]
    labels: tuple[Finding, ...]
    """What is odd about its labels."""


class Mapped:
    """A format made of one mapping. Its one document has the key "root"."""

    def __init__(self, shape: Shape) -> None:
        self.name = shape.name
        self.root_key = ROOT_KEY
        self.default_election = shape.default_election
        self._shape = shape

    def plan(
        self, election: Election | None, earlier: Mapping[str, Document], fetched: Mapping[str, Document]
    ) -> Sequence[Request]:
        """The one document, once."""
        return () if ROOT_KEY in fetched else (Request(ROOT_KEY),)

    def decode(self, key: str, body: bytes, election: Election | None) -> Part:
        """The whole area's tally first, then those of the areas below."""
        loaded = load_tree(body)
        shape = self._shape
        unit = (election.root if election else None) or shape.unit
        seen: dict[str, Candidate] = {}
        root = _area(shape.area, loaded.value, "", unit.id, election, None, seen)
        stamp = root.tally.published_at
        below = tuple(_below(shape.below, loaded.value, election, stamp, seen)) if shape.below else ()
        refuse_missing(root.tally, election.candidates if election else ())
        areas = [root, *(area for _, area in below)]
        listed = [candidate.id for candidate in election.candidates] if election else []
        candidates = tuple(seen[an_id] for an_id in ranked(seen, listed))
        tallies = [area.tally for area in areas]
        if shape.sheets_only_report:
            tallies = [_not_counted_whole(tally) for tally in tallies]
        return Part(
            key=key,
            tallies=enrolled(tallies, election),
            published_at=root.tally.published_at,
            candidates=candidates,
            units=(unit, *(one for one, _ in below)),
            stated=tuple(share for area in areas for share in area.stated),
            findings=(
                *loaded.findings,
                *_together(finding for area in areas for finding in area.labels),
                *unknown_candidates(candidates, election),
                *_unknown_units((one for one, _ in below), election),
                *(finding for area in areas for finding in area.findings),
                *(_only_report(root.tally) if shape.sheets_only_report else ()),
            ),
            title=shape.title.read(loaded.value, "") if shape.title else None,
        )

    def assemble(self, parts: Mapping[str, Part], election: Election | None) -> Snapshot:
        """The one part, with the election laid over it."""
        return assemble(parts, election, ROOT_KEY)


def _area(
    area: Area,
    node: object,
    where: str,
    unit_id: str,
    election: Election | None,
    stamp: datetime | None,
    seen: dict[str, Candidate],
) -> _Read:
    """One area in `node`, at `stamp` where it has none of its own. Candidates that are new go to those `seen`."""
    ids = candidate_ids(election)
    votes: dict[str, int] = {}
    stated: list[StatedShare] = []
    labels: list[tuple[Location, object]] = []
    for place, row in _rows(area.rows, node, where, ROWS_MAX):
        code = area.candidate["id"].read(row, place)
        an_id = ids.get(code, code)
        if an_id in votes:
            raise NotUsable("duplicate_candidate", field=excerpt(place), candidate=an_id)
        said = {name: area.candidate[name].read(row, place) for name in ("name", "party") if name in area.candidate}
        labels += _odd(area, row, place, said)
        if an_id not in seen:
            seen[an_id] = Candidate(an_id, name=said["name"] or code, party=said.get("party"), codes=(code,))
        votes[an_id] = _count(area.candidate["votes"], row, place)
        stated += _share(area.candidate.get("share"), row, place, unit_id, an_id)
    known = [candidate.id for candidate in election.candidates] if election else []
    order = ranked(votes, known)
    tally = UnitTally(
        unit_id=unit_id,
        votes={an_id: votes[an_id] for an_id in order},
        published_at=area.published_at.read(node, where) if area.published_at else stamp,
        sheets=Sheets(**{name: column.read(node, where) for name, column in area.sheets.items()}),
        **{name: column.read(node, where) for name, column in area.ballots.items()},
    )
    stated += _stated(area, node, where, unit_id)
    findings = tuple(_differs(area, node, where, tally))
    return _Read(tally, tuple(stated), findings, (*cleaned_labels(labels), *broken_labels(labels)))


def _together(said: Iterable[Finding]) -> Iterator[Finding]:
    """What is said of the labels of many areas, said once: the first place, and how many there are in all."""
    found: dict[str, Finding] = {}
    for finding in said:
        first = found.setdefault(finding.code, finding)
        if first is not finding:
            labels = int(str(first.facts["labels"])) + int(str(finding.facts["labels"]))
            found[finding.code] = replace(first, facts={**first.facts, "labels": labels})
    return iter(found.values())


def _odd(area: Area, row: object, place: str, names: Iterable[str]) -> Iterator[tuple[Location, object]]:
    """The labels of a row that something may have to be said of; of many thousands nearly all are plain."""
    for name in names:
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


def _below(
    below: Below, node: object, election: Election | None, stamp: datetime | None, known: dict[str, Candidate]
) -> Iterator[tuple[ReportingUnit, _Read]]:
    seen: set[str] = set()
    for place, row in _rows(below.rows, node, "", UNITS_MAX):
        unit_id = below.id.read(row, place)
        if unit_id in seen:
            raise NotUsable("duplicate_id", field=excerpt(place), id=unit_id)
        seen.add(unit_id)
        unit = ReportingUnit(unit_id, below.name.read(row, place) or unit_id, below.kind)
        yield unit, _area(below.area, row, place, unit_id, election, stamp, known)


def _unknown_units(units: Iterable[ReportingUnit], election: Election | None) -> Iterator[Finding]:
    known = {unit.id for unit in election.units} if election else set()
    for unit in units if known else ():
        if unit.id not in known:
            yield Finding("unknown_unit", {"name": unit.name}, unit_id=unit.id)


def _not_counted_whole(tally: UnitTally) -> UnitTally:
    """Sheets that only report are not counted whole: once all of them report, how many are counted is not known."""
    sheets = tally.sheets
    known = sheets.counted is None or sheets.total is None or sheets.counted < sheets.total
    return tally if known else replace(tally, sheets=replace(sheets, counted=None))


def _only_report(tally: UnitTally) -> Iterator[Finding]:
    sheets = tally.sheets
    if sheets.counted is not None and sheets.total is not None:
        facts = {"counted": sheets.counted, "total": sheets.total}
        yield Finding("sheets_only_report", facts, unit_id=tally.unit_id)
