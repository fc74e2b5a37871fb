"""The whole course in one list: the calendar with its sources, what was said, and what happened in the count."""

from datetime import datetime

from countwatch.count.stages import stages
from countwatch.model.election import Election, local
from countwatch.present.happened import Dated, newest_first
from countwatch.present.views import Entry, HappenedView
from countwatch.present.words import Words


def timeline_view(
    counted: tuple[Dated, ...],
    calendar: tuple[Dated, ...],
    election: Election | None,
    now: datetime,
    words: Words,
) -> HappenedView:
    """Newest first. What a file tells of later days is left out, but for what was scheduled beforehand."""
    told = (dated for dated in calendar if dated[0] <= now or dated[1].kind == "scheduled")
    deadline = _deadline(election, now, words) if election else []
    return HappenedView(words("Calendar, claims and count"), newest_first([*counted, *told, *deadline]))


def _deadline(election: Election, now: datetime, words: Words) -> list[Dated]:
    """The deadline while it is ahead; once it has passed without a proclamation, the file's words on the dispute."""
    deadline = election.deadline
    if deadline is None:
        return []
    day, at = local(deadline.at, election).date(), words.day_clock(local(deadline.at, election))
    if now < deadline.at and any(item.status == "scheduled" and item.on == day for item in election.calendar):
        return []  # the calendar says it itself, with its source
    if now < deadline.at:
        text = words("scheduled: {text}", text=words.pick(deadline.text))
        return [(deadline.at, Entry(0, at, "scheduled", text, "dim"))]
    contested = stages(election, now).contested
    if contested is None or not contested.after:
        return []
    return [(deadline.at, Entry(0, at, "scheduled", words.pick(contested.after), "warn"))]
