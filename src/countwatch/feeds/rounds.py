"""One poll: what the format wants, asked in at most three rounds, four requests at once. Knows no transport."""

import asyncio
import hashlib
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field

from countwatch.feeds.bodies import Body
from countwatch.feeds.heads import Head, Validators
from countwatch.model.election import Election
from countwatch.model.errors import NotUsable
from countwatch.model.finding import Finding
from countwatch.model.limits import OFF_LOOP_BYTES
from countwatch.model.protocols import Format
from countwatch.model.update import Document, Failure, FailureKind, Request

ROUNDS_MAX = 3
REQUESTS_AT_ONCE = 4
HELD_DOCUMENTS_MAX = 1024
"""A plan whose keys never repeat must not fill the memory: the document held longest without use goes first."""

_NOTHING = hashlib.sha256(b"").hexdigest()


@dataclass(frozen=True, slots=True)
class Held:
    """The last good document of a key: the address it came from, and what to ask "only if changed" with."""

    url: str
    validators: Validators
    document: Document


@dataclass(frozen=True, slots=True)
class Answer:
    """What became of one request. `failure` exactly where `document.problem` is set; else `held` is for next time."""

    document: Document
    failure: Failure | None = None
    held: Held | None = None


@dataclass
class Receipt:
    """What has come of one request so far, and the answer that it makes, whole or refused. `url` is redacted."""

    key: str
    url: str
    head: Head | None = None
    body: Body | None = None

    def taken(self, address: str) -> Answer:
        """The body came whole. `NotUsable` where it did not. `address` is the full one, for the next request."""
        if self.head is None or self.body is None:
            raise ValueError(self.key)
        document = self._document(*self.body.finish())
        return Answer(document, held=Held(address, self.head.validators(), document))

    def unchanged(self, held: Held) -> Answer:
        """The server says that the body in hand still holds."""
        return Answer(self._document(held.document.body, held.document.sha256), held=held)

    def refused(self, failure: Failure) -> Answer:
        """No document: what came of it, if anything, and why it is of no use."""
        evidence = self.body.evidence() if self.body else (b"", _NOTHING)
        return Answer(self._document(*evidence, failure.problem), failure)

    def _document(self, body: bytes, sha256: str, problem: Finding | None = None) -> Document:
        status = self.head.status if self.head else 0
        headers = self.head.kept() if self.head else {}
        return Document(self.key, self.url, status, body, sha256, headers, problem)


Fetch = Callable[[Request, Held | None], Awaitable[Answer]]
"""Ask for one document. Never raises for trouble on the way: that is an `Answer` too."""


@dataclass
class Poll:
    """One poll in the making. `run` may be cancelled at its deadline; what came until then stays in `answers`."""

    form: Format
    election: Election | None
    held: Mapping[str, Held]
    answers: dict[str, Answer] = field(default_factory=dict)
    asked: dict[str, Request] = field(default_factory=dict)
    trouble: Failure | None = None
    """What kept the poll as a whole from going on; it counts where no document says more."""

    async def run(self, fetch: Fetch) -> None:
        """Ask until the format wants nothing more, the root cannot be had, or three rounds are over."""
        for _ in range(ROUNDS_MAX):
            wanted = await self._wanted()
            if not wanted:
                return
            self.asked.update(wanted)
            await self._round(wanted, fetch)
            root = self.answers.get(self.form.root_key)
            if root is not None and root.failure is not None:
                return

    def break_off(self, failure: Failure, receipt: Callable[[Request], Receipt]) -> None:
        """The poll ends here, for this reason: whatever was asked and has not come could not be had."""
        self.trouble = failure
        for key, request in self.asked.items():
            if key not in self.answers:
                self.answers[key] = receipt(request).refused(failure)

    def failure(self) -> Failure | None:
        """Why there is no root document; None where it came, or where nothing new was to be asked for."""
        root = self.answers.get(self.form.root_key)
        if root is not None:
            return root.failure
        failures = (answer.failure for answer in self.answers.values() if answer.failure is not None)
        return next(failures, self.trouble)

    def asked_to_wait_seconds(self) -> float | None:
        """The longest wait that a server named for any document of this poll."""
        waits = (answer.failure.retry_after_seconds for answer in self.answers.values() if answer.failure)
        return max((wait for wait in waits if wait is not None), default=None)

    def documents(self) -> tuple[Document, ...]:
        """The documents of this poll. In a failed poll only those of which something came."""
        failed = self.failure() is not None
        documents = (self.answers[key].document for key in self.asked if key in self.answers)
        return tuple(document for document in documents if document.status or not failed)

    async def _wanted(self) -> dict[str, Request]:
        """What the format asks for now, each key once a poll: a document that failed is not asked again.

        Formats may read in the root what to ask for next; a heavy one is read in a thread.
        """
        earlier = {key: held.document for key, held in self.held.items()}
        fetched = {key: answer.document for key, answer in self.answers.items() if answer.failure is None}
        try:
            if sum(len(document.body) for document in fetched.values()) > OFF_LOOP_BYTES:
                requests = await asyncio.to_thread(self.form.plan, self.election, earlier, fetched)
            else:
                requests = self.form.plan(self.election, earlier, fetched)
        except NotUsable as error:
            self.trouble = Failure(FailureKind.REJECTED, error.finding)
            return {}
        return {request.key: request for request in requests if request.key not in self.asked}

    async def _round(self, wanted: Mapping[str, Request], fetch: Fetch) -> None:
        places = asyncio.Semaphore(REQUESTS_AT_ONCE)

        async def ask(request: Request) -> None:
            async with places:
                self.answers[request.key] = await fetch(request, self.held.get(request.key))

        async with asyncio.TaskGroup() as group:
            for request in wanted.values():
                group.create_task(ask(request))


def hold(held: dict[str, Held], answers: Mapping[str, Answer]) -> None:
    """Keep the good documents for the next poll, the ones just used last."""
    for key, answer in answers.items():
        if answer.held is not None:
            held.pop(key, None)
            held[key] = answer.held
    while len(held) > HELD_DOCUMENTS_MAX:
        del held[next(iter(held))]
