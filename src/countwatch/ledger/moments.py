"""What alert rules look at of a state. Pure."""

from datetime import datetime

from countwatch.count.alerts import Moment
from countwatch.count.progress import progress
from countwatch.count.stages import stages
from countwatch.count.standing import standing
from countwatch.ledger.state import WatchState


def moment_of(state: WatchState, at: datetime, stale_seconds: float | None = None) -> Moment:
    """The state at an instant (aware, of the feed's clock)."""
    election, event = state.election, state.event
    reached = stages(election, at).stage if election else None
    correction = event.correction.size_votes if event and event.correction else 0
    if state.snapshot is None:
        return Moment(state.n, at, stage=reached, stale_seconds=stale_seconds)
    root = state.snapshot.root
    now, done = standing(root, election.percent_base if election else "valid"), progress(root.sheets)
    lead, leader = now.lead, now.leader_id
    return Moment(
        n=state.n,
        at=at,
        leader_id=leader,
        runner_up_id=lead.behind_id if lead and leader else None,
        lead_votes=lead.votes if lead else None,
        lead_points=lead.points if lead else None,
        counted_percent=done.share(done.counted),
        correction_votes=correction,
        stage=reached,
        stale_seconds=stale_seconds,
    )
