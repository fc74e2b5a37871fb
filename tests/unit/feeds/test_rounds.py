import asyncio
import hashlib

from countwatch.feeds.heads import Validators, unfetched
from countwatch.feeds.rounds import HELD_DOCUMENTS_MAX, REQUESTS_AT_ONCE, Answer, Held, Poll, Receipt, hold
from countwatch.model.update import Document, Request
from tests.faults.forms import PlannedForm


def good(key: str, body: bytes = b"x") -> Answer:
    document = Document(key, "http://h/", 200, body, hashlib.sha256(body).hexdigest())
    return Answer(document, held=Held("http://h/", Validators(), document))


async def test_no_more_than_four_requests_are_under_way_at_once() -> None:
    under_way = 0
    most = 0

    async def fetch(request: Request, held: Held | None) -> Answer:
        nonlocal under_way, most
        under_way += 1
        most = max(most, under_way)
        await asyncio.sleep(0)
        under_way -= 1
        return good(request.key)

    requests = (Request("root"), *(Request(f"unit-{n}") for n in range(20)))
    poll = Poll(PlannedForm((requests,)), None, {})
    await poll.run(fetch)
    assert most == REQUESTS_AT_ONCE
    assert len(poll.documents()) == 21


async def test_a_document_that_failed_is_asked_once_a_poll() -> None:
    asked: list[str] = []

    async def fetch(request: Request, held: Held | None) -> Answer:
        asked.append(request.key)
        return good("root") if request.key == "root" else Receipt(request.key, "").refused(unfetched("http_status"))

    poll = Poll(PlannedForm(((Request("root"), Request("unit")),)), None, {})
    await poll.run(fetch)
    assert asked == ["root", "unit"]
    assert poll.failure() is None


async def test_a_plan_that_wants_nothing_is_no_failure() -> None:
    async def fetch(request: Request, held: Held | None) -> Answer:
        raise AssertionError(request)

    poll = Poll(PlannedForm(()), None, {})
    await poll.run(fetch)
    assert poll.failure() is None
    assert poll.documents() == ()


def test_a_poll_broken_off_before_anything_was_asked_failed_for_that_reason() -> None:
    poll = Poll(PlannedForm(), None, {})
    late = unfetched("timed_out", seconds="30")
    poll.break_off(late, lambda request: Receipt(request.key, ""))
    assert poll.failure() == late


def test_documents_in_hand_do_not_pile_up() -> None:
    held: dict[str, Held] = {}
    for n in range(HELD_DOCUMENTS_MAX * 2):
        hold(held, {"root": good("root"), f"version-{n}": good(f"version-{n}")})
    assert len(held) == HELD_DOCUMENTS_MAX
    assert "root" in held
    assert f"version-{HELD_DOCUMENTS_MAX * 2 - 1}" in held
