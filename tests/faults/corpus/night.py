"""A watch over real HTTP whose server plays one answer a poll, recorded as it goes."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path

import httpx

from countwatch.engine.watch import Watch
from countwatch.feeds.http import HttpFeed
from countwatch.ledger.events import Event
from countwatch.ledger.state import WatchState
from countwatch.model.election import Election
from countwatch.model.feed import FeedDefinition
from countwatch.model.limits import INTERVAL_SECONDS_DEFAULT
from countwatch.model.protocols import Format, RecordingStatus
from countwatch.present.views import LiveView
from countwatch.record.codec import Header
from countwatch.record.writer import RecordingWriter
from tests.faults.clocks import BEGIN, RacingClock, dice
from tests.faults.server import Answer, FaultServer
from tests.tui.stage import moment

WAIT_SECONDS_MAX = INTERVAL_SECONDS_DEFAULT + 300
"""One interval and the back-off's cap: good data are shown again within this."""


class Untied(httpx.AsyncHTTPTransport):
    """Carries https over a plain socket on loopback, so that no certificate is needed."""

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        """Ask the same host without TLS."""
        request.url = request.url.copy_with(scheme="http")
        return await super().handle_async_request(request)


@dataclass
class Night:
    """`poll` plays an answer and tells the state after it; `waits` are the seconds between the polls."""

    server: FaultServer
    clock: RacingClock
    watch: Watch
    states: AsyncIterator[WatchState]
    waits: list[float]
    path: Path

    async def poll(self, answer: Answer) -> WatchState:
        """One poll: exactly one state, and one outcome in the ledger."""
        self.server.answer = answer
        before, began = self.watch.state, self.clock.seconds
        state = await anext(self.states)
        self.waits.append(self.clock.seconds - began)
        assert state.n == before.n + 1
        assert len(state.ledger) == state.n
        assert sum(state.ledger.counts(state.n).values()) == state.n
        return state

    def view(self) -> LiveView:
        """What a screen shows now."""
        return moment(self.watch).view


def event(state: WatchState) -> Event:
    """What the last update came to."""
    assert state.event is not None
    return state.event


def told(state: WatchState) -> set[str]:
    """The codes of the last update: of its reason, and of its findings."""
    last = event(state)
    reason = {last.reason.code} if last.reason else set()
    return reason | {finding.code for finding in last.findings}


@asynccontextmanager
async def night(
    form: Format, election: Election, folder: Path, *, deadline_seconds: float = 20.0, over_tls: bool = False
) -> AsyncIterator[Night]:
    """Open everything, and close it as a watch does."""
    async with FaultServer() as server:
        url = server.url().replace("http:", "https:") if over_tls else server.url()
        clock = RacingClock()
        feed = HttpFeed(
            FeedDefinition(url=url, format=form.name, name="Island", deadline_seconds=deadline_seconds),
            form,
            election,
            clock=clock,
            user_agent="countwatch/test",
            jitter=dice(11),
            client_factory=(lambda: httpx.AsyncClient(transport=Untied(), timeout=None)) if over_tls else None,  # noqa: S113 - the feed has one deadline
        )
        path = folder / "night.cwrec"
        header = Header(feed="Island", decoder=form.name, created_at=BEGIN, election=election.id)
        writer = RecordingWriter.open(path, header, sync_each=False)
        watch = Watch(feed, WatchState(form, election), writer, RecordingStatus(str(path), writer.head))
        try:
            yield Night(server, clock, watch, watch.states(), [], path)
        finally:
            await watch.aclose()
