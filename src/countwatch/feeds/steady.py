"""The time of night by which ages and countdowns are told: a wall clock that is read once, then carried on by spans.

A wall clock can be set while a watch runs, by its owner or by a time service. What it says is good for a label.
An age measured on it would be an hour wrong after such a jump.
"""

from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime

from countwatch.model.protocols import Clock

JUMP_SECONDS = 1.0
"""Less than this between the two is the clock being slewed, and is followed."""

AGREES_SECONDS = 60.0
"""A server's clock sides with ours where they differ by less: answers take time, and its stamps are whole seconds."""

_DIGITS_MAX = 7


class SteadyTime:
    """Starts from the wall clock. A jump of the wall clock changes nothing here, unless a server's clock sides with it.

    The server chooses only between the two times that this machine has: it cannot set either.
    """

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._anchor()

    def now(self) -> datetime:
        """The instant, in UTC."""
        return self._wall + timedelta(seconds=self._clock.monotonic() - self._begun)

    def set_seconds(self) -> float:
        """How far ahead of this the wall clock is, because somebody set it; 0 where nobody did."""
        jump = (self._clock.now() - self.now()).total_seconds()
        return jump if abs(jump) >= JUMP_SECONDS else 0.0

    def heard(self, headers: Mapping[str, str]) -> float | None:
        """Seconds by which a server's clock is ahead of ours, by its answer just come; None where it does not say."""
        said = said_at(headers)
        if said is None:
            return None
        wall = self._clock.now()
        if self.set_seconds() and abs((said - wall).total_seconds()) <= AGREES_SECONDS:
            self._anchor()
        return (said - self.now()).total_seconds()

    def _anchor(self) -> None:
        self._wall, self._begun = self._clock.now(), self._clock.monotonic()


def said_at(headers: Mapping[str, str]) -> datetime | None:
    """When an answer came, by the server's own clock: its Date, and its Age where a cache kept it (RFC 9111, 5.1)."""
    age = headers.get("age", "0").strip()
    try:
        date = parsedate_to_datetime(headers.get("date", ""))
        aware = date if date.tzinfo is not None else date.replace(tzinfo=UTC)
        kept = int(age[:_DIGITS_MAX]) if age.isascii() and age.isdigit() else 0
        return aware.astimezone(UTC) + timedelta(seconds=kept)
    except (ValueError, TypeError, OverflowError, IndexError):
        return None
