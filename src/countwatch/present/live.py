"""The whole live screen from a state and an instant: pure, the same for the app, pictures and tests."""

from datetime import datetime

from countwatch.ledger.state import WatchState
from countwatch.model.election import local
from countwatch.model.protocols import FeedStatus, RecordingStatus
from countwatch.present.happened import happened_view, turning_points
from countwatch.present.header import header_view, health_view
from countwatch.present.lead import lead_view
from countwatch.present.names import Names
from countwatch.present.panels import candidate_views, outlook_view, proclamation_view, sheets_view
from countwatch.present.regions import regions_view
from countwatch.present.views import Line, LiveView, Mark, ReplayView
from countwatch.present.words import Words


def live_view(
    state: WatchState, *, now: datetime, status: FeedStatus, recording: RecordingStatus | None, words: Words
) -> LiveView:
    """Every panel. `now` is the feed's own clock: the machine's when live, the recorded one in a replay."""
    names = Names(state)
    return LiveView(
        header=header_view(state, now, status, recording, names, words),
        candidates=candidate_views(state, names, words),
        lead=lead_view(state, names, words),
        sheets=sheets_view(state, words),
        outlook=outlook_view(state, names, words),
        proclamation=proclamation_view(state, now, words),
        regions=regions_view(state, names, words),
        happened=happened_view(state, now, status, names, words),
        health=health_view(state, now, status, recording, names, words),
        replay=replay_view(state, status, words),
        footnote=words("shares are rounded once, half up; sums and differences of shown figures may be off by 0.001"),
        empty=_empty(state, status, words),
    )


def replay_view(state: WatchState, status: FeedStatus, words: Words) -> ReplayView | None:
    """The replay bar; None for a live feed."""
    fraction = status.fraction
    if fraction is None or status.position is None or status.ends_at is None:
        return None
    kinds = {"lead_change": words("lead changed"), "correction": words("correction"), "gap": words("gap")}
    marks = tuple(
        Mark(fraction(state.ledger.received_at(point.n)), point.kind, kinds[point.kind])
        for point in turning_points(state)
        if point.kind != "gap"
    )
    phases = {
        "playing": words("playing"),
        "paused": words("paused"),
        "catching_up": words("catching up"),
        "ended": words("at the end"),
    }
    return ReplayView(
        phase=phases.get(status.phase, status.phase),
        paused=status.phase in {"paused", "ended"},
        speed=words("max") if status.speed is None else f"{status.speed:g}×",
        fraction=fraction(status.position),
        position=words.day_clock(local(status.position, state.election)),
        end=words.day(local(status.ends_at, state.election)),
        marks=marks,
    )


def _empty(state: WatchState, status: FeedStatus, words: Words) -> Line | None:
    if state.snapshot is not None:
        return None
    if state.n == 0:
        return Line(words("waiting for the first update from {label}", label=status.label), "note")
    return Line(words("no good numbers yet; polling goes on (4 shows what came)"), "warn")
