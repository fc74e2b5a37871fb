"""A made-up night in the native format: regions of districts whose figures add up, and that come in bit by bit."""

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from random import Random

from countwatch.formats.assembly import assemble
from countwatch.formats.countwatch import FORMAT
from countwatch.model.assembly import Assembly
from countwatch.model.election import Election
from countwatch.model.part import Part
from countwatch.model.update import Document, Request, Update

ROOT = "root"
BEGIN = datetime(2021, 6, 7, 0, 0, tzinfo=UTC)
SHEETS_EACH = 100_000
"""Tally sheets of one district; each brings a few hundred votes."""

_FIGURES = ("a", "b", "blank", "null", "sheets")


@dataclass
class Region:
    """One region: the figures of each of its districts, and the JSON that was made of them."""

    name: str
    districts: list[list[int]]
    stamp: datetime = BEGIN
    written: str = ""

    def totals(self) -> list[int]:
        """The region's own figures: the sum of its districts'."""
        return [sum(column) for column in zip(*self.districts, strict=True)]

    def tallies(self) -> str:
        """The JSON of its tallies, its own first; made again only where it changed."""
        if not self.written:
            rows = [(self.name, self.totals(), len(self.districts))]
            rows += [(f"{self.name}-{place}", figures, 1) for place, figures in enumerate(self.districts)]
            self.written = ",".join(_tally(unit_id, figures, self.stamp, size) for unit_id, figures, size in rows)
        return self.written

    def roster(self) -> str:
        """The JSON of its units."""
        units = [{"id": self.name, "name": f"Region {self.name}", "kind": "region", "parent_id": ROOT}]
        units += [
            {
                "id": f"{self.name}-{place}",
                "name": f"District {self.name}-{place}",
                "kind": "district",
                "parent_id": self.name,
            }
            for place in range(len(self.districts))
        ]
        return _dump(units)[1:-1]


class Night:
    """`regions` of `units_each` units (the region itself and its districts), and the nation above them."""

    def __init__(self, regions: int, units_each: int = 20, seed: int = 1) -> None:
        self._chance = Random(seed)  # noqa: S311 - figures, not secrets
        self.stamp = BEGIN
        self.regions = [
            Region(f"r{number}", [[0] * len(_FIGURES) for _ in range(units_each - 1)]) for number in range(regions)
        ]
        self._rosters = [region.roster() for region in self.regions]
        self.count(self.regions)

    def count(self, regions: Sequence[Region]) -> None:
        """A minute later: more sheets of every district of these regions are counted."""
        self.stamp += timedelta(minutes=1)
        for region in regions:
            region.stamp, region.written = self.stamp, ""
            for figures in region.districts:
                more = (self._chance.randrange(1, 90), self._chance.randrange(1, 90), 2, 1, 1)
                figures[:] = [figure + step for figure, step in zip(figures, more, strict=True)]

    def some(self, share: float) -> list[Region]:
        """That share of the regions, drawn at random; at least one."""
        return self._chance.sample(self.regions, max(1, round(share * len(self.regions))))

    def body(self) -> bytes:
        """Everything in one document."""
        tallies = [self._nation(), *(region.tallies() for region in self.regions)]
        return _document(ROOT, self.stamp, [_NATION, *self._rosters], tallies)

    def documents(self) -> list[Document]:
        """The same, a document a region, and one for the nation."""
        bodies = {ROOT: _document(ROOT, self.stamp, [_NATION], [self._nation()])}
        for region, roster in zip(self.regions, self._rosters, strict=True):
            bodies[region.name] = _document(region.name, region.stamp, [roster], [region.tallies()])
        return [document(key, body) for key, body in bodies.items()]

    def _nation(self) -> str:
        totals = [sum(column) for column in zip(*(region.totals() for region in self.regions), strict=True)]
        return _tally(ROOT, totals, self.stamp, sum(len(region.districts) for region in self.regions))


class Regional:
    """A format of native documents, one a region: what feeds with a document a district are like."""

    name = "regional"
    root_key = ROOT
    default_election: str | None = None

    def plan(
        self, election: Election | None, earlier: Mapping[str, Document], fetched: Mapping[str, Document]
    ) -> Sequence[Request]:
        """Nothing: these documents are not fetched."""
        return ()

    def decode(self, key: str, body: bytes, election: Election | None) -> Part:
        """One region, read as any native document."""
        return FORMAT.decode(key, body, election)

    def assemble(
        self, parts: Mapping[str, Part], election: Election | None, before: Assembly | None = None
    ) -> Assembly:
        """All regions that have come."""
        return assemble(parts, election, ROOT, before)


def document(key: str, body: bytes) -> Document:
    """A document as a feed hands it on."""
    return Document(key, f"https://feed.example/{key}", 200, body, hashlib.sha256(body).hexdigest())


def update(n: int, documents: Sequence[Document]) -> Update:
    """Update `n`, a minute after the one before."""
    return Update(n, BEGIN + timedelta(minutes=n + 1), 0.1, tuple(documents))


_dump = json.JSONEncoder(separators=(",", ":")).encode
_NATION = _dump({"id": ROOT, "name": "Nation", "kind": "nation"})


def _tally(unit_id: str, figures: Sequence[int], stamp: datetime, districts: int) -> str:
    a, b, blank, null, counted = figures
    cast, total = a + b + blank + null, SHEETS_EACH * districts
    return _dump(
        {
            "unit_id": unit_id,
            "published_at": stamp.isoformat(),
            "votes": {"a": a, "b": b},
            "blank": blank,
            "null": null,
            "cast": cast,
            "registered_counted": 300 * counted,
            "sheets": {"total": total, "counted": counted, "under_review": 0, "pending": total - counted},
        }
    )


def _document(root_id: str, stamp: datetime, units: Sequence[str], tallies: Sequence[str]) -> bytes:
    head = {"schema_version": 1, "root_id": root_id, "published_at": stamp.isoformat()}
    candidates = '[{"id":"a","name":"Candidate A"},{"id":"b","name":"Candidate B"}]'
    opening = _dump(head)[:-1]
    return f'{opening},"candidates":{candidates},"units":[{",".join(units)}],"tallies":[{",".join(tallies)}]}}'.encode()
