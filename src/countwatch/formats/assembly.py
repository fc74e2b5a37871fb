"""Parts to one snapshot, the same way for every format."""

from collections.abc import Mapping
from dataclasses import replace

from countwatch.formats.rosters import ranked
from countwatch.model.assembly import Assembly
from countwatch.model.election import Candidate, Election, ReportingUnit
from countwatch.model.part import Part
from countwatch.model.snapshot import Snapshot
from countwatch.model.tree import UnitTree


def assemble(
    parts: Mapping[str, Part], election: Election | None, root_key: str, before: Assembly | None = None
) -> Assembly:
    """One reading of the latest good part of each document.

    The root part's first tally is the whole contest. Tallies are taken as they are: nothing is
    summed, and each keeps its own stamp. A unit or candidate that two parts tell is taken from the
    root's, else from the first key. What the election says of names, kinds and parents rules.

    Where the new parts tell of what those in `before` (of the same format) told of, only their tallies are put in.
    """
    new = None if before is None else _new_parts(parts, election, before)
    if before is None or new is None:
        return _from_the_start(parts, election, root_key)
    tallies = dict(before.tree.tallies)
    for key, part in new.items():
        tallies.update((tally.unit_id, tally) for tally in part.tallies if before.tellers[tally.unit_id] == key)
    shown = tuple(tallies.values())
    return replace(
        before,
        snapshot=replace(before.snapshot, tallies=shown, published_at=parts[root_key].published_at),
        tree=before.tree.holding(tallies),
        parts=parts,
    )


def _new_parts(parts: Mapping[str, Part], election: Election | None, before: Assembly) -> dict[str, Part] | None:
    """Parts that are not the very ones of before; None where they bring more, or less, than other figures."""
    if before.election is not election or before.parts.keys() != parts.keys():
        return None
    new = {key: part for key, part in parts.items() if part is not before.parts[key]}
    return new if all(_told_of(part) == _told_of(before.parts[key]) for key, part in new.items()) else None


def _told_of(part: Part) -> tuple[object, ...]:
    units = [tally.unit_id for tally in part.tallies]
    return units, part.units, part.candidates, part.election_id, part.title


def _from_the_start(parts: Mapping[str, Part], election: Election | None, root_key: str) -> Assembly:
    root = parts[root_key]
    last_first = [*((key, parts[key]) for key in sorted(parts, reverse=True) if key != root_key), (root_key, root)]
    tallies = {tally.unit_id: tally for _, part in last_first for tally in part.tallies}
    candidates = {candidate.id: candidate for _, part in last_first for candidate in part.candidates}
    units = {unit.id: unit for _, part in last_first for unit in part.units}
    root_id = root.tallies[0].unit_id
    # The root first: it is asked for many times an update.
    known_units = [root_id, *(unit.id for unit in (election.units if election else ()))]
    snapshot = Snapshot(
        schema_version=1,
        root_id=root_id,
        candidates=_candidates(candidates, election),
        units=_units(units, election),
        tallies=tuple(tallies[unit_id] for unit_id in ranked(tallies, known_units)),
        published_at=root.published_at,
        election_id=election.id if election else root.election_id,
        title=election.title if election else root.title,
    )
    tellers = {tally.unit_id: key for key, part in last_first for tally in part.tallies}
    return Assembly(snapshot, UnitTree.of(snapshot), parts, election, tellers)


def _candidates(seen: Mapping[str, Candidate], election: Election | None) -> tuple[Candidate, ...]:
    known = {candidate.id: candidate for candidate in election.candidates} if election else {}
    both = dict(seen)
    for candidate_id, candidate in known.items():
        told = seen.get(candidate_id)
        nameless = candidate.party is None and told is not None and told.party is not None
        both[candidate_id] = replace(candidate, party=told.party) if nameless and told else candidate
    return tuple(both[candidate_id] for candidate_id in ranked(both, known))


def _units(seen: Mapping[str, ReportingUnit], election: Election | None) -> tuple[ReportingUnit, ...]:
    """The election's units as they are: a body may add units to the tree and never bend it."""
    known = {unit.id: unit for unit in election.units} if election else {}
    both = {**seen, **known}
    return tuple(both[unit_id] for unit_id in ranked(both, known))
