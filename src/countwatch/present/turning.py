"""Turning points of a count: lead changes, corrections, gaps, largest leads, and the pace. From the ledger alone."""

from array import array
from collections import deque
from datetime import datetime
from typing import Literal, NamedTuple

from countwatch.count.changes import Correction
from countwatch.count.percent import rounded
from countwatch.count.turning import Gap, LeadAt, LeadChange, Pace, Turning, paces, turning
from countwatch.ledger.events import Outcome
from countwatch.ledger.state import WatchState
from countwatch.model.election import local
from countwatch.present.names import Names, sheets_word
from countwatch.present.views import Entry, HappenedView
from countwatch.present.vocabulary import CORRECTIONS, FIGURES
from countwatch.present.words import Words

PACES_SHOWN = 24
"""The small curve of the pace shows so many steps, the last ones."""
_BARS = "▁▂▃▄▅▆▇█"


class TurningPoint(NamedTuple):
    """An update at which something turned, for the chart, the replay bar and the list."""

    n: int
    kind: Literal["lead_change", "correction", "gap"]


class Turns(NamedTuple):
    """What the count came through up to a state, its paces the last ones that are shown.

    `updates` has the update number of each row of `turning`.
    """

    updates: "array[int]"
    turning: Turning
    corrections: tuple[tuple[int, Correction], ...]
    paces: tuple[Pace, ...]
    points: tuple[TurningPoint, ...]


def turns_of(state: WatchState) -> Turns:
    """Walk the readings that came on screen up to the state's update. Made once a state.

    What is kept of a whole night is columns of plain numbers: objects for all of it would take most of its memory.
    """
    updates, ledger = _readings(state), state.ledger
    names = ledger.votes_at(state.n) if state.n else {}
    votes = {name: _at_rows(ledger.votes(name), updates) for name in names}
    found = turning(map(ledger.published_at, updates), votes)
    corrections = tuple(ledger.corrections(state.n))
    time_of = ledger.published_at if any(map(ledger.published_at, updates)) else ledger.received_at
    counted = _at_rows(ledger.column("counted"), updates)
    points = [TurningPoint(n, "correction") for n, _ in corrections]
    points += [TurningPoint(updates[change.after.row], "lead_change") for change in found.changes]
    points += [TurningPoint(updates[gap.after_row], "gap") for gap in found.gaps]
    return Turns(
        updates=updates,
        turning=found,
        corrections=corrections,
        paces=tuple(deque(paces(map(time_of, updates), counted), maxlen=PACES_SHOWN)),
        points=tuple(sorted(points, key=lambda point: (point.n, point.kind))),
    )


def _at_rows(column: "array[int]", updates: "array[int]") -> "array[int]":
    return array("q", (column[n - 1] for n in updates))


def _readings(state: WatchState) -> "array[int]":
    """The updates that brought other numbers or another stamp; the same reading again says nothing new."""
    found = array("q")
    last: datetime | None = None
    for n in state.ledger.shown_rows(state.n):
        stamp = state.ledger.published_at(n)
        if not found or stamp != last or state.ledger.outcome(n) is not Outcome.UNCHANGED:
            found.append(n)
        last = stamp
    return found


def when(state: WatchState, n: int) -> datetime:
    """The stamp of the reading on screen after update `n`; its receipt where the feed gives none."""
    return state.ledger.published_at(n) or state.ledger.received_at(n)


def turning_view(state: WatchState, turns: Turns, provenance: str, names: Names, words: Words) -> HappenedView:
    """The turning points alone, kind by kind: lead changes, corrections, largest leads, longest gaps, the pace."""
    entries = [
        *(change_entry(state, turns, change, names, words, full=True) for change in reversed(turns.turning.changes)),
        *(correction_entry(state, n, found, names, words, full=True) for n, found in reversed(turns.corrections)),
        *(_largest(state, turns, lead, names, words) for lead in turns.turning.largest.values()),
        *(gap_entry(state, turns, gap, provenance, words) for gap in turns.turning.longest),
    ]
    told = pace_words(state, turns, words)
    if told:
        entries.append(Entry(0, "", "pace", f"{told} {pace_curve(turns)}", "plain"))
    return HappenedView(words("Turning points"), tuple(entries))


def _at(state: WatchState, n: int, words: Words) -> str:
    return words.day_clock(local(when(state, n), state.election))


def lead_words(lead: LeadAt, names: Names, words: Words) -> str:
    """Who was ahead, and by how much: "Castillo +25,499"."""
    return words("level so far") if lead.ahead_id is None else f"{names(lead.ahead_id)} {words.signed(lead.votes)}"


def change_entry(
    state: WatchState, turns: Turns, change: LeadChange, names: Names, words: Words, *, full: bool = False
) -> Entry:
    """Another candidate came to be ahead; `full` adds the reading before it."""
    n, before = turns.updates[change.after.row], turns.updates[change.before.row]
    text = words("lead changed: {lead}", lead=lead_words(change.after, names, words))
    if full:
        earlier, stamp = lead_words(change.before, names, words), _at(state, before, words)
        text = "; ".join([text, words("before, {lead} ({stamp})", lead=earlier, stamp=stamp)])
    return Entry(n, _at(state, n, words), "lead_change", text, "strong")


def correction_entry(
    state: WatchState, n: int, correction: Correction, names: Names, words: Words, *, full: bool = False
) -> Entry:
    """A fall; `full` adds its size against the margin, and what else moved with it."""
    text = correction_sentence(correction, names, words)
    if full:
        text = "; ".join([text, *correction_details(correction, names, words)])
    return Entry(n, _at(state, n, words), "correction", text, "note")


def correction_sentence(correction: Correction, names: Names, words: Words) -> str:
    """A fall in neutral words: what fell, by how much, and what that is consistent with."""
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


def correction_details(correction: Correction, names: Names, words: Words) -> list[str]:
    """How large a correction is against the margin, what it did to the order, and which units fell with it."""
    told = []
    if correction.size_votes and correction.margin_share is not None:
        votes, share = words.count(correction.size_votes), words.percent(correction.margin_share)
        told.append(words("largest fall {votes} votes, {share} of the margin before", votes=votes, share=share))
    if correction.margin_by:
        told.append(words("the margin moved by {votes}", votes=words.signed(correction.margin_by)))
    told.append(words("another is ahead after it") if correction.leader_changed else words("the order stays"))
    rise = correction.null_rise
    if rise is not None:
        votes, sheets = words.signed(rise.null_votes), words.signed(rise.annulled_sheets)
        told.append(words("null votes {votes} with annulled {sheets} {count}", votes=votes, count=sheets))
    if correction.below:
        units = ", ".join(names(unit.unit_id) for unit in correction.below[:4])
        units += f" +{len(correction.below) - 4}" if len(correction.below) > 4 else ""
        told.append(words("units that fell: {units}", units=units))
    return told


def _largest(state: WatchState, turns: Turns, lead: LeadAt, names: Names, words: Words) -> Entry:
    n = turns.updates[lead.row]
    text = words("largest lead so far: {lead}", lead=lead_words(lead, names, words))
    return Entry(n, _at(state, n, words), "largest", text)


def gap_entry(state: WatchState, turns: Turns, gap: Gap, provenance: str, words: Words) -> Entry:
    """A long time without a reading. Only a watch that ran live can say that no bulletin was new."""
    before, n = turns.updates[gap.before_row], turns.updates[gap.after_row]
    hours = gap.lasted.total_seconds() / 3600
    lasted = words("{hours} h", hours=f"{hours:.0f}") if hours < 48 else words("{days} d", days=f"{hours / 24:.0f}")
    since = _at(state, before, words)
    if provenance == "live":
        text = words("no new bulletin for {lasted}, since {since}", lasted=lasted, since=since)
    else:
        text = words("no recorded bulletin for {lasted}, since {since}", lasted=lasted, since=since)
    return Entry(n, _at(state, n, words), "gap", text, "dim")


def pace_words(state: WatchState, turns: Turns, words: Words) -> str:
    """Sheets an hour between the last two stamps without a gap between them; "" where none are known."""
    if not turns.paces:
        return ""
    last = turns.paces[-1]
    rate = last.sheets_an_hour
    whole = rounded(abs(rate.numerator), rate.denominator)
    sheets = words.signed(-whole) if rate < 0 else words.count(whole)
    until = _at(state, turns.updates[last.after_row], words)
    return words("pace to {stamp}: {count} {sheets}/h", stamp=until, count=sheets,
                 sheets=sheets_word(state.election, words))  # fmt: skip


def pace_curve(turns: Turns) -> str:
    """The last paces as a line of small bars, the newest right; a dot where sheets were withdrawn or none came."""
    rates = [pace.sheets_an_hour for pace in turns.paces]
    top = max(rates, default=0)
    return "".join("·" if rate <= 0 else _BARS[min(7, int(rate * 8 / top))] for rate in rates)
