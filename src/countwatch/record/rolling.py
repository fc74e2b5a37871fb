"""When a recording goes on in the next file. Pure arithmetic."""

from dataclasses import dataclass
from datetime import datetime, tzinfo


@dataclass(frozen=True, slots=True)
class Roll:
    """At a size, which the last update of a file may pass, or at midnight on a clock; one of the two."""

    size_bytes: int | None = None
    midnight_in: tzinfo | None = None

    def is_due(self, size_bytes: int, begun_at: datetime, at: datetime) -> bool:
        """Whether what comes at that instant belongs into the next file, after one of that size begun then."""
        if self.size_bytes is not None:
            return size_bytes >= self.size_bytes
        return at.astimezone(self.midnight_in).date() > begun_at.astimezone(self.midnight_in).date()
