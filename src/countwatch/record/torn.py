"""Setting a torn tail aside before it is cut: nothing that was on the disk is thrown away."""

import os
import re
from pathlib import Path

from countwatch.record.codec import MAGIC
from countwatch.record.disk import Disk, sync_folder, write_whole

_COPY_BYTES = 1024 * 1024


BIRTH_BYTES = 64 * 1024
"""Headers are shorter; what is longer and starts with zeros is not one that a power cut left behind."""

_HEADER_WITH_HOLES = re.compile(rb"\0[\0\n\x20-\x7e]*")


def looks_torn_at_birth(start: bytes) -> bool:
    """Whether a file without one complete line is a header that was cut short, and not something else.

    `start` is how the file begins, up to one byte more than `BIRTH_BYTES`. Only such a file may be taken
    over; any other belongs to somebody.
    """
    if start.startswith(MAGIC) or MAGIC.startswith(start):
        return True
    return len(start) <= BIRTH_BYTES and _HEADER_WITH_HOLES.fullmatch(start) is not None


def set_aside(disk: Disk, fd: int, path: Path, offset: int) -> Path:
    """Copy all from `offset` into `<name>.torn-<n>` beside it, safely on the disk, then cut it off.

    `OSError` where that cannot be done; the recording is then as it was.
    """
    aside, target = _new_file(disk, path)
    try:
        while block := os.pread(fd, _COPY_BYTES, offset + os.fstat(target).st_size):
            write_whole(disk, target, block)
        disk.fsync(target)
        sync_folder(disk, path)
    except OSError:
        aside.unlink(missing_ok=True)
        raise
    finally:
        disk.close(target)
    disk.ftruncate(fd, offset)
    return aside


def _new_file(disk: Disk, path: Path) -> tuple[Path, int]:
    number = 1
    while True:
        aside = path.with_name(f"{path.name}.torn-{number}")
        try:
            return aside, disk.open(aside, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_CLOEXEC, 0o600)
        except FileExistsError:
            number += 1
