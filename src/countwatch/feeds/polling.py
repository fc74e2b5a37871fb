"""When to ask again: the interval with its jitter, the back-off, and what a server asks for by Retry-After."""

import asyncio
import random
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime

from countwatch.model.limits import INTERVAL_SECONDS_MIN, RETRY_AFTER_SECONDS_MAX
from countwatch.model.protocols import Clock

JITTER = 0.1
"""A tenth of the wait either way, so that many watchers do not ask in step."""

BACK_OFF_SECONDS_MAX = 300.0
"""However long a feed was away, it is asked again within this (or within its interval, where that is longer)."""

_DOUBLINGS_MAX = 10
_DIGITS_MAX = 9
"""Of a number longer than this the first digits say enough: it is over the cap."""


class Schedule:
    """When the next poll is due, in seconds of the clock's `monotonic`.

    After a success the wait is the interval, from start to start. The first failure waits the interval
    too, every further one in a row twice as long, up to the cap, and counted from the end of the poll, so
    that a server that answers slowly is given room. Nothing is ever under 5 s after the last start.
    """

    def __init__(self, interval_seconds: float, jitter: random.Random) -> None:
        self.interval_seconds = max(interval_seconds, INTERVAL_SECONDS_MIN)
        self.failures = 0
        self.due: float | None = None
        self._jitter = jitter
        self._started = 0.0

    def start(self, at: float) -> None:
        """A poll starts. Should it never report its end, the next one is due an interval later."""
        self._started = at
        self.due = at + self.interval_seconds

    def succeed(self, at: float, retry_after_seconds: float | None = None) -> None:
        """The poll that was started ended well at `at`; any document may still have asked for time."""
        self.failures = 0
        self._settle(self._started + self._jittered(self.interval_seconds), at, retry_after_seconds)

    def fail(self, at: float, retry_after_seconds: float | None = None) -> None:
        """The poll that was started failed at `at`. A wait that the server names replaces the back-off."""
        self.failures += 1
        if retry_after_seconds is not None:
            due = self._started + self._jittered(self.interval_seconds)
        else:
            due = at + self._backed_off(self.failures)
        self._settle(due, at, retry_after_seconds)

    def put_off(self, at: float, times: int) -> None:
        """What the last poll brought could not be read, for the `times`-th time in a row: wait as after failures."""
        if self.due is not None:
            self.due = max(self.due, at + self._backed_off(times))

    def hasten(self, at: float) -> None:
        """Somebody asks for a poll now: it is due at once, or 5 s after the last start."""
        if self.due is not None:
            self.due = min(self.due, max(at, self._started + INTERVAL_SECONDS_MIN))

    def _settle(self, due: float, at: float, retry_after_seconds: float | None) -> None:
        asked = at + retry_after_seconds if retry_after_seconds is not None else due
        self.due = max(due, asked, self._started + INTERVAL_SECONDS_MIN)

    def _backed_off(self, times: int) -> float:
        cap = max(BACK_OFF_SECONDS_MAX, self.interval_seconds)
        return min(self._jittered(self.interval_seconds * 2 ** min(times - 1, _DOUBLINGS_MAX)), cap)

    def _jittered(self, seconds: float) -> float:
        return seconds * self._jitter.uniform(1 - JITTER, 1 + JITTER)


class Turn:
    """Waits until the schedule says that it is time, unless somebody wakes it or closes it for good."""

    def __init__(self, schedule: Schedule, clock: Clock) -> None:
        self.closed = False
        self._schedule = schedule
        self._clock = clock
        self._woken = asyncio.Event()

    async def comes(self) -> bool:
        """Wait for the next turn: True when it is time, False when there will be none."""
        while not self.closed:
            left = self._seconds_left()
            if left <= 0:
                return True
            self._woken.clear()
            await self._sleep(left)
        return False

    def hasten(self) -> None:
        """Take the next turn now, or as soon as 5 s are over since the last one began."""
        self._schedule.hasten(self._clock.monotonic())
        self._woken.set()

    def close(self) -> None:
        """No more turns."""
        self.closed = True
        self._woken.set()

    def due_at(self, now: datetime) -> datetime | None:
        """When the next turn comes, on the clock that says `now`; None before the first."""
        if self._schedule.due is None or self.closed:
            return None
        return now + timedelta(seconds=max(self._seconds_left(), 0.0))

    def _seconds_left(self) -> float:
        return 0.0 if self._schedule.due is None else self._schedule.due - self._clock.monotonic()

    async def _sleep(self, seconds: float) -> None:
        sleeper = asyncio.ensure_future(self._clock.sleep(seconds))
        waker = asyncio.ensure_future(self._woken.wait())
        try:
            await asyncio.wait({sleeper, waker}, return_when=asyncio.FIRST_COMPLETED)
            if sleeper.done():
                sleeper.result()
        finally:
            sleeper.cancel()
            waker.cancel()


def retry_after_seconds(value: str, now: datetime) -> float | None:
    """Seconds to wait by a Retry-After header, 0 to 300; None where it is neither digits nor a date to come.

    RFC 9110, 10.2.3: whole seconds, or an HTTP date. The cap keeps a server, or somebody in its place,
    from silencing the watch for the night.
    """
    text = value.strip()
    if text.isascii() and text.isdigit():
        return min(float(text.lstrip("0")[:_DIGITS_MAX] or 0), RETRY_AFTER_SECONDS_MAX)
    try:
        at = parsedate_to_datetime(text)
        seconds = (at if at.tzinfo is not None else at.replace(tzinfo=UTC)) - now
    except (ValueError, TypeError, OverflowError, IndexError):
        return None
    return min(seconds.total_seconds(), RETRY_AFTER_SECONDS_MAX) if seconds.total_seconds() >= 0 else None
