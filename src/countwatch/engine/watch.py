"""The drive: updates in, one state an update out. Record first, then judge, then show."""

import asyncio
import logging
import traceback
from collections.abc import AsyncIterator
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import datetime

from countwatch.ledger.advance import after
from countwatch.ledger.events import Outcome
from countwatch.ledger.judge import Judgement, judge, kept
from countwatch.ledger.restore import restore
from countwatch.ledger.state import WatchState
from countwatch.model.errors import RecordingError
from countwatch.model.finding import Finding
from countwatch.model.protocols import Feed, Recorder, RecordingStatus
from countwatch.model.update import Rewound, Update

OFF_LOOP_BYTES = 64 * 1024
"""Bodies heavier than this are decoded in a thread, so that the screen never waits for them."""

log = logging.getLogger(__name__)


@dataclass
class Watch:
    """One feed watched: iterate `states()`; look at `state` and `recording` whenever you paint.

    A recorder that fails is let go and said so; the count goes on. One that refuses a single update is
    kept, and `recording.problem` stands until it takes the next. A bug of ours in reading an update
    becomes that update's outcome, with the log line for the report; the watch never stops for it.
    """

    feed: Feed
    state: WatchState
    recorder: Recorder | None = None
    recording: RecordingStatus | None = None

    async def states(self) -> AsyncIterator[WatchState]:
        """The state after each update, and after each move of a replay."""
        async for item in self.feed.updates():
            if isinstance(item, Rewound):
                self.state = await asyncio.to_thread(restore, self.state, item.n, item.document)
            else:
                self.state = await self._step(self._record(item))
            yield self.state

    async def aclose(self) -> None:
        """Let go of the feed, then close the recording with its footer. What that fails on is in `recording`."""
        try:
            await self.feed.aclose()
        finally:
            if self.recorder is not None:
                try:
                    self.recorder.close()
                except OSError as error:
                    self._not_recording(error, self.feed.now())

    def _record(self, update: Update) -> Update:
        if self.recorder is None:
            return update
        try:
            written = self.recorder.write(update)
        except RecordingError as refused:
            # Only this update could not be written down: its event has no chain hash, and the next is tried.
            self._say(refused.finding, update.received_at)
            return update
        except OSError as error:
            self._not_recording(error, update.received_at)
            with suppress(OSError):
                self.recorder.close()
            self.recorder = None
            return update
        status = self.recording or RecordingStatus("")
        self.recording = replace(status, head=written.record, problem=None, failed_at=None)
        return written

    def _not_recording(self, error: OSError, at: datetime) -> None:
        path = self.recording.path if self.recording else ""
        detail = error.strerror or type(error).__name__
        self._say(Finding("not_recording", {"path": path, "detail": detail}), at)

    def _say(self, problem: Finding, at: datetime) -> None:
        self.recording = replace(self.recording or RecordingStatus(""), problem=problem, failed_at=at)

    async def _step(self, update: Update) -> WatchState:
        """The state after an update. Rows are appended on the loop, where a screen reads them; never in a thread."""
        heavy = sum(len(document.body) for document in update.documents) > OFF_LOOP_BYTES
        try:
            if heavy:
                return after(self.state, await asyncio.to_thread(judge, self.state, update))
            return after(self.state, judge(self.state, update))
        except Exception as error:  # noqa: BLE001 - the one supervisor: a bug of ours must not stop the night
            # Without the error's own words: they may quote the feed, and a log may be a terminal.
            where = "".join(traceback.format_tb(error.__traceback__))
            log.error("update %d could not be judged: %s\n%s", update.n, type(error).__name__, where)  # noqa: TRY400 - see above
            return after(self.state, _fault(self.state, update, error))


def _fault(state: WatchState, update: Update, error: Exception) -> Judgement:
    reason = Finding("our_fault", {"error": type(error).__name__})
    return kept(state, update, None, Outcome.REJECTED, reason)
