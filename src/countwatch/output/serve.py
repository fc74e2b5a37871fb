"""Serve a recording as its feed would have: the same paths, at the recorded pace, on this machine alone.

A newsroom rehearses its night against it, and countwatch is watched live without the internet. It listens on
the loopback address only, and answers GET and HEAD, with ETag and 304. Faults can be switched on.
"""

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager, suppress
from email.utils import formatdate

from countwatch.model.protocols import Clock, Feed
from countwatch.model.update import Document, Update
from countwatch.output.serve_faults import PAGE, SLOW_SECONDS, Fault, Faults
from countwatch.output.serve_http import HEAD_BYTES_MAX, Asked, Reply, asked, bytes_of
from countwatch.output.serve_state import Address, Moment, status_of

LOOPBACK = "127.0.0.1"
CONNECTIONS_MAX = 64
NO_FAULTS = Faults(())

_METHODS = ("GET", "HEAD")
_JSON, _XML, _HTML = "application/json", "application/xml", "text/html;charset=utf-8"

Told = Callable[[Update], None]
"""Called as each update comes to be served."""


class RecordingServer:
    """Serves what `feed` yields, as it yields it. `root_key` is the document with which a poll begins."""

    def __init__(self, feed: Feed, root_key: str, clock: Clock, faults: Faults = NO_FAULTS) -> None:
        self.address = Address(root_key)
        self._feed = feed
        self._clock = clock
        self._faults = faults
        self._before = self._now = Moment()
        self._begun = asyncio.Event()
        self._open = 0

    async def play(self, told: Told | None = None) -> None:
        """Take one update after the other from the feed; its last one stays."""
        async for update in self._feed.updates():
            if isinstance(update, Update):
                self._before, self._now = self._now, self._now.after(update)
                self.address.learn(self._now.documents)
                self._begun.set()
                if told is not None:
                    told(update)

    async def first_update(self) -> None:
        """Return once there is something to serve."""
        await self._begun.wait()

    @asynccontextmanager
    async def listening(self, port: int = 0) -> AsyncIterator[str]:
        """Answer on that port of the loopback address, or on a free one; yields `http://127.0.0.1:PORT`."""
        talks: set[asyncio.Task[None]] = set()

        async def converse(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
            task = asyncio.current_task()
            if task is not None:
                talks.add(task)
                task.add_done_callback(talks.discard)
            try:
                # whoever asked may go away at any moment
                with suppress(ConnectionError):
                    await self._talk(reader, writer)
            finally:
                writer.close()

        server = await asyncio.start_server(converse, LOOPBACK, port, limit=HEAD_BYTES_MAX)
        try:
            yield f"http://{LOOPBACK}:{server.sockets[0].getsockname()[1]}"
        finally:
            server.close()
            left = tuple(talks)
            for talk in left:
                talk.cancel()
            await asyncio.gather(*left, return_exceptions=True)
            await server.wait_closed()

    async def _talk(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self._open += 1
        try:
            request = await asked(reader) if self._open <= CONNECTIONS_MAX else None
            reply = await self._reply(request) if request is not None else None
            if request is not None and reply is not None:
                writer.write(bytes_of(reply, with_body=request.method != "HEAD"))
                await writer.drain()
        finally:
            self._open -= 1

    async def _reply(self, request: Asked) -> Reply | None:
        """The answer; None where the connection ends without one."""
        if request.method not in _METHODS:
            return Reply(405, headers={"Allow": ", ".join(_METHODS)})
        key = self.address.key(request.target)
        if key is None:
            return Reply(404, b"not in this recording\n", {"Content-Type": "text/plain"})
        is_root = key == self.address.root_key
        fault = self._faults.meets(is_root=is_root)
        if fault == "slow":
            await self._clock.sleep(SLOW_SECONDS)
        return _faulty(fault, is_root=is_root) or self._recorded(key, request, fault, is_root=is_root)

    def _recorded(self, key: str, request: Asked, fault: Fault | None, *, is_root: bool) -> Reply | None:
        old = (fault == "stale" and is_root) or (fault == "torn" and not is_root)
        moment = self._before if old and key in self._before.documents else self._now
        document = moment.documents.get(key)
        status = status_of(moment, document, is_root=is_root)
        if status is None:
            return None
        if status != 200 or document is None:
            failure = moment.failure
            wait = failure.retry_after_seconds if failure is not None else None
            return Reply(status, headers={} if wait is None else {"Retry-After": f"{wait:.0f}"})
        headers = {**_headers(document), "Date": formatdate(self._clock.now().timestamp(), usegmt=True)}
        if headers["ETag"] in _tags(request):
            return Reply(304, headers=headers)
        cut_at = len(document.body) // 2 if fault == "cut" else None
        return Reply(200, document.body, headers, cut_at)


def _faulty(fault: Fault | None, *, is_root: bool) -> Reply | None:
    """The answer that a fault puts in the place of the recorded one."""
    if fault == "500" and is_root:
        return Reply(500, b"out of order\n", {"Content-Type": "text/plain"})
    return Reply(200, PAGE, {"Content-Type": _HTML}) if fault == "html" and is_root else None


def _headers(document: Document) -> dict[str, str]:
    """The tag is of the bytes, and the type as it was recorded, or as it looks."""
    start = document.body[:64].lstrip()
    looks = _XML if start.startswith(b"<?xml") else _HTML if start.startswith(b"<") else _JSON
    changed = document.headers.get("last-modified")
    kept = {"Last-Modified": changed} if changed is not None else {}
    return {
        "Content-Type": document.headers.get("content-type", looks),
        "ETag": f'"{document.sha256[:32]}"',
        "Cache-Control": "no-cache",
        **kept,
    }


def _tags(request: Asked) -> set[str]:
    listed = request.headers.get("if-none-match", "").split(",")
    return {tag.strip().removeprefix("W/") for tag in listed}
