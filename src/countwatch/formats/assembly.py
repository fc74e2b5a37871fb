"""Parts to one snapshot, the same way for every format."""

from collections.abc import Mapping
from dataclasses import replace

from countwatch.formats.rosters import ranked
from countwatch.model.election import Candidate, Election, ReportingUnit
from countwatch.model.part import Part
from countwatch.model.snapshot import Snapshot


def assemble(parts: Mapping[str, Part], election: Election | None, root_key: str) -> Snapshot:
    """One reading of the latest good part of each document.

    The root part's first tally is the whole contest. Tallies are taken as they are: nothing is
    summed, and each keeps its own stamp. A unit or candidate that two parts tell is taken from the
    root's, else from the first key. What the election says of names, kinds and parents rules.
    """
    root = parts[root_key]
    ordered = [root, *(parts[key] for key in sorted(parts) if key != root_key)]
    last_first = ordered[::-1]
    tallies = {tally.unit_id: tally for part in last_first for tally in part.tallies}
    candidates = {candidate.id: candidate for part in last_first for candidate in part.candidates}
    units = {unit.id: unit for part in last_first for unit in part.units}
    root_id = root.tallies[0].unit_id
    # The root first: it is asked for many times an update.
    known_units = [root_id, *(unit.id for unit in (election.units if election else ()))]
    return Snapshot(
        schema_version=1,
        root_id=root_id,
        candidates=_candidates(candidates, election),
        units=_units(units, election),
        tallies=tuple(tallies[unit_id] for unit_id in ranked(tallies, known_units)),
        published_at=root.published_at,
        election_id=election.id if election else root.election_id,
        title=election.title if election else root.title,
    )


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
