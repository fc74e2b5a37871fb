"""When a recorded instant is viewed: long silences are cut, and the recorded clock runs on between updates.

Pure arithmetic on instants; the replay feed drives it with a clock.
"""

from bisect import bisect_right
from collections.abc import Sequence
from datetime import datetime, timedelta
from itertools import accumulate, pairwise

IDLE_LIMIT_SECONDS = 3.0
SPEED_DEFAULT = 600.0


class Timeline:
    """Knots of recorded time, and the seconds of viewing between them.

    Between two knots the recorded clock runs evenly: at `speed` where that takes no longer than
    `idle_limit_seconds`, faster where it would. `speed` is None for "as fast as possible". A question
    costs the same early and late in a recording: the seconds up to each knot are summed once.
    """

    def __init__(
        self,
        knots: Sequence[datetime],
        *,
        speed: float | None,
        idle_limit_seconds: float = IDLE_LIMIT_SECONDS,
    ) -> None:
        self.knots = tuple(sorted(set(knots)))
        self.speed = speed
        self.idle_limit_seconds = idle_limit_seconds
        spans = (
            (end - start).total_seconds() / self._rate(index)
            for index, (start, end) in enumerate(pairwise(self.knots), start=1)
        )
        self._viewed = tuple(accumulate(spans, initial=0.0))
        """Seconds of viewing from the first knot to each."""

    def seconds_between(self, earlier: datetime, later: datetime) -> float:
        """Seconds of viewing from one recorded instant to a later one; 0 backwards."""
        if later <= earlier or self.speed is None or not self.knots:
            return 0.0
        return max(0.0, self._viewed_at(later) - self._viewed_at(earlier))

    def after(self, at: datetime, seconds: float) -> datetime:
        """The recorded instant that many seconds of viewing later; the last knot ends it. Never before `at`."""
        if not self.knots or at >= self.knots[-1]:
            return at
        if self.speed is None:
            return self.knots[-1]
        viewed = self._viewed_at(at) + max(0.0, seconds)
        if viewed >= self._viewed[-1]:
            return self.knots[-1]
        index = bisect_right(self._viewed, viewed)
        knot = max(index - 1, 0)
        instant = self.knots[knot] + timedelta(seconds=(viewed - self._viewed[knot]) * self._rate(index))
        return max(at, min(instant, self.knots[index]))

    def fraction(self, at: datetime) -> float:
        """Where an instant stands on a bar of the whole viewing, 0 its start and 1 its end."""
        if not self.knots or not self._viewed[-1]:
            return 0.0
        return min(max(self._viewed_at(at) / self._viewed[-1], 0.0), 1.0)

    def instant(self, fraction: float) -> datetime:
        """The recorded instant at a place on that bar. `LookupError` without knots."""
        if not self.knots:
            raise LookupError(fraction)
        viewed = min(max(fraction, 0.0), 1.0) * self._viewed[-1]
        knot = max(min(bisect_right(self._viewed, viewed), len(self.knots) - 1) - 1, 0)
        return self.knots[knot] + timedelta(seconds=(viewed - self._viewed[knot]) * self._rate(knot + 1))

    def _viewed_at(self, at: datetime) -> float:
        """Seconds of viewing from the first knot to an instant; negative before it."""
        index = bisect_right(self.knots, at)
        knot = max(index - 1, 0)
        return self._viewed[knot] + (at - self.knots[knot]).total_seconds() / self._rate(index)

    def _rate(self, index: int) -> float:
        """Recorded seconds a second of viewing in the span that ends at that knot."""
        speed = self.speed or SPEED_DEFAULT
        if not 0 < index < len(self.knots):
            return speed
        return max(speed, (self.knots[index] - self.knots[index - 1]).total_seconds() / self.idle_limit_seconds)
