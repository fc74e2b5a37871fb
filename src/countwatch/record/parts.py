"""The parts of an update's line: its documents, and why it failed, as JSON members and back."""

import base64
import codecs
import hashlib
import json
from collections.abc import Callable
from typing import NamedTuple

from countwatch.model.errors import RecordingError
from countwatch.model.finding import Finding
from countwatch.model.update import Document, Failure, FailureKind
from countwatch.record.fields import Fields

_PIECE_BYTES = 1024 * 1024
_TEXT_GROWTH_MAX = 2
"""A body whose JSON text would be longer than this many times its bytes is kept as base64."""

SameAs = Callable[[str, str], int | None]
"""From (key, sha256) to the number of the update in this file that holds those bytes, if one does."""

dump = json.JSONEncoder(ensure_ascii=True, allow_nan=False, separators=(",", ":")).encode
"""JSON as recordings write it: ASCII, no blanks, no NaN."""


class RecordedDocument(NamedTuple):
    """A document of one line. With `same_as` its body is that of the same key in that update."""

    document: Document
    same_as: int | None = None


def sha256_of(body: bytes) -> str:
    """The sha256 of a body, in lower-case hex."""
    return hashlib.sha256(body).hexdigest()


def encode_document(document: Document, n: int, same_as: SameAs) -> tuple[bytes, ...]:
    """One document of update `n` as JSON, in pieces. `RecordingError("document_hash_wrong")` where `sha256` lies."""
    # A wrong sha256 would tie these bytes to another body for good, so it is not taken on trust.
    if sha256_of(document.body) != document.sha256:
        raise RecordingError("document_hash_wrong", record=n, field=document.key)
    members: dict[str, object] = {
        "key": document.key,
        "url": document.url,
        "status": document.status,
        "headers": dict(document.headers),
        "sha256": document.sha256,
    }
    if document.problem is not None:
        members["problem"] = _finding_members(document.problem)
    holder = same_as(document.key, document.sha256)
    opening = dump(members)[:-1].encode("ascii")
    if holder is not None:
        return opening, b',"same_as":%d}' % holder
    return opening, b",", *_encode_body(document.body), b"}"


def _encode_body(body: bytes) -> tuple[bytes, ...]:
    """As text, or as base64 where it is none, or would grow too much. In pieces: what is let go early costs nothing."""
    decoder = codecs.getincrementaldecoder("utf-8")()
    pieces: list[bytes] = []
    left = _TEXT_GROWTH_MAX * len(body) + 2
    for at in range(0, len(body), _PIECE_BYTES):
        try:
            text = decoder.decode(body[at : at + _PIECE_BYTES], final=at + _PIECE_BYTES >= len(body))
        except UnicodeDecodeError:
            left = -1
        else:
            pieces.append(dump(text)[1:-1].encode("ascii"))
            left -= len(pieces[-1])
        if left < 0:
            return b'"body_base64":"', base64.b64encode(body), b'"'
    return b'"body":"', *pieces, b'"'


def failure_members(failure: Failure) -> dict[str, object]:
    """A failure as JSON members."""
    return {
        "kind": failure.kind.value,
        "problem": _finding_members(failure.problem),
        "retry_after_seconds": failure.retry_after_seconds,
    }


def _finding_members(finding: Finding) -> dict[str, object]:
    members: dict[str, object] = {"code": finding.code, "facts": dict(finding.facts)}
    if finding.unit_id is not None:
        members["unit_id"] = finding.unit_id
    if finding.document is not None:
        members["document"] = finding.document
    return members


def decode_document(fields: Fields) -> RecordedDocument:
    """One document of a line; its body is not hashed here."""
    held = [name for name in ("body", "body_base64", "same_as") if fields.has(name)]
    if len(held) != 1:
        fields.refuse("body", "one_of_body_body_base64_same_as")
    same_as = fields.integer("same_as", 1) if held == ["same_as"] else None
    document = Document(
        key=fields.words("key"),
        url=fields.words("url"),
        status=fields.integer("status"),
        body=b"" if same_as else _decode_body(fields, held[0]),
        sha256=fields.text("sha256"),
        headers=fields.texts("headers"),
        problem=_decode_finding(fields.inner("problem")) if fields.has("problem") else None,
    )
    return RecordedDocument(document, same_as)


def _decode_body(fields: Fields, name: str) -> bytes:
    value = fields.members[name]
    try:
        if not isinstance(value, str):
            fields.refuse(name, "text")
        return base64.b64decode(value, validate=True) if name == "body_base64" else value.encode("utf-8")
    except ValueError:
        fields.refuse(name, "base64" if name == "body_base64" else "text")


def decode_failure(fields: Fields) -> Failure:
    """A failure of a line."""
    kind = fields.text("kind")
    if kind not in {known.value for known in FailureKind}:
        fields.refuse("kind", "failure_kind")
    retry = fields.seconds("retry_after_seconds") if fields.has("retry_after_seconds") else None
    return Failure(FailureKind(kind), _decode_finding(fields.inner("problem")), retry)


def _decode_finding(fields: Fields) -> Finding:
    return Finding(
        code=fields.code("code"),
        facts=fields.facts("facts"),
        unit_id=fields.words_or_none("unit_id"),
        document=fields.words_or_none("document"),
    )
