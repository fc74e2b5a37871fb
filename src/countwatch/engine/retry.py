"""When to try again what the disk refused. Pure arithmetic on a clock that only goes forwards."""

FIRST_SECONDS = 5.0
WAIT_SECONDS_MAX = 300.0


class BackOff:
    """Due at once, then 5 s after the first failure, and twice as long after each further one, up to 300 s.

    Instants are seconds of a monotonic clock. What is lost meanwhile cannot be had again, so the waits
    are short; they are there so that a full disk is not hammered at every poll.
    """

    def __init__(self) -> None:
        self.wait_seconds = 0.0
        self._due: float | None = None

    def is_due(self, at: float) -> bool:
        """Whether it is time to try."""
        return self._due is None or at >= self._due

    def failed(self, at: float) -> None:
        """The try did not succeed."""
        self.wait_seconds = min(max(FIRST_SECONDS, 2 * self.wait_seconds), WAIT_SECONDS_MAX)
        self._due = at + self.wait_seconds

    def succeeded(self) -> None:
        """All is well again: the next trouble is met at once."""
        self.wait_seconds = 0.0
        self._due = None
