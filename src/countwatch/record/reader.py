"""Reading a recording at any place, over an index of offsets."""

from collections import OrderedDict
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from threading import Lock
from types import TracebackType
from typing import Self

from countwatch.model.errors import RecordingError
from countwatch.model.update import Document, Update
from countwatch.record.codec import LINE_BYTES_MAX, Header, RecordedUpdate, decode_update
from countwatch.record.disk import named
from countwatch.record.index import Index, open_index
from countwatch.record.lines import Lines, open_lines
from countwatch.record.parts import RecordedDocument, sha256_of

_BODIES_BYTES_MAX = LINE_BYTES_MAX


class Recording:
    """A recording as it was when it was opened: lines that are appended later are not seen.

    Opening checks that each line names the one before it, and reading that a body has its sha256;
    whether every byte is as it was written is what `verify` tells. May be used from several threads.
    """

    def __init__(self, path: Path, lines: Lines, index: Index) -> None:
        self.path = path
        self._lines = lines
        self._index = index
        self._bodies = _Bodies()

    @classmethod
    def open(cls, path: Path, *, line_bytes_max: int = LINE_BYTES_MAX) -> Self:
        """Read the index. `RecordingError` with the path where it is none, or is broken (see docs/recording.md)."""
        lines = open_lines(path, line_bytes_max)
        try:
            return cls(path, lines, open_index(lines))
        except RecordingError as error:
            lines.close()
            raise named(error.finding, path) from None

    @property
    def header(self) -> Header:
        """What was recorded, and how it came to be."""
        return self._index.header

    @property
    def head(self) -> str:
        """The hash of the last line."""
        return self._index.head

    @property
    def closed(self) -> bool:
        """Whether the last line is a footer: the writer ended as it meant to."""
        return self._index.closed

    @property
    def torn_bytes(self) -> int:
        """Bytes after the last complete line: a write that was cut short, left out of the recording."""
        return self._lines.torn_bytes

    def __len__(self) -> int:
        return len(self._index.offsets)

    def received_at(self, n: int) -> datetime:
        """When update `n` (from 1) came, in UTC. `LookupError` where there is none."""
        self._require(n)
        return self._index.received_at(n)

    def update(self, n: int) -> Update:
        """Update `n` with all its bodies and its chain hash. `RecordingError` names the record that is broken."""
        recorded = self._recorded(n)
        return Update(
            n=n,
            received_at=recorded.received_at,
            elapsed_seconds=recorded.elapsed_seconds,
            documents=tuple(self._resolved(n, document) for document in recorded.documents),
            failure=recorded.failure,
            record=recorded.hash,
        )

    def document(self, n: int, key: str) -> Document:
        """One document of update `n`. `LookupError` where that update has none of this key."""
        for recorded in self._recorded(n).documents:
            if recorded.document.key == key:
                return self._resolved(n, recorded)
        raise LookupError(key)

    def close(self) -> None:
        """Let go of the file."""
        self._lines.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def _require(self, n: int) -> None:
        if not 1 <= n <= len(self):
            raise LookupError(n)

    def _recorded(self, n: int) -> RecordedUpdate:
        self._require(n)
        try:
            return self._checked(n, self._lines.read(self._index.offsets[n - 1], self._index.lengths[n - 1]))
        except RecordingError as error:
            raise named(error.finding, self.path, n) from None

    def _checked(self, n: int, line: bytes) -> RecordedUpdate:
        recorded = decode_update(line, n)
        if recorded.n != n or recorded.received_at != self._index.received_at(n):
            raise RecordingError("index_wrong", record=n)
        for held in recorded.documents:
            if held.same_as is None:
                self._keep(n, held.document)
        return recorded

    def _keep(self, n: int, document: Document) -> None:
        if sha256_of(document.body) != document.sha256:
            raise RecordingError("body_hash_differs", record=n, document=document.key)
        self._bodies.keep(n, document)

    def _resolved(self, n: int, recorded: RecordedDocument) -> Document:
        if recorded.same_as is None:
            return recorded.document
        document = recorded.document
        body = self._held(recorded.same_as, document.key) if recorded.same_as < n else None
        if body is None or body.sha256 != document.sha256:
            wrong = RecordingError("same_as_wrong", document=document.key, found=recorded.same_as)
            raise named(wrong.finding, self.path, n)
        return replace(document, body=body.body)

    def _held(self, n: int, key: str) -> Document | None:
        known = self._bodies.find(n, key)
        if known is not None:
            return known
        held = (each.document for each in self._recorded(n).documents if each.same_as is None)
        return next((document for document in held if document.key == key), None)


class _Bodies:
    """The documents read last, so that playing on resolves `same_as` without reading lines again."""

    def __init__(self) -> None:
        self._documents: OrderedDict[tuple[int, str], Document] = OrderedDict()
        self._bytes = 0
        self._lock = Lock()

    def keep(self, n: int, document: Document) -> None:
        """Remember it; the ones unused longest go once the bodies are too many bytes."""
        with self._lock:
            if (n, document.key) in self._documents:
                return
            self._documents[n, document.key] = document
            self._bytes += len(document.body)
            while self._bytes > _BODIES_BYTES_MAX and self._documents:
                _, dropped = self._documents.popitem(last=False)
                self._bytes -= len(dropped.body)

    def find(self, n: int, key: str) -> Document | None:
        """The document of that update and key, if it is still held."""
        with self._lock:
            document = self._documents.get((n, key))
            if document is not None:
                self._documents.move_to_end((n, key))
            return document
