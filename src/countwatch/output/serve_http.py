"""As much of HTTP/1.1 as a results feed needs: one GET a connection, with ETag and 304. Standard library alone."""

import asyncio
from collections.abc import Mapping
from dataclasses import dataclass, field
from http import HTTPStatus

HEAD_BYTES_MAX = 16 * 1024
HEAD_SECONDS = 10.0


@dataclass(frozen=True, slots=True)
class Asked:
    """A request: its method, its target (path and query), and its header fields in lower case."""

    method: str
    target: str
    headers: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Reply:
    """What is sent back. `cut_at` ends the connection after that many bytes of the body."""

    status: int
    body: bytes = b""
    headers: Mapping[str, str] = field(default_factory=dict)
    cut_at: int | None = None


async def asked(reader: asyncio.StreamReader) -> Asked | None:
    """The request on a connection; None where none comes in time, or what comes is none."""
    try:
        async with asyncio.timeout(HEAD_SECONDS):
            head = await reader.readuntil(b"\r\n\r\n")
    except (asyncio.IncompleteReadError, asyncio.LimitOverrunError, TimeoutError, ConnectionError):
        return None
    lines = head.decode("latin-1").split("\r\n")
    words = lines[0].split(" ")
    if len(words) != 3 or not words[2].startswith("HTTP/1."):
        return None
    pairs = (line.partition(":") for line in lines[1:] if line)
    return Asked(words[0], words[1], {name.strip().lower(): value.strip() for name, _, value in pairs})


def bytes_of(reply: Reply, *, with_body: bool = True) -> bytes:
    """The whole answer."""
    known = {status.value: status.phrase for status in HTTPStatus}
    length = {} if reply.status == HTTPStatus.NOT_MODIFIED else {"Content-Length": str(len(reply.body))}
    fields = {**length, "Connection": "close", **reply.headers}
    lines = "".join(f"{name}: {_one_line(value)}\r\n" for name, value in fields.items())
    head = f"HTTP/1.1 {reply.status} {known.get(reply.status, 'Status')}\r\n{lines}\r\n".encode("latin-1", "replace")
    return head + reply.body[: reply.cut_at] if with_body else head


def _one_line(value: str) -> str:
    """A recorded header is text from outside: it must not become two."""
    return "".join(character if character.isprintable() else "?" for character in value)
