"""Where the count stands in law: only what happened moves the stage. Processed is progress, not a stage."""

from datetime import datetime, timedelta
from typing import NamedTuple

from countwatch.model.election import CalendarEntry, Deadline, Election, Stage


class Stages(NamedTuple):
    """The stage reached at an instant, what happened last and what is next, and the time to the deadline.

    `reached` gives for each stage passed the entry that says so. `next` is the next scheduled step: what
    a file tells of days after `now` has not happened yet. `said` are claims and concessions so far, which
    move nothing. `remaining` is negative once the deadline has passed; None where the election has none.
    `contested` is the deadline when it has passed without a proclamation: what follows is disputed, and
    its `after` names the views.
    """

    stage: Stage | None
    last: CalendarEntry | None
    next: CalendarEntry | None
    remaining: timedelta | None
    reached: dict[Stage, CalendarEntry]
    said: tuple[CalendarEntry, ...]
    contested: Deadline | None


def instant(entry: CalendarEntry, election: Election) -> datetime:
    """When an entry is over: its instant, or the end of its day on the election's clock."""
    if entry.at is not None:
        return entry.at
    day_after = entry.on + timedelta(days=1)
    return datetime(day_after.year, day_after.month, day_after.day, tzinfo=election.zone)


def dated(election: Election) -> list[tuple[datetime, CalendarEntry]]:
    """The calendar in the order of its instants; entries of one instant stay in the file's order."""
    return sorted(((instant(entry, election), entry) for entry in election.calendar), key=lambda pair: pair[0])


def stages(election: Election, now: datetime) -> Stages:
    """Read the calendar at that instant."""
    entries = dated(election)
    past = [entry for at, entry in entries if at <= now and entry.status == "happened"]
    happened = [entry for entry in past if entry.kind == "step"]
    ahead = [entry for at, entry in entries if at > now and entry.kind == "step" and entry.status == "scheduled"]
    reached: dict[Stage, CalendarEntry] = {}
    for entry in happened:
        if entry.stage is not None:
            reached.setdefault(entry.stage, entry)
    order = list(Stage)
    stage = max(reached, key=order.index, default=None)
    deadline = election.deadline
    proclaimed = stage is not None and order.index(stage) >= order.index(Stage.PROCLAIMED)
    passed = deadline is not None and now >= deadline.at
    return Stages(
        stage=stage,
        last=happened[-1] if happened else None,
        next=ahead[0] if ahead else None,
        remaining=None if deadline is None else deadline.at - now,
        reached=reached,
        said=tuple(entry for entry in past if entry.kind in {"claim", "concession"}),
        contested=deadline if passed and not proclaimed else None,
    )
