"""The machine's clock, as the protocol `countwatch.model.protocols.Clock` asks for it."""

import asyncio
import time
from datetime import UTC, datetime

SLICE_SECONDS = 5.0
"""The loop's timers stand still while a machine sleeps; a long wait is cut so that it ends soon after waking."""

_SPAN_CLOCK: int = getattr(time, "CLOCK_BOOTTIME", time.CLOCK_MONOTONIC)
"""A clock that also counts the time in which the machine was suspended: Linux has one of its own for that."""


class SystemClock:
    """Wall clock for labels; spans on a clock that never goes back and counts a suspended machine's time."""

    def now(self) -> datetime:
        """The wall clock, aware, in UTC."""
        return datetime.now(UTC)

    def monotonic(self) -> float:
        """Seconds since some fixed instant; only differences mean anything."""
        return time.clock_gettime(_SPAN_CLOCK)

    async def sleep(self, seconds: float) -> None:
        """Wait that long by `monotonic`; at once where `seconds` is not positive."""
        due = self.monotonic() + seconds
        while (left := due - self.monotonic()) > 0:  # noqa: ASYNC110 - time passes, nothing is polled for
            await asyncio.sleep(min(left, SLICE_SECONDS))
