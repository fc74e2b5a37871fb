"""The whole live screen from a state and an instant: pure, the same for the app, pictures and tests.

What only an update changes is made once a state, what the calendar changes too once a date of it, the rest each second.
"""

from bisect import bisect_right
from dataclasses import dataclass
from datetime import UTC, datetime
from decimal import Decimal
from functools import lru_cache
from typing import NamedTuple

from countwatch.count.outlook import Outlook
from countwatch.ledger.state import WatchState
from countwatch.model.election import local
from countwatch.model.protocols import FeedStatus, RecordingStatus
from countwatch.present.chart_views import Mark
from countwatch.present.happened import Dated, calendar_entries, counted_entries, happened_view
from countwatch.present.header import header_view, health_view
from countwatch.present.lead import lead_view
from countwatch.present.names import Names
from countwatch.present.outlook import outlook_of, outlook_panel
from countwatch.present.panels import candidate_views, counted_down, proclamation_view, sheets_view
from countwatch.present.regions import regions_view
from countwatch.present.timeline import timeline_view
from countwatch.present.turning import Turns, pace_curve, pace_words, turning_view, turns_of
from countwatch.present.views import (
    CandidateView,
    HappenedView,
    LeadView,
    Line,
    LiveView,
    PanelView,
    ProclamationView,
    RegionsView,
    ReplayView,
    SheetsView,
)
from countwatch.present.words import Words

BEFORE_ALL = datetime.min.replace(tzinfo=UTC)
"""Earlier than every date of a calendar."""


@dataclass(frozen=True, slots=True, eq=False)
class Still:
    """What only an update changes: made once a state, painted at every tick.

    `dates` are those at which the calendar or the deadline changes what is said, in their order.
    """

    state: WatchState
    names: Names
    turns: Turns
    outlook: Outlook | None
    candidates: tuple[CandidateView, ...]
    lead: LeadView
    sheets: SheetsView
    regions: RegionsView
    counted: tuple[Dated, ...]
    calendar: tuple[Dated, ...]
    dates: tuple[datetime, ...]
    turning: HappenedView


class Chapter(NamedTuple):
    """What is said from one date to the next; of the proclamation all but the time that is left."""

    outlook: PanelView
    proclamation: ProclamationView
    happened: HappenedView
    timeline: HappenedView


def still(state: WatchState, provenance: str, words: Words, before: Still | None = None) -> Still:
    """Everything that needs no clock. `provenance` is that of the feed; it words the gaps.

    What is the same as in the one `before` is taken from it: the calendar, and rows of units of which nothing new came.
    """
    words = words.of(state.election)
    names, turns, election = Names(state), turns_of(state), state.election
    calendar = (
        before.calendar
        if before is not None and before.state.election is election
        else calendar_entries(election, words)
    )
    deadline = {election.deadline.at} if election is not None and election.deadline is not None else set[datetime]()
    return Still(
        state=state,
        names=names,
        turns=turns,
        outlook=outlook_of(state),
        candidates=candidate_views(state, names, words),
        lead=lead_view(state, turns.points, names, words),
        sheets=_with_pace(sheets_view(state, words), state, turns, words),
        regions=regions_view(state, names, words, (before.state, before.regions) if before else None),
        counted=counted_entries(state, turns, provenance, names, words),
        calendar=calendar,
        dates=tuple(sorted({at for at, _ in calendar} | deadline)),
        turning=turning_view(state, turns, provenance, names, words),
    )


def live_view(
    part: Still, *, now: datetime, status: FeedStatus, recording: RecordingStatus | None, words: Words
) -> LiveView:
    """Every panel. `now` is the feed's own clock: the machine's when live, the recorded one in a replay."""
    words = words.of(part.state.election)
    state, names = part.state, part.names
    empty = _empty(state, status, words)
    passed = bisect_right(part.dates, now)
    chapter = _chapter(part, part.dates[passed - 1] if passed else BEFORE_ALL, words)
    return LiveView(
        header=header_view(state, now, status, recording, names, words),
        candidates=part.candidates,
        lead=part.lead,
        sheets=part.sheets,
        outlook=chapter.outlook._replace(lines=(empty,)) if empty else chapter.outlook,
        proclamation=counted_down(chapter.proclamation, state.election, now, words),
        regions=part.regions,
        happened=chapter.happened,
        timeline=chapter.timeline,
        turning=part.turning,
        health=health_view(state, now, status, recording, names, words),
        replay=replay_view(part, status, words),
        footnote=words(
            "shares are rounded once, half up; sums and differences of shown figures may be off by {step}",
            step=words.decimal(Decimal("0.001")),
        ),
        empty=empty,
    )


@lru_cache(maxsize=1)
def _chapter(part: Still, since: datetime, words: Words) -> Chapter:
    """That of a state which began at the date `since`. The latest is kept: it is what the next second asks for."""
    state = part.state
    return Chapter(
        outlook_panel(part.outlook, state, since, part.names, words),
        proclamation_view(state, since, words),
        happened_view(part.counted, part.calendar, since, words),
        timeline_view(part.counted, part.calendar, state.election, since, words),
    )


def _with_pace(sheets: SheetsView, state: WatchState, turns: Turns, words: Words) -> SheetsView:
    """The sheets with how fast they come, and what is to be known of rounding."""
    told = pace_words(state, turns, words)
    return sheets._replace(
        pace=f"{told} {pace_curve(turns)}" if told else "",
        footnote=words("rounded once: sums may be off by {step}", step=words.decimal(Decimal("0.001"))),
    )


def replay_view(part: Still, status: FeedStatus, words: Words) -> ReplayView | None:
    """The replay bar; None for a live feed."""
    fraction = status.fraction
    if fraction is None or status.position is None or status.ends_at is None:
        return None
    ledger, election = part.state.ledger, part.state.election
    kinds = {"lead_change": words("lead changed"), "correction": words("correction")}
    marks = tuple(
        Mark(fraction(ledger.received_at(point.n)), point.kind, kinds[point.kind])
        for point in part.turns.points
        if point.kind in kinds
    )
    phases = {
        "playing": words("playing"),
        "paused": words("paused"),
        "catching_up": words(
            "catching up, {n} of {wanted}", n=words.count(part.state.n), wanted=words.count(status.bound_for)
        ),
        "ended": words("at the end"),
    }
    return ReplayView(
        phase=phases.get(status.phase, status.phase),
        paused=status.phase in {"paused", "ended"},
        ended=status.phase == "ended",
        speed=words("max") if status.speed is None else f"{status.speed:g}×",
        fraction=fraction(status.position),
        position=words.day_clock(local(status.position, election)),
        end=words.day(local(status.ends_at, election)),
        marks=marks,
    )


def _empty(state: WatchState, status: FeedStatus, words: Words) -> Line | None:
    if state.snapshot is not None:
        return None
    if state.n == 0:
        return Line(words("waiting for the first update from {label}", label=status.label), "note")
    return Line(words("no good numbers yet; polling goes on, and the log shows what came"), "warn")
