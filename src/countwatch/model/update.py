"""What a feed hands over: raw bytes and their receipt, before anyone interprets them."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import NamedTuple

from countwatch.model.finding import Finding


class FailureKind(StrEnum):
    """How a whole poll can fail: it did not come through, or we were asked to come later."""

    FETCH_FAILED = "fetch_failed"
    RETRY_LATER = "retry_later"
    REJECTED = "rejected"
    """Bytes came, but transport rules refuse them: a bomb, a cut body, a strange encoding, a partial."""


class Failure(NamedTuple):
    """Why there is no root document in this update. `retry_after_seconds` is already capped."""

    kind: FailureKind
    problem: Finding
    retry_after_seconds: float | None = None


class Request(NamedTuple):
    """One document to fetch: its key, and its address relative to the feed's URL ("" is that URL itself)."""

    key: str
    target: str = ""


@dataclass(frozen=True, slots=True)
class Document:
    """One body as it came. `url` is redacted, `headers` are the few that are kept, lower-case.

    `status` is the HTTP status (200 for files and recordings). With status 304 the body is the copy
    already held. `problem` is set where this document could not be had; its body is then what came, if any.
    """

    key: str
    url: str
    status: int
    body: bytes
    sha256: str
    headers: Mapping[str, str] = field(default_factory=dict)
    problem: Finding | None = None


@dataclass(frozen=True, slots=True)
class Update:
    """One poll: its documents, when they came (aware, UTC), how long it took, or why it failed.

    A document that is absent carries over. `n` counts from 1, as a
    recording's lines do (its header is line 0); `record` is the chain hash where the update is on disk.
    """

    n: int
    received_at: datetime
    elapsed_seconds: float
    documents: tuple[Document, ...] = ()
    failure: Failure | None = None
    record: str | None = None


class Rewound(NamedTuple):
    """A feed was moved to update `n`, which was folded before. `document(n, key)` reads a body again."""

    n: int
    document: Callable[[int, str], Document]
