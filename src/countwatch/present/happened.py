"""What happened: the first reading, lead changes, corrections, holds, gaps, and the calendar's own steps."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Literal

from countwatch.count.changes import Correction
from countwatch.count.stages import instant
from countwatch.count.standing import standing_of
from countwatch.ledger.events import Outcome
from countwatch.ledger.state import WatchState
from countwatch.model.election import CalendarEntry, Election, local
from countwatch.present.names import Names
from countwatch.present.problems import sentence
from countwatch.present.views import Entry, HappenedView
from countwatch.present.vocabulary import CORRECTIONS, FIGURES
from countwatch.present.words import Words

GAP = timedelta(hours=4)
"""A longer time between two stamps is said: nothing was recorded, whatever the source did."""


@dataclass(frozen=True, slots=True)
class TurningPoint:
    """An update at which something turned, for the chart, the replay bar and the list."""

    n: int
    kind: Literal["lead_change", "correction", "gap"]


def turning_points(state: WatchState) -> tuple[TurningPoint, ...]:
    """Lead changes, corrections and gaps up to the state's update, in order."""
    points = [TurningPoint(n, "correction") for n, _ in state.ledger.corrections(state.n)]
    leader: str | None = None
    previous: datetime | None = None
    for n in state.ledger.shown_rows(state.n):
        now = state.ledger.leader(n)
        if now is not None:
            if leader is not None and now != leader:
                points.append(TurningPoint(n, "lead_change"))
            leader = now
        stamp = state.ledger.published_at(n)
        if stamp is not None and previous is not None and stamp - previous > GAP:
            points.append(TurningPoint(n, "gap"))
        previous = stamp or previous
    return tuple(sorted(points, key=lambda point: (point.n, point.kind)))


def lead_changed(state: WatchState) -> bool:
    """Whether the state's own update put somebody else ahead than the last leader before it."""
    now = state.ledger.leader(state.n)
    row = state.ledger.shown(state.n - 1)
    while now is not None and row is not None:
        before = state.ledger.leader(row)
        if before is not None:
            return before != now
        row = state.ledger.shown(row - 1)
    return False


def counted_entries(
    state: WatchState, points: tuple[TurningPoint, ...], provenance: str, names: Names, words: Words
) -> tuple[tuple[datetime, Entry], ...]:
    """What happened in the count itself, each with its instant; `provenance` words the gaps."""
    dated = [_turn(state, point, provenance, names, words) for point in points]
    first = next(iter(state.ledger.shown_rows(state.n)), None)
    if first is not None:
        dated.append(_first(state, first, names, words))
    dated.extend(_untouched(state, names, words))
    return tuple(dated)


def happened_view(
    counted: tuple[tuple[datetime, Entry], ...], election: Election | None, now: datetime, words: Words
) -> HappenedView:
    """Everything that happened up to now, in the count and by the calendar, newest first."""
    dated = [*counted, *(_calendar(election, now, words) if election else ())]
    dated.sort(key=lambda pair: pair[0], reverse=True)
    return HappenedView(words("What happened"), tuple(entry for _, entry in dated))


def _when(state: WatchState, n: int) -> datetime:
    return state.ledger.published_at(n) or state.ledger.received_at(n)


def _at(at: datetime, election: Election | None, words: Words) -> str:
    return words.day_clock(local(at, election))


def lead_sentence(state: WatchState, n: int, names: Names, words: Words) -> str:
    """Who was ahead after update `n`, and by how much: "Castillo +25,499"."""
    votes = state.ledger.votes_at(n)
    lead = standing_of(votes, sum(votes.values())).lead
    if lead is None:
        return ""
    return f"{names(lead.ahead_id)} {words.signed(lead.votes)}" if lead.votes else words("level so far")


def _turn(
    state: WatchState, point: TurningPoint, provenance: str, names: Names, words: Words
) -> tuple[datetime, Entry]:
    at = _when(state, point.n)
    if point.kind == "lead_change":
        text = words("lead changed: {lead}", lead=lead_sentence(state, point.n, names, words))
        entry = Entry(point.n, _at(at, state.election, words), "lead_change", text, "strong")
    elif point.kind == "correction":
        correction = state.ledger.event(point.n).correction
        text = correction_sentence(correction, names, words) if correction else ""
        entry = Entry(point.n, _at(at, state.election, words), "correction", text, "note")
    else:
        entry = Entry(point.n, _at(at, state.election, words), "gap", _gap(state, point.n, provenance, words), "dim")
    return at, entry


def correction_sentence(correction: Correction, names: Names, words: Words) -> str:
    """A fall in neutral words: what fell, by how much, and what that is against the margin."""
    kind = words(CORRECTIONS[correction.kind])
    parts = []
    for change in correction.changes:
        if change.figure == "votes" and change.by:
            parts.append(f"{names(change.candidate_id or '')} {words.signed(change.by)}")
        elif change.figure in {"blank", "null", "cast", "counted", "annulled"} and change.by < 0:
            parts.append(f"{words(FIGURES[change.figure])} {words.signed(change.by)}")
    if not parts:
        return words("correction ({kind})", kind=kind)
    return words("correction: {changes} ({kind})", changes=", ".join(parts), kind=kind)


def _gap(state: WatchState, n: int, provenance: str, words: Words) -> str:
    rows = state.ledger.shown_rows(n)
    hours = (_when(state, n) - _when(state, rows[-2])).total_seconds() / 3600
    lasted = words("{hours} h", hours=f"{hours:.0f}") if hours < 48 else words("{days} d", days=f"{hours / 24:.0f}")
    if provenance == "live":
        return words("no new bulletin for {lasted}", lasted=lasted)
    return words("no recorded bulletin for {lasted}", lasted=lasted)


def _first(state: WatchState, n: int, names: Names, words: Words) -> tuple[datetime, Entry]:
    at = _when(state, n)
    text = words("first reading: {lead}", lead=lead_sentence(state, n, names, words))
    return at, Entry(n, _at(at, state.election, words), "first", text)


def _untouched(state: WatchState, names: Names, words: Words) -> list[tuple[datetime, Entry]]:
    """Updates that were held or rejected: they changed nothing on screen, and are said once each."""
    found = []
    for n, reason in state.ledger.reasons(state.n):
        outcome = state.ledger.outcome(n)
        if outcome not in {Outcome.HELD, Outcome.REJECTED}:
            continue
        at = state.ledger.received_at(n)
        held = outcome is Outcome.HELD
        text = sentence(reason, words, names)
        label = words("held: {text}", text=text) if held else words("rejected: {text}", text=text)
        entry = Entry(n, _at(at, state.election, words), "held" if held else "rejected", label, "warn")
        found.append((at, entry))
    return found


def _calendar(election: Election, now: datetime, words: Words) -> list[tuple[datetime, Entry]]:
    found = []
    for item in election.calendar:
        at = instant(item, election)
        if at > now or item.status != "happened":
            continue
        entry = Entry(0, entry_day(item, election, words), "calendar", words.pick(item.text), "dim")
        found.append((at, entry))
    return found


def entry_day(entry: CalendarEntry, election: Election, words: Words) -> str:
    """When a calendar entry was: its day, with the clock where that is known."""
    return words.day_clock(local(entry.at, election)) if entry.at else words.day(entry.on)
