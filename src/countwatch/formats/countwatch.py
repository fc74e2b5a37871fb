"""`countwatch`: the native feed format. One document, and it is a `Snapshot` as JSON.

Its schema is what `countwatch schema snapshot` prints. Unknown fields are ignored and reported;
unknown candidates and units are kept, shown under their ids and reported.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import chain
from operator import attrgetter

from pydantic import TypeAdapter, ValidationError

from countwatch.formats.assembly import assemble
from countwatch.formats.native_plain import is_plain, may_be_plain
from countwatch.formats.native_tree import prepared
from countwatch.formats.rosters import enrolled, refuse_missing, unknown_candidates
from countwatch.formats.set_aside import is_of_a_tally
from countwatch.formats.snapshot_schema import snapshot_schema
from countwatch.formats.weight import is_light
from countwatch.formats.wire import checked
from countwatch.model.assembly import Assembly
from countwatch.model.election import Candidate, Election, ReportingUnit
from countwatch.model.errors import NotUsable
from countwatch.model.finding import Finding
from countwatch.model.part import Part
from countwatch.model.snapshot import Snapshot, UnitTally
from countwatch.model.update import Document, Request

__all__ = ["FORMAT", "KEY", "Countwatch", "snapshot_schema"]

KEY = "root"

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
        snapshot, odd = _snapshot(body, election)
        _check_identity(snapshot, election)
        candidates, units = _rosters(snapshot, election)
        findings = (
            *odd,
            *unknown_candidates(candidates, election),
            *_unknown_units(units, election),
            *_without_votes(snapshot),
        )
        tallies = sorted(_stamped_tallies(snapshot), key=attrgetter("unit_id"))
        tallies.sort(key=lambda tally: tally.unit_id != snapshot.root_id)
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

    def assemble(
        self, parts: Mapping[str, Part], election: Election | None, before: Assembly | None = None
    ) -> Assembly:
        """The one part, with the election laid over it."""
        return assemble(parts, election, KEY, before)


FORMAT = Countwatch()


def _snapshot(body: bytes, election: Election | None) -> tuple[Snapshot, tuple[Finding, ...]]:
    """The snapshot, without the tallies that cannot be read, and what was odd on the way to it."""
    tried = _tried(body)
    if tried is not None and is_plain(body, tried) and _is_of(tried, election):
        return tried, ()
    try:
        read, odd = prepared(body, election)
        return (tried if tried is not None and read == body else _validated(read)), odd
    except NotUsable as refused:
        if not is_of_a_tally(refused):
            raise
    read, odd = prepared(body, election, mended=True)
    return _validated(read), odd


def _tried(body: bytes) -> Snapshot | None:
    """What a body is before it is looked at; None where it cannot be read so, is too heavy, or is not worth trying."""
    try:
        return _SNAPSHOT.validate_json(body) if may_be_plain(body) and is_light(body) else None
    except ValidationError:
        return None


def _is_of(snapshot: Snapshot, election: Election | None) -> bool:
    return election is None or snapshot.election_id is None or snapshot.election_id == election.id


def _validated(body: bytes) -> Snapshot:
    return checked(lambda: _SNAPSHOT.validate_json(body))


def _stamped_tallies(snapshot: Snapshot) -> Iterator[UnitTally]:
    """Tallies at their own stamp, else at that of the document that they came in."""
    for tally in snapshot.tallies:
        inherits = tally.published_at is None and snapshot.published_at is not None
        yield replace(tally, published_at=snapshot.published_at) if inherits else tally


def _check_identity(snapshot: Snapshot, election: Election | None) -> None:
    _refuse_repeated("candidates", [candidate.id for candidate in snapshot.candidates])
    _refuse_repeated("units", [unit.id for unit in snapshot.units])
    _refuse_repeated("tallies", [tally.unit_id for tally in snapshot.tallies])
    _refuse_circles(snapshot.units)
    nation = election.root if election else None
    if nation and nation.id != snapshot.root_id:
        raise NotUsable("other_unit", field="root_id", found=snapshot.root_id, asked=nation.id)
    if all(tally.unit_id != snapshot.root_id for tally in snapshot.tallies):
        raise NotUsable("missing_root", field="tallies[].unit_id", root=snapshot.root_id)
    refuse_missing(snapshot.root, (*(election.candidates if election else ()), *snapshot.candidates))


def _refuse_repeated(field: str, ids: Sequence[str]) -> None:
    if len(set(ids)) < len(ids):
        [(an_id, _)] = Counter(ids).most_common(1)
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
    return tuple(candidates[an_id] for an_id in sorted(candidates)), tuple(units[unit_id] for unit_id in sorted(units))


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
