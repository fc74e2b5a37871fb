"""The lines of a compressed recording, through its index or, where that is missing, from end to end."""

import os
import sys
from bisect import bisect_right
from collections import OrderedDict
from collections.abc import Iterator
from threading import Lock

from countwatch.model.errors import RecordingError
from countwatch.record.codec import LINE_BYTES_MAX
from countwatch.record.frames import (
    FRAME_BYTES_MAX,
    FRAME_MAGIC,
    INDEX_MAGIC,
    TRAILER_BYTES,
    Frame,
    FrameIndex,
    decode_index,
    index_bytes,
)
from countwatch.record.index import instant_of
from countwatch.record.parts import sha256_of

if sys.version_info >= (3, 14):
    from compression import zstd
else:
    from backports import zstd

WINDOW_LOG = 25
"""32 MiB: as far as the writer looks back, and all that a reader sets aside for it."""

_READ_BYTES = 128 * 1024
_PIECE_BYTES = 128 * 1024
"""The most that one block of zstd holds: where a block is damaged, the lines before it have been read."""

_KEPT_BYTES_MAX = 64 * 1024 * 1024


class CompressedLines:
    """The lines of a `.cwrec.zst`, read through a descriptor that `close` closes.

    Offsets are those of the lines in the plain file. Without an index, what follows the last whole frame is torn.
    `RecordingError` frame_damaged (byte) names a frame that is not as it was written, frame_too_large (byte,
    bytes_max) one that no recording has.
    """

    def __init__(self, fd: int, line_bytes_max: int = LINE_BYTES_MAX) -> None:
        self._fd = fd
        self.line_bytes_max = line_bytes_max
        self.torn_bytes = self.done_bytes = 0
        self.stated = self._stated()
        self._starts = self.stated.starts() if self.stated else [0]
        self._frames = list(self.stated.frames) if self.stated else []
        self._kept = _KeptFrames()

    @property
    def size_bytes(self) -> int:
        """Length of the file as it is now."""
        return os.fstat(self._fd).st_size

    def __iter__(self) -> Iterator[tuple[int, bytes]]:
        """Each line with its offset, in one pass. Where there is no index, it is made of what passes by."""
        self.done_bytes = self.torn_bytes = 0
        offset = 0
        for line in self._scanned() if self.stated is None else self._held_to(self.stated):
            yield offset, line
            offset += len(line)

    def _held_to(self, stated: FrameIndex) -> Iterator[bytes]:
        """The lines of the frames that the index names, each frame held against it."""
        lines = updates = 0
        for frame in stated.frames:
            reader = _FrameReader(self._fd, frame.offset)
            whole = sha256_of(os.pread(self._fd, frame.length, frame.offset)) == frame.sha256
            ends = lines + frame.lines
            for line in _lines(reader, self.line_bytes_max, lines + 1):
                # The last line is not handed out where a bit was changed that decompressing does not see:
                # so it is a record of this frame that is named, and no later one.
                last = lines + 1 == ends
                if lines == ends or (last and not whole) or len(line) != stated.lengths[lines]:
                    raise RecordingError("frame_damaged", byte=frame.offset)
                instant = stated.instants[lines]
                updates += instant is not None
                if instant is not None and instant != instant_of(line, updates):
                    raise RecordingError("index_wrong")
                lines += 1
                yield line
            if reader.cut or reader.length != frame.length or lines != ends:
                raise RecordingError("frame_damaged", byte=frame.offset)
            self.done_bytes = frame.offset + frame.length

    def _scanned(self) -> Iterator[bytes]:
        """The lines of whatever frames follow each other, as far as the file goes."""
        self._frames, self._starts = [], [0]
        lines = 0
        while (begins := os.pread(self._fd, len(FRAME_MAGIC), self.done_bytes)) == FRAME_MAGIC:
            reader = _FrameReader(self._fd, self.done_bytes)
            count = size_bytes = 0
            for line in _lines(reader, self.line_bytes_max, lines + 1):
                count, size_bytes = count + 1, size_bytes + len(line)
                yield line
            if reader.cut:
                break
            self._frames.append(Frame(self.done_bytes, reader.length, count, ""))
            self._starts.append(self._starts[-1] + size_bytes)
            self.done_bytes += reader.length
            lines += count
        if begins != INDEX_MAGIC:
            self.torn_bytes = self.size_bytes - self.done_bytes

    def read(self, offset: int, length: int) -> bytes:
        """Bytes of the lines again, from their frame; the frames read last are kept.

        In a damaged frame the lines before the damage can still be read.
        """
        at = bisect_right(self._starts, offset) - 1
        if at >= len(self._frames):
            return b""
        begin, size_bytes = offset - self._starts[at], self._starts[at + 1] - self._starts[at]
        return self._inflated(self._frames[at], size_bytes, begin + length)[begin : begin + length]

    def check_end(self) -> None:
        """`RecordingError` index_missing where the index at the end is not there as it was written."""
        if self.stated is None:
            raise RecordingError("index_missing")

    def close(self) -> None:
        """Close the descriptor."""
        os.close(self._fd)

    def _stated(self) -> FrameIndex | None:
        size_bytes = self.size_bytes
        whole = index_bytes(os.pread(self._fd, TRAILER_BYTES, max(0, size_bytes - TRAILER_BYTES)))
        if not 0 < whole < size_bytes:
            return None
        index = decode_index(os.pread(self._fd, whole, size_bytes - whole), size_bytes - whole)
        return index if index is not None and max(index.lengths) <= self.line_bytes_max else None

    def _inflated(self, frame: Frame, size_bytes: int, wanted_bytes: int) -> bytes:
        known = self._kept.find(frame.offset)
        if known is not None:
            return known
        reader, damaged = _FrameReader(self._fd, frame.offset), False
        pieces: list[bytes] = []
        try:
            pieces.extend(reader)
        except RecordingError:
            damaged = True
        data = b"".join(pieces)
        if not damaged and not reader.cut and len(data) == size_bytes:
            self._kept.keep(frame.offset, data)
        elif len(data) < wanted_bytes:
            raise RecordingError("frame_damaged", byte=frame.offset)
        return data


class _FrameReader:
    """One frame decompressed piece by piece; after the last piece its `length` is known, or that it was `cut`."""

    def __init__(self, fd: int, offset: int) -> None:
        self._fd = fd
        self.offset = offset
        self.cut = False
        self.length = 0

    def __iter__(self) -> Iterator[bytes]:
        inflater = zstd.ZstdDecompressor(options={zstd.DecompressionParameter.window_log_max: WINDOW_LOG})
        at, inflated = self.offset, 0
        while not inflater.eof:
            block = os.pread(self._fd, _READ_BYTES, at) if inflater.needs_input else b""
            if inflater.needs_input and not block:
                self.cut = True
                return
            at += len(block)
            try:
                piece = inflater.decompress(block, _PIECE_BYTES)
            except zstd.ZstdError:
                raise RecordingError("frame_damaged", byte=self.offset) from None
            inflated += len(piece)
            if inflated > FRAME_BYTES_MAX:
                raise RecordingError("frame_too_large", byte=self.offset, bytes_max=FRAME_BYTES_MAX)
            yield piece
        self.length = at - len(inflater.unused_data) - self.offset


def _lines(frame: _FrameReader, line_bytes_max: int, number: int) -> Iterator[bytes]:
    """The lines of a frame, the first of which has that number.

    `RecordingError` line_too_long (line, bytes_max), or frame_damaged where the last has no line feed.
    """
    begun: list[bytes] = []
    begun_bytes = 0
    for piece in frame:
        at = 0
        while (end := piece.find(b"\n", at) + 1) > 0:
            yield b"".join((*begun, piece[at:end]))
            number += 1
            begun, begun_bytes, at = [], 0, end
        begun.append(piece[at:])
        begun_bytes += len(piece) - at
        if begun_bytes >= line_bytes_max:
            raise RecordingError("line_too_long", line=number, bytes_max=line_bytes_max)
    if begun_bytes and not frame.cut:
        raise RecordingError("frame_damaged", byte=frame.offset)


class _KeptFrames:
    """Frames decompressed last: playing on and seeking nearby read the same few again and again."""

    def __init__(self) -> None:
        self._frames: OrderedDict[int, bytes] = OrderedDict()
        self._lock = Lock()

    def find(self, offset: int) -> bytes | None:
        """The frame at that place, if it is still held."""
        with self._lock:
            if offset in self._frames:
                self._frames.move_to_end(offset)
            return self._frames.get(offset)

    def keep(self, offset: int, data: bytes) -> None:
        """Hold it; those unused longest go once they are too many bytes. The last one always stays."""
        with self._lock:
            self._frames[offset] = data
            while len(self._frames) > 1 and sum(map(len, self._frames.values())) > _KEPT_BYTES_MAX:
                self._frames.popitem(last=False)
