"""`mapped`: any JSON body by a mapping, a TOML file that says where each figure is and how it is written.

JMESPath selects, named converters convert, and the model's own strict types validate. The file is read by whoever
opens files; here only its text comes in.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace

from countwatch.formats.assembly import assemble
from countwatch.formats.documents import load_tree
from countwatch.formats.mapped_file import parse
from countwatch.formats.mapped_reading import Reading
from countwatch.formats.mapped_shape import Shape, shape_of
from countwatch.formats.rosters import enrolled, refuse_missing, unknown_candidates
from countwatch.model.assembly import Assembly
from countwatch.model.election import Election, ReportingUnit
from countwatch.model.finding import Finding
from countwatch.model.part import Part
from countwatch.model.protocols import Format
from countwatch.model.snapshot import UnitTally
from countwatch.model.update import Document, Request

ROOT_KEY = "root"


def format_from(text: str, name: str) -> Format:
    """The format that a mapping's text makes, under that name. `ConfigError` names the field and what was expected.

    Its codes are those of `mapped_file.parse`, `mapped_shape.shape_of`, `mapped_paths.compiled` and
    `mapped_stamps.stamp_converter`.
    """
    return Mapped(shape_of(parse(text, name), name))


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
        reading = Reading(election)
        root = reading.area(shape.area, loaded.value, unit.id)
        stamp = root.tally.published_at
        below = tuple(reading.below(shape.below, loaded.value, stamp)) if shape.below else ()
        refuse_missing(root.tally, election.candidates if election else ())
        areas = [root, *(area for _, area in below)]
        candidates = reading.candidates
        tallies = [area.tally for area in areas]
        if shape.sheets_only_report:
            tallies = [_not_counted_whole(tally) for tally in tallies]
        return Part(
            key=key,
            tallies=enrolled(tallies, election),
            published_at=stamp,
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

    def assemble(
        self, parts: Mapping[str, Part], election: Election | None, before: Assembly | None = None
    ) -> Assembly:
        """The one part, with the election laid over it."""
        return assemble(parts, election, ROOT_KEY, before)


def _together(said: Iterable[Finding]) -> Iterator[Finding]:
    """What is said of the labels of many areas, said once: the first place, and how many there are in all."""
    found: dict[str, Finding] = {}
    for finding in said:
        first = found.setdefault(finding.code, finding)
        if first is not finding:
            labels = int(str(first.facts["labels"])) + int(str(finding.facts["labels"]))
            found[finding.code] = replace(first, facts={**first.facts, "labels": labels})
    return iter(found.values())


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
