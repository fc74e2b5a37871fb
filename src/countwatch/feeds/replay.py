"""A recording as a feed: the same updates, paced, with pause, step, speed and seek.

The recorded clock is the feed's clock. It runs on between updates and, after the last one, to the
recording's `ends_at`, so that the steps of the calendar after the last bulletin are reached.
"""

import asyncio
from bisect import bisect_right
from collections.abc import AsyncIterator, Iterable, Sequence
from datetime import datetime, timedelta
from itertools import accumulate

from countwatch.feeds.timeline import IDLE_LIMIT_SECONDS, SPEED_DEFAULT, Timeline
from countwatch.model.errors import NoData
from countwatch.model.protocols import Clock, FeedStatus, Phase
from countwatch.model.text import clean
from countwatch.model.update import Document, Rewound, Update
from countwatch.record.reader import Recording
from countwatch.record.together import RecordingRow

NAP_SECONDS_MIN = 0.001
"""Less is not waited for: a sum of floats may end a hair before an instant, and must not be waited for in hairs."""

_APART = timedelta(microseconds=1)


class ReplayFeed:
    """Plays a `Recording`. `speed` is recorded seconds a second of viewing, None for as fast as possible.

    `marks` are further instants (calendar steps) at which a long silence is divided. `start_at` is where
    the viewing begins; what lies before is yielded at once. `linger` keeps the feed open at its end, for
    a screen on which one can still seek; without it the feed ends. `NoData` empty_recording (path) where
    the recording holds no update.
    """

    def __init__(
        self,
        recording: Recording | RecordingRow,
        clock: Clock,
        *,
        speed: float | None = SPEED_DEFAULT,
        idle_limit_seconds: float = IDLE_LIMIT_SECONDS,
        marks: Sequence[datetime] = (),
        start_at: datetime | None = None,
        linger: bool = False,
    ) -> None:
        if not len(recording):
            raise NoData("empty_recording", path=clean(str(recording.path)))
        self._recording = recording
        self._clock = clock
        self._linger = linger
        self._times = _in_order(recording.received_at(n) for n in range(1, len(recording) + 1))
        self._marks = tuple(marks)
        self._idle_limit_seconds = idle_limit_seconds
        self.starts_at = self._times[0]
        self.ends_at = max(self._times[-1], recording.header.ends_at or self._times[-1])
        self._timeline = self._draw(speed)
        self._position = self._begins_at = self.starts_at if start_at is None else self._inside(start_at)
        self._since = clock.monotonic()
        self._paused = False
        self._yielded = 0
        self._folded = 0
        self._moved = asyncio.Event()
        self._catching_up = False

    def _draw(self, speed: float | None) -> Timeline:
        inside = [mark for mark in self._marks if self._times[-1] < mark < self.ends_at]
        knots = (*self._times, *inside, self.ends_at)
        return Timeline(knots, speed=speed, idle_limit_seconds=self._idle_limit_seconds)

    @property
    def speed(self) -> float | None:
        """Recorded seconds a second; None for as fast as possible."""
        return self._timeline.speed

    @property
    def paused(self) -> bool:
        """Whether the recorded clock stands still."""
        return self._paused

    def now(self) -> datetime:
        """The recorded instant that is being viewed."""
        if self._paused:
            return self._position
        if self.speed is None:
            return self.ends_at if self._yielded >= len(self._times) else self._times[max(self._yielded - 1, 0)]
        return self._timeline.after(self._position, self._clock.monotonic() - self._since)

    def status(self) -> FeedStatus:
        """Where the replay is."""
        header = self._recording.header
        return FeedStatus(
            mode="replay",
            phase=self._phase(),
            label=header.feed,
            url=clean(self._recording.path.name),
            speed=self.speed,
            position=self.now(),
            starts_at=self.starts_at,
            begins_at=self._begins_at,
            ends_at=self.ends_at,
            updates=len(self._recording),
            bound_for=self._wanted_now(),
            provenance=header.provenance,
            fraction=self._timeline.fraction,
        )

    def _phase(self) -> Phase:
        if self._catching_up:
            return "catching_up"
        if self._yielded >= len(self._times) and self.now() >= self.ends_at:
            return "ended"
        return "paused" if self._paused else "playing"

    def pause(self, *, paused: bool) -> None:
        """Stop or start the recorded clock; starting at the end begins again."""
        if not paused and self.now() >= self.ends_at:
            self.seek(self.starts_at)
        self._settle(self.now())
        self._paused = paused

    def set_speed(self, speed: float | None) -> None:
        """Change the pace from here on."""
        here = self.now()
        self._timeline = self._draw(speed)
        self._settle(here)

    def seek(self, at: datetime) -> None:
        """Move to a recorded instant (kept within the recording). As fast as possible, it stops there."""
        self._paused = self._paused or self.speed is None
        self._settle(self._inside(at))

    def seek_fraction(self, fraction: float) -> None:
        """Move to a place on the bar of the whole viewing, 0 its start and 1 its end."""
        self.seek(self._timeline.instant(fraction))

    def seek_update(self, n: int) -> None:
        """Move to the instant of update `n` (kept within the recording)."""
        self.seek(self._times[min(max(n, 1), len(self._times)) - 1])

    def step(self, updates: int) -> None:
        """Pause, and move that many updates forward or back; after the last one comes the recording's end."""
        self.pause(paused=True)
        wanted = self._wanted() + updates
        if wanted > len(self._times):
            self.seek(self.ends_at)
        else:
            self.seek_update(wanted)

    def document(self, n: int, key: str) -> Document:
        """A document of update `n` as it was recorded. `LookupError` where that update has none of this key."""
        return self._recording.document(n, key)

    def _inside(self, at: datetime) -> datetime:
        return min(max(at, self.starts_at), self.ends_at)

    def _settle(self, position: datetime) -> None:
        self._position = position
        self._since = self._clock.monotonic()
        self._moved.set()

    def _wanted(self) -> int:
        """The number of updates that belong to the recorded instant now."""
        return bisect_right(self._times, self.now())

    def _wanted_now(self) -> int:
        """The same; all of them while it plays as fast as possible."""
        return len(self._times) if self.speed is None and not self._paused else self._wanted()

    async def updates(self) -> AsyncIterator[Update | Rewound]:
        """Updates as their instant comes; `Rewound` where a move lands on what was yielded before."""
        self._since = self._clock.monotonic()
        while True:
            wanted = self._wanted_now()
            if wanted < self._yielded or (wanted > self._yielded < self._folded):
                self._yielded = min(wanted, self._folded)
                yield Rewound(self._yielded, self._recording.document)
            elif wanted > self._yielded:
                self._catching_up = wanted > self._yielded + 1
                self._yielded += 1
                self._folded = max(self._folded, self._yielded)
                yield self._recording.update(self._yielded)
                await asyncio.sleep(0)
            else:
                self._catching_up = False
                if self._yielded >= len(self._times) and not self._linger and self._finished():
                    return
                await self._wait()

    def _finished(self) -> bool:
        return self.speed is None or self.now() >= self.ends_at

    async def _wait(self) -> None:
        """Until the next update is due, or somebody moves the replay."""
        self._moved.clear()
        if self._paused or self._yielded >= len(self._times):
            due = self._timeline.seconds_between(self.now(), self.ends_at)
            if self._paused or self._linger:
                await self._moved.wait()
                return
        else:
            due = self._timeline.seconds_between(self.now(), self._times[self._yielded])
        sleeper = asyncio.ensure_future(self._clock.sleep(max(due, NAP_SECONDS_MIN)))
        mover = asyncio.ensure_future(self._moved.wait())
        try:
            await asyncio.wait({sleeper, mover}, return_when=asyncio.FIRST_COMPLETED)
        finally:
            sleeper.cancel()
            mover.cancel()

    async def aclose(self) -> None:
        """Close the recording's file."""
        self._recording.close()


def _in_order(received: Iterable[datetime]) -> tuple[datetime, ...]:
    """The instants at which updates are played: each after the one before.

    A machine's clock may have been set back during a recording, and two updates may share an instant;
    each must still be reached by playing on and by stepping.
    """
    return tuple(accumulate(received, lambda before, at: max(at, before + _APART)))
