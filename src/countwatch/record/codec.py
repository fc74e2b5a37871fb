"""Lines of a recording: what each kind says, and how it becomes bytes and back.

Three kinds of line, told apart by their first member: the header (`format`), an update (`n`), a
footer (`closed`). All are ASCII, so that no text from outside can reach a terminal through `cat`.
"""

import re
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Literal, NamedTuple, get_args

from countwatch.model.errors import RecordingError
from countwatch.model.update import Failure, Update
from countwatch.record.chain import seal, stated_hash, stated_prev
from countwatch.record.fields import parse
from countwatch.record.parts import (
    RecordedDocument,
    SameAs,
    decode_document,
    decode_failure,
    dump,
    encode_document,
    failure_members,
)

FORMAT_VERSION = 1
LINE_BYTES_MAX = 64 * 1024 * 1024
DOCUMENTS_MAX = 10_000
MAGIC = b'{"format":"cwrec",'
UPDATE_OPENING = re.compile(rb'\{"n":(\d{1,15}),"session":\d{1,15},"at":"([0-9T:.\-]{19,26}Z)",')
"""How an update's line starts: its number and instant are found without parsing the bodies behind them."""
FOOTER_OPENS = b'{"closed":'

Provenance = Literal["live", "git-scraped", "reconstructed"]


@dataclass(frozen=True, slots=True)
class Header:
    """The first line: what was recorded, from where, and how it came to be.

    `election` and `decoder` are names that the catalogues know; `feed` is a redacted address or name;
    `ends_at` is where a replay's clock stops; `previous_head` is the head of the file before this one.
    """

    feed: str
    decoder: str
    created_at: datetime
    election: str | None = None
    ends_at: datetime | None = None
    provenance: Provenance = "live"
    notes: tuple[str, ...] = ()
    sources: tuple[str, ...] = ()
    previous_head: str | None = None
    format_version: int = FORMAT_VERSION


class RecordedUpdate(NamedTuple):
    """One update as its line says it; `same_as` is not resolved."""

    n: int
    session: int
    received_at: datetime
    elapsed_seconds: float
    documents: tuple[RecordedDocument, ...]
    failure: Failure | None
    prev: str
    hash: str


class Footer(NamedTuple):
    """What a clean close says: how many updates the file holds by then."""

    session: int
    updates: int
    prev: str
    hash: str


def encode_header(header: Header) -> bytes:
    """The header's line, the first link of the chain."""
    members = {
        "format": "cwrec",
        "format_version": header.format_version,
        "election": header.election,
        "feed": header.feed,
        "decoder": header.decoder,
        "created_at": stamp(header.created_at),
        "ends_at": stamp(header.ends_at) if header.ends_at else None,
        "provenance": header.provenance,
        "notes": header.notes,
        "sources": header.sources,
        "previous_head": header.previous_head,
    }
    return seal(dump(members)[:-1].encode("ascii"))


def encode_update(update: Update, *, n: int, session: int, prev: str, same_as: SameAs) -> bytes:
    """One update's line. `n` is the line's own number, which may differ from the watch's `update.n`.

    `RecordingError` `document_hash_wrong` or `document_twice` where the update contradicts itself.
    """
    opening = dump(
        {
            "n": n,
            "session": session,
            "at": stamp(update.received_at),
            "elapsed_seconds": update.elapsed_seconds,
        }
    )
    if len({document.key for document in update.documents}) < len(update.documents):
        raise RecordingError("document_twice", record=n)
    pieces = [opening[:-1].encode("ascii"), b',"documents":[']
    for document in update.documents:
        pieces += [*encode_document(document, n, same_as), b","]
    pieces = pieces[: -1 if update.documents else None]
    failure = f',"failure":{dump(failure_members(update.failure))}' if update.failure else ""
    return seal(*pieces, f']{failure},"prev":"{prev}"'.encode("ascii"))


def encode_footer(*, session: int, updates: int, prev: str) -> bytes:
    """The line that a clean close leaves."""
    return seal(dump({"closed": True, "session": session, "updates": updates, "prev": prev})[:-1].encode("ascii"))


def decode_header(line: bytes) -> Header:
    """The header. `RecordingError` `not_a_recording`, `recording_version_unknown`, `record_not_readable`."""
    if not line.startswith(MAGIC):
        raise RecordingError("not_a_recording", record=0)
    fields = parse(line, 0)
    version = fields.integer("format_version")
    if version != FORMAT_VERSION:
        raise RecordingError("recording_version_unknown", record=0, found=version, expected=FORMAT_VERSION)
    provenance = fields.text("provenance")
    if provenance not in get_args(Provenance):
        fields.refuse("provenance", "provenance")
    return Header(
        feed=fields.words("feed"),
        decoder=fields.words("decoder"),
        created_at=fields.instant("created_at"),
        election=fields.words_or_none("election"),
        ends_at=fields.instant("ends_at") if fields.has("ends_at") else None,
        provenance=provenance,  # type: ignore[arg-type]  # just checked against its own values
        notes=fields.list_of_words("notes", 1000),
        sources=fields.list_of_words("sources", 1000),
        previous_head=fields.words_or_none("previous_head"),
    )


def decode_update(line: bytes, record: int) -> RecordedUpdate:
    """One update's line. Bodies are not hashed here."""
    fields = parse(line, record)
    if not UPDATE_OPENING.match(line):
        fields.refuse("n", "first_members_n_session_at")
    documents = tuple(decode_document(item) for item in fields.items("documents", DOCUMENTS_MAX))
    if len({recorded.document.key for recorded in documents}) < len(documents):
        fields.refuse("documents", "one_document_a_key")
    return RecordedUpdate(
        n=fields.integer("n", 1),
        session=fields.integer("session", 1),
        received_at=fields.instant("at"),
        elapsed_seconds=fields.seconds("elapsed_seconds"),
        documents=documents,
        failure=decode_failure(fields.inner("failure")) if fields.has("failure") else None,
        prev=stated_prev(line) or fields.refuse("prev", "hash"),
        hash=stated_hash(line) or fields.refuse("hash", "hash"),
    )


def decode_footer(line: bytes, record: int) -> Footer:
    """A footer's line."""
    fields = parse(line, record)
    if fields.members.get("closed") is not True:
        fields.refuse("closed", "true")
    return Footer(
        session=fields.integer("session", 1),
        updates=fields.integer("updates"),
        prev=stated_prev(line) or fields.refuse("prev", "hash"),
        hash=stated_hash(line) or fields.refuse("hash", "hash"),
    )


def stamp(at: datetime) -> str:
    """An aware instant as ISO 8601 in UTC, to the microsecond where it has one, ending in Z."""
    if at.tzinfo is None:
        raise ValueError(at)
    return at.astimezone(UTC).replace(tzinfo=None).isoformat() + "Z"
