"""Append-only lines: one sentence a change, for screen readers, pipes and logs. No box drawing, no repetition."""

from datetime import datetime

from countwatch.count.progress import Progress, progress
from countwatch.count.stages import instant
from countwatch.count.standing import standing
from countwatch.ledger.events import Event, Outcome
from countwatch.ledger.state import WatchState
from countwatch.model.election import local
from countwatch.present.findings import told
from countwatch.present.happened import entry_day, lead_changed
from countwatch.present.header import outcome_label
from countwatch.present.messages import msg
from countwatch.present.names import Names, percent_base, sheets_label
from countwatch.present.problems import sentence
from countwatch.present.turning import correction_sentence
from countwatch.present.words import Words


def opening_line(label: str, mode: str, words: Words) -> str:
    """The first line: what is being watched, and that a replay is one."""
    return words("REPLAY of {label}", label=label) if mode == "replay" else words("LIVE: {label}", label=label)


def update_lines(state: WatchState, words: Words) -> list[str]:
    """What the last update changed; nothing where it changed nothing."""
    words = words.of(state.election)
    event = state.event
    if event is None or event.outcome in {Outcome.UNCHANGED, Outcome.NOT_MODIFIED}:
        return _findings(state, event, words) if event else []
    names = Names(state)
    when = local(event.received_at, state.election)
    if not event.outcome.shows:
        return [_untouched(event, when, names, words), *_findings(state, event, words)]
    lines = []
    if event.correction:
        lines.append(f"{words.day_clock(when)} · {correction_sentence(event.correction, names, words)}")
    if lead_changed(state):
        lines.append(words("{when} · the lead changed", when=words.day_clock(when)))
    lines.append(reading_line(state, words))
    return [*lines, *_findings(state, event, words)]


def _untouched(event: Event, when: datetime, names: Names, words: Words) -> str:
    reason = sentence(event.reason, words, names) if event.reason else ""
    label = outcome_label(event.outcome, words)
    return words("{when} · {outcome}: {reason}", when=words.day_clock(when), outcome=label, reason=reason)


def _findings(state: WatchState, event: Event, words: Words) -> list[str]:
    """Findings that the update before did not have already."""
    before = state.ledger.event(event.n - 1).findings if event.n > 1 else ()
    fresh = [finding for finding in event.findings if finding not in before]
    return ["  " + text for text in told(fresh, words, Names(state))]


def reading_line(state: WatchState, words: Words) -> str:
    """The reading on screen in one sentence: shares, votes, lead, and how far the count is."""
    words = words.of(state.election)
    snapshot = state.snapshot
    if snapshot is None:
        return words("there are no good numbers yet")
    names, root = Names(state), snapshot.root
    now, done = standing(root, percent_base(state.election)), progress(root.sheets)
    at = snapshot.published_at or state.ledger.received_at(state.n)
    shares = ", ".join(
        f"{names(place.candidate_id)} {words.percent(place.share)} ({words.count(place.votes)})"
        for place in now.places[:4]
    )
    parts = [f"{words.day_clock(local(at, state.election))} · {shares}"]
    if now.lead and now.leader_id:
        parts.append(
            words(
                "{name} ahead in the count so far by {votes} votes, {points} points",
                name=names(now.lead.ahead_id),
                votes=words.count(now.lead.votes),
                points=words.decimal(now.lead.points),
            )
        )
    if done.counted is not None and done.total:
        total = sheets_label(done.total, state.election, words)
        parts.append(words("{states} of {sheets}", states=", ".join(sheet_states(done, words)), sheets=total))
    return "; ".join(parts) + "."


def sheet_states(done: Progress, words: Words) -> list[str]:
    """Counted, at the boards and pending, each as a percentage of all sheets; only what is known."""
    states = (
        (done.counted, msg("counted {percent}")),
        (done.under_review, msg("at {boards} {percent}")),
        (done.pending, msg("pending {percent}")),
    )
    return [words(text, percent=words.percent(done.share(sheets))) for sheets, text in states if sheets is not None]


def calendar_lines(state: WatchState, after: datetime | None, until: datetime, words: Words) -> list[str]:
    """Calendar entries that came about after one instant and until another, oldest first."""
    words = words.of(state.election)
    election = state.election
    if election is None:
        return []
    dated = [(instant(entry, election), entry) for entry in election.calendar if entry.status == "happened"]
    return [
        f"{entry_day(entry, election, words)} · {words.pick(entry.text)}"
        for at, entry in sorted(dated, key=lambda pair: pair[0])
        if at <= until and (after is None or at > after)
    ]
