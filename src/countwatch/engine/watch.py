"""The drive: updates in, one state an update out. Record first, then judge, then show."""

import asyncio
import logging
import traceback
from collections.abc import AsyncIterator, Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING

from countwatch.engine.desk import Desk
from countwatch.engine.journal import Journal, Succession
from countwatch.feeds.clock import SystemClock
from countwatch.ledger.advance import advance
from countwatch.ledger.events import Outcome
from countwatch.ledger.judge import Judgement, kept
from countwatch.ledger.restore import restore
from countwatch.ledger.state import WatchState
from countwatch.model.finding import Finding
from countwatch.model.protocols import Feed, FeedStatus, Patient, Recorder, RecordingStatus
from countwatch.model.update import Rewound, Update

if TYPE_CHECKING:
    from countwatch.model.alert import AlertRule

log = logging.getLogger(__name__)


class Watch:
    """One feed watched: iterate `states()`; look at `state` and `recording` whenever you paint.

    A recorder whose disk fails is let go and said so; the count goes on, and `succession` begins a new file
    when the disk can have it (`engine/journal.py`). A bug of ours in reading an update becomes that update's
    outcome, with the log line for the report; the watch never stops for it, and a live feed is asked less often
    while it lasts. `monotonic` measures ages: a clock that nobody can set. `deadline_seconds` is that of a poll,
    and of reading what it brought (`engine/desk.py`).
    """

    def __init__(
        self,
        feed: Feed,
        state: WatchState,
        recorder: Recorder | None = None,
        recording: RecordingStatus | None = None,
        *,
        succession: Succession | None = None,
        monotonic: Callable[[], float] | None = None,
        rules: "Sequence[AlertRule]" = (),
        deadline_seconds: float | None = None,
    ) -> None:
        self.feed = feed
        self.state = state
        self.rules = tuple(rules)
        """The alert rules of this feed; `engine/alarms.py` holds them against it."""
        self._monotonic = monotonic or SystemClock().monotonic
        self._thread = ThreadPoolExecutor(1, "watch")
        self._desk = Desk(deadline_seconds, self._thread)
        self._journal = Journal(recorder, recording, succession, self._monotonic, self._thread)
        self._faults = 0
        self._begun_at = self._monotonic()
        self._good_at: float | None = None
        self._news_at: float | None = None

    @property
    def recording(self) -> RecordingStatus | None:
        """Whether the watch is being written down; None where nobody asked for it."""
        return self._journal.status

    def status(self) -> FeedStatus:
        """The feed's status; a live one with the age of the last good copy, by a clock that nobody can set."""
        status = self.feed.status()
        if status.mode != "live" or self._good_at is None or self._news_at is None:
            return status
        now = self._monotonic()
        return status._replace(good_seconds_ago=now - self._good_at, news_seconds_ago=now - self._news_at)

    def silent_seconds(self) -> float | None:
        """Seconds since the last good copy of a live feed, or since the watch began; None in a replay."""
        if self.feed.status().mode != "live":
            return None
        return self._monotonic() - (self._begun_at if self._good_at is None else self._good_at)

    async def states(self) -> AsyncIterator[WatchState]:
        """The state after each update, and after each move of a replay."""
        async for item in self.feed.updates():
            if isinstance(item, Rewound):
                self.state = await asyncio.to_thread(restore, self.state, item.n, item.document)
            else:
                received_at = self._monotonic()
                self.state = await self._step(await self._journal.write(item))
                self._came(self.state.ledger.outcome(self.state.n), received_at)
            yield self.state

    async def aclose(self) -> None:
        """Let go of the feed, then close the recording with its footer. What that fails on is in `recording`."""
        try:
            await self.feed.aclose()
        finally:
            await self._journal.aclose(self.feed.now)
            self._thread.shutdown(wait=False, cancel_futures=True)

    def _came(self, outcome: Outcome, at: float) -> None:
        """Note when a good copy came, and when it brought news."""
        if outcome.shows or outcome is Outcome.NOT_MODIFIED:
            self._good_at = at
        if self._news_at is None or outcome in {Outcome.ACCEPTED, Outcome.CORRECTION}:
            self._news_at = at

    async def _step(self, update: Update) -> WatchState:
        """The state after an update. Rows are appended on the loop, where a screen reads them; never in a thread."""
        try:
            state = advance(self.state, update, await self._desk.judged(self.state, update))
        except Exception as error:  # noqa: BLE001 - the one supervisor: a bug of ours must not stop the night
            # Without the error's own words: they may quote the feed, and a log may be a terminal.
            where = "".join(traceback.format_tb(error.__traceback__))
            log.error("update %d could not be judged: %s\n%s", update.n, type(error).__name__, where)  # noqa: TRY400 - see above
            self._faults += 1
            if isinstance(self.feed, Patient):
                self.feed.put_off(self._faults)
            return advance(self.state, update, _fault(self.state, update, error))
        self._faults = 0
        return state


def _fault(state: WatchState, update: Update, error: Exception) -> Judgement:
    reason = Finding("our_fault", {"error": type(error).__name__})
    return kept(state, update, None, Outcome.REJECTED, reason)
