"""A time as one types it: a stamp, a day, an hour of the day in view, or so long from here."""

import re
from datetime import datetime, time, timedelta
from functools import lru_cache

from countwatch.model.text import clean, shorten
from countwatch.present.words import Words

_SPAN = re.compile(r"([+\-−])((?:\d{1,6}[dhms])+)")
_PART = re.compile(r"(\d+)([dhms])")
_UNITS = {"d": "days", "h": "hours", "m": "minutes", "s": "seconds"}
_CLOCK = re.compile(r"(\d{1,2}):(\d{2})(?::(\d{2}))?")
_DAY = re.compile(r"(\d{1,2}) ([^\W\d]{3,})\.?(?: (\d{4}))?")
TEXT_CELLS_MAX = 30
"""What was typed takes no more of a sentence than this."""
_LETTERS_MIN = 3
"""So many letters of a month's name are enough."""


def instant_of(text: str, here: datetime, between: tuple[datetime, datetime], words: Words) -> datetime | str:
    """The instant that a text means, or the sentence that refuses it: no time, or none of this recording."""
    at = moment(text, here, between, words)
    if at is None:
        return words(
            "{text} is no time; expected one such as {day}, 19:23, +2h or {stamp}",
            text=shorten(clean(text.strip()), TEXT_CELLS_MAX),
            day=words.day_clock(here),
            stamp=f"{here:%Y-%m-%dT%H:%M}",
        )
    if not between[0] <= at <= between[1]:
        start, end = (words.day_clock(edge.astimezone(here.tzinfo)) for edge in between)
        return words("the recording has {start} to {end} only", start=start, end=end)
    return at


def moment(text: str, here: datetime, between: tuple[datetime, datetime], words: Words) -> datetime | None:
    """The instant that a text means, seen from `here`, on whose clock it is; None where it is no time.

    A stamp such as 2021-06-07T19:23, "7 Jun 19:23" in the reader's words or in English, "7 Jun", "19:23" of the day
    in view, "+2h", "-1d12h". A day without a year is in the year that lies `between` two instants, and begins no
    earlier than the first.
    """
    typed = " ".join(text.casefold().replace(" de ", " ").split())
    try:
        return _away(typed, here) or _stamp(typed, here) or _of_day(typed, here, between, words)
    except (ValueError, OverflowError):
        return None


def _away(typed: str, here: datetime) -> datetime | None:
    found = _SPAN.fullmatch(typed.replace(" ", "").replace("min", "m"))
    if found is None:
        return None
    span = sum((timedelta(**{_UNITS[unit]: int(size)}) for size, unit in _PART.findall(found[2])), timedelta())
    return here + span if found[1] == "+" else here - span


def _stamp(typed: str, here: datetime) -> datetime | None:
    if not re.match(r"\d{4}-\d{2}-\d{2}", typed):
        return None
    at = datetime.fromisoformat(typed.upper())
    return at.replace(tzinfo=here.tzinfo) if at.tzinfo is None else at.astimezone(here.tzinfo)


def _of_day(typed: str, here: datetime, between: tuple[datetime, datetime], words: Words) -> datetime | None:
    """A day, an hour, or a day and an hour, in this order."""
    head, _, tail = typed.rpartition(" ")
    clock = _CLOCK.fullmatch(tail)
    if clock is None:
        head = typed
    at = time(int(clock[1]), int(clock[2]), int(clock[3] or 0)) if clock else time()
    if not head:
        return here.replace(hour=at.hour, minute=at.minute, second=at.second, microsecond=0) if clock else None
    day = _DAY.fullmatch(head.rstrip(","))
    month = _months(words.locale).get(day[2][:_LETTERS_MIN]) if day else None
    if day is None or month is None:
        return None
    years = [int(day[3])] if day[3] else range(between[0].year, between[1].year + 1)
    found = [datetime.combine(datetime(year, month, int(day[1])), at, here.tzinfo) for year in years]  # noqa: DTZ001 - combined with a zone right here
    start = between[0].astimezone(here.tzinfo)
    if clock is None:
        found = [start if one.date() == start.date() else one for one in found]
    return next((one for one in found if start <= one <= between[1]), found[0])


@lru_cache(maxsize=4)
def _months(locale: str) -> dict[str, int]:
    """Months by the first letters of their names, the reader's and the English ones."""
    from babel.dates import get_month_names

    return {
        name.casefold()[:_LETTERS_MIN]: number
        for spoken in ("en_US", locale)
        for number, name in get_month_names("wide", locale=spoken).items()
    }
