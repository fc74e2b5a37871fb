"""Candidates and units as a body names them, matched with the election's own."""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import TypeVar

from countwatch.formats.wire import Location, path
from countwatch.model.election import Candidate, Election
from countwatch.model.errors import NotUsable
from countwatch.model.finding import Finding
from countwatch.model.snapshot import UnitTally
from countwatch.model.text import REPLACEMENT, is_altered
from countwatch.model.types import RAW_CHARACTERS_MAX

Row = TypeVar("Row")


def candidate_ids(election: Election | None) -> Mapping[str, str]:
    """The election's candidate id by every code under which a feed may name that candidate."""
    if election is None:
        return {}
    by_code = {code: candidate.id for candidate in election.candidates for code in candidate.codes}
    return by_code | {candidate.id: candidate.id for candidate in election.candidates}


def ranked(ids: Iterable[str], known: Iterable[str]) -> tuple[str, ...]:
    """Distinct `ids`: those of `known` in its order, then the others sorted."""
    left = dict.fromkeys(ids)
    first = [an_id for an_id in dict.fromkeys(known) if an_id in left]
    for an_id in first:
        del left[an_id]
    return (*first, *sorted(left))


def one_each(rows: Iterable[tuple[str, Row]], election: Election | None, field: str) -> dict[str, Row]:
    """Rows by candidate id, in the election's order. `NotUsable` duplicate_candidate where one has two; `field` is
    where that stands in the body.
    """
    chosen: dict[str, Row] = {}
    for an_id, row in rows:
        if an_id in chosen:
            raise NotUsable("duplicate_candidate", field=field, candidate=an_id)
        chosen[an_id] = row
    known = [candidate.id for candidate in election.candidates] if election else []
    return {an_id: chosen[an_id] for an_id in ranked(chosen, known)}


def refuse_missing(tally: UnitTally, candidates: Iterable[Candidate]) -> None:
    """`NotUsable` candidate_missing for the first of them without a number of votes in this tally.

    A tally without any votes is let through: an empty list after a full one is for the ledger to hold.
    """
    for candidate in candidates if tally.votes else ():
        if candidate.id not in tally.votes:
            raise NotUsable("candidate_missing", unit_id=tally.unit_id, candidate=candidate.id, name=candidate.label)


def unknown_candidates(seen: Iterable[Candidate], election: Election | None) -> tuple[Finding, ...]:
    """A finding for each candidate that the election does not list; none where it lists nobody."""
    known = {candidate.id for candidate in election.candidates} if election else set()
    if not known:
        return ()
    return tuple(
        Finding("unknown_candidate", {"candidate": candidate.id, "name": candidate.name})
        for candidate in seen
        if candidate.id not in known
    )


def enrolled(tallies: Iterable[UnitTally], election: Election | None) -> tuple[UnitTally, ...]:
    """The same tallies, with the election's roll where the feed gives none.

    Called in `decode`, so that an unchanged document costs nothing when parts are put together.
    """
    rolls = {unit.id: unit.registered for unit in election.units} if election else {}
    return tuple(
        tally
        if tally.registered is not None or rolls.get(tally.unit_id) is None
        else replace(tally, registered=rolls[tally.unit_id])
        for tally in tallies
    )


def cleaned_labels(labels: Iterable[tuple[Location, object]]) -> tuple[Finding, ...]:
    """One finding where labels, given with their places, could not be shown as they came.

    A label that is too long to be one is somebody else's to refuse.
    """
    altered = [
        place for place, raw in labels if isinstance(raw, str) and len(raw) <= RAW_CHARACTERS_MAX and is_altered(raw)
    ]
    return (Finding("cleaned_text", {"field": path(altered[0]), "labels": len(altered)}),) if altered else ()


def broken_labels(labels: Iterable[tuple[Location, object]]) -> tuple[Finding, ...]:
    """One finding where labels came with U+FFFD inside: the source lost those letters before we saw them."""
    broken = [place for place, raw in labels if isinstance(raw, str) and REPLACEMENT in raw]
    return (Finding("broken_text", {"field": path(broken[0]), "labels": len(broken)}),) if broken else ()
