"""A body in a local file as a feed of one update."""

import hashlib
from collections.abc import AsyncIterator
from datetime import datetime
from pathlib import Path

from countwatch.model.finding import Finding
from countwatch.model.limits import DECODED_BYTES_MOST
from countwatch.model.protocols import Clock, FeedStatus
from countwatch.model.update import Document, Failure, FailureKind, Rewound, Update


class BodyFeed:
    """Reads one file as the root document, once. `OSError` where it cannot be read."""

    def __init__(self, path: Path, root_key: str, clock: Clock) -> None:
        self._path = path
        self._root_key = root_key
        self._clock = clock

    async def updates(self) -> AsyncIterator[Update | Rewound]:
        """The one update; a file of more than `DECODED_BYTES_MOST` is rejected before it is read."""
        if self._path.stat().st_size > DECODED_BYTES_MOST:
            failure = Failure(FailureKind.REJECTED, Finding("body_too_large", {"most": DECODED_BYTES_MOST}))
            yield Update(n=1, received_at=self._clock.now(), elapsed_seconds=0.0, failure=failure)
            return
        body = self._path.read_bytes()
        digest = hashlib.sha256(body).hexdigest()
        document = Document(self._root_key, self._path.name, 200, body, digest)
        yield Update(n=1, received_at=self._clock.now(), elapsed_seconds=0.0, documents=(document,))

    def status(self) -> FeedStatus:
        """A file is neither polled nor played."""
        return FeedStatus(mode="live", phase="ended", label=self._path.name, url=str(self._path))

    def now(self) -> datetime:
        """The machine's clock."""
        return self._clock.now()

    async def aclose(self) -> None:
        """Nothing is held open."""
