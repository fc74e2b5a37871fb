"""Append-only lines: one sentence a change, for screen readers, pipes and logs. No box drawing, no repetition.

The first line of an update begins with its time; what else it brought follows, indented. What was said is not
said again: figures that did not move are left out, and a feed that fails for an hour is two sentences: that it fails,
and at the third poll that the numbers are stale.
"""

from collections.abc import Collection
from datetime import datetime

from countwatch.count.changes import Correction, UnitCorrection, falls
from countwatch.count.progress import Progress, progress
from countwatch.count.stages import instant
from countwatch.count.standing import Lead, Place, standing
from countwatch.ledger.events import Event, Outcome
from countwatch.ledger.state import WatchState
from countwatch.model.election import CalendarEntry, local
from countwatch.model.finding import Finding
from countwatch.model.protocols import FeedStatus
from countwatch.present.findings import told
from countwatch.present.freshness import goes_stale
from countwatch.present.happened import entry_day, lead_changed
from countwatch.present.header import outcome_label
from countwatch.present.messages import msg
from countwatch.present.names import Names, percent_base, sheets_label
from countwatch.present.problems import sentence
from countwatch.present.turning import correction_details, correction_sentence
from countwatch.present.words import Words

RECENT_UPDATES = 60
"""A finding that came within so many updates is not said again."""

_PLACES_MAX = 4
_SILENT = frozenset({Outcome.UNCHANGED, Outcome.NOT_MODIFIED})
_FAILURES = frozenset({Outcome.FETCH_FAILED, Outcome.RETRY_LATER, Outcome.STALE_EDGE})
_SHEETS = ("counted", "under_review", "pending", "total")

PROVENANCES = {
    "reconstructed": msg("a recording rebuilt from recorded figures"),
    "git-scraped": msg("a recording made from a git history"),
}
"""What a recording is that was not made as it was published."""


def opening_line(status: FeedStatus, state: WatchState, words: Words) -> str:
    """The first line: what is being watched, from whom, and what a replay is worth."""
    title = state.election.title if state.election else None
    what = words("{title}, from {source}", title=title, source=status.label) if title else status.label
    if status.mode != "replay":
        return words("LIVE: {what}.", what=what)
    if status.provenance in PROVENANCES:
        return words("REPLAY of {what}; {provenance}.", what=what, provenance=words(PROVENANCES[status.provenance]))
    return words("REPLAY of {what}.", what=what)


def update_lines(state: WatchState, words: Words) -> list[str]:
    """What the last update changed; nothing where it changed nothing."""
    event = state.event
    if event is None:
        return []
    words = words.of(state.election)
    sentences = [*_news(state, event, words), *_findings(state, event, words)]
    if not sentences:
        return []
    is_new = event.outcome.shows and event.outcome is not Outcome.UNCHANGED
    at = (event.published_at if is_new else None) or event.received_at
    first, *others = [text if text.endswith((".", "…")) else f"{text}." for text in sentences]
    when = words.day_clock(local(at, state.election))
    return [f"{when}, {first}", *(f"  {text[:1].upper()}{text[1:]}" for text in others)]


def standing_line(state: WatchState, words: Words) -> str:
    """The reading on screen, whichever update brought it."""
    published_at = state.snapshot.published_at if state.snapshot else None
    at = published_at or state.ledger.received_at(state.n)
    return f"{words.of(state.election).day_clock(local(at, state.election))}, {reading_line(state, words)}"


def _news(state: WatchState, event: Event, words: Words) -> list[str]:
    """What became of the totals."""
    names = Names(state)
    before = state.ledger.outcome(event.n - 1) if event.n > 1 else Outcome.ACCEPTED
    if event.outcome in _SILENT:
        good = before.shows or before in _SILENT
        return [] if good else [words("a good answer again, with the same numbers")]
    if not event.outcome.shows:
        if goes_stale(state):
            return [words("the numbers are stale; {reason}", reason=_untouched(event, names, words))]
        return [] if _is_told(state, event) else [_untouched(event, names, words)]
    lines = [_correction(event.correction, names, words)] if event.correction else []
    reading = reading_line(state, words)
    return [*lines, words("the lead changed: {reading}", reading=reading) if lead_changed(state) else reading]


def _is_told(state: WatchState, event: Event) -> bool:
    """Whether the update before came to the same, for the same reason: seconds and bytes of a failure may differ."""
    before = state.ledger.event(event.n - 1) if event.n > 1 else None
    if before is None or before.outcome is not event.outcome:
        return False
    if event.outcome in _FAILURES and before.reason and event.reason:
        return before.reason.code == event.reason.code
    return before.reason == event.reason


def _untouched(event: Event, names: Names, words: Words) -> str:
    label = outcome_label(event.outcome, words)
    return f"{label}: {sentence(event.reason, words, names)}" if event.reason else label


def _correction(correction: Correction, names: Names, words: Words) -> str:
    """A fall, its size against the margin, and the units that fell by exactly the same."""
    alone = correction._replace(below=_same_falls(correction))
    return "; ".join([correction_sentence(correction, names, words), *correction_details(alone, names, words)])


def _same_falls(correction: Correction) -> tuple[UnitCorrection, ...]:
    whole = _by_figure(correction)
    return tuple(unit for unit in correction.below if _by_figure(unit) == whole)


def _by_figure(fallen: Correction | UnitCorrection) -> dict[tuple[str, str | None], int]:
    return {(change.figure, change.candidate_id): change.by for change in falls(fallen.changes)}


def _findings(state: WatchState, event: Event, words: Words) -> list[str]:
    """Findings that are news, without those that the correction of the total tells already."""
    recent = range(max(1, event.n - RECENT_UPDATES), event.n)
    before = {finding for n in recent for finding in state.ledger.event(n).findings}
    as_whole = {unit.unit_id for unit in _same_falls(event.correction)} if event.correction else set()
    fresh = [finding for finding in event.findings if finding not in before and not _is_of(finding, as_whole)]
    return told(fresh, words, Names(state))


def _is_of(finding: Finding, units: set[str]) -> bool:
    return finding.code == "unit_fell" and finding.unit_id in units


def reading_line(state: WatchState, words: Words) -> str:
    """The reading on screen: who is ahead, by how much, every share, and how far the count is where that moved."""
    words = words.of(state.election)
    snapshot = state.snapshot
    if snapshot is None:
        return words("there are no good numbers yet")
    parts = [_standing(state, words), _sheets(state, words)]
    return "; ".join(part for part in parts if part) + "."


def _standing(state: WatchState, words: Words) -> str:
    if state.snapshot is None:
        return ""
    names = Names(state)
    now = standing(state.snapshot.root, percent_base(state.election))
    first, *others = now.places[:_PLACES_MAX] or (None,)
    if first is None:
        return words("no votes yet")
    if now.lead is None or not now.leader_id:
        return words("level so far: {shares}", shares=", ".join(_share(place, names, words) for place in now.places))
    return words(
        "{lead}, with {share} ({votes}) against {others}",
        lead=ahead_words(now.lead, names, words),
        share=words.percent(first.share),
        votes=votes_words(first.votes, words),
        others=", ".join(_share(place, names, words) for place in others),
    )


def ahead_words(lead: Lead, names: Names, words: Words) -> str:
    """Who is ahead so far, and by how much."""
    return words(
        "{name} is ahead in the count so far by {votes}, {points} points",
        name=names(lead.ahead_id),
        votes=votes_words(lead.votes, words),
        points=words.decimal(lead.points),
    )


def votes_words(votes: int, words: Words) -> str:
    """A number of votes."""
    return words.plural("{count} vote", "{count} votes", votes)


def _share(place: Place, names: Names, words: Words) -> str:
    name, share, votes = names(place.candidate_id), words.percent(place.share), words.count(place.votes)
    return words("{share} for {name} ({votes})", name=name, share=share, votes=votes)


def _sheets(state: WatchState, words: Words) -> str:
    """How far the count is; "" where that is as it was. The number of all sheets is told when it is new."""
    if state.snapshot is None:
        return ""
    done, row = progress(state.snapshot.root.sheets), state.ledger.shown(state.n - 1)
    columns = {name: state.ledger.column(name) for name in _SHEETS}
    same = {name for name, column in columns.items() if row and column[row - 1] == column[state.n - 1]}
    if done.counted is None or not done.total or same == set(_SHEETS):
        return ""
    over = {name for name in same if columns[name][state.n - 1] == 0}
    states = ", ".join(sheet_states(done, words, without=over))
    if "total" in same:
        return words("{states} of all {sheets}", states=states)
    return words("{states} of {sheets}", states=states, sheets=sheets_label(done.total, state.election, words))


def sheet_states(done: Progress, words: Words, without: Collection[str] = ()) -> list[str]:
    """Counted, at the boards and pending, each as a percentage of all sheets; only what is known and is asked for."""
    states = (
        ("counted", done.counted, msg("counted {percent}")),
        ("under_review", done.under_review, msg("at {boards} {percent}")),
        ("pending", done.pending, msg("pending {percent}")),
    )
    return [
        words(text, percent=words.percent(done.share(sheets)))
        for name, sheets, text in states
        if sheets is not None and name not in without
    ]


def calendar_lines(state: WatchState, after: datetime | None, until: datetime, words: Words) -> list[str]:
    """Calendar entries that came about after one instant and until another, oldest first."""
    words = words.of(state.election)
    election = state.election
    if election is None:
        return []
    dated = [(instant(entry, election), entry) for entry in election.calendar if entry.status == "happened"]
    return [
        _dated(entry, entry_day(entry, election, words), words)
        for at, entry in sorted(dated, key=lambda pair: pair[0])
        if at <= until and (after is None or at > after) and not _tells_an_update(entry, state)
    ]


def _tells_an_update(entry: CalendarEntry, state: WatchState) -> bool:
    """Whether it is a note about a bulletin that is told by itself."""
    return entry.kind == "note" and entry.at is not None and state.ledger.row_at(entry.at, state.n) is not None


def _dated(entry: CalendarEntry, when: str, words: Words) -> str:
    text = words.pick(entry.text)
    if entry.kind == "claim":
        return words("{when}, claim: {text}", when=when, text=text)
    if entry.kind == "concession":
        return words("{when}, concession: {text}", when=when, text=text)
    return f"{when}: {text}"
