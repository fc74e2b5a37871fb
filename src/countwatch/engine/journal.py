"""Writing down what comes, whatever the disk does: off the loop, and into a new file where the old one failed."""

import asyncio
import logging
import traceback
from collections.abc import Callable
from concurrent.futures import Executor
from contextlib import suppress
from datetime import datetime

from countwatch.engine.retry import BackOff
from countwatch.model.errors import RecordingError, system_code
from countwatch.model.finding import Finding
from countwatch.model.protocols import Recorder, RecordingStatus
from countwatch.model.update import Update

Succession = Callable[[Update, str | None], tuple[Recorder, str, Update]]
"""Begins the next file with this update: the recorder, its path, and the update as written.

Told the head of the file before, which the new header names. `OSError` or `RecordingError` where it cannot;
then no file is left behind.
"""

log = logging.getLogger(__name__)


class Journal:
    """A recorder, and what became of it. Nothing here raises: `status` says what is wrong, and since when.

    One that refuses a single update is kept, and the problem stands until it takes the next. One whose
    disk fails is let go, and one that is full is closed; `succession`, where given, is asked for the next file at
    once and then with back-off.
    """

    def __init__(
        self,
        recorder: Recorder | None,
        status: RecordingStatus | None,
        succession: Succession | None,
        monotonic: Callable[[], float],
        thread: Executor,
    ) -> None:
        self.status = status
        self._recorder = recorder
        self._succession = succession
        self._monotonic = monotonic
        self._back_off = BackOff()
        self._writing: asyncio.Future[Update] | None = None
        self._thread = thread

    async def write(self, update: Update) -> Update:
        """The update as it stands in the recording, with its chain hash; as it was where it could not be written.

        In a thread: a disk that hangs holds back this update, never the screen. One that was begun is
        finished even where its caller is cancelled.
        """
        if self._recorder is None and self._succession is None:
            return update
        self._writing = asyncio.get_running_loop().run_in_executor(self._thread, self._supervised, update)
        return await asyncio.shield(self._writing)

    async def aclose(self, at: Callable[[], datetime]) -> None:
        """Finish the line that is being written, then close with the footer."""
        if self._writing is not None:
            await asyncio.wait({self._writing})
        self._succession = None
        if self._recorder is None:
            return
        try:
            await asyncio.get_running_loop().run_in_executor(self._thread, self._recorder.close)
        except OSError as error:
            self._not_recording(error, at())

    def _supervised(self, update: Update) -> Update:
        try:
            return self._write(update)
        except Exception as error:  # noqa: BLE001 - a bug in writing down must not stop the night either
            where = "".join(traceback.format_tb(error.__traceback__))
            log.error("update %d could not be written down: %s\n%s", update.n, type(error).__name__, where)  # noqa: TRY400 - its words may quote the feed
            self._say(self._finding(type(error).__name__), update.received_at)
            return update

    def _write(self, update: Update) -> Update:
        if self._recorder is not None and self._succession is not None and self._recorder.is_full(update):
            self._finish(self._recorder)
        if self._recorder is None:
            return self._succeed(update)
        try:
            written = self._recorder.write(update)
        except RecordingError as refused:
            # Only this update could not be written down: its event has no chain hash, and the next is tried.
            self._say(refused.finding, update.received_at)
            return update
        except OSError as error:
            self._not_recording(error, update.received_at)
            with suppress(OSError):
                self._recorder.close()
            self._recorder = None
            return self._succeed(update)
        self._recorded(written, self.status.path if self.status else "")
        return written

    def _finish(self, full: Recorder) -> None:
        """Close a file that is full; the next one names the head that it comes to."""
        with suppress(OSError):
            full.close()
        self.status = (self.status or RecordingStatus(""))._replace(head=full.head)
        self._recorder = None

    def _succeed(self, update: Update) -> Update:
        """Go on in a new file, if it is time to try and there is one to be had."""
        at = self._monotonic()
        if self._succession is None or not self._back_off.is_due(at):
            return update
        try:
            self._recorder, path, written = self._succession(update, self.status.head if self.status else None)
        except (OSError, RecordingError) as error:
            self._back_off.failed(at)
            since = self.status.failed_at if self.status else None
            if isinstance(error, OSError):
                self._not_recording(error, since or update.received_at)
            elif since is None:
                self._say(error.finding, update.received_at)
            return update
        self._recorded(written, path)
        return written

    def _recorded(self, written: Update, path: str) -> None:
        self._back_off.succeeded()
        self.status = RecordingStatus(path, written.record)

    def _not_recording(self, error: OSError, at: datetime) -> None:
        self._say(self._finding(system_code(error)), at)

    def _finding(self, detail: str) -> Finding:
        return Finding("not_recording", {"path": self.status.path if self.status else "", "detail": detail})

    def _say(self, problem: Finding, at: datetime) -> None:
        """Since when nothing is recorded is said once: a later trouble does not make it younger."""
        status = self.status or RecordingStatus("")
        self.status = status._replace(problem=problem, failed_at=status.failed_at or at)
