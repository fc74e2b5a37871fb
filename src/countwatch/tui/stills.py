"""What only an update changes, made once for each. Of a large count in a thread: the screen never waits for it."""

import asyncio
from collections.abc import Callable, Coroutine
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from countwatch.engine.watch import Watch
    from countwatch.ledger.state import WatchState
    from countwatch.present.live import Still
    from countwatch.present.words import Words

UNITS_AT_ONCE = 500
"""A count of more units takes longer than a few frames to be put into words."""


class Stills:
    """The latest of a watch. While one is made in a thread, the one before stays.

    `work` is given what is to run beside the screen; it asks for a paint when it is done.
    """

    def __init__(self, work: Callable[[Coroutine[None, None, None]], object], ready: Callable[[], None]) -> None:
        self._work = work
        self._ready = ready
        self._latest: Still | None = None
        self._is_working = False

    def of(self, watch: "Watch", words: "Words") -> "Still":
        """What is there to be painted now."""
        from countwatch.present.live import still

        latest = self._latest
        if latest is None or (latest.state is not watch.state and not _is_large(watch.state)):
            latest = self._latest = still(watch.state, watch.status().provenance, words, latest)
        elif latest.state is not watch.state and not self._is_working:
            self._is_working = True
            self._work(self._make(watch, words))
        return latest

    async def _make(self, watch: "Watch", words: "Words") -> None:
        from countwatch.present.live import still

        try:
            self._latest = await asyncio.to_thread(still, watch.state, watch.status().provenance, words, self._latest)
        finally:
            self._is_working = False
        self._ready()


def _is_large(state: "WatchState") -> bool:
    return state.snapshot is not None and len(state.snapshot.tallies) > UNITS_AT_ONCE
