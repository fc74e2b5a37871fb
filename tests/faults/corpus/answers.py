"""Cases 400 to 432: what HTTP can do to a good body."""

import gzip
from dataclasses import dataclass

from tests.faults.corpus.shapes import NATIVE
from tests.faults.server import Answer, gzip_bomb, head, response


@dataclass(frozen=True)
class AnswerCase:
    """One answer after a good one, its outcome, and the code of the reason.

    `etag` gives the good answer before it a validator. `waits_seconds` is the longest wait for the next poll
    where the answer names one; `None` means the feed's own interval.
    """

    number: int
    what: str
    answer: Answer
    outcome: str
    code: str | None = None
    etag: bool = False
    waits_seconds: float | None = None
    deadline_seconds: float = 20.0
    over_tls: bool = False


BODY = NATIVE.good(1)
ETAG = 'ETag: "one"'
_ZIPPED = gzip.compress(BODY)


def _encoded(body: bytes, encoding: str) -> Answer:
    return response(body, f"Content-Encoding: {encoding}")


def _bad_crc() -> bytes:
    whole = bytearray(_ZIPPED)
    whole[-8] ^= 0xFF
    return bytes(whole)


def _redirect(location: str) -> Answer:
    return response(b"", f"Location: {location}", status="302 Found")


def _later(status: str, retry_after: str) -> Answer:
    return response(b"", f"Retry-After: {retry_after}", status=status)


_TWO = Answer((response(BODY).parts[0] + response(b'{"another": "answer"}').parts[0],))
_ENDLESS = Answer(
    (head("200 OK", "Transfer-Encoding: chunked"), *[b"4000\r\n" + b" " * 16384 + b"\r\n"] * 160), "stall"
)
_SMUGGLED = Answer((head("200 OK", "Content-Length: 5", "Transfer-Encoding: chunked") + b"0\r\n\r\n" + BODY[:20],))

ANSWERS = (
    AnswerCase(400, "100 MB in a gzip of 100 KB", _encoded(gzip_bomb(100), "gzip"), "rejected", "body_too_large"),
    AnswerCase(401, "brotli, which was not offered", _encoded(b"\xcf\xff\xff\x7f\xf8\x27" + bytes(700), "br"),
               "rejected", "encoding_unasked"),
    AnswerCase(402, "gzip in gzip", _encoded(gzip.compress(gzip_bomb(20)), "gzip, gzip"), "rejected",
               "encodings_stacked"),
    AnswerCase(403, "a gzip that was cut", _encoded(_ZIPPED[:-9], "gzip"), "rejected", "gzip_cut"),
    AnswerCase(404, "a gzip whose checksum is wrong", _encoded(_bad_crc(), "gzip"), "rejected", "gzip_damaged"),
    AnswerCase(405, "no gzip where one is said to be", _encoded(BODY, "gzip"), "rejected", "not_gzip"),
    AnswerCase(406, "an encoding that nobody knows", _encoded(BODY, "x-secret"), "rejected", "encoding_unasked"),
    AnswerCase(407, "shorter than it says", response(BODY, length=len(BODY) + 99), "rejected", "body_cut"),
    AnswerCase(408, "no length, and cut", Answer((head() + BODY[: len(BODY) // 2],)), "rejected", "invalid_json"),
    AnswerCase(409, "two answers to one question", _TWO, "accepted"),
    AnswerCase(410, "304 to a question without a validator", Answer((head("304 Not Modified"),)), "rejected",
               "not_modified_unasked"),
    AnswerCase(411, "304 with a new ETag", Answer((head("304 Not Modified", 'ETag: "two"'),)), "not_modified",
               etag=True),
    AnswerCase(412, "the same ETag, another body", response(BODY, ETAG), "accepted", etag=True),
    AnswerCase(413, "429 for 120 s", _later("429 Too Many Requests", "120"), "retry_later", "asked_to_wait",
               waits_seconds=120),
    AnswerCase(414, "429 until a date", _later("429 Too Many Requests", "Mon, 07 Jun 2021 06:08:00 GMT"),
               "retry_later", "asked_to_wait", waits_seconds=300),
    AnswerCase(415, "429 for the rest of the year", _later("429 Too Many Requests", "99999999"), "retry_later",
               "asked_to_wait", waits_seconds=300),
    AnswerCase(416, "429 for less than nothing", _later("429 Too Many Requests", "-1"), "retry_later",
               "asked_to_come_later"),
    AnswerCase(417, "503 for no number", _later("503 Service Unavailable", "NaN"), "retry_later",
               "asked_to_come_later"),
    AnswerCase(418, "to another host", _redirect("http://results.example/now"), "rejected", "redirect_refused"),
    AnswerCase(419, "to a file", _redirect("file:///etc/passwd"), "rejected", "redirect_refused"),
    AnswerCase(420, "from https to http", _redirect("http://127.0.0.1:{port}/results.json"), "rejected",
               "redirect_refused", over_tls=True),
    AnswerCase(421, "to a cloud's own data", _redirect("http://169.254.169.254/latest/meta-data/iam/"), "rejected",
               "redirect_refused"),
    AnswerCase(422, "a header of 200 KB", response(BODY, "X-Long: " + "a" * 200_000), "rejected", "not_http"),
    # No feed has so many; what reads them all spends the night on one answer. The good numbers stay.
    AnswerCase(423, "9,000 headers", response(BODY, *[f"X{n}: 1" for n in range(9000)]), "rejected",
               "too_many_headers"),
    AnswerCase(424, "a cookie", response(BODY, "Set-Cookie: id=1; Path=/; Max-Age=99999"), "accepted"),
    AnswerCase(425, "control sequences in headers",
               response(BODY, 'ETag: "\x1b]0;owned\x07\x1b[2J"', "Last-Modified: \x1b[31m", "Server: \x9b2J"),
               "accepted"),
    AnswerCase(426, "204", Answer((head("204 No Content"),)), "rejected", "no_content"),
    AnswerCase(427, "206", response(BODY[:20], "Content-Range: bytes 0-19/500", status="206 Partial Content"),
               "rejected", "partial_content"),
    AnswerCase(428, "no status line", Answer((BODY,)), "fetch_failed", "connection_lost"),
    AnswerCase(429, "a length and chunks", _SMUGGLED, "rejected", "two_lengths"),
    AnswerCase(430, "chunks that never end", _ENDLESS, "fetch_failed", "timed_out", deadline_seconds=0.5),
    AnswerCase(431, "a charset of another century",
               response(BODY, "Content-Type: application/json; charset=utf-7"), "accepted"),
    AnswerCase(432, "401 with a question for a password",
               response(b"", 'WWW-Authenticate: Basic realm="x"', status="401 Unauthorized"), "fetch_failed",
               "http_status"),
)  # fmt: skip
