"""A recording written again, compressed or plain: the same lines, so the same hashes."""

import os
import sys
from contextlib import ExitStack
from pathlib import Path
from typing import BinaryIO, Protocol

from countwatch.record.chain import stated_hash
from countwatch.record.codec import FOOTER_OPENS, MAGIC
from countwatch.record.compressed import WINDOW_LOG
from countwatch.record.disk import SYSTEM_DISK, named, open_regular, sync_folder
from countwatch.record.frames import FRAME_BYTES, FRAME_RECORDS, Frame, FrameIndex, encode_index
from countwatch.record.index import instant_of
from countwatch.record.lines import open_lines
from countwatch.record.parts import sha256_of
from countwatch.record.verify import Progress, Verification, walk

if sys.version_info >= (3, 14):
    from compression import zstd
else:
    from backports import zstd

LEVEL = 9
"""Of zstd's levels the highest that compresses faster than a recording is verified."""


class LineSink(Protocol):
    """Where lines go, one by one, and then an end."""

    def add(self, line: bytes) -> None:
        """Take one more line."""
        ...

    def finish(self) -> None:
        """Write what belongs after the last one."""
        ...


class PlainSink:
    """Lines as they are: a `.cwrec`."""

    def __init__(self, out: BinaryIO) -> None:
        self._out = out

    def add(self, line: bytes) -> None:
        """Write it."""
        self._out.write(line)

    def finish(self) -> None:
        """Nothing follows."""


class CompressedSink:
    """Lines in frames of 60, or of 32 MiB where that is less, with their index at the end: a `.cwrec.zst`."""

    def __init__(self, out: BinaryIO, frame_records: int = FRAME_RECORDS) -> None:
        self._out = out
        self._frame_records = frame_records
        self._index = FrameIndex()
        self._frame: list[bytes] = []
        self._updates = 0

    def add(self, line: bytes) -> None:
        """Take it into the frame, and write the frame once it is full."""
        self._frame.append(line)
        self._index.lengths.append(len(line))
        self._index.instants.append(self._instant(line))
        self._index.head = stated_hash(line) or ""
        if len(self._frame) == self._frame_records or sum(map(len, self._frame)) >= FRAME_BYTES:
            self._write_frame()

    def finish(self) -> None:
        """Write the last frame and the index."""
        if self._frame:
            self._write_frame()
        self._out.write(encode_index(self._index))

    def _instant(self, line: bytes) -> int | None:
        if line.startswith((MAGIC, FOOTER_OPENS)):
            return None
        self._updates += 1
        return instant_of(line, self._updates)

    def _write_frame(self) -> None:
        parameter = zstd.CompressionParameter
        options: dict[int, int] = {
            parameter.compression_level: LEVEL,
            parameter.window_log: WINDOW_LOG,
            parameter.checksum_flag: 1,
        }
        data = zstd.compress(b"".join(self._frame), options=options)
        self._index.frames.append(Frame(self._index.ends_at, len(data), len(self._frame), sha256_of(data)))
        self._frame = []
        self._out.write(data)


def rewrite(
    path: Path,
    target: Path,
    *,
    compressed: bool,
    frame_records: int = FRAME_RECORDS,
    progress: Progress | None = None,
) -> Verification:
    """Write a recording's lines to a new file, each verified before it is written; a torn tail is left out.

    `RecordingError` with the path where it does not verify; `OSError` where the disk fails. Then part of it is there.
    """
    with ExitStack() as open_files:
        lines = open_lines(path)
        open_files.callback(lines.close)
        fd = open_regular(SYSTEM_DISK, target, os.O_WRONLY | os.O_CREAT | os.O_EXCL, missing="folder_not_found")
        out = open_files.enter_context(os.fdopen(fd, "wb"))
        sink: LineSink = CompressedSink(out, frame_records) if compressed else PlainSink(out)
        found = walk(lines, progress=progress, each=sink.add)
        if found.problem is not None:
            raise named(found.problem, path)
        sink.finish()
        out.flush()
        os.fsync(fd)
        sync_folder(SYSTEM_DISK, target)
    return found
