"""The file system as the writer sees it: the few calls that can fail, so that faults can be put in."""

import errno
import os
import stat
from dataclasses import replace
from pathlib import Path
from typing import Protocol

from countwatch.model.errors import RecordingError, system_code
from countwatch.model.finding import Finding
from countwatch.model.text import clean


class Disk(Protocol):
    """What the writer asks of the file system. File descriptors are real ones; every call may raise `OSError`."""

    def open(self, path: Path, flags: int, mode: int = 0o600) -> int:
        """A descriptor, as `os.open`."""
        ...

    def write(self, fd: int, data: bytes | memoryview) -> int:
        """How many of these bytes were taken, as `os.write`."""
        ...

    def fsync(self, fd: int) -> None:
        """Return once everything written to it is on the disk."""
        ...

    def ftruncate(self, fd: int, size_bytes: int) -> None:
        """Cut the file to that length."""
        ...

    def close(self, fd: int) -> None:
        """Let go of it, and of the lock on it."""
        ...


class SystemDisk:
    """The operating system's own calls."""

    def open(self, path: Path, flags: int, mode: int = 0o600) -> int:
        """`os.open`; the descriptor is not inherited by other programs."""
        return os.open(path, flags, mode)

    def write(self, fd: int, data: bytes | memoryview) -> int:
        """`os.write`."""
        return os.write(fd, data)

    def fsync(self, fd: int) -> None:
        """`os.fsync`."""
        os.fsync(fd)

    def ftruncate(self, fd: int, size_bytes: int) -> None:
        """`os.ftruncate`."""
        os.ftruncate(fd, size_bytes)

    def close(self, fd: int) -> None:
        """`os.close`."""
        os.close(fd)


SYSTEM_DISK = SystemDisk()


def open_regular(disk: Disk, path: Path, flags: int, *, missing: str) -> int:
    """Open a regular file; a FIFO or a device is refused, and never waited for.

    `RecordingError` with `missing` where there is no such path, else `path_is_folder`, `not_a_regular_file`,
    `recording_not_permitted`, or `recording_not_opened` with the system's `reason` (such as ENAMETOOLONG).
    """
    try:
        fd = disk.open(path, flags | os.O_CLOEXEC | os.O_NONBLOCK | os.O_NOCTTY, 0o600)
    except FileNotFoundError:
        raise RecordingError(missing, path=shown(path)) from None
    except IsADirectoryError:
        raise RecordingError("path_is_folder", path=shown(path)) from None
    except OSError as error:
        raise _not_opened(error, path) from None
    mode = os.fstat(fd).st_mode
    if stat.S_ISREG(mode):
        return fd
    disk.close(fd)
    raise RecordingError("path_is_folder" if stat.S_ISDIR(mode) else "not_a_regular_file", path=shown(path))


def write_whole(disk: Disk, fd: int, data: bytes) -> None:
    """Write it all; one call unless the system takes less at once."""
    left = memoryview(data)
    while left:
        taken = disk.write(fd, left)
        if taken <= 0:
            raise OSError(errno.EIO, os.strerror(errno.EIO))
        left = left[taken:]


def sync_folder(disk: Disk, path: Path) -> None:
    """Make the name of this file as durable as its bytes."""
    fd = disk.open(path.absolute().parent, os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC)
    try:
        disk.fsync(fd)
    finally:
        disk.close(fd)


def shown(path: Path) -> str:
    """A path as a fact: file names are text from outside too."""
    return clean(str(path))


def named(finding: Finding, path: Path, record: int | None = None) -> RecordingError:
    """The error for what was found inside this file, at that record where the finding does not say one."""
    error = RecordingError(finding.code)
    where = {} if record is None else {"record": record}
    error.finding = replace(finding, facts={**where, **finding.facts, "path": shown(path)})
    return error


def _not_opened(error: OSError, path: Path) -> RecordingError:
    if error.errno in {errno.EACCES, errno.EPERM, errno.EROFS}:
        return RecordingError("recording_not_permitted", path=shown(path))
    return RecordingError("recording_not_opened", path=shown(path), reason=system_code(error))
