"""Updates, headers, small recordings and the failing disks that the tests of this room share."""

import errno
import hashlib
import os
from datetime import UTC, datetime, timedelta
from pathlib import Path

from countwatch.model.update import Document, Update
from countwatch.record.codec import Header
from countwatch.record.disk import SystemDisk
from countwatch.record.writer import RecordingWriter

STARTED_AT = datetime(2021, 6, 7, 5, 48, tzinfo=UTC)
HEADER = Header(feed="http://127.0.0.1/results", decoder="countwatch", created_at=STARTED_AT, election="test")


def document(body: bytes, key: str = "root") -> Document:
    return Document(key, f"http://127.0.0.1/{key}", 200, body, hashlib.sha256(body).hexdigest(), {"etag": '"1"'})


def update(n: int, *documents: Document) -> Update:
    return Update(n, STARTED_AT + timedelta(minutes=n), 0.25, documents or (document(b"body %d" % n),))


def record(path: Path, *updates: Update, close: bool = True) -> str:
    """Write these updates, and a footer unless `close` is off; answers the head."""
    writer = RecordingWriter.open(path, HEADER)
    for each in updates:
        writer.write(each)
    if close:
        writer.close()
    else:
        abandon(writer)
    return writer.head


def abandon(writer: RecordingWriter) -> None:
    """Let go of the file as a process that dies does: no footer."""
    assert writer._fd is not None
    os.close(writer._fd)
    writer._fd = None


class FullDisk(SystemDisk):
    """Takes `room_bytes` more, then ENOSPC, keeping what fitted. `truncates` off: nor can it cut."""

    def __init__(self, room_bytes: int, *, truncates: bool = True) -> None:
        self.room_bytes = room_bytes
        self.truncates = truncates

    def write(self, fd: int, data: bytes | memoryview) -> int:
        if self.room_bytes <= 0:
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
        taken = super().write(fd, data[: self.room_bytes])
        self.room_bytes -= taken
        return taken

    def ftruncate(self, fd: int, size_bytes: int) -> None:
        if not self.truncates:
            raise OSError(errno.EIO, os.strerror(errno.EIO))
        super().ftruncate(fd, size_bytes)


class UnsyncedDisk(SystemDisk):
    """Its fsync answers EIO while `broken`; `truncates` off: nor can it cut."""

    def __init__(self, *, truncates: bool = True) -> None:
        self.broken = False
        self.truncates = truncates

    def fsync(self, fd: int) -> None:
        if self.broken:
            raise OSError(errno.EIO, os.strerror(errno.EIO))

    def ftruncate(self, fd: int, size_bytes: int) -> None:
        if self.broken and not self.truncates:
            raise OSError(errno.EIO, os.strerror(errno.EIO))
        super().ftruncate(fd, size_bytes)


class PowerCutDisk(SystemDisk):
    """Notes what a file held at its last fsync and what was written since: what a power cut may leave."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.synced = b""
        self.unsynced: list[tuple[bytes, bytes]] = []

    def write(self, fd: int, data: bytes | memoryview) -> int:
        taken = super().write(fd, data)
        self.unsynced.append((self.synced, self.path.read_bytes()[len(self.synced) :]))
        return taken

    def fsync(self, fd: int) -> None:
        self.synced = self.path.read_bytes()
