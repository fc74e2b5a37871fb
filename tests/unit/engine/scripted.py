"""A feed that says what a test wrote down for it."""

from collections.abc import AsyncIterator, Sequence
from datetime import datetime

from countwatch.model.protocols import FeedStatus
from countwatch.model.update import Rewound, Update
from tests.unit.ledger.nights import BEGUN_AT


class ScriptedFeed:
    """Yields these items in order, then ends. `refuses_to_close` is raised by `aclose`, after closing."""

    def __init__(self, items: Sequence[Update | Rewound], refuses_to_close: Exception | None = None) -> None:
        self._items = items
        self._refuses_to_close = refuses_to_close
        self.closed = False

    async def updates(self) -> AsyncIterator[Update | Rewound]:
        for item in self._items:
            yield item

    def status(self) -> FeedStatus:
        return FeedStatus(mode="live", phase="waiting", label="scripted", url="test:")

    def now(self) -> datetime:
        return BEGUN_AT

    async def aclose(self) -> None:
        self.closed = True
        if self._refuses_to_close is not None:
            raise self._refuses_to_close
