"""A raw-socket HTTP server that misbehaves on request: every way in which a feed's answer can be wrong.

`FAULTS` names each way with what the feed must make of it. `FaultServer` plays any of them.
"""

import asyncio
import gzip
import socket
import struct
import zlib
from collections.abc import Sequence
from contextlib import AsyncExitStack
from dataclasses import dataclass, field
from types import TracebackType
from typing import Self

from countwatch.model.update import FailureKind
from tests.faults.loopback import listening

GOOD = b'{"schema_version": 1, "votes": {"a": 12, "b": 11}}'


@dataclass(frozen=True)
class Answer:
    """Bytes for the socket, in parts; then one of the endings. `pause_seconds` lies between the parts."""

    parts: Sequence[bytes]
    ending: str = "close"
    """`close`, `reset` (RST), or `stall`: keep the connection open and say nothing more."""
    pause_seconds: float = 0.0


@dataclass(frozen=True)
class Fault:
    """One way to go wrong. `kind` and `code` are what the feed must report; None where the answer is good."""

    answer: Answer
    kind: FailureKind | None
    code: str | None


@dataclass
class FaultServer:
    """Plays `answer` to whoever connects. `requests` are the heads it was sent, as they came."""

    answer: Answer = field(default_factory=lambda: response(GOOD))
    requests: list[bytes] = field(default_factory=list)
    port: int = 0
    _open: AsyncExitStack = field(default_factory=AsyncExitStack)

    async def __aenter__(self) -> Self:
        self.port = await self._open.enter_async_context(listening(self._talk))
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self._open.aclose()

    def url(self, path: str = "/results.json") -> str:
        """The address of a path."""
        return f"http://127.0.0.1:{self.port}{path}"

    async def _talk(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self.requests.append(await reader.readuntil(b"\r\n\r\n"))
        answer = self.answer
        for part in answer.parts:
            writer.write(part)
            await writer.drain()
            await asyncio.sleep(answer.pause_seconds)
        if answer.ending == "stall":
            await reader.read()
        elif answer.ending == "reset":
            raw = writer.get_extra_info("socket")
            raw.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
            writer.transport.abort()


def response(body: bytes, *lines: str, status: str = "200 OK", length: int | None = None) -> Answer:
    """A whole response with its Content-Length (or another one), and further header lines."""
    return Answer((head(status, f"Content-Length: {len(body) if length is None else length}", *lines) + body,))


def head(status: str = "200 OK", *lines: str) -> bytes:
    """Status line and headers, the empty line included."""
    return "\r\n".join((f"HTTP/1.1 {status}", *lines, "", "")).encode("latin-1")


def gzip_bomb(megabytes: int) -> bytes:
    """That many megabytes of spaces, about a thousandth of it on the wire."""
    squeeze = zlib.compressobj(9, zlib.DEFLATED, 31)
    return b"".join(squeeze.compress(b" " * 1024 * 1024) for _ in range(megabytes)) + squeeze.flush()


def _zipped(body: bytes, encoding: str = "gzip") -> Answer:
    return response(body, f"Content-Encoding: {encoding}")


def _bad_crc() -> bytes:
    whole = bytearray(gzip.compress(GOOD))
    whole[-8] ^= 0xFF
    return bytes(whole)


def _later(status: str, retry_after: str | None, code: str = "asked_to_wait") -> Fault:
    lines = () if retry_after is None else (f"Retry-After: {retry_after}",)
    return Fault(response(b"later", *lines, status=status), FailureKind.RETRY_LATER, code)


def _elsewhere(location: str, status: str = "302 Found", code: str = "redirect_refused") -> Fault:
    return _rejected(code, response(b"", f"Location: {location}", status=status))


def _rejected(code: str, answer: Answer) -> Fault:
    return Fault(answer, FailureKind.REJECTED, code)


def _failed(code: str, answer: Answer) -> Fault:
    return Fault(answer, FailureKind.FETCH_FAILED, code)


def _good(answer: Answer) -> Fault:
    return Fault(answer, None, None)


def _one_by_one(body: bytes) -> Sequence[bytes]:
    return [body[place : place + 1] for place in range(len(body))]


_CHUNKED = head("200 OK", "Transfer-Encoding: chunked")
_STALLS = {
    "slow headers": Answer((b"HTTP/1.1 200 OK\r\nContent-",), "stall"),
    "no answer at all": Answer((), "stall"),
    "slow body": Answer((head("200 OK", "Content-Length: 50"), GOOD[:10]), "stall"),
    "one byte a second": Answer((head("200 OK", "Content-Length: 50"), *_one_by_one(GOOD)), pause_seconds=1.0),
    "endless chunks": Answer((_CHUNKED, *[b"1\r\n \r\n"] * 100_000), pause_seconds=0.005),
    "chunks that stop": Answer((_CHUNKED, *[b"400\r\n" + b" " * 1024 + b"\r\n"] * 64), "stall"),
}

FAULTS: dict[str, Fault] = {
    **{name: _failed("timed_out", answer) for name, answer in _STALLS.items()},
    "closed without a word": _failed("connection_lost", Answer(())),
    "reset before the head": _failed("connection_lost", Answer((b"HTTP/1.1 200",), "reset")),
    "gzip bomb": _rejected("body_too_large", _zipped(gzip_bomb(100))),
    "plain body over the cap": _rejected("body_too_large", response(b" " * (9 * 1024 * 1024))),
    "chunks over the cap": _rejected(
        "body_too_large", Answer((_CHUNKED, *[b"4000\r\n" + b" " * 16384 + b"\r\n"] * 600))
    ),
    "br bomb": _rejected("encoding_unasked", _zipped(b"\xcf\xff\xff\x7f\xf8\x27" + bytes(700), "br")),
    "zstd bomb": _rejected("encoding_unasked", _zipped(b"\x28\xb5\x2f\xfd" + bytes(700), "zstd")),
    "deflate": _rejected("encoding_unasked", _zipped(zlib.compress(GOOD), "deflate")),
    "unknown encoding": _rejected("encoding_unasked", _zipped(GOOD, "x-\x1b[31mred")),
    "stacked encodings": _rejected("encodings_stacked", _zipped(gzip.compress(gzip.compress(GOOD)), "gzip, gzip")),
    "truncated gzip": _rejected("gzip_cut", _zipped(gzip.compress(GOOD)[:-9])),
    "gzip without its trailer": _rejected("gzip_cut", _zipped(gzip.compress(GOOD)[:-1])),
    "empty gzip": _rejected("gzip_cut", _zipped(b"")),
    "bad crc": _rejected("gzip_damaged", _zipped(_bad_crc())),
    "not gzip": _rejected("not_gzip", _zipped(GOOD)),
    "data after gzip": _rejected("gzip_trailing", _zipped(gzip.compress(GOOD) + b"more")),
    "two gzip members": _rejected("gzip_trailing", _zipped(gzip.compress(GOOD) * 2)),
    "short body": _rejected("body_cut", response(GOOD, length=999)),
    "reset in the body": _failed(
        "connection_lost", Answer((head("200 OK", "Content-Length: 999"), GOOD), "reset", 0.05)
    ),
    "chunks cut": _rejected("chunks_damaged", Answer((_CHUNKED, b"32\r\n" + GOOD[:20]))),
    "bad chunk size": _rejected("chunks_damaged", Answer((_CHUNKED, b"zz\r\n" + GOOD))),
    "close-delimited gzip cut": _rejected(
        "gzip_cut", Answer((head("200 OK", "Content-Encoding: gzip") + gzip.compress(GOOD)[:-12],))
    ),
    "304 unasked": _rejected("not_modified_unasked", Answer((head("304 Not Modified"),))),
    "204": _rejected("no_content", Answer((head("204 No Content"),))),
    "206": _rejected(
        "partial_content", response(GOOD[:20], "Content-Range: bytes 0-19/50", status="206 Partial Content")
    ),
    "429 seconds": _later("429 Too Many Requests", "120"),
    "429 date": _later("429 Too Many Requests", "Mon, 07 Jun 2021 06:10:00 GMT"),
    "429 huge": _later("429 Too Many Requests", "9" * 30),
    "429 negative": _later("429 Too Many Requests", "-5", "asked_to_come_later"),
    "429 nothing": _later("429 Too Many Requests", None, "asked_to_come_later"),
    "503 nan": _later("503 Service Unavailable", "NaN", "asked_to_come_later"),
    "503 date in the past": _later("503 Service Unavailable", "Wed, 21 Oct 2015 07:28:00 GMT", "asked_to_come_later"),
    "503 date of year 9999": _later("503 Service Unavailable", "Fri, 31 Dec 9999 23:59:59 GMT"),
    "401": _failed("http_status", response(b"", 'WWW-Authenticate: Basic realm="x"', status="401 Unauthorized")),
    "404": _failed("http_status", response(b"", status="404 Not Found")),
    "500": _failed("http_status", response(b"<html>", status="500 Oops")),
    "redirect without an address": _failed("http_status", response(b"", status="302 Found")),
    "redirect to another host": _elsewhere("http://results.example/now.json"),
    "redirect to another port": _elsewhere("http://127.0.0.1:1/now.json"),
    "redirect to another scheme": _elsewhere("https://127.0.0.1/now.json", "301 Moved"),
    "redirect to a file": _elsewhere("file:///etc/passwd"),
    "redirect to link-local": _elsewhere("http://169.254.169.254/latest/meta-data/", "307 Temporary"),
    "redirect with a backslash": _elsewhere("http://127.0.0.1\\@results.example/"),
    "redirect to nonsense": _elsewhere("http://[::1", code="redirect_unreadable"),
    "redirect to a name that is none": _elsewhere("http://xn--/now.json", code="redirect_unreadable"),
    "redirect to a script": _elsewhere("javascript:alert(1)", "308 Permanent", "redirect_unreadable"),
    "redirect for ever": _rejected("too_many_redirects", response(b"", "Location: /again", status="302 Found")),
    "200 KB of headers": _rejected("not_http", response(GOOD, "X-Long: " + "a" * 200_000)),
    "9000 headers": _rejected("too_many_headers", response(GOOD, *[f"X{n}: 1" for n in range(9000)])),
    # No head ever ends here, so that all one can say is that the connection closed before there was one.
    "http 0.9": _failed("connection_lost", Answer((GOOD,))),
    "binary": _rejected("not_http", Answer((bytes(64),))),
    "not http": _rejected("not_http", Answer((b"SSH-2.0-OpenSSH_9.6\r\n\r\n",))),
    "length and chunks": _rejected(
        "two_lengths", Answer((head("200 OK", "Content-Length: 5", "Transfer-Encoding: chunked") + b"0\r\n\r\n",))
    ),
    "two lengths": _rejected("not_http", response(GOOD, "Content-Length: 3")),
    "two responses to one request": _good(Answer((response(GOOD).parts[0] + response(b'{"second": 1}').parts[0],))),
    "set-cookie": _good(response(GOOD, "Set-Cookie: id=1; Path=/; Max-Age=99999")),
    "escape codes in headers": _good(response(GOOD, "ETag: \x1b[2J\x1b]0;owned\x07", "Cache-Control: \x9b31m")),
    "close-delimited, whole": _good(Answer((head() + GOOD,))),
    "close-delimited, cut": _good(Answer((head() + GOOD[:20],))),
    "gzip, whole": _good(_zipped(gzip.compress(GOOD))),
    "strange charset": _good(response(GOOD, "Content-Type: application/json; charset=utf-7")),
}
"""Name → fault. A close-delimited body that was cut is good as far as HTTP can tell: its decoder sees it."""
