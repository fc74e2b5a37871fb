"""Where the count stands in law: only what happened moves the stage. Processed is progress, not a stage."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from countwatch.model.election import CalendarEntry, Election, Stage


@dataclass(frozen=True, slots=True)
class Stages:
    """The stage reached at an instant, what happened last and what is next, and the time to the deadline.

    `remaining` is negative once the deadline has passed; None where the election has none.
    """

    stage: Stage | None
    last: CalendarEntry | None
    next: CalendarEntry | None
    remaining: timedelta | None


def instant(entry: CalendarEntry, election: Election) -> datetime:
    """When an entry is over: its instant, or the end of its day on the election's clock."""
    if entry.at is not None:
        return entry.at
    day_after = entry.on + timedelta(days=1)
    return datetime(day_after.year, day_after.month, day_after.day, tzinfo=election.zone)


def stages(election: Election, now: datetime) -> Stages:
    """Read the calendar at that instant."""
    dated = sorted(((instant(entry, election), index) for index, entry in enumerate(election.calendar)))
    happened = [
        election.calendar[index]
        for at, index in dated
        if at <= now and election.calendar[index].status == "happened" and election.calendar[index].kind == "step"
    ]
    ahead = [election.calendar[index] for at, index in dated if at > now and election.calendar[index].kind == "step"]
    reached = [entry.stage for entry in happened if entry.stage is not None]
    order = list(Stage)
    return Stages(
        stage=max(reached, key=order.index) if reached else None,
        last=happened[-1] if happened else None,
        next=ahead[0] if ahead else None,
        remaining=None if election.deadline is None else election.deadline.at - now,
    )
