"""A small results server on loopback that can be made to fail, and to recover, while it runs."""

import asyncio
import gzip
import hashlib
from contextlib import AsyncExitStack
from dataclasses import dataclass, field
from types import TracebackType
from typing import Self

from tests.faults.loopback import listening, request_head

REASONS = {200: "OK", 304: "Not Modified", 404: "Not Found"}


@dataclass
class RecordedServer:
    """Serves bodies by path, with ETag and 304, over real sockets.

    `async with RecordedServer() as server: server.put("/results/10/000000", body); server.url("/results")`.
    Everything may be changed between two requests. `asked` lists (path, headers, status answered).
    """

    etags: bool = True
    compress: bool = False
    headers: dict[str, str] = field(default_factory=dict)
    asked: list[tuple[str, dict[str, str], int]] = field(default_factory=list)
    _bodies: dict[str, bytes] = field(default_factory=dict)
    _failures: dict[str | None, tuple[int, dict[str, str]]] = field(default_factory=dict)
    _port: int = 0
    _open: AsyncExitStack = field(default_factory=AsyncExitStack)

    async def __aenter__(self) -> Self:
        self._port = await self._open.enter_async_context(listening(self._talk))
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self._open.aclose()

    def url(self, path: str = "/") -> str:
        """The address of a path."""
        return f"http://127.0.0.1:{self._port}{path}"

    def put(self, path: str, body: bytes | str) -> None:
        """Serve this body there from now on."""
        self._bodies[path] = body.encode() if isinstance(body, str) else body

    def drop(self, path: str) -> None:
        """404 from now on."""
        self._bodies.pop(path, None)

    def fail_with(self, status: int, path: str | None = None, **headers: str) -> None:
        """Answer that status, for one path or for all of them, until `recover`. `retry_after="5"` is a header."""
        self._failures[path] = (status, {name.replace("_", "-"): value for name, value in headers.items()})

    def recover(self) -> None:
        """Serve bodies again."""
        self._failures.clear()

    async def _talk(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        path, headers = await request_head(reader)
        status, extra, body = self._answer(path, headers)
        self.asked.append((path, headers, status))
        lines = {
            "Content-Type": "application/json",
            "Content-Length": str(len(body)),
            "Connection": "close",
            **self.headers,
            **extra,
        }
        head = "".join(f"{name}: {value}\r\n" for name, value in lines.items())
        writer.write(f"HTTP/1.1 {status} {REASONS.get(status, 'Status')}\r\n{head}\r\n".encode() + body)
        await writer.drain()

    def _answer(self, path: str, headers: dict[str, str]) -> tuple[int, dict[str, str], bytes]:
        failure = self._failures.get(path, self._failures.get(None))
        if failure is not None:
            return failure[0], failure[1], b"" if failure[0] in {204, 304} else b"out of order"
        body = self._bodies.get(path)
        if body is None:
            return 404, {}, b"not here"
        extra: dict[str, str] = {}
        if self.etags:
            extra["ETag"] = f'"{hashlib.sha256(body).hexdigest()[:16]}"'
            if headers.get("if-none-match") == extra["ETag"]:
                return 304, extra, b""
        if self.compress and "gzip" in headers.get("accept-encoding", ""):
            return 200, {**extra, "Content-Encoding": "gzip"}, gzip.compress(body)
        return 200, extra, body
