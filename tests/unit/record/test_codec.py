import hashlib
import json
import re
import tempfile
from dataclasses import replace
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from countwatch.model.errors import RecordingError
from countwatch.model.finding import Finding
from countwatch.model.text import clean
from countwatch.model.update import Document, Failure, FailureKind, Update
from countwatch.record.chain import holds, seal, stated_hash
from countwatch.record.codec import (
    Footer,
    Header,
    decode_footer,
    decode_header,
    decode_update,
    encode_footer,
    encode_header,
    encode_update,
)
from countwatch.record.reader import Recording
from countwatch.record.verify import verify
from countwatch.record.writer import RecordingWriter

from .making import HEADER, STARTED_AT, document, update

PREV = "0" * 64

cleaned = st.text(max_size=30).map(clean)
findings = st.builds(
    Finding,
    code=st.from_regex(r"[a-z][a-z_]{0,20}", fullmatch=True),
    facts=st.dictionaries(cleaned, cleaned | st.integers(-(10**12), 10**12) | st.none(), max_size=3),
    unit_id=st.none() | cleaned,
    document=st.none() | cleaned,
)
bodies = st.binary(max_size=300) | st.text(max_size=300).map(str.encode)


@st.composite
def documents(draw: st.DrawFn) -> tuple[Document, ...]:
    keys = draw(st.lists(cleaned.filter(bool), max_size=4, unique=True))
    made = []
    for key in keys:
        body = draw(bodies)
        made.append(
            Document(
                key=key,
                url=draw(cleaned),
                status=draw(st.integers(100, 599)),
                body=body,
                sha256=hashlib.sha256(body).hexdigest(),
                headers=draw(st.dictionaries(st.text(), st.text(), max_size=4)),
                problem=draw(st.none() | findings),
            )
        )
    return tuple(made)


updates = st.builds(
    Update,
    n=st.integers(1, 10**6),
    received_at=st.datetimes(timezones=st.just(UTC)),
    elapsed_seconds=st.floats(0, 10**6),
    documents=documents(),
    failure=st.none()
    | st.builds(
        Failure,
        kind=st.sampled_from(FailureKind),
        problem=findings,
        retry_after_seconds=st.none() | st.floats(0, 300),
    ),
)


def encoded(one: Update, n: int = 1) -> bytes:
    return encode_update(one, n=n, session=1, prev=PREV, same_as=lambda _key, _sha256: None)


@given(st.lists(updates, max_size=5))
def test_what_was_written_is_read_back(written: list[Update]) -> None:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "night.cwrec"
        with RecordingWriter.open(path, HEADER, sync_each=False) as writer:
            acknowledged = [writer.write(one) for one in written]
        with Recording.open(path) as recording:
            read = [recording.update(n) for n in range(1, len(recording) + 1)]
        assert read == [replace(one, n=at) for at, one in enumerate(acknowledged, 1)]
        assert verify(path, writer.head).problem is None


@given(updates)
def test_a_line_is_ascii_without_controls_and_ends_once(one: Update) -> None:
    line = encoded(one)
    assert line.isascii()
    assert line.endswith(b"\n")
    assert line.count(b"\n") == 1
    assert line[:-1].decode().replace("\x7f", "").isprintable()


@given(updates)
def test_a_reader_can_redo_the_hash_by_hand(one: Update) -> None:
    line = encoded(one)
    covered = re.sub(rb',"hash":"[0-9a-f]{64}"\}\n$', b"}", line)
    assert hashlib.sha256(covered).hexdigest() == json.loads(line)["hash"]
    assert {"hash": stated_hash(line), **json.loads(covered)} == json.loads(line)


def test_a_line_has_the_documented_members_in_order() -> None:
    failure = Failure(FailureKind.RETRY_LATER, Finding("http_status", {"status": 503}), 30.0)
    line = json.loads(encoded(replace(update(1), failure=failure)))
    assert list(line) == [
        "n", "session", "at", "elapsed_seconds", "documents", "failure", "prev", "hash",
    ]  # fmt: skip
    assert list(line["documents"][0]) == ["key", "url", "status", "headers", "sha256", "body"]
    assert line["at"] == "2021-06-07T05:49:00Z"
    assert line["failure"] == {
        "kind": "retry_later",
        "problem": {"code": "http_status", "facts": {"status": 503}},
        "retry_after_seconds": 30.0,
    }


@pytest.mark.parametrize("body", [b"\xff\xfe\x00", b"\x00\x01" * 400, b"\x1b[2J" * 10 + b"\x9b"])
def test_a_body_that_text_would_hide_or_swell_is_base64(body: bytes) -> None:
    line = json.loads(encoded(update(1, document(body))))
    assert "body_base64" in line["documents"][0]
    assert len(line["documents"][0]["body_base64"]) < 2 * len(body) + 4


def test_the_header_round_trips() -> None:
    header = Header(
        feed="f",
        decoder="onpe-2021",
        created_at=STARTED_AT,
        election=None,
        ends_at=STARTED_AT + timedelta(days=52, microseconds=7),
        provenance="reconstructed",
        notes=("señal", "二"),
        sources=("https://example.org/",),
        previous_head="ab" * 32,
    )
    line = encode_header(header)
    assert holds(line)
    assert decode_header(line) == header


def test_the_footer_round_trips() -> None:
    line = encode_footer(session=2, updates=93, prev=PREV)
    assert decode_footer(line, 94) == Footer(2, 93, PREV, str(stated_hash(line)))


def test_instants_are_written_in_utc_and_naive_ones_refused() -> None:
    lima = timezone(timedelta(hours=-5))
    line = decode_update(encoded(replace(update(1), received_at=datetime(2021, 6, 7, 19, 23, tzinfo=lima))), 1)
    assert line.received_at.isoformat() == "2021-06-08T00:23:00+00:00"
    with pytest.raises(ValueError, match="2021"):
        encoded(replace(update(1), received_at=datetime(2021, 6, 7)))  # noqa: DTZ001 - it must be refused


def test_a_sha256_that_is_not_its_bodys_is_refused() -> None:
    with pytest.raises(RecordingError, match="document_hash_wrong"):
        encoded(update(1, replace(document(b"a"), sha256="0" * 64)))


def test_two_documents_of_one_key_are_refused() -> None:
    with pytest.raises(RecordingError, match="document_twice"):
        encoded(update(1, document(b"a"), document(b"b")))


GOOD = json.loads(encoded(update(7)))
DOCUMENT = GOOD["documents"][0]
WRONG: list[tuple[dict[str, object], str]] = [
    ({"n": "7"}, "n"),
    ({"n": True}, "n"),
    ({"session": 0}, "session"),
    ({"elapsed_seconds": None}, "elapsed_seconds"),
    ({"elapsed_seconds": 10**400}, "elapsed_seconds"),
    ({"documents": None}, "documents"),
    ({"documents": [1]}, "documents[0]"),
    ({"documents": [DOCUMENT, DOCUMENT]}, "documents"),
    ({"documents": [{**DOCUMENT, "status": 200.0}]}, "documents[0].status"),
    ({"documents": [{**DOCUMENT, "headers": {"etag": 1}}]}, "documents[0].headers.etag"),
    ({"documents": [{**DOCUMENT, "body": None}]}, "documents[0].body"),
    ({"documents": [{**DOCUMENT, "body": "\ud800"}]}, "documents[0].body"),
    ({"documents": [{**DOCUMENT, "body": 5}]}, "documents[0].body"),
    ({"documents": [{**DOCUMENT, "same_as": 3}]}, "documents[0].body"),
    ({"documents": [{**DOCUMENT, "body": None, "body_base64": "!"}]}, "documents[0].body_base64"),
    (
        {"documents": [{**DOCUMENT, "problem": {"code": "Not a code", "facts": {}}}]},
        "documents[0].problem.code",
    ),
    ({"failure": {"kind": "lazy", "problem": {"code": "a", "facts": {}}}}, "failure.kind"),
    (
        {"failure": {"kind": "rejected", "problem": {"code": "a", "facts": {"x": 1.5}}}},
        "failure.problem.facts.x",
    ),
    ({"prev": "zz"}, "prev"),
]


@pytest.mark.parametrize(("members", "field"), WRONG, ids=[f"{field}={m!r:.40}" for m, field in WRONG])
def test_a_wrong_member_is_named_with_its_record(members: dict[str, object], field: str) -> None:
    wrong = {name: value for name, value in {**GOOD, **members}.items() if name != "hash"}
    line = seal(json.dumps(wrong, separators=(",", ":"))[:-1].encode())
    with pytest.raises(RecordingError) as caught:
        decode_update(line, 7)
    assert caught.value.finding.code == "record_not_readable"
    assert caught.value.finding.facts["record"] == 7
    assert caught.value.finding.facts["field"] == field


@pytest.mark.parametrize(
    "opened",
    [
        '{"n":1,"n":2',
        '{"n":1,"elapsed_seconds":NaN',
        '{"n":' + "[" * 100_000,
        '{"n":' + "9" * 5_000,
        '{"n":1,"session":1,"at":"yesterday"',
    ],
)
def test_hostile_json_is_one_clear_error(opened: str) -> None:
    with pytest.raises(RecordingError, match="record_not_readable"):
        decode_update(seal(opened.encode()), 1)


def test_text_that_may_reach_a_screen_is_cleaned_and_bodies_are_not() -> None:
    hostile = "\x1b[2J"
    one = update(1, replace(document(hostile.encode()), url=hostile, headers={"x": hostile}))
    line = decode_update(encoded(replace(one, failure=Failure(FailureKind.REJECTED, Finding("a", {"b": hostile})))), 1)
    read = line.documents[0].document
    assert (read.url, read.body, read.headers) == ("\ufffd[2J", hostile.encode(), {"x": hostile})
    assert line.failure is not None
    assert line.failure.problem.facts == {"b": "\ufffd[2J"}
    header = decode_header(encode_header(replace(HEADER, notes=(hostile,))))
    assert header.notes == ("\ufffd[2J",)
