"""The lines of a recording and where they stand, whatever the file around them.

`Lines` is the seam between plain files and compressed ones: index, reader and verify see only this.
"""

import os
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO, Protocol

from countwatch.model.errors import RecordingError
from countwatch.record.chain import SEAL_BYTES, holds
from countwatch.record.codec import LINE_BYTES_MAX
from countwatch.record.disk import SYSTEM_DISK, open_regular, shown
from countwatch.record.frames import FRAME_MAGIC, FrameIndex

_READ_BYTES = 1024 * 1024
_HOLE = b"\0\0"
"""A power cut can leave zeros where a write was. JSON never holds a NUL, and one flipped bit makes one at most."""


class Lines(Protocol):
    """Complete lines in order. `torn_bytes` is known once all were read.

    `done_bytes` is how much of the file was read so far. `stated` is the file's own index, where it has one.
    """

    line_bytes_max: int
    torn_bytes: int
    done_bytes: int
    stated: FrameIndex | None

    @property
    def size_bytes(self) -> int:
        """Length of the file as it is now."""
        ...

    def __iter__(self) -> Iterator[tuple[int, bytes]]:
        """Each complete line with its offset. `RecordingError("line_too_long")` beyond the cap."""
        ...

    def read(self, offset: int, length: int) -> bytes:
        """Bytes again, by an offset that iteration gave."""
        ...

    def check_end(self) -> None:
        """Once all lines were read: `RecordingError` where the end of the file was changed or cut off."""
        ...

    def close(self) -> None:
        """Let go of the file."""
        ...


class PlainLines:
    """The lines of an uncompressed file, read through a descriptor that `close` closes.

    What follows the last line feed is torn: a write that was cut short. So is a last line with a hole of
    zeros in it, which a power cut leaves where the length of a file reached the disk before its bytes.
    """

    def __init__(self, fd: int, line_bytes_max: int = LINE_BYTES_MAX) -> None:
        self._fd = fd
        self.line_bytes_max = line_bytes_max
        self.torn_bytes = self.done_bytes = 0
        self.stated: FrameIndex | None = None

    @property
    def size_bytes(self) -> int:
        """Length of the file as it is now."""
        return os.fstat(self._fd).st_size

    def __iter__(self) -> Iterator[tuple[int, bytes]]:
        """Each complete line with its offset, in one pass."""
        offset = line_number = 0
        with open(self._fd, "rb", buffering=_READ_BYTES, closefd=False) as file:
            file.seek(0)
            while line := file.readline(self.line_bytes_max + 1):
                line_number += 1
                if self._is_torn(line, file):
                    break
                if len(line) > self.line_bytes_max:
                    raise RecordingError("line_too_long", line=line_number, bytes_max=self.line_bytes_max)
                self.done_bytes = offset + len(line)
                yield offset, line
                offset = self.done_bytes
            self.torn_bytes = file.tell() - offset

    def _is_torn(self, line: bytes, rest: BinaryIO) -> bool:
        ended = line.endswith(b"\n")
        if not ended and len(line) <= self.line_bytes_max:
            return True
        return (not ended or _HOLE in line) and not _line_feed_follows(rest)

    def read(self, offset: int, length: int) -> bytes:
        """Bytes again; fewer where the file has become shorter since."""
        return os.pread(self._fd, length, offset)

    def check_end(self) -> None:
        """A line whose line feed was damaged looks torn, but it was whole once: line_end_damaged."""
        if SEAL_BYTES < self.torn_bytes <= self.line_bytes_max:
            tail = self.read(self.size_bytes - self.torn_bytes, self.torn_bytes)
            if holds(tail[:-1] + b"\n"):
                raise RecordingError("line_end_damaged")

    def close(self) -> None:
        """Close the descriptor."""
        os.close(self._fd)


def open_lines(path: Path, line_bytes_max: int = LINE_BYTES_MAX) -> Lines:
    """The lines of a recording on disk, plain or compressed. `RecordingError` as `open_regular`, or `empty_recording`.

    What it is is told by how it begins, whatever its name.
    """
    fd = open_regular(SYSTEM_DISK, path, os.O_RDONLY, missing="recording_not_found")
    begins = os.pread(fd, len(FRAME_MAGIC), 0)
    if not begins:
        os.close(fd)
        raise RecordingError("empty_recording", path=shown(path))
    if begins != FRAME_MAGIC:
        return PlainLines(fd, line_bytes_max)
    # Loaded where it is needed: most recordings are plain.
    from countwatch.record.compressed import CompressedLines

    return CompressedLines(fd, line_bytes_max)


def _line_feed_follows(rest: BinaryIO) -> bool:
    """Whether another line ends after this place; stays there if so, else stands at the end of the file."""
    here = rest.tell()
    while block := rest.read(_READ_BYTES):
        if b"\n" in block:
            rest.seek(here)
            return True
    return False
