"""Bodies, decoded within bounds. A bomb is let go at the cap, a cut or damaged stream is told from a whole one."""

import asyncio
import hashlib
import zlib
from collections.abc import AsyncIterator, Iterator
from io import BytesIO

from countwatch.model.errors import NotUsable

PIECE_BYTES = 256 * 1024
"""Decoded at one go: about half a millisecond, after which the loop may do something else."""

_CHUNK_COST_BYTES = 2048
"""What a chunk costs besides its bytes: a body in chunks of one byte must not hold the loop either."""

EVIDENCE_BYTES_MAX = 64 * 1024
"""Of a refused body this much is kept: enough to see what it was, too little to fill a disk."""

_GZIP = 16 + zlib.MAX_WBITS
_GZIP_MAGIC = b"\x1f\x8b"


class Allowance:
    """Decoded bytes that one poll may still take, over all of its documents."""

    def __init__(self, decoded_bytes: int) -> None:
        self._left = decoded_bytes
        self._most = decoded_bytes

    def take(self, decoded_bytes: int) -> None:
        """`NotUsable("poll_too_large")` once the whole poll took too much."""
        self._left -= decoded_bytes
        if self._left < 0:
            raise NotUsable("poll_too_large", most=self._most)


class Body:
    """One body on its way in: feed it the raw chunks, then `finish`. At most `bytes_max` decoded, and raw."""

    def __init__(self, *, gzip: bool, bytes_max: int, allowance: Allowance) -> None:
        self._unzip = zlib.decompressobj(_GZIP) if gzip else None
        self._bytes_max = bytes_max
        self._allowance = allowance
        self._decoded = BytesIO()
        self._hash = hashlib.sha256()
        self._raw_bytes = 0
        self._raw_begun = bytearray()

    @property
    def raw_bytes(self) -> int:
        """Bytes received so far, before decoding."""
        return self._raw_bytes

    def add(self, chunk: bytes) -> Iterator[int]:
        """Take one raw chunk; yields the size of each piece decoded, so that the caller can pause between.

        `NotUsable`: `body_too_large`, `poll_too_large`, `not_gzip`, `gzip_damaged`, `gzip_trailing`.
        """
        self._raw_bytes += len(chunk)
        self._raw_begun += chunk[: EVIDENCE_BYTES_MAX - len(self._raw_begun)]
        if self._raw_bytes > self._bytes_max:
            raise NotUsable("body_too_large", most=self._bytes_max)
        for piece in (chunk,) if self._unzip is None else self._unzipped(self._unzip, chunk):
            self._allowance.take(len(piece))
            if self._decoded.tell() + len(piece) > self._bytes_max:
                raise NotUsable("body_too_large", most=self._bytes_max)
            self._decoded.write(piece)
            self._hash.update(piece)
            yield len(piece)

    async def take(self, chunks: AsyncIterator[bytes]) -> None:
        """Take all raw chunks, letting the loop breathe between pieces. `NotUsable` as `add`."""
        work = 0
        async for chunk in chunks:
            for piece_bytes in self.add(chunk):
                work += piece_bytes + _CHUNK_COST_BYTES
                if work >= PIECE_BYTES:
                    work = 0
                    await asyncio.sleep(0)

    def finish(self) -> tuple[bytes, str]:
        """The whole body and its sha256. `NotUsable("gzip_cut")` where the stream ended before its end."""
        if self._unzip is not None and not self._unzip.eof:
            raise NotUsable("gzip_cut", received=self._raw_bytes)
        return self._decoded.getvalue(), self._hash.hexdigest()

    def evidence(self) -> tuple[bytes, str]:
        """The beginning of a refused body, and the sha256 of that beginning.

        As far as it was decoded; the bytes from the wire where nothing was.
        """
        begun = bytes(self._decoded.getbuffer()[:EVIDENCE_BYTES_MAX] or self._raw_begun)
        return begun, hashlib.sha256(begun).hexdigest()

    def _unzipped(self, unzip: "zlib._Decompress", chunk: bytes) -> Iterator[bytes]:
        """The pieces that one chunk gives. zlib may hold back output that did not fit: ask until it is short."""
        pending = chunk
        while not unzip.eof:
            try:
                piece = unzip.decompress(pending, PIECE_BYTES)
            except zlib.error as error:
                code = "gzip_damaged" if self._raw_begun.startswith(_GZIP_MAGIC) else "not_gzip"
                raise NotUsable(code, received=self._raw_bytes) from error
            pending = unzip.unconsumed_tail
            yield piece
            if not unzip.eof and not pending and len(piece) < PIECE_BYTES:
                return
        if unzip.unused_data or pending:
            raise NotUsable("gzip_trailing", received=self._raw_bytes)
