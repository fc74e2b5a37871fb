"""The log: one row an update, with its outcome, stamp, hash and reason."""

from countwatch.count.percent import percent
from countwatch.ledger.events import Event, Outcome
from countwatch.ledger.state import WatchState
from countwatch.model.election import local
from countwatch.present.findings import told
from countwatch.present.header import outcome_label
from countwatch.present.names import Names
from countwatch.present.problems import sentence
from countwatch.present.turning import correction_sentence
from countwatch.present.views import LogRow, Role
from countwatch.present.words import Words

_ROLES: dict[Outcome, Role] = {
    Outcome.ACCEPTED: "plain",
    Outcome.UNCHANGED: "dim",
    Outcome.NOT_MODIFIED: "dim",
    Outcome.CORRECTION: "note",
    Outcome.STALE_EDGE: "warn",
}


def log_rows(state: WatchState, words: Words, first: int, last: int) -> list[LogRow]:
    """The rows of updates `first` to `last`, both included and counted from 1."""
    names = Names(state)
    return [log_row(state.ledger.event(n), state, names, words) for n in range(max(first, 1), min(last, state.n) + 1)]


def log_row(event: Event, state: WatchState, names: Names, words: Words) -> LogRow:
    """One event as a row."""
    words = words.of(state.election)
    published = event.published_at
    texts = [sentence(event.reason, words, names)] if event.reason else []
    if event.correction:
        texts.append(correction_sentence(event.correction, names, words))
    texts.extend(told(event.findings, words, names))
    if event.outcome is Outcome.ACCEPTED:
        texts.insert(0, _standing(event.n, state, names, words))
    return LogRow(
        n=event.n,
        received=words.day_clock(local(event.received_at, state.election)),
        outcome=outcome_label(event.outcome, words),
        stamp=words.day_clock(local(published, state.election)) if published else "",
        sha256=(event.sha256 or "")[:12],
        text=" · ".join(text for text in texts if text),
        role=_ROLES.get(event.outcome, "alert"),
    )


def _standing(n: int, state: WatchState, names: Names, words: Words) -> str:
    """Who was ahead after an update, and how much was counted: "CASTILLO +91,382 · counted 94.478 %"."""
    ranked = sorted(state.ledger.votes_at(n).items(), key=lambda item: -item[1])
    if len(ranked) < 2:
        return ""
    (first, most), (_, second) = ranked[:2]
    told = f"{names(first)} {words.signed(most - second)}" if most > second else words("level so far")
    counted, total = state.ledger.column("counted")[n - 1], state.ledger.column("total")[n - 1]
    if counted < 0 or total <= 0:
        return told
    return " · ".join([told, words("counted {percent}", percent=words.percent(percent(counted, total)))])
