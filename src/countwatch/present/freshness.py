"""How fresh the numbers are, and why they are not: told by spans, never by a wall clock that somebody may set."""

from datetime import timedelta

from countwatch.ledger.events import Outcome
from countwatch.ledger.state import WatchState
from countwatch.model.protocols import FeedStatus
from countwatch.present.views import Line
from countwatch.present.words import Words

STALE_INTERVALS = 3
"""Polls that may fail in a row, or intervals that may pass without a good copy, before the numbers are stale."""

CLOCK_SET_SECONDS = 5.0
"""A wall clock that was set by less is not worth a line."""

SKEW_SECONDS = 300.0
"""How far two clocks may differ before it is said."""


def age(span: timedelta, words: Words) -> str:
    """A time span for a reader: "12 s", "2 min", "3 h 5 min", "5 d"."""
    seconds = max(0, int(span.total_seconds()))
    if seconds < 60:
        return words("{seconds} s", seconds=seconds)
    if seconds < 3600:
        return words("{minutes} min", minutes=seconds // 60)
    if seconds < 48 * 3600:
        return words("{hours} h {minutes} min", hours=seconds // 3600, minutes=seconds // 60 % 60)
    return words("{days} d", days=seconds // 86_400)


def is_stale(state: WatchState, status: FeedStatus) -> bool:
    """Whether three intervals were missed: by failures in a row, or because nothing came at all (a machine slept)."""
    return has_failed_long(state) or _is_overdue(status)


def has_failed_long(state: WatchState) -> bool:
    """Whether the last three updates or more brought no good copy."""
    return _failing(state) >= STALE_INTERVALS


def goes_stale(state: WatchState) -> bool:
    """Whether good numbers are on screen, and this update is the third in a row that brought no good copy."""
    before = state.n - STALE_INTERVALS
    return state.snapshot is not None and has_failed_long(state) and (before < 1 or _is_good(state, before))


def is_quiet(state: WatchState, status: FeedStatus) -> bool:
    """Whether good copies come and say the same for three intervals. Late in a count that is no trouble."""
    event = state.event
    same = event is not None and event.outcome in {Outcome.UNCHANGED, Outcome.NOT_MODIFIED}
    return same and _intervals(status, status.news_seconds_ago) >= STALE_INTERVALS


def last_good(state: WatchState) -> int:
    """The update that brought the last good copy, be it the same bytes again; 0 where none did."""
    shown = state.ledger.shown(state.n) or 0
    later = range(state.n, shown, -1)
    return next((n for n in later if state.ledger.outcome(n) is Outcome.NOT_MODIFIED), shown) if shown else 0


def silence(status: FeedStatus, kept: str, words: Words) -> Line | None:
    """That nothing has come for three intervals; the outcome of the last poll cannot tell that."""
    if status.good_seconds_ago is None or not _is_overdue(status):
        return None
    span = age(timedelta(seconds=status.good_seconds_ago), words)
    return Line(words("nothing has come for {age} · {kept}", age=span, kept=kept), "alert")


def clock_trouble(status: FeedStatus, words: Words) -> Line | None:
    """That this machine's clock and another do not agree: labels may be wrong, ages are not."""
    if abs(status.clock_set_seconds) >= CLOCK_SET_SECONDS:
        span = age(timedelta(seconds=abs(status.clock_set_seconds)), words)
        if status.clock_set_seconds > 0:
            text = words("this machine's clock was set {age} ahead; ages are told without it", age=span)
        else:
            text = words("this machine's clock was set {age} back; ages are told without it", age=span)
        return Line(text, "warn")
    ahead = status.server_ahead_seconds
    if ahead is None or abs(ahead) <= SKEW_SECONDS:
        return None
    span = age(timedelta(seconds=abs(ahead)), words)
    if ahead > 0:
        return Line(words("the server's clock is {age} ahead of this machine's; ages may be off", age=span), "warn")
    return Line(words("the server's clock is {age} behind this machine's; ages may be off", age=span), "warn")


def _is_overdue(status: FeedStatus) -> bool:
    return _intervals(status, status.good_seconds_ago) > STALE_INTERVALS


def _intervals(status: FeedStatus, seconds: float | None) -> float:
    return seconds / status.interval_seconds if seconds is not None and status.interval_seconds else 0.0


def _failing(state: WatchState) -> int:
    """Updates in a row, up to now, that brought no good copy; no more are counted than matter."""
    failing = 0
    for n in range(state.n, max(0, state.n - STALE_INTERVALS), -1):
        if _is_good(state, n):
            break
        failing += 1
    return failing


def _is_good(state: WatchState, n: int) -> bool:
    outcome = state.ledger.outcome(n)
    return outcome.shows or outcome is Outcome.NOT_MODIFIED
