"""Several feeds of one election beside each other: each with its own figures, and what sets it apart from the first.

Figures are held against each other only at the same stamp. At another stamp one feed is behind, and by how
much is said; that is no contradiction. Nothing is ever added up across feeds.
"""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import NamedTuple

from countwatch.count.progress import progress
from countwatch.count.standing import Lead, standing
from countwatch.formats.rosters import candidate_ids
from countwatch.ledger.events import Outcome
from countwatch.ledger.state import WatchState
from countwatch.model.election import Election, local
from countwatch.model.snapshot import Sheets
from countwatch.present.apart import differences, in_short, standings, troubles
from countwatch.present.comparison import Comparison, Side, hold_against, tally_of
from countwatch.present.freshness import age
from countwatch.present.header import outcome_label
from countwatch.present.names import Names, percent_base
from countwatch.present.views import Line
from countwatch.present.words import UNKNOWN, Words


class FeedView(NamedTuple):
    """One feed's column: its label, and a text for each of `SideBySideView.facts`."""

    label: str
    cells: tuple[Line, ...]


class SideBySideView(NamedTuple):
    """All feeds, the first one first. `sentences` say in full what `summary` says in one line.

    `differs` is the first sentence about figures that differ at one stamp; None where none do.
    """

    title: str
    facts: tuple[str, ...]
    feeds: tuple[FeedView, ...]
    sentences: tuple[Line, ...]
    summary: Line
    differs: Line | None = None


def side_by_side(sides: Sequence[Side], now: datetime, words: Words) -> SideBySideView:
    """Every feed with its own figures, the first one first. `now` is the clock of the first feed."""
    first, others = sides[0], sides[1:]
    known = next((side.state.election for side in sides if side.state.election), None)
    words = words.of(known)
    candidates = _candidates(sides, known)
    held = [hold_against(first.state, side.state) for side in others]
    apart = [in_short(first, side, one, words) for side, one in zip(others, held, strict=True)]
    closing = [Line(words("drives the panels"), "dim"), *apart]
    feeds = tuple(
        FeedView(side.label, (*_cells(side, one, candidates, known, now, words), last))
        for side, one, last in zip(sides, [None, *held], closing, strict=True)
    )
    contradictions = [Line(text, "warn") for side in others for text in differences(first, side, words)]
    placed = [line for side, one in zip(others, held, strict=True) for line in standings(first, side, one, words)]
    return SideBySideView(
        title=words("Feeds side by side, never merged"),
        facts=_facts(sides, candidates, words),
        feeds=feeds,
        sentences=(*contradictions, *placed, *troubles(sides, words)),
        summary=Line(
            " · ".join(f"{side.label}: {line.text}" for side, line in zip(others, apart, strict=True)),
            "warn" if any(line.role == "warn" for line in apart) else "note",
        ),
        differs=contradictions[0] if contradictions else None,
    )


def _facts(sides: Sequence[Side], candidates: Sequence[str], words: Words) -> tuple[str, ...]:
    """What each line of the table is."""
    shown = next((side.state for side in sides if side.state.snapshot), sides[0].state)
    names = Names(shown)
    return (
        words("outcome"),
        words("stamp"),
        words("age"),
        words("ahead so far"),
        *(names(name) for name in candidates),
        words("lead"),
        words("counted"),
        words("against {feed}", feed=sides[0].label),
    )


def _candidates(sides: Sequence[Side], known: Election | None) -> tuple[str, ...]:
    """Every candidate of any feed: two in the election's order, more as the feeds rank them, the first feed first."""
    ranked = [
        place.candidate_id
        for side in sides
        if side.state.snapshot
        for place in standing(tally_of(side.state, known)).places
    ]
    own = [candidate.id for candidate in known.candidates if candidate.id in ranked] if known else []
    return tuple(dict.fromkeys([*(own if len(own) <= 2 else ()), *ranked]))


def _cells(
    side: Side, held: Comparison | None, candidates: Sequence[str], known: Election | None, now: datetime, words: Words
) -> tuple[Line, ...]:
    """One feed's own figures, in the order of the facts, without the last one."""
    state = side.state
    if state.snapshot is None:
        return (_outcome(side, words), *([Line(UNKNOWN, "dim")] * (5 + len(candidates))))
    root = tally_of(state, known)
    at = standing(root, percent_base(known))
    leader = Names(state)(_own_name(state, known, at.leader_id)) if at.leader_id else words("nobody")
    return (
        _outcome(side, words),
        _stamp(state, words),
        Line(_age(side, now, words)),
        Line(leader, "strong"),
        *(_votes(root.votes.get(name), held, name, words) for name in candidates),
        _lead(at.lead, words),
        _counted(root.sheets, words),
    )


def _own_name(state: WatchState, known: Election | None, candidate_id: str) -> str:
    """The id under which this feed's own roster has a candidate of the election."""
    roster = [candidate.id for candidate in state.snapshot.candidates] if state.snapshot else []
    if candidate_id in roster:
        return candidate_id
    own = candidate_ids(known)
    return next((name for name in roster if own.get(name) == candidate_id), candidate_id)


def _outcome(side: Side, words: Words) -> Line:
    if side.stopped is not None:
        return Line(words("stopped"), "alert")
    event = side.state.event
    if event is None:
        return Line(words("waiting"), "dim")
    calm = event.outcome.shows or event.outcome is Outcome.NOT_MODIFIED
    return Line(outcome_label(event.outcome, words), "plain" if calm else "alert")


def _stamp(state: WatchState, words: Words) -> Line:
    stamp = state.snapshot.published_at if state.snapshot else None
    return Line(words("no stamp"), "dim") if stamp is None else Line(words.day_clock(local(stamp, state.election)))


def _age(side: Side, now: datetime, words: Words) -> str:
    """The age of the numbers by their stamp; without one, of the last good copy."""
    stamp = side.state.snapshot.published_at if side.state.snapshot else None
    if stamp is not None:
        return words("{age} ago", age=age(now - stamp, words))
    seconds = side.status.good_seconds_ago
    return UNKNOWN if seconds is None else words("copy of {age} ago", age=age(timedelta(seconds=seconds), words))


def _votes(votes: int | None, held: Comparison | None, candidate_id: str, words: Words) -> Line:
    if votes is None:
        return Line(UNKNOWN, "dim")
    by = held.by("votes", candidate_id) if held else 0
    if held is None or not by:
        return Line(words.count(votes))
    return Line(f"{words.count(votes)} ({words.signed(by)})", "warn" if held.differs else "plain")


def _lead(lead: Lead | None, words: Words) -> Line:
    if lead is None:
        return Line(UNKNOWN, "dim")
    votes, points = words.count(lead.votes), words.decimal(lead.points)
    return Line(words("{votes} · {points} points", votes=votes, points=points))


def _counted(sheets: Sheets, words: Words) -> Line:
    done = progress(sheets)
    if done.counted is None:
        return Line(UNKNOWN, "dim")
    return Line(f"{words.percent(done.share(done.counted))} ({words.count(done.counted)})")
