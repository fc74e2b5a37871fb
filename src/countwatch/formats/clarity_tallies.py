"""What Clarity's two kinds of documents say, as parts.

A choice's id is its label: the summary has no other, and the detail's keys are not in it. The detail's key
is among the candidate's codes.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping

from countwatch.formats.clarity_detail import OVER, UNDER, Detail
from countwatch.formats.clarity_wire import ContestHead, Row, Turnout
from countwatch.formats.rosters import (
    broken_labels,
    candidate_ids,
    cleaned_labels,
    enrolled,
    ranked,
    refuse_missing,
    unknown_candidates,
)
from countwatch.model.election import Candidate, Election, ReportingUnit
from countwatch.model.errors import NotUsable
from countwatch.model.finding import Finding
from countwatch.model.part import Part
from countwatch.model.snapshot import Sheets, UnitTally
from countwatch.model.text import clean
from countwatch.model.types import ID_CHARACTERS_MAX

ROOT = "total"
"""The id of the whole where no election gives it one: the summary has no name for it."""


def summary_part(key: str, row: Row, election: Election | None) -> Part:
    """One contest of the summary. `NotUsable` unequal_arrays, duplicate_id, candidate_missing."""
    for name, values in (("V", row.votes), ("P", row.parties)):
        if values is not None and len(values) != len(row.choices):
            raise NotUsable(
                "unequal_arrays", field=name, found=len(values), other="CH", expected_items=len(row.choices)
            )
    parties = row.parties or [None] * len(row.choices)
    candidates = _candidates(((label, party, ()) for label, party in zip(row.choices, parties, strict=True)), election)
    votes = {candidate.id: count for candidate, count in zip(candidates, row.votes, strict=True)}
    root = _root_id(election)
    tally = UnitTally(root, _ordered(votes, candidates, election), sheets=Sheets(total=row.total, counted=row.reported))
    return _part(key, (tally,), candidates, (ReportingUnit(root, "Total"),), row.title, election)


def detail_part(key: str, detail: Detail, election: Election | None) -> Part:
    """One contest of the detail, by county or precinct. `NotUsable` as above."""
    head = detail.head
    if head is None:
        raise NotUsable("no_contests")
    rows = ((choice.name, choice.party, (choice.key,)) for choice in detail.choices.values())
    candidates = _candidates(rows, election)
    ids = {choice: candidate.id for choice, candidate in zip(detail.choices, candidates, strict=True)}
    votes = {ids[choice.key]: choice.votes for choice in detail.choices.values()}
    if _root_id(election) in detail.votes:
        raise NotUsable("duplicate_id", field="ElectionResult.Contest", id=_root_id(election))
    whole = _whole(detail, head, _ordered(votes, candidates, election), election)
    below = (_below(detail, unit, head, ids, candidates, election, whole) for unit in sorted(detail.votes))
    part = _part(key, (whole, *below), candidates, tuple(_units(detail, whole.unit_id)), head.title, election)
    return Part(
        key=key,
        tallies=part.tallies,
        published_at=detail.published_at,
        candidates=part.candidates,
        units=part.units,
        findings=(*part.findings, *_findings(detail, whole.unit_id, election)),
        title=part.title,
    )


def _part(
    key: str,
    tallies: tuple[UnitTally, ...],
    candidates: tuple[Candidate, ...],
    units: tuple[ReportingUnit, ...],
    title: str,
    election: Election | None,
) -> Part:
    refuse_missing(tallies[0], election.candidates if election else ())
    return Part(
        key=key,
        tallies=enrolled(tallies, election),
        candidates=candidates,
        units=units,
        findings=unknown_candidates(candidates, election),
        title=title,
    )


def _candidates(
    rows: Iterable[tuple[str, str | None, tuple[str, ...]]], election: Election | None
) -> tuple[Candidate, ...]:
    ids = candidate_ids(election)
    found: list[Candidate] = []
    for label, party, codes in rows:
        own = clean(label.strip())[:ID_CHARACTERS_MAX].strip()
        an_id = next((ids[code] for code in (own, *codes) if code in ids), own)
        found.append(Candidate(an_id, name=label, party=party, codes=(own, *codes)))
    an_id, times = next(iter(Counter(candidate.id for candidate in found).most_common(1)), ("", 0))
    if times > 1:
        raise NotUsable("duplicate_id", field="CH", id=an_id)
    return tuple(found)


def _ordered(votes: Mapping[str, int], candidates: Iterable[Candidate], election: Election | None) -> dict[str, int]:
    known = election.candidates if election and election.candidates else tuple(candidates)
    return {an_id: votes[an_id] for an_id in ranked(votes, (candidate.id for candidate in known))}


def _root_id(election: Election | None) -> str:
    return election.root.id if election and election.root else ROOT


def _whole(detail: Detail, head: ContestHead, votes: dict[str, int], election: Election | None) -> UnitTally:
    blank, null = _beside(detail.beside, head)
    covers = bool(detail.turnouts) and detail.turnouts.keys() <= detail.votes.keys()
    turnout = detail.turnout if covers and _fits(detail.turnout, sum(votes.values()), blank, null, head) else None
    return UnitTally(
        unit_id=_root_id(election),
        votes=votes,
        published_at=detail.published_at,
        blank=blank,
        null=null,
        cast=turnout.cast if turnout else None,
        registered=turnout.registered if turnout and turnout.registered else None,
        sheets=Sheets(total=head.total, counted=head.reported),
    )


def _below(
    detail: Detail,
    unit: str,
    head: ContestHead,
    ids: Mapping[str, str],
    candidates: Iterable[Candidate],
    election: Election | None,
    whole: UnitTally,
) -> UnitTally:
    votes = {ids[choice]: count for choice, count in detail.votes[unit].items()}
    blank, null = _beside(detail.beside_units.get(unit, {}), head)
    progress = detail.progress.get(unit)
    turnout = detail.turnouts.get(unit) if whole.cast is not None else None
    if not _fits(turnout, sum(votes.values()), blank, null, head):
        turnout = None
    return UnitTally(
        unit_id=unit,
        votes=_ordered(votes, candidates, election),
        published_at=detail.published_at,
        blank=blank,
        null=null,
        cast=turnout.cast if turnout else None,
        registered=turnout.registered if turnout and turnout.registered else None,
        sheets=Sheets(total=progress.total, counted=progress.reported) if progress else Sheets(),
    )


def _beside(beside: Mapping[str, int], head: ContestHead) -> tuple[int | None, int | None]:
    """Undervotes are blank ballots, and overvotes null ones, only where one vote was allowed."""
    if head.votes_allowed != 1:
        return None, None
    return beside.get(UNDER), beside.get(OVER)


def _fits(turnout: Turnout | None, votes: int, blank: int | None, null: int | None, head: ContestHead) -> bool:
    """Whether the election's ballots are this contest's too: in a primary, say, they are not.

    Registered voters are 0 in some precincts that have ballots: then they are not given.
    """
    if turnout is None or head.votes_allowed != 1 or 0 < turnout.registered < turnout.cast:
        return False
    if blank is None or null is None:
        return votes <= turnout.cast
    return votes + blank + null == turnout.cast


def _units(detail: Detail, root: str) -> Iterator[ReportingUnit]:
    yield ReportingUnit(root, detail.region or "Total", "region" if detail.of_counties else "province")
    for unit in sorted(detail.votes):
        yield ReportingUnit(unit, unit, "province" if detail.of_counties else "district", root)


def _findings(detail: Detail, root: str, election: Election | None) -> Iterator[Finding]:
    yield from cleaned_labels(detail.labels)
    yield from broken_labels(detail.labels)
    listed = {unit.id for unit in election.units} if election else set()
    for unit in sorted(detail.votes.keys() - (listed or {*detail.turnouts, *detail.progress})):
        yield Finding("unknown_unit", {"name": unit}, unit_id=unit)
    for name in sorted(detail.beside.keys() - {UNDER, OVER}):
        yield Finding("unknown_row", {"row": name, "votes": detail.beside[name]}, unit_id=root)
    short = [unit for unit, votes in sorted(detail.votes.items()) if detail.choices.keys() - votes.keys()]
    if short:
        yield Finding("votes_not_given", {"units": len(short)}, unit_id=short[0])
