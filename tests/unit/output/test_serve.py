"""A recording served over real sockets, as its feed would have."""

import asyncio
import hashlib
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from datetime import UTC, datetime, timedelta

import pytest

from countwatch.cli.opening import SAMPLE
from countwatch.cli.places import sample
from countwatch.feeds.clock import SystemClock
from countwatch.feeds.replay import ReplayFeed
from countwatch.model.finding import Finding
from countwatch.model.protocols import FeedStatus
from countwatch.model.update import Document, Failure, FailureKind, Rewound, Update
from countwatch.output.serve import LOOPBACK, RecordingServer
from countwatch.output.serve_faults import PAGE, SLOW_SECONDS, Fault, Faults
from countwatch.output.serve_state import target_of
from countwatch.record.reader import Recording
from tests.faults.clocks import RacingClock

AT = datetime(2021, 6, 7, 6, tzinfo=UTC)
ROOT = "https://results.example/api/root.json?k=1"
BELOW = "https://results.example/api/below.json?k=1"


def document(key: str, url: str, body: bytes, **headers: str) -> Document:
    kept = {name.replace("_", "-"): value for name, value in headers.items()}
    return Document(key, url, 200, body, hashlib.sha256(body).hexdigest(), kept)


def update(n: int, *documents: Document, failure: Failure | None = None) -> Update:
    return Update(n, AT + timedelta(minutes=n), 0.0, documents, failure)


def night(*versions: bytes) -> list[Update]:
    """Both documents, new in every update."""
    return [
        update(n, document("root", ROOT, b"root " + body), document("below", BELOW, b"below " + body))
        for n, body in enumerate(versions, start=1)
    ]


class Script:
    """A feed that yields these updates at once."""

    def __init__(self, updates: Sequence[Update]) -> None:
        self._updates = updates

    async def updates(self) -> AsyncIterator[Update | Rewound]:
        for one in self._updates:
            yield one

    def status(self) -> FeedStatus:
        return FeedStatus("replay", "ended", "script", "script")

    def now(self) -> datetime:
        return AT

    async def aclose(self) -> None:
        pass


class Client:
    """Asks on a connection of its own each time."""

    def __init__(self, origin: str) -> None:
        self.port = int(origin.rpartition(":")[2])

    async def raw(self, request: bytes) -> bytes:
        reader, writer = await asyncio.open_connection(LOOPBACK, self.port)
        try:
            writer.write(request)
            await writer.drain()
            return await reader.read()
        finally:
            writer.close()
            await writer.wait_closed()

    async def get(self, target: str, method: str = "GET", **headers: str) -> tuple[int, dict[str, str], bytes]:
        lines = "".join(f"{name.replace('_', '-')}: {value}\r\n" for name, value in headers.items())
        answer = await self.raw(f"{method} {target} HTTP/1.1\r\nHost: x\r\n{lines}\r\n".encode())
        head, _, body = answer.partition(b"\r\n\r\n")
        first, *fields = head.decode("latin-1").split("\r\n")
        pairs = (field.partition(": ") for field in fields)
        return int(first.split(" ")[1]), {name.lower(): value for name, _, value in pairs}, body


@asynccontextmanager
async def serving(updates: Sequence[Update], *faults: Fault, every: int = 1) -> AsyncIterator[Client]:
    server = RecordingServer(Script(updates), "root", RacingClock(), Faults(faults, every))
    await server.play()
    async with server.listening() as origin:
        yield Client(origin)


async def test_each_document_is_where_it_was_and_the_last_one_stays() -> None:
    async with serving(night(b"1", b"2")) as client:
        status, headers, body = await client.get("/api/root.json?k=1")
        assert (status, body, headers["content-length"]) == (200, b"root 2", "6")
        assert (await client.get("/api/below.json?k=1"))[2] == b"below 2"
        assert (await client.get("/api/below.json"))[2] == b"below 2", (
            "a query that was never recorded is not looked at"
        )
        assert (await client.get("/api/below.json?k=2"))[2] == b"below 2"
        assert (await client.get("/api/other.json"))[0] == 404


async def test_the_tag_is_of_the_bytes_and_asks_for_no_body_again() -> None:
    async with serving(night(b"1")) as client:
        tag = (await client.get("/api/root.json"))[1]["etag"]
        status, headers, body = await client.get("/api/root.json", If_None_Match=f'"other", W/{tag}')
        assert (status, headers["etag"], body) == (304, tag, b"")
        assert (await client.get("/api/root.json", If_None_Match='"other"'))[0] == 200


async def test_only_reading_is_answered_and_nonsense_is_not() -> None:
    async with serving(night(b"1")) as client:
        status, headers, body = await client.get("/api/root.json", "HEAD")
        assert (status, headers["content-length"], body) == (200, "6", b"")
        assert (await client.get("/api/root.json", "POST"))[0] == 405
        for nonsense in (b"\x00\x01\r\n\r\n", b"GET\r\n\r\n", b"GET / SPDY\r\n\r\n", b"x" * 100_000):
            assert await client.raw(nonsense) == b""
        assert (await client.get("/api/root.json"))[0] == 200


async def test_it_listens_on_this_machine_alone() -> None:
    server = RecordingServer(Script(night(b"1")), "root", RacingClock())
    async with server.listening() as origin:
        assert origin.startswith("http://127.0.0.1:")


async def test_a_document_that_is_absent_carries_over() -> None:
    first, second = night(b"1", b"2")
    async with serving([first, update(2, second.documents[0])]) as client:
        assert (await client.get("/api/below.json"))[2] == b"below 1"


@pytest.mark.parametrize(
    ("code", "kind", "wait", "status", "retry_after"),
    [
        ("http_status", FailureKind.FETCH_FAILED, None, 503, None),
        ("asked_to_wait", FailureKind.RETRY_LATER, 120.0, 429, "120"),
        ("no_content", FailureKind.REJECTED, None, 204, None),
    ],
)
async def test_what_the_server_answered_is_answered_again(
    code: str, kind: FailureKind, wait: float | None, status: int, retry_after: str | None
) -> None:
    failure = Failure(kind, Finding(code, {"status": status}), wait)
    async with serving([*night(b"1"), update(2, failure=failure)]) as client:
        found, headers, _ = await client.get("/api/root.json")
        assert (found, headers.get("retry-after")) == (status, retry_after)
        assert (await client.get("/api/below.json"))[0] == 200


async def test_where_no_answer_came_none_comes() -> None:
    failure = Failure(FailureKind.FETCH_FAILED, Finding("timed_out", {"seconds": "30"}))
    async with serving([*night(b"1"), update(2, failure=failure)]) as client:
        assert await client.raw(b"GET /api/root.json HTTP/1.1\r\n\r\n") == b""


async def test_recorded_headers_stay_headers() -> None:
    odd = document("root", ROOT, b"{}", content_type="text/plain\r\nSet-Cookie: x=1", last_modified="\x1b[2J")
    async with serving([update(1, odd)]) as client:
        _, headers, body = await client.get("/api/root.json")
        assert (headers["content-type"], headers["last-modified"]) == ("text/plain??Set-Cookie: x=1", "?[2J")
        assert ("set-cookie" in headers, body) == (False, b"{}")


@pytest.mark.parametrize(
    ("body", "kind"), [(b"{}", "application/json"), (b"<?xml?>", "application/xml"), (b" <html>", "text/html")]
)
async def test_a_type_that_was_not_recorded_is_as_it_looks(body: bytes, kind: str) -> None:
    async with serving([update(1, document("root", ROOT, body))]) as client:
        assert (await client.get("/api/root.json"))[1]["content-type"].startswith(kind)


@pytest.mark.parametrize(
    ("fault", "root", "below"),
    [
        ("500", (500, b"out of order\n"), (200, b"below 2")),
        ("html", (200, PAGE), (200, b"below 2")),
        ("stale", (200, b"root 1"), (200, b"below 2")),
        ("torn", (200, b"root 2"), (200, b"below 1")),
        ("cut", (200, b"roo"), (200, b"bel")),
    ],
)
async def test_each_fault_does_what_it_says(fault: Fault, root: tuple[int, bytes], below: tuple[int, bytes]) -> None:
    async with serving(night(b"1", b"2"), fault) as client:
        status, headers, body = await client.get("/api/root.json")
        assert (status, body) == root
        assert int(headers["content-length"]) == (6 if fault == "cut" else len(body))
        status, _, body = await client.get("/api/below.json")
        assert (status, body) == below


async def test_slow_waits_before_it_answers() -> None:
    clock = RacingClock()
    server = RecordingServer(Script(night(b"1")), "root", clock, Faults(("slow",), 1))
    await server.play()
    async with server.listening() as origin:
        assert (await Client(origin).get("/api/root.json"))[2] == b"root 1"
    assert clock.slept == [SLOW_SECONDS]


def test_faults_come_in_turn_at_every_so_many_polls() -> None:
    faults = Faults(("500", "html"), every=3)
    met: list[Fault | None] = []
    for _ in range(9):
        met.append(faults.meets(is_root=True))
        assert faults.meets(is_root=False) == met[-1], "a poll meets one fault as a whole"
    assert met == [None, None, "500", None, None, "html", None, None, "500"]
    assert {Faults(()).meets(is_root=True) for _ in range(9)} == {None}


@pytest.mark.parametrize(
    ("url", "target"),
    [
        ("https://user@results.example:8443/a/b?x=1#f", "/a/b?x=1"),
        ("https://results.example", "/"),
        ("data/r.json", "/data/r.json"),
        ("/srv/r.json", "/srv/r.json"),
        ("***", "/***"),
        ("http://[nonsense", "/***"),
    ],
)
def test_an_address_becomes_a_target(url: str, target: str) -> None:
    assert target_of(url) == target


async def test_the_bundled_recording_is_served_to_its_end() -> None:
    recording = Recording.open(sample(SAMPLE))
    server = RecordingServer(ReplayFeed(recording, SystemClock(), speed=None), "000000", SystemClock())
    told: list[int] = []
    await server.play(lambda one: told.append(one.n))
    async with server.listening() as origin:
        _, _, body = await Client(origin).get("/results/10/000000?name=param")
        assert body == recording.document(len(recording), "000000").body
        assert (await Client(origin).get("/results/10/240000?name=param"))[0] == 200
    recording.close()
    assert told == list(range(1, len(recording) + 1))
