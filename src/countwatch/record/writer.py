"""Writing a recording: one line, one write, one fsync an update, under a lock."""

import errno
import fcntl
import os
from contextlib import ExitStack, suppress
from dataclasses import replace
from pathlib import Path
from types import TracebackType
from typing import Self

from countwatch.model.errors import RecordingError
from countwatch.model.update import Update
from countwatch.record.chain import stated_hash
from countwatch.record.codec import LINE_BYTES_MAX, Header, encode_footer, encode_header, encode_update
from countwatch.record.disk import SYSTEM_DISK, Disk, named, open_regular, shown, sync_folder, write_whole
from countwatch.record.frames import FRAME_MAGIC
from countwatch.record.lines import PlainLines
from countwatch.record.rolling import Roll
from countwatch.record.torn import BIRTH_BYTES, looks_torn_at_birth, set_aside
from countwatch.record.verify import Progress, Verification, walk

_BODIES_A_KEY = 4
"""Bodies remembered for each document: a feed's caches serve a few copies in turn, never many."""

COMPRESSED_SUFFIX = ".zst"

_NEW = Verification(records=0, sessions=0, head=None, closed=False, torn_bytes=0, good_bytes=0)


class RecordingWriter:
    """Appends updates to one file; a `countwatch.model.protocols.Recorder`.

    An update that `write` answered is on the disk. After an `OSError` nothing of that update is kept
    where the system allows it, and this writer is used up: close it and open another file.
    """

    def __init__(
        self,
        path: Path,
        header: Header,
        fd: int,
        kept: Verification,
        *,
        disk: Disk,
        line_bytes_max: int,
        sync: bool,
        roll: Roll | None = None,
    ) -> None:
        self.path = path
        self.header = header
        self.torn_path: Path | None = None
        """Where a torn tail was set aside at opening, if there was one."""
        self._disk = disk
        self._fd: int | None = fd
        self._line_bytes_max = line_bytes_max
        self._sync_each = sync
        self._roll = roll
        self._usable = True
        self._size_bytes = kept.good_bytes
        self._head = kept.head or ""
        self._records = kept.records
        self._session = kept.sessions + 1
        self._recent: dict[str, dict[str, int]] = {}

    @classmethod
    def open(
        cls,
        path: Path,
        header: Header,
        *,
        disk: Disk = SYSTEM_DISK,
        line_bytes_max: int = LINE_BYTES_MAX,
        sync_each: bool = True,
        progress: Progress | None = None,
        roll: Roll | None = None,
    ) -> Self:
        """Create the file (mode 0600), or verify the recording that is there and continue it as a new session.

        A continued file keeps its own header; it must be of the same election, decoder and provenance.
        `roll` says when it is full; without it, it never is.
        `sync_each=False` is for builders that can start again: only opening and `close` reach the disk.
        `RecordingError` where the path cannot be a recording of this watch, `OSError` where the disk fails.
        """
        if path.suffix == COMPRESSED_SUFFIX:
            raise RecordingError("recording_compressed", path=shown(path))
        fd = open_regular(disk, path, os.O_RDWR | os.O_CREAT | os.O_APPEND, missing="folder_not_found")
        with ExitStack() as undo:
            undo.callback(disk.close, fd)
            _lock(fd, path)
            kept = _survey(PlainLines(fd, line_bytes_max), header, path, progress)
            writer = cls(
                path,
                kept.header or header,
                fd,
                kept,
                disk=disk,
                line_bytes_max=line_bytes_max,
                sync=sync_each,
                roll=roll,
            )
            if kept.torn_bytes:
                writer.torn_path = set_aside(disk, fd, path, kept.good_bytes)
            if kept.header is None:
                writer._append(encode_header(header), records=0, sync=True)
            sync_folder(disk, path)
            undo.pop_all()
        return writer

    @property
    def head(self) -> str:
        """The hash of the last line: noted elsewhere, it proves later that nothing before it changed."""
        return self._head

    @property
    def records(self) -> int:
        """Updates in the file, those of earlier sessions too."""
        return self._records

    def is_full(self, update: Update) -> bool:
        """Whether this update belongs into the next file. A file holds at least one."""
        if self._roll is None or not self._records:
            return False
        return self._roll.is_due(self._size_bytes, self.header.created_at, update.received_at)

    def write(self, update: Update) -> Update:
        """Append; answers the same update with its chain hash once it is on the disk.

        The line is numbered by its place in the file, so in a continued file its `n` is not `update.n`.
        `RecordingError` (`line_too_long`, `document_hash_wrong`, `document_twice`) refuses this update
        only; after an `OSError` every further call raises `RecordingError("recording_stopped")`.
        """
        n = self._records + 1
        line = encode_update(update, n=n, session=self._session, prev=self._head, same_as=self._same_as)
        if len(line) > self._line_bytes_max:
            raise RecordingError("line_too_long", record=n, bytes_max=self._line_bytes_max)
        self._append(line, records=n, sync=self._sync_each)
        self._remember(update, n)
        return replace(update, record=self._head)

    def close(self) -> None:
        """Write the footer (unless the writer failed before) and let go of the lock. May be called twice."""
        if self._fd is None:
            return
        try:
            if self._usable:
                footer = encode_footer(session=self._session, updates=self._records, prev=self._head)
                self._append(footer, records=self._records, sync=True)
        finally:
            fd, self._fd = self._fd, None
            self._disk.close(fd)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def _append(self, line: bytes, *, records: int, sync: bool) -> None:
        if self._fd is None or not self._usable:
            raise RecordingError("recording_stopped", path=shown(self.path))
        # Until the line is known to be whole this writer must not add another: not after an error,
        # and not after an interrupt that came between the write and the bookkeeping below.
        self._usable = False
        _require_untouched(self._fd, self._size_bytes)
        try:
            write_whole(self._disk, self._fd, line)
            if sync:
                self._disk.fsync(self._fd)
        except OSError:
            with suppress(OSError):
                self._disk.ftruncate(self._fd, self._size_bytes)
            raise
        self._size_bytes += len(line)
        self._head = stated_hash(line) or ""
        self._records = records
        self._usable = True

    def _same_as(self, key: str, sha256: str) -> int | None:
        return self._recent.get(key, {}).get(sha256)

    def _remember(self, update: Update, n: int) -> None:
        for document in update.documents:
            recent = self._recent.setdefault(document.key, {})
            # Taken out and put back, so that the body seen longest ago is the first in the dict.
            recent[document.sha256] = recent.pop(document.sha256, n)
            if len(recent) > _BODIES_A_KEY:
                del recent[next(iter(recent))]


def _lock(fd: int, path: Path) -> None:
    try:
        fcntl.flock(fd, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        raise RecordingError("recording_locked", path=shown(path)) from None


def _survey(lines: PlainLines, header: Header, path: Path, progress: Progress | None) -> Verification:
    if lines.size_bytes == 0:
        return _NEW
    if lines.read(0, len(FRAME_MAGIC)) == FRAME_MAGIC:
        raise RecordingError("recording_compressed", path=shown(path))
    kept = walk(lines, progress=progress)
    if kept.problem is None:
        if kept.header is not None:
            _require_same(kept.header, header, path)
        return kept
    if lines.torn_bytes == lines.size_bytes and looks_torn_at_birth(lines.read(0, BIRTH_BYTES + 1)):
        return replace(_NEW, torn_bytes=lines.torn_bytes)
    raise named(kept.problem, path)


def _require_same(kept: Header, wanted: Header, path: Path) -> None:
    for name in ("election", "decoder", "provenance"):
        found, expected = getattr(kept, name), getattr(wanted, name)
        if found != expected:
            raise RecordingError(
                "recording_of_another_watch", path=shown(path), field=name, found=found, expected=expected
            )


def _require_untouched(fd: int, size_bytes: int) -> None:
    """`OSError` where the file was cut, added to or deleted by somebody who does not ask for the lock."""
    now = os.fstat(fd)
    if now.st_size != size_bytes or now.st_nlink == 0:
        raise OSError(errno.ESTALE, os.strerror(errno.ESTALE))
