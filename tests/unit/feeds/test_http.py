import asyncio
import hashlib
import socket
import subprocess
import sys
from collections.abc import Sequence

import httpx
import pytest

from countwatch.feeds.http import HttpFeed
from countwatch.model.errors import ConfigError, NotUsable
from countwatch.model.feed import FeedDefinition
from countwatch.model.finding import Finding
from countwatch.model.update import Document, FailureKind, Request, Update
from tests.faults.clocks import RacingClock, SteppedClock, dice
from tests.faults.forms import PlannedForm
from tests.faults.loopback import listening, request_head
from tests.faults.server import FaultServer, head, response
from tests.faults.serving import RecordedServer

AGENT = "countwatch/9.9"
MANY = (Request("root"), *(Request(f"unit-{n}", f"units/{n}.json?v=1") for n in range(7)))


def feed_of(
    url: str,
    rounds: Sequence[Sequence[Request]] = ((Request("root"),),),
    clock: RacingClock | SteppedClock | None = None,
) -> HttpFeed:
    definition = FeedDefinition(url=url, format="planned", name="Results", deadline_seconds=20)
    form = PlannedForm(rounds)
    return HttpFeed(definition, form, None, clock=clock or RacingClock(), user_agent=AGENT, jitter=dice(3))


async def polled(feed: HttpFeed, times: int = 1) -> list[Update]:
    updates = feed.updates()
    return [await anext(updates) for _ in range(times)]


def by_key(update: Update) -> dict[str, Document]:
    return {document.key: document for document in update.documents}


async def test_a_poll_brings_every_document_that_the_format_plans() -> None:
    async with RecordedServer() as server:
        server.put("/2021/root.json", b"root")
        for n in range(7):
            server.put(f"/2021/units/{n}.json?v=1", f"unit {n}")
        feed = feed_of(server.url("/2021/root.json"), (MANY,))
        (update,) = await polled(feed)
        await feed.aclose()
    assert update.n == 1
    assert update.failure is None
    assert [document.key for document in update.documents] == [request.key for request in MANY]
    documents = by_key(update)
    assert documents["unit-6"].body == b"unit 6"
    assert documents["unit-6"].url.endswith("/2021/units/6.json?v=1")
    assert documents["root"].sha256 == hashlib.sha256(b"root").hexdigest()
    assert documents["root"].headers["content-type"] == "application/json"
    assert all(headers["user-agent"] == AGENT for _, headers, _ in server.asked)
    assert all(headers["accept-encoding"] == "gzip" for _, headers, _ in server.asked)


async def test_what_did_not_change_comes_back_as_304_with_the_body_in_hand() -> None:
    async with RecordedServer() as server:
        server.put("/r", b"one")
        feed = feed_of(server.url("/r"))
        first, second = await polled(feed, 2)
        server.put("/r", b"two")
        (third,) = await polled(feed)
        await feed.aclose()
    assert [status for _, _, status in server.asked] == [200, 304, 200]
    assert (second.documents[0].status, second.documents[0].body) == (304, b"one")
    assert second.documents[0].sha256 == first.documents[0].sha256
    assert (third.n, third.documents[0].status, third.documents[0].body) == (3, 200, b"two")


async def test_the_body_is_believed_and_not_its_etag() -> None:
    async with FaultServer(response(b"one", 'ETag: "same"')) as server:
        feed = feed_of(server.url())
        await polled(feed)
        server.answer = response(b"two", 'ETag: "same"')
        (second,) = await polled(feed)
        await feed.aclose()
    assert b'if-none-match: "same"' in server.requests[1].lower()
    assert second.documents[0].sha256 == hashlib.sha256(b"two").hexdigest()


async def test_validators_belong_to_one_address() -> None:
    form = PlannedForm(((Request("root", "v1.json"),),))
    async with RecordedServer() as server:
        server.put("/v1.json", b"same")
        server.put("/v2.json", b"same")
        definition = FeedDefinition(url=server.url("/"), format="planned")
        feed = HttpFeed(definition, form, None, clock=RacingClock(), user_agent=AGENT)
        await polled(feed)
        form.rounds = ((Request("root", "v2.json"),),)
        (second,) = await polled(feed)
        await feed.aclose()
    assert second.documents[0].status == 200
    assert "if-none-match" not in server.asked[1][1]


async def test_a_failed_unit_is_a_problem_of_its_own_and_the_poll_goes_on() -> None:
    async with RecordedServer() as server:
        server.put("/r", b"root")
        feed = feed_of(server.url("/r"), ((Request("root"), Request("unit", "nowhere")),))
        (update,) = await polled(feed)
        await feed.aclose()
    assert update.failure is None
    unit = by_key(update)["unit"]
    assert unit.problem is not None
    assert (unit.status, unit.problem.code, unit.problem.facts) == (404, "http_status", {"status": 404})


async def test_without_its_root_the_poll_failed_and_keeps_what_came() -> None:
    async with RecordedServer() as server:
        server.put("/unit", b"unit")
        feed = feed_of(server.url("/r"), ((Request("root"), Request("unit", "unit")), (Request("more"),)))
        (update,) = await polled(feed)
        await feed.aclose()
    assert update.failure is not None
    assert (update.failure.kind, update.failure.problem.facts) == (FailureKind.FETCH_FAILED, {"status": 404})
    assert by_key(update)["unit"].body == b"unit"
    assert "more" not in by_key(update)


@pytest.mark.parametrize("slow", ["/unit", "/root"])
async def test_what_came_before_the_deadline_is_kept(slow: str) -> None:
    async def talk(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        path, _ = await request_head(reader)
        if path == slow:
            await reader.read()
        writer.write(head("200 OK", "Content-Length: 4") + path[1:].encode())

    async with listening(talk) as port:
        definition = FeedDefinition(url=f"http://127.0.0.1:{port}/root", format="x", deadline_seconds=0.4)
        form = PlannedForm(((Request("root"), Request("unit", "unit")),))
        feed = HttpFeed(definition, form, None, clock=RacingClock(), user_agent=AGENT)
        (update,) = await polled(feed)
        await feed.aclose()
    if slow == "/root":
        assert update.failure is not None
        assert update.failure.problem.code == "timed_out"
        assert [(document.key, document.body) for document in update.documents] == [("unit", b"unit")]
    else:
        assert update.failure is None
        unit = by_key(update)["unit"]
        assert (unit.status, unit.problem) == (0, Finding("timed_out", {"seconds": "0.4"}))
        assert by_key(update)["root"].body == b"root"


async def test_rounds_follow_each_other_and_end_after_three() -> None:
    rounds = tuple((Request(key, key),) for key in ("version", "root", "third", "fourth"))
    async with RecordedServer() as server:
        for (request,) in rounds:
            server.put(f"/{request.key}", request.key)
        feed = feed_of(server.url("/"), rounds)
        (update,) = await polled(feed)
        await feed.aclose()
    assert [document.key for document in update.documents] == ["version", "root", "third"]


async def test_where_the_way_to_the_root_is_barred_that_is_the_failure() -> None:
    async with RecordedServer() as server:
        feed = feed_of(server.url("/"), ((Request("version", "version"),), (Request("root", "root"),)))
        server.fail_with(503, retry_after="7")
        (update,) = await polled(feed)
        await feed.aclose()
    assert update.failure is not None
    assert update.failure.retry_after_seconds == 7
    assert [path for path, _, _ in server.asked] == ["/version"]


class Unplannable(PlannedForm):
    def plan(self, *_: object) -> Sequence[Request]:
        raise NotUsable("wrong_value", field="version")


async def test_a_plan_that_cannot_be_made_of_what_came_is_a_refusal() -> None:
    feed = HttpFeed(
        FeedDefinition(url="http://127.0.0.1:9/", format="x"),
        Unplannable(),
        None,
        clock=RacingClock(),
        user_agent=AGENT,
    )
    (update,) = await polled(feed)
    await feed.aclose()
    assert update.failure is not None
    assert (update.failure.kind, update.failure.problem.code) == (FailureKind.REJECTED, "wrong_value")


@pytest.mark.parametrize(
    ("target", "problem"),
    [
        ("//results.example/x", Finding("address_refused", {"scheme": "http", "host": "results.example"})),
        ("https://results.example/x", Finding("address_refused", {"scheme": "https", "host": "results.example"})),
        ("http://me@127.0.0.1/x", Finding("address_refused", {"scheme": "http", "host": "127.0.0.1"})),
        ("file:///etc/passwd", Finding("address_refused", {"scheme": "file", "host": ""})),
        ("http://[::1", Finding("address_unreadable")),
    ],
)
async def test_a_planned_address_elsewhere_is_not_asked(target: str, problem: Finding) -> None:
    async with RecordedServer() as server:
        server.put("/r", b"root")
        feed = feed_of(server.url("/r"), ((Request("root"), Request("unit", target)),))
        (update,) = await polled(feed)
        await feed.aclose()
    assert by_key(update)["unit"].problem == problem
    assert len(server.asked) == 1


async def test_a_redirect_within_the_origin_is_followed() -> None:
    async with RecordedServer() as server:
        server.put("/new", b"moved")
        server.fail_with(301, "/old", location="/new")
        feed = feed_of(server.url("/old"))
        (update,) = await polled(feed)
        await feed.aclose()
    assert update.documents[0].body == b"moved"


async def test_nobody_at_the_port_is_a_failed_connection() -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        port = taken.getsockname()[1]
        feed = feed_of(f"http://127.0.0.1:{port}/")
        (update,) = await polled(feed)
        await feed.aclose()
    assert update.failure is not None
    assert update.failure.problem.code == "connect_failed"
    assert update.failure.problem.facts == {"host": "127.0.0.1", "detail": "ECONNREFUSED"}
    assert update.documents == ()


async def test_a_server_that_speaks_no_tls_is_said_so() -> None:
    async def speak_plainly(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await reader.read(1)
        writer.write(b"HTTP/1.1 400 Bad Request\r\n\r\n")

    async with listening(speak_plainly) as port:
        feed = feed_of(f"https://127.0.0.1:{port}/")
        (update,) = await polled(feed)
        await feed.aclose()
    assert update.failure is not None
    assert update.failure.problem.code == "tls_failed"
    assert update.failure.problem.facts == {"host": "127.0.0.1", "detail": "WRONG_VERSION_NUMBER"}


async def test_a_name_that_does_not_resolve_is_said_so() -> None:
    def unresolved(request: httpx.Request) -> httpx.Response:
        raise httpx.ConnectError("", request=request) from socket.gaierror(socket.EAI_NONAME, "not known")

    feed = HttpFeed(
        FeedDefinition(url="http://results.invalid/", format="x"),
        PlannedForm(),
        None,
        clock=RacingClock(),
        user_agent=AGENT,
        client_factory=lambda: httpx.AsyncClient(transport=httpx.MockTransport(unresolved)),
    )
    (update,) = await polled(feed)
    await feed.aclose()
    assert update.failure is not None
    assert (update.failure.problem.code, update.failure.problem.facts) == ("dns_failed", {"host": "results.invalid"})


async def test_the_environment_is_trusted_only_where_the_definition_says(monkeypatch: pytest.MonkeyPatch) -> None:
    async with RecordedServer() as server, RecordedServer() as proxy:
        monkeypatch.setenv("http_proxy", proxy.url(""))
        monkeypatch.delenv("no_proxy", raising=False)
        monkeypatch.delenv("NO_PROXY", raising=False)
        server.put("/r", b"direct")
        url = server.url("/r")
        proxy.put(url, b"by proxy")
        bodies = []
        for trust_env in (False, True):
            definition = FeedDefinition(url=url, format="x", trust_env=trust_env)
            feed = HttpFeed(definition, PlannedForm(), None, clock=RacingClock(), user_agent=AGENT)
            bodies += [update.documents[0].body for update in await polled(feed)]
            await feed.aclose()
        monkeypatch.setenv("http_proxy", "nonsense://proxy")
        definition = FeedDefinition(url=url, format="x", trust_env=True)
        feed = HttpFeed(definition, PlannedForm(), None, clock=RacingClock(), user_agent=AGENT)
        (update,) = await polled(feed)
        await feed.aclose()
    assert bodies == [b"direct", b"by proxy"]
    assert update.failure is not None
    assert update.failure.problem.code == "client_unusable"


async def test_status_tells_the_phase_and_the_next_poll() -> None:
    clock = SteppedClock()
    async with RecordedServer() as server:
        server.put("/r", b"root")
        feed = feed_of(server.url("/r?token=s3"), clock=clock)
        server.put("/r?token=s3", b"root")
        status = feed.status()
        assert (status.mode, status.phase, status.label, status.next_poll_at) == ("live", "starting", "Results", None)
        assert status.url.endswith("/r?token=***")
        updates = feed.updates()
        update = await anext(updates)
        status = feed.status()
        assert (status.phase, status.updates, status.interval_seconds) == ("waiting", 1, 60.0)
        assert status.next_poll_at is not None
        assert 54 <= (status.next_poll_at - update.received_at).total_seconds() <= 66
        await feed.aclose()
        assert feed.status().phase == "ended"
        assert await anext(updates, None) is None


async def test_a_user_may_ask_now_but_never_within_five_seconds() -> None:
    clock = SteppedClock()
    async with RecordedServer() as server:
        server.put("/r", b"root")
        feed = feed_of(server.url("/r"), clock=clock)
        updates = feed.updates()
        feed.poll_now()
        await anext(updates)
        coming = asyncio.ensure_future(anext(updates))
        await clock.until_asleep()
        feed.poll_now()
        await asyncio.sleep(0)
        await clock.until_asleep()
        await clock.advance(4.9)
        assert not coming.done()
        assert len(server.asked) == 1
        await clock.advance(0.1)
        assert (await coming).n == 2
        await feed.aclose()


async def test_after_failures_the_feed_waits_longer_and_comes_back_at_the_first_success() -> None:
    clock = RacingClock()
    async with RecordedServer() as server:
        server.put("/r", b"root")
        feed = feed_of(server.url("/r"), clock=clock)
        server.fail_with(500)
        await polled(feed, 6)
        server.recover()
        updates = await polled(feed, 3)
        await feed.aclose()
    assert [update.failure for update in updates] == [None] * 3
    assert clock.slept[:3] == pytest.approx([60, 120, 240], rel=0.11)
    assert clock.slept[3:6] == pytest.approx([300] * 3, rel=0.11)
    assert clock.slept[6:] == pytest.approx([60] * 2, rel=0.11)


@pytest.mark.parametrize(
    ("url", "code"),
    [
        ("https://me:pw@results.example/x", "url_with_credentials"),
        ("https://me@results.example/x", "url_with_credentials"),
        ("ftp://results.example/x", "url_not_http"),
        ("results.example/x", "url_not_http"),
        ("http:///x", "url_not_http"),
        ("http://[::1", "url_invalid"),
        ("http://xn--/", "url_invalid"),
    ],
)
def test_an_address_that_cannot_be_used_is_refused_at_once(url: str, code: str) -> None:
    with pytest.raises(ConfigError) as caught:
        feed_of(url)
    assert caught.value.finding.code == code
    assert "pw" not in str(caught.value)


def test_httpx_is_loaded_by_this_module_alone() -> None:
    rest = "bodies, causes, clock, heads, live, polling, rounds, urls"
    script = f"import sys; from countwatch.feeds import {rest}; print('httpx' in sys.modules)"
    ran = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    assert ran.stdout.strip() == "False"
