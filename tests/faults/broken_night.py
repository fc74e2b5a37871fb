"""A process of its own: the real app on a feed with a bug in it. `broken_night WHERE`; `paint` needs a resize."""

import asyncio
import sys
from collections.abc import AsyncIterator
from datetime import datetime

from countwatch.cli.language import words_for
from countwatch.cli.problems import explain
from countwatch.cli.run import ScreenSettings, run_screen
from countwatch.engine.watch import Watch
from countwatch.feeds.clock import SystemClock
from countwatch.formats import registry
from countwatch.ledger.state import WatchState
from countwatch.model.protocols import FeedStatus
from countwatch.model.update import Rewound, Update

CANARY = "canary-in-a-local-7d1c"


class BrokenFeed:
    """Fails by a plain bug in one of its calls: `updates` (the worker's) or `status` (asked at every paint)."""

    def __init__(self, where: str) -> None:
        self._where = where
        self._asked = 0

    async def updates(self) -> AsyncIterator[Update | Rewound]:
        secret = CANARY
        if self._where == "worker":
            raise ZeroDivisionError(secret)
        await asyncio.Event().wait()
        yield Rewound(0, lambda n, key: (_ for _ in ()).throw(LookupError(n)))

    def status(self) -> FeedStatus:
        secret = CANARY
        self._asked += 1
        if self._where == "paint" and self._asked > 1:
            raise ZeroDivisionError(secret)
        return FeedStatus("live", "waiting", "broken", "test:")

    def now(self) -> datetime:
        return SystemClock().now()

    async def aclose(self) -> None:
        secret = CANARY
        if self._where == "closing":
            raise ZeroDivisionError(secret)


async def open_watch() -> Watch:
    where = sys.argv[1]
    if where == "opening":
        secret = CANARY
        raise ZeroDivisionError(secret)
    return Watch(BrokenFeed(where), WatchState(registry.load("countwatch")))


if __name__ == "__main__":
    try:
        code = run_screen(open_watch, words_for("en"), ScreenSettings())
    except Exception as error:  # noqa: BLE001 - what the command line does with whatever is raised
        code = explain(error)
    sys.exit(code)
