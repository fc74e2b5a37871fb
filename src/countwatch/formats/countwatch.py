"""`countwatch`: the native feed format. One document, and it is a `Snapshot` as JSON.

Its schema is what `countwatch schema snapshot` prints. Unknown fields are ignored and reported;
unknown candidates and units are kept, shown under their ids and reported.
"""

import json
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import fields, replace
from datetime import datetime
from functools import cache
from itertools import chain

from pydantic import TypeAdapter

from countwatch.formats.assembly import assemble
from countwatch.formats.documents import JsonObject, load_object, show
from countwatch.formats.rosters import cleaned_labels, enrolled, refuse_missing, unknown_candidates
from countwatch.formats.set_aside import SetAside
from countwatch.formats.snapshot_schema import snapshot_schema
from countwatch.formats.wire import ROWS_MAX, Location, checked, path, wrong
from countwatch.model.election import Candidate, Election, ReportingUnit
from countwatch.model.errors import NotUsable
from countwatch.model.finding import Finding
from countwatch.model.part import Part
from countwatch.model.snapshot import SCHEMA_VERSION, Sheets, Snapshot, UnitTally
from countwatch.model.update import Document, Request

__all__ = ["FORMAT", "KEY", "Countwatch", "snapshot_schema"]

KEY = "root"
DRIFT_MAX = 20
"""Unknown fields that are named one by one; a document of another kind has more."""

_STAMP = re.compile(
    r"(?:19|20|21)[0-9]{2}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}(?::[0-5][0-9](?:\.[0-9]{1,6})?)?"
    r"(?P<offset>Z|[+-][0-9]{2}:[0-9]{2})?"
)
_SNAPSHOT = TypeAdapter(Snapshot)


class Countwatch:
    """The format. Its one document has the key "root"."""

    name = "countwatch"
    root_key = KEY
    default_election: str | None = None

    def plan(
        self, election: Election | None, earlier: Mapping[str, Document], fetched: Mapping[str, Document]
    ) -> Sequence[Request]:
        """The one document, once."""
        return () if KEY in fetched else (Request(KEY),)

    def decode(self, key: str, body: bytes, election: Election | None) -> Part:
        """The snapshot in `body`: its root tally first, the others by unit id."""
        loaded = load_object(body)
        raw = loaded.value
        _check_envelope(raw, election)
        aside = SetAside()
        while True:
            try:
                snapshot, stamps = _validated(raw, loaded.body, election, aside)
                break
            except NotUsable as refused:
                aside.take(raw, refused)
        _check_identity(snapshot, election)
        candidates, units = _rosters(snapshot, election)
        findings = (
            *loaded.findings,
            *aside.findings,
            *_drift(raw),
            *stamps,
            *cleaned_labels(_labels(raw)),
            *unknown_candidates(candidates, election),
            *_unknown_units(units, election),
            *_without_votes(snapshot),
        )
        tallies = sorted(
            _stamped_tallies(snapshot), key=lambda tally: (tally.unit_id != snapshot.root_id, tally.unit_id)
        )
        return Part(
            key=key,
            tallies=enrolled(tallies, election),
            published_at=snapshot.published_at or snapshot.root.published_at,
            candidates=candidates,
            units=units,
            findings=findings,
            election_id=snapshot.election_id,
            title=snapshot.title,
        )

    def assemble(self, parts: Mapping[str, Part], election: Election | None) -> Snapshot:
        """The one part, with the election laid over it."""
        return assemble(parts, election, KEY)


FORMAT = Countwatch()


def _validated(
    raw: JsonObject, body: bytes, election: Election | None, aside: SetAside
) -> tuple[Snapshot, tuple[Finding, ...]]:
    """The snapshot, read from the body itself unless something in it was changed, and what was said of its stamps."""
    stamps = _localise(raw, election)
    text = json.dumps(raw, default=float).encode() if stamps or aside else body
    return checked(lambda: _SNAPSHOT.validate_json(text)), stamps


def _check_envelope(raw: JsonObject, election: Election | None) -> None:
    """What tells another kind of document from a broken one, before anything else is read."""
    if "schema_version" not in raw:
        raise NotUsable("missing_field", field="schema_version")
    version = raw["schema_version"]
    if type(version) is not int or version != SCHEMA_VERSION:
        raise NotUsable("unknown_schema_version", found=show(version), known=SCHEMA_VERSION)
    other = raw.get("election_id")
    if election and isinstance(other, str) and other != election.id:
        raise NotUsable("other_election", found=show(other), asked=election.id)
    candidates = raw.get("candidates")
    if isinstance(candidates, list) and len(candidates) > ROWS_MAX:
        raise NotUsable("too_many", field="candidates", limit=ROWS_MAX)


def _localise(raw: JsonObject, election: Election | None) -> tuple[Finding, ...]:
    """Give every stamp without an offset the election's zone, in place, and say so once.

    Stamps are read here by one spelling, for pydantic would also take "1623110400" for a date.
    """
    naive = []
    good: set[str] = set()
    for place, holder in _stamped(raw):
        stamp = holder.get("published_at")
        if stamp is None or (isinstance(stamp, str) and stamp in good):
            continue
        found = _STAMP.fullmatch(stamp) if isinstance(stamp, str) else None
        if found is None or (found["offset"] is None and election is None):
            raise wrong(path(place), stamp, "stamp")
        if found["offset"] is not None or election is None:
            good.add(stamp)
            continue
        holder["published_at"] = _aware(place, stamp, election)
        naive.append(place)
    if not naive or election is None:
        return ()
    return (Finding("naive_stamp", {"field": path(naive[0]), "stamps": len(naive), "zone": election.time_zone}),)


def _aware(place: Location, stamp: str, election: Election) -> str:
    try:
        return datetime.fromisoformat(stamp).replace(tzinfo=election.zone).isoformat()
    except ValueError:
        raise wrong(path(place), stamp, "stamp") from None


def _stamped(raw: JsonObject) -> Iterator[tuple[Location, JsonObject]]:
    yield ("published_at",), raw
    for index, tally in _objects(raw, "tallies"):
        yield ("tallies", index, "published_at"), tally


def _objects(raw: JsonObject, name: str) -> Iterator[tuple[int, JsonObject]]:
    """The objects in a list of the document, with their places; what is none is pydantic's to refuse."""
    items = raw.get(name)
    for index, item in enumerate(items if isinstance(items, list) else ()):
        if isinstance(item, dict):
            yield index, item


def _stamped_tallies(snapshot: Snapshot) -> Iterator[UnitTally]:
    """Tallies at their own stamp, else at that of the document that they came in."""
    for tally in snapshot.tallies:
        inherits = tally.published_at is None and snapshot.published_at is not None
        yield replace(tally, published_at=snapshot.published_at) if inherits else tally


def _check_identity(snapshot: Snapshot, election: Election | None) -> None:
    _refuse_repeated("candidates", (candidate.id for candidate in snapshot.candidates))
    _refuse_repeated("units", (unit.id for unit in snapshot.units))
    _refuse_repeated("tallies", (tally.unit_id for tally in snapshot.tallies))
    _refuse_circles(snapshot.units)
    nation = election.root if election else None
    if nation and nation.id != snapshot.root_id:
        raise NotUsable("other_unit", field="root_id", found=snapshot.root_id, asked=nation.id)
    if all(tally.unit_id != snapshot.root_id for tally in snapshot.tallies):
        raise NotUsable("missing_root", field="tallies[].unit_id", root=snapshot.root_id)
    refuse_missing(snapshot.root, (*(election.candidates if election else ()), *snapshot.candidates))


def _refuse_repeated(field: str, ids: Iterable[str]) -> None:
    an_id, times = next(iter(Counter(ids).most_common(1)), ("", 0))
    if times > 1:
        raise NotUsable("duplicate_id", field=field, id=an_id)


def _refuse_circles(units: Iterable[ReportingUnit]) -> None:
    """A unit that is inside itself would never end a walk up the tree."""
    parents = {unit.id: unit.parent_id for unit in units}
    safe: set[str] = set()
    for start in parents:
        climbed: set[str] = set()
        here: str | None = start
        while here is not None and here not in safe:
            if here in climbed:
                raise NotUsable("unit_inside_itself", field="units[].parent_id", id=here)
            climbed.add(here)
            here = parents.get(here)
        safe |= climbed


def _rosters(snapshot: Snapshot, election: Election | None) -> tuple[tuple[Candidate, ...], tuple[ReportingUnit, ...]]:
    """The body's rosters, with a line for every id that it uses and never names."""
    candidates = {candidate.id: candidate for candidate in snapshot.candidates}
    for an_id in sorted(set(chain.from_iterable(tally.votes for tally in snapshot.tallies)) - candidates.keys()):
        candidates[an_id] = Candidate(an_id, name=an_id)
    units = {unit.id: unit for unit in snapshot.units}
    for unit_id in sorted({tally.unit_id for tally in snapshot.tallies} - units.keys()):
        units[unit_id] = ReportingUnit(unit_id, name=unit_id)
    by_id = sorted(candidates.items())
    return tuple(candidate for _, candidate in by_id), tuple(unit for _, unit in sorted(units.items()))


def _unknown_units(units: Iterable[ReportingUnit], election: Election | None) -> Iterator[Finding]:
    known = {unit.id for unit in election.units} if election else set()
    for unit in units if known else ():
        if unit.id not in known:
            yield Finding("unknown_unit", {"name": unit.name}, unit_id=unit.id)


def _without_votes(snapshot: Snapshot) -> tuple[Finding, ...]:
    """Units below the root whose tally leaves out a candidate: not known is not zero."""
    listed = {candidate.id for candidate in snapshot.candidates}
    short = sorted(tally.unit_id for tally in snapshot.tallies if not listed <= tally.votes.keys())
    return (Finding("votes_not_given", {"units": len(short)}, unit_id=short[0]),) if short else ()


def _drift(raw: JsonObject) -> tuple[Finding, ...]:
    """A finding for each field that the schema does not have, whatever its number of occurrences."""
    tallies = [tally for _, tally in _objects(raw, "tallies")]
    places = (
        ("", Snapshot, (raw,)),
        ("candidates[].", Candidate, (item for _, item in _objects(raw, "candidates"))),
        ("units[].", ReportingUnit, (item for _, item in _objects(raw, "units"))),
        ("tallies[].", UnitTally, tallies),
        ("tallies[].sheets.", Sheets, (inner for tally in tallies if isinstance(inner := tally.get("sheets"), dict))),
    )
    unknown = {
        f"{place}{path((name,))}" for place, shape, items in places for name in set[str]().union(*items) - _names(shape)
    }
    return tuple(Finding("unknown_field", {"field": field}) for field in sorted(unknown)[:DRIFT_MAX])


@cache
def _names(shape: type) -> frozenset[str]:
    return frozenset(field.name for field in fields(shape))


def _labels(raw: JsonObject) -> Iterator[tuple[Location, object]]:
    yield ("title",), raw.get("title")
    for field in ("candidates", "units"):
        for index, item in _objects(raw, field):
            for name in ("name", "short_name", "party"):
                yield (field, index, name), item.get(name)
