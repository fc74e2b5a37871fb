"""When a recorded instant is viewed: long silences are cut, and the recorded clock runs on between updates.

Pure arithmetic on instants; the replay feed drives it with a clock.
"""

from bisect import bisect_right
from collections.abc import Sequence
from datetime import datetime, timedelta

IDLE_LIMIT_SECONDS = 3.0
SPEED_DEFAULT = 600.0


class Timeline:
    """Knots of recorded time, and the seconds of viewing between them.

    Between two knots the recorded clock runs evenly: at `speed` where that takes no longer than
    `idle_limit_seconds`, faster where it would. `speed` is None for "as fast as possible".
    """

    def __init__(
        self, knots: Sequence[datetime], *, speed: float | None, idle_limit_seconds: float = IDLE_LIMIT_SECONDS
    ) -> None:
        self.knots = tuple(sorted(set(knots)))
        self.speed = speed
        self.idle_limit_seconds = idle_limit_seconds

    def seconds_between(self, earlier: datetime, later: datetime) -> float:
        """Seconds of viewing from one recorded instant to a later one; 0 backwards."""
        if later <= earlier or self.speed is None:
            return 0.0
        total = 0.0
        at = earlier
        while at < later:
            start, end = self._span(at)
            until = later if end is None else min(end, later)
            total += (until - at).total_seconds() / self._rate(start, end)
            at = until
        return total

    def after(self, at: datetime, seconds: float) -> datetime:
        """The recorded instant that many seconds of viewing later; the last knot ends it."""
        if self.speed is None or not self.knots:
            return self.knots[-1] if self.knots else at
        left = seconds
        while left > 0 and at < self.knots[-1]:
            start, end = self._span(at)
            rate = self._rate(start, end)
            span = ((end or self.knots[-1]) - at).total_seconds() / rate
            if span >= left:
                return at + timedelta(seconds=left * rate)
            at, left = (end or self.knots[-1]), left - span
        return at

    def _span(self, at: datetime) -> tuple[datetime | None, datetime | None]:
        index = bisect_right(self.knots, at)
        start = self.knots[index - 1] if index else None
        end = self.knots[index] if index < len(self.knots) else None
        return start, end

    def _rate(self, start: datetime | None, end: datetime | None) -> float:
        """Recorded seconds a second of viewing, inside one span."""
        speed = self.speed or SPEED_DEFAULT
        if start is None or end is None:
            return speed
        return max(speed, (end - start).total_seconds() / self.idle_limit_seconds)
