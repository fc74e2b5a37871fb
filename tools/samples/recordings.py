"""From updates to the bytes of a recording, through the codec that the program itself records with."""

from collections.abc import Iterable
from datetime import UTC, datetime
from pathlib import Path

from countwatch.model.update import Document, Update
from countwatch.record.chain import stated_hash
from countwatch.record.codec import Header, encode_footer, encode_header, encode_update
from countwatch.record.parts import sha256_of

CREATED_AT = datetime(2026, 11, 23, tzinfo=UTC)
"""Fixed, so that a build says the same every time."""

SESSION = 1


def document(key: str, url: str, body: bytes) -> Document:
    """A body as it would have come. No headers: the figures do not give them, and none are made up."""
    return Document(key=key, url=url, status=200, body=body, sha256=sha256_of(body))


def update(n: int, at: datetime, documents: Iterable[Document]) -> Update:
    """One update; it took no time, for nobody measured any."""
    return Update(n=n, received_at=at, elapsed_seconds=0.0, documents=tuple(documents))


def encode(header: Header, updates: Iterable[Update]) -> bytes:
    """The whole recording, closed. The file is made at once, so nothing is synced line by line."""
    lines = [encode_header(header)]
    held: dict[tuple[str, str], int] = {}
    count = 0
    for count, item in enumerate(updates, start=1):

        def same_as(key: str, sha256: str, n: int = count) -> int | None:
            holder = held.setdefault((key, sha256), n)
            return None if holder == n else holder

        lines.append(encode_update(item, n=count, session=SESSION, prev=_head(lines), same_as=same_as))
    lines.append(encode_footer(session=SESSION, updates=count, prev=_head(lines)))
    return b"".join(lines)


def write(path: Path, data: bytes) -> Path:
    """Put a sample in its place."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(data)
    return path


def _head(lines: list[bytes]) -> str:
    head = stated_hash(lines[-1])
    if head is None:
        raise ValueError(lines[-1][-80:])
    return head
