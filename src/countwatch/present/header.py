"""The top line and the health of the feed: what is shown, from whom, how old, and what comes next."""

from datetime import datetime, timedelta

from countwatch.ledger.events import Outcome
from countwatch.ledger.state import WatchState
from countwatch.model.election import local
from countwatch.model.protocols import FeedStatus, RecordingStatus
from countwatch.present.findings import told
from countwatch.present.freshness import age, clock_trouble, is_quiet, is_stale, last_good, silence
from countwatch.present.names import Names
from countwatch.present.problems import sentence
from countwatch.present.views import HeaderView, Line, PanelView, Role
from countwatch.present.vocabulary import msg
from countwatch.present.words import Words

OUTCOMES = {
    Outcome.ACCEPTED: msg("accepted"),
    Outcome.UNCHANGED: msg("unchanged"),
    Outcome.CORRECTION: msg("correction"),
    Outcome.NOT_MODIFIED: msg("not modified"),
    Outcome.HELD: msg("held"),
    Outcome.REJECTED: msg("rejected"),
    Outcome.STALE_EDGE: msg("older copy"),
    Outcome.FETCH_FAILED: msg("fetch failed"),
    Outcome.RETRY_LATER: msg("retry later"),
}


def outcome_label(outcome: Outcome, words: Words) -> str:
    """An outcome in the reader's language."""
    return words(OUTCOMES[outcome])


def header_view(
    state: WatchState, now: datetime, status: FeedStatus, recording: RecordingStatus | None, names: Names, words: Words
) -> HeaderView:
    """The top line. A stale or broken feed is told by words, never by colour alone."""
    badge, role = _badge(state, status, words)
    title = state.election.title if state.election else (state.snapshot.title if state.snapshot else None)
    stamp = state.snapshot.published_at if state.snapshot else None
    told = ""
    if stamp is not None:
        at = local(stamp, state.election)
        same_day = at.date() == local(now, state.election).date()
        told = words("updated {stamp}", stamp=words.clock(at) if same_day else words.day_clock(at))
    elif state.snapshot is not None:
        told = words("the feed gives no stamp")
    head = recording.head if recording and recording.head else (state.event.record if state.event else None)
    return HeaderView(
        title=title or status.label,
        badge=badge,
        badge_role=role,
        source=(state.election.bodies.counting if state.election else None) or status.label,
        stamp=told,
        age=_age(now - stamp, is_quiet(state, status), words) if stamp is not None else "",
        next_poll=_next_poll(status, now, words),
        chain=words("chain {head}", head=head[:8] + "…") if head else "",
        recording=_recording(state, recording, words),
        banner=_banner(state, status, names, words) or _unrecorded(recording, words),
    )


def _age(span: timedelta, quiet: bool, words: Words) -> str:
    """A long silence is normal late in a count: it is stated, not alarmed."""
    told = age(span, words)
    return words("{age} ago, unchanged", age=told) if quiet else words("{age} ago", age=told)


def _badge(state: WatchState, status: FeedStatus, words: Words) -> tuple[str, Role]:
    if status.mode == "replay":
        return words("REPLAY"), "note"
    if is_stale(state, status):
        return words("STALE"), "alert"
    return words("LIVE"), "strong"


def _next_poll(status: FeedStatus, now: datetime, words: Words) -> str:
    if status.phase == "fetching":
        return words("polling…")
    if status.next_poll_at is None:
        return ""
    seconds = max(0, int((status.next_poll_at - now).total_seconds()))
    return words("next poll {time}", time=f"{seconds // 60}:{seconds % 60:02}")


def _recording(state: WatchState, recording: RecordingStatus | None, words: Words) -> Line | None:
    if recording is None:
        return None
    if recording.failed_at is not None:
        since = words.clock(local(recording.failed_at, state.election))
        return Line(words("NOT RECORDING since {time}", time=since), "alert")
    return Line(words("recording"), "dim")


def _banner(state: WatchState, status: FeedStatus, names: Names, words: Words) -> Line | None:
    """One line while the last update is not what is on screen, while none comes, or while clocks disagree."""
    event = state.event
    kept = words("the last good numbers stay") if state.snapshot else words("there are no good numbers yet")
    if event is None or event.outcome.shows or event.outcome is Outcome.NOT_MODIFIED:
        return silence(status, kept, words) or clock_trouble(status, words)
    label = outcome_label(event.outcome, words)
    reason = sentence(event.reason, words, names) if event.reason else ""
    text = words("{outcome}: {reason} · {kept}", outcome=label, reason=reason, kept=kept)
    return Line(text, "warn" if event.outcome is Outcome.STALE_EDGE else "alert")


def _unrecorded(recording: RecordingStatus | None, words: Words) -> Line | None:
    """Why nothing is written down, and that nothing need be pressed for it to go on."""
    if recording is None or recording.problem is None:
        return None
    trouble = sentence(recording.problem, words)
    return Line(
        words("{trouble} · the watch goes on, and recording is tried again by itself", trouble=trouble), "alert"
    )


def health_view(
    state: WatchState, now: datetime, status: FeedStatus, recording: RecordingStatus | None, names: Names, words: Words
) -> PanelView:
    """The feed's health: stamp, age, next poll, outcomes, chain head, and what is odd about the reading."""
    lines = [Line(f"{status.label} · {status.url}", "dim")]
    good = last_good(state)
    if good:
        received = state.ledger.received_at(good)
        ago = now - received if status.good_seconds_ago is None else timedelta(seconds=status.good_seconds_ago)
        lines.append(
            Line(words("last good copy received {time}, {age} ago",
                       time=words.day_clock(local(received, state.election)), age=age(ago, words)))
        )  # fmt: skip
    counted = [(outcome, count) for outcome, count in state.ledger.counts(state.n).items() if count]
    listed = ", ".join(f"{outcome_label(outcome, words)} {words.count(count)}" for outcome, count in counted)
    lines.append(Line(words.plural("{count} update: {told}", "{count} updates: {told}", state.n, told=listed)))
    if status.interval_seconds:
        lines.append(Line(words("every {seconds} s", seconds=f"{status.interval_seconds:g}"), "dim"))
    clocks = clock_trouble(status, words)
    lines += [clocks] if clocks is not None else []
    event = state.event
    if event is not None:
        if event.record:
            lines.append(Line(words("chain {head}", head=event.record[:16] + "…"), "dim"))
        lines.extend(Line(text, "note") for text in told(event.findings, words, names))
    if recording is not None:
        role: Role = "alert" if recording.problem else "dim"
        text = sentence(recording.problem, words) if recording.problem else recording.path
        lines.append(Line(text, role))
    return PanelView(words("Feed"), tuple(lines))
