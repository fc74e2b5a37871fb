"""Several feeds of one election, each watched for itself: whatever one of them does, the others go on."""

import asyncio
import logging
import traceback
from collections.abc import AsyncIterator, Sequence
from functools import partial

from countwatch.engine.watch import Watch
from countwatch.ledger.state import WatchState
from countwatch.model.errors import CountwatchError
from countwatch.model.finding import Finding

log = logging.getLogger(__name__)

_Arrived = asyncio.Queue[tuple[Watch, WatchState | None]]


class Several:
    """Watches side by side, one or more; the first drives the panels. Nothing of theirs is ever merged."""

    def __init__(self, watches: Sequence[Watch]) -> None:
        self.watches = tuple(watches)
        self.first = self.watches[0]
        self._errors: dict[int, BaseException] = {}
        self._tasks: list[asyncio.Task[None]] = []

    @classmethod
    def of(cls, opened: "Watch | Several") -> "Several":
        """What was opened, as watches side by side; a single one stands alone."""
        return opened if isinstance(opened, Several) else cls((opened,))

    def stopped(self, watch: Watch) -> Finding | None:
        """Why a watch came to its end before its time; None while it runs."""
        error = self._errors.get(self.watches.index(watch))
        if error is None:
            return None
        if isinstance(error, CountwatchError):
            return error.finding
        return Finding("watch_ended", {"error": type(error).__name__})

    async def states(self) -> AsyncIterator[tuple[Watch, WatchState]]:
        """Each state with the watch that it is of, as they come, until all watches are over.

        What ends one watch is in `stopped`, and its last state comes once more then. What ended the first
        one is raised, after the others are over too.
        """
        if len(self.watches) == 1:
            async for state in self.first.states():
                yield self.first, state
            return
        arrived: _Arrived = asyncio.Queue()
        for watch in self.watches:
            task = asyncio.create_task(_follow(watch, arrived))
            task.add_done_callback(partial(self._over, watch, arrived))
            self._tasks.append(task)
        running = len(self.watches)
        while running:
            watch, came = await arrived.get()
            running -= came is None
            yield watch, came or watch.state
        if 0 in self._errors:
            raise self._errors[0]

    async def aclose(self) -> None:
        """Close every watch, whatever closing another one comes to; the first trouble is raised afterwards."""
        for task in self._tasks:
            task.cancel()
        if self._tasks:
            await asyncio.wait(self._tasks)
        closed = await asyncio.gather(*(watch.aclose() for watch in self.watches), return_exceptions=True)
        for trouble in closed:
            if trouble is not None:
                raise trouble

    def _over(self, watch: Watch, arrived: _Arrived, task: "asyncio.Task[None]") -> None:
        """Note what ended a watch, and tell whoever waits for states."""
        error = None if task.cancelled() else task.exception()
        if error is not None:
            self._errors[self.watches.index(watch)] = error
            if not isinstance(error, CountwatchError):
                # Without the error's own words: they may quote the feed, and a log may be a terminal.
                where = "".join(traceback.format_tb(error.__traceback__))
                log.error("the watch of one feed ended: %s\n%s", type(error).__name__, where)
        arrived.put_nowait((watch, None))


async def _follow(watch: Watch, arrived: _Arrived) -> None:
    async for state in watch.states():
        arrived.put_nowait((watch, state))
