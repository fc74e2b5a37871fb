"""A feed that is polled, over whatever carries it: the life of a watch, from the first poll to the closing."""

import asyncio
import random
from collections.abc import AsyncIterator
from datetime import datetime
from typing import Protocol

from countwatch.feeds.heads import unfetched
from countwatch.feeds.polling import Schedule, Turn
from countwatch.feeds.rounds import Held, Poll, Receipt, hold
from countwatch.feeds.steady import SteadyTime
from countwatch.feeds.urls import redact
from countwatch.model.election import Election
from countwatch.model.feed import FeedDefinition
from countwatch.model.protocols import Clock, FeedStatus, Format, Phase
from countwatch.model.update import Request, Update


class Source(Protocol):
    """What carries the requests of a poll."""

    async def serve(self, poll: Poll) -> None:
        """Ask for what the poll wants. Raises nothing for trouble on the way; may be cancelled at any moment."""
        ...

    def receipt(self, request: Request) -> Receipt:
        """The receipt of a request of which nothing has come yet."""
        ...


class LiveFeed:
    """Polls until it is closed. `host` names the feed where its definition does not."""

    def __init__(
        self,
        definition: FeedDefinition,
        form: Format,
        election: Election | None,
        *,
        clock: Clock,
        source: Source,
        host: str,
        jitter: random.Random | None = None,
    ) -> None:
        self._definition = definition
        self._form = form
        self._election = election
        self._clock = clock
        self._source = source
        self._label = definition.name or host
        self._shown_url = redact(definition.url)
        self._schedule = Schedule(definition.interval_seconds, jitter or random.Random())  # noqa: S311 - no secret
        self._turn = Turn(self._schedule, clock)
        self._steady = SteadyTime(clock)
        self._server_ahead_seconds: float | None = None
        self._held: dict[str, Held] = {}
        self._phase: Phase = "starting"
        self._n = 0
        self._deadline: asyncio.Timeout | None = None
        self._idle = asyncio.Event()
        self._idle.set()

    def now(self) -> datetime:
        """The clock by which ages and countdowns are told: the machine's, and no jump of it (see `steady`)."""
        return self._steady.now()

    def status(self) -> FeedStatus:
        """Where the feed is. `next_poll_at` is told while it waits."""
        return FeedStatus(
            mode="live",
            phase=self._phase,
            label=self._label,
            url=self._shown_url,
            interval_seconds=self._schedule.interval_seconds,
            next_poll_at=self._turn.due_at(self._steady.now()) if self._phase == "waiting" else None,
            updates=self._n,
            clock_set_seconds=self._steady.set_seconds(),
            server_ahead_seconds=self._server_ahead_seconds,
        )

    def poll_now(self) -> None:
        """Ask at once, or as soon as 5 s are over since the last poll began. Nothing while one is under way."""
        if self._phase == "waiting":
            self._turn.hasten()

    def put_off(self, faults: int) -> None:
        """Ask later: so many updates in a row could not be read for a bug of ours."""
        self._schedule.put_off(self._clock.monotonic(), faults)

    async def aclose(self) -> None:
        """Break off the poll under way, end `updates`, and return once every socket is let go."""
        self._turn.close()
        if self._deadline is not None and not self._deadline.expired():
            self._deadline.reschedule(asyncio.get_running_loop().time())
        await self._idle.wait()
        self._phase = "ended"

    async def updates(self) -> AsyncIterator[Update]:
        """One update a poll for as long as the feed is open. May be iterated again after a cancellation."""
        while await self._turn.comes():
            update = await self._poll()
            if self._turn.closed:
                return
            yield update

    async def _poll(self) -> Update:
        began = self._clock.monotonic()
        self._schedule.start(began)
        poll = Poll(self._form, self._election, self._held)
        self._phase = "fetching"
        self._idle.clear()
        try:
            await self._run(poll)
        finally:
            self._phase = "waiting"
            self._idle.set()
        ended = self._clock.monotonic()
        hold(self._held, poll.answers)
        failure = poll.failure()
        settle = self._schedule.succeed if failure is None else self._schedule.fail
        settle(ended, poll.asked_to_wait_seconds())
        self._n += 1
        self._listen(poll)
        return Update(self._n, self._clock.now(), ended - began, poll.documents(), failure)

    def _listen(self, poll: Poll) -> None:
        """What time the server said it is; the last answer that said so counts."""
        answer = poll.answers.get(self._form.root_key)
        heard = self._steady.heard(answer.document.headers) if answer is not None else None
        self._server_ahead_seconds = self._server_ahead_seconds if heard is None else heard

    async def _run(self, poll: Poll) -> None:
        seconds = self._definition.deadline_seconds
        try:
            async with asyncio.timeout(seconds) as self._deadline:
                await self._source.serve(poll)
        except TimeoutError:
            poll.break_off(unfetched("timed_out", seconds=f"{seconds:g}"), self._source.receipt)
        finally:
            self._deadline = None
