"""What happened: the first reading, lead changes, corrections, holds, gaps, and the calendar's own entries."""

from datetime import datetime

from countwatch.count.stages import instant
from countwatch.count.standing import standing_of
from countwatch.ledger.events import Outcome
from countwatch.ledger.state import WatchState
from countwatch.model.election import CalendarEntry, Election, local
from countwatch.present.names import Names
from countwatch.present.problems import sentence
from countwatch.present.turning import Turns, change_entry, correction_entry, gap_entry, when
from countwatch.present.views import Entry, EntryKind, HappenedView, Role
from countwatch.present.words import Words

Dated = tuple[datetime, Entry]
"""An entry with its instant, for the order."""


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


def counted_entries(state: WatchState, turns: Turns, provenance: str, names: Names, words: Words) -> tuple[Dated, ...]:
    """What happened in the count itself, each with its instant; `provenance` words the gaps."""
    entries = [
        *(change_entry(state, turns, change, names, words) for change in turns.turning.changes),
        *(correction_entry(state, n, found, names, words) for n, found in turns.corrections),
        *(gap_entry(state, turns, gap, provenance, words) for gap in turns.turning.gaps),
    ]
    dated = [(when(state, entry.n), entry) for entry in entries]
    first = next(iter(state.ledger.shown_rows(state.n)), None)
    if first is not None:
        dated.append(_first(state, first, names, words))
    dated.extend(_untouched(state, names, words))
    return tuple(dated)


def happened_view(counted: tuple[Dated, ...], calendar: tuple[Dated, ...], now: datetime, words: Words) -> HappenedView:
    """Everything that happened up to now, in the count and by the calendar, newest first.

    Of the calendar: steps, claims, concessions and notes. What was only scheduled has not happened.
    """
    come = (dated for dated in calendar if dated[0] <= now and dated[1].kind != "scheduled")
    return HappenedView(words("What happened"), newest_first([*counted, *come]))


def newest_first(dated: list[Dated]) -> tuple[Entry, ...]:
    """The entries in order; of one instant, the later in the list is the newer."""
    dated.sort(key=lambda pair: pair[0])
    return tuple(entry for _, entry in reversed(dated))


def calendar_entries(election: Election | None, words: Words) -> tuple[Dated, ...]:
    """All that the election's calendar tells, whenever it was or will be."""
    if election is None:
        return ()
    return tuple((instant(item, election), calendar_entry(item, election, words)) for item in election.calendar)


def _first(state: WatchState, n: int, names: Names, words: Words) -> Dated:
    at = when(state, n)
    text = words("first reading: {lead}", lead=lead_sentence(state, n, names, words))
    return at, Entry(n, words.day_clock(local(at, state.election)), "first", text)


def lead_sentence(state: WatchState, n: int, names: Names, words: Words) -> str:
    """Who was ahead after update `n`, and by how much: "Castillo +25,499"."""
    votes = state.ledger.votes_at(n)
    lead = standing_of(votes, sum(votes.values())).lead
    if lead is None:
        return ""
    return f"{names(lead.ahead_id)} {words.signed(lead.votes)}" if lead.votes else words("level so far")


def _untouched(state: WatchState, names: Names, words: Words) -> list[Dated]:
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
        told = words.day_clock(local(at, state.election))
        found.append((at, Entry(n, told, "held" if held else "rejected", label, "warn")))
    return found


_KINDS: dict[str, EntryKind] = {"step": "calendar", "claim": "claim", "concession": "concession", "note": "note"}
_ROLES: dict[str, Role] = {"step": "plain", "claim": "dim", "concession": "dim", "note": "dim"}


def calendar_entry(item: CalendarEntry, election: Election, words: Words) -> Entry:
    """An entry of the election's calendar, its kind said in words: a claim moves no stage."""
    text, source = words.pick(item.text), words.pick(item.source)
    if item.status == "scheduled":
        text = words("scheduled: {text}", text=text)
        return Entry(0, entry_day(item, election, words), "scheduled", text, "dim", source)
    if item.kind == "claim":
        text = words("claim: {text}", text=text)
    elif item.kind == "concession":
        text = words("concession: {text}", text=text)
    return Entry(0, entry_day(item, election, words), _KINDS[item.kind], text, _ROLES[item.kind], source)


def entry_day(entry: CalendarEntry, election: Election, words: Words) -> str:
    """When a calendar entry was: its day, with the clock where that is known."""
    return words.day_clock(local(entry.at, election)) if entry.at else words.day(entry.on)
