"""The drive: updates in, one state an update out. Record first, then judge, then show."""

import asyncio
import logging
from collections.abc import AsyncIterator
from dataclasses import dataclass, replace

from countwatch.ledger.advance import advance, after
from countwatch.ledger.events import Event, Outcome
from countwatch.ledger.judge import Judgement
from countwatch.ledger.restore import restore
from countwatch.ledger.state import WatchState
from countwatch.model.finding import Finding
from countwatch.model.protocols import Feed, Recorder, RecordingStatus
from countwatch.model.update import Rewound, Update

OFF_LOOP_BYTES = 64 * 1024
"""Bodies heavier than this are decoded in a thread, so that the screen never waits for them."""

log = logging.getLogger(__name__)


@dataclass
class Watch:
    """One feed watched: iterate `states()`; look at `state` and `recording` whenever you paint.

    A recorder that fails is let go and said so; the count goes on. A bug of ours in reading an update
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
        """Let go of the feed, then close the recording with its footer."""
        await self.feed.aclose()
        if self.recorder is not None:
            self.recorder.close()

    def _record(self, update: Update) -> Update:
        if self.recorder is None or self.recording is None:
            return update
        try:
            written = self.recorder.write(update)
        except OSError as error:
            self.recorder = None
            problem = Finding("not_recording", {"path": self.recording.path, "detail": error.strerror or str(error)})
            self.recording = replace(self.recording, problem=problem, failed_at=update.received_at)
            return update
        self.recording = replace(self.recording, head=written.record)
        return written

    async def _step(self, update: Update) -> WatchState:
        heavy = sum(len(document.body) for document in update.documents) > OFF_LOOP_BYTES
        try:
            if heavy:
                return await asyncio.to_thread(advance, self.state, update)
            return advance(self.state, update)
        except Exception as error:  # the one supervisor: a bug of ours must not stop the night
            log.exception("update %d could not be judged", update.n)
            return after(self.state, _bug(self.state, update, error))


def _bug(state: WatchState, update: Update, error: Exception) -> Judgement:
    reason = Finding("our_fault", {"error": type(error).__name__})
    published_at = state.snapshot.published_at if state.snapshot else None
    event = Event(update.n, Outcome.REJECTED, update.received_at, published_at, reason, record=update.record)
    return Judgement(event, state.shelf, state.snapshot)
