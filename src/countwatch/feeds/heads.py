"""The head of an HTTP response: what is kept of it, and whether its body is worth reading. Pure."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from types import MappingProxyType

from countwatch.feeds.polling import retry_after_seconds
from countwatch.model.errors import ConfigError
from countwatch.model.finding import Fact, Finding
from countwatch.model.text import clean, excerpt, shorten
from countwatch.model.update import Failure, FailureKind

HEADERS_MAX = 256
"""Fields in one head. The largest seen on a results site is under 40."""

KEPT = (
    "etag",
    "last-modified",
    "date",
    "content-type",
    "content-encoding",
    "age",
    "cache-control",
    "retry-after",
)
HEADER_CHARACTERS_MAX = 256
REDIRECTS = frozenset({301, 302, 303, 307, 308})
_LATER = frozenset({429, 503})


NO_SECRETS: Mapping[str, str] = MappingProxyType({})
_RESERVED = frozenset(
    {"host", "user-agent", "accept", "accept-encoding", "connection", "content-length", "transfer-encoding"}
)


@dataclass(frozen=True, slots=True)
class Validators:
    """What a later request may be made conditional on, exactly as the server wrote it."""

    etag: str | None = None
    last_modified: str | None = None

    def headers(self) -> dict[str, str]:
        """The request headers that ask "only if it changed" (RFC 9110, 13.1)."""
        stated = {"If-None-Match": self.etag, "If-Modified-Since": self.last_modified}
        return {name: value for name, value in stated.items() if value is not None}


@dataclass(frozen=True, slots=True)
class Head:
    """Status and header fields, as bytes from the wire, names in any case."""

    status: int
    fields: Sequence[tuple[bytes, bytes]]

    def get(self, name: str) -> str | None:
        """The field's value, several of them joined by commas; None where it is absent. Not cleaned."""
        wanted = name.encode("ascii")
        values = [value.decode("latin-1") for field, value in self.fields if field.lower() == wanted]
        return ", ".join(values) if values else None

    def kept(self) -> dict[str, str]:
        """The few fields that go into a `Document`: cleaned and shortened, names in lower case."""
        found = {name: self.get(name) for name in KEPT}
        return {
            name: shorten(clean(value[: 2 * HEADER_CHARACTERS_MAX]), HEADER_CHARACTERS_MAX)
            for name, value in found.items()
            if value is not None
        }

    def validators(self) -> Validators:
        """ETag and Last-Modified, where they are plain enough to be sent back."""
        return Validators(_plain(self.get("etag")), _plain(self.get("last-modified")))

    def encodings(self) -> tuple[str, ...]:
        """Content codings in the order they were applied, `identity` left out, in lower case."""
        listed = (self.get("content-encoding") or "").split(",")
        return tuple(name for coding in listed if (name := coding.strip().lower()) not in {"", "identity"})


def objection(head: Head, *, conditional: bool, now: datetime) -> Failure | None:
    """Why this response has no body for us, by its head alone; None where the body (or a 304) can be used.

    `conditional` tells whether validators were sent. Redirects are not judged here.
    """
    if len(head.fields) > HEADERS_MAX:
        return rejected("too_many_headers", headers=len(head.fields), most=HEADERS_MAX)
    if head.status == 304:
        return None if conditional else rejected("not_modified_unasked")
    if head.status in {204, 205}:
        return rejected("no_content", status=head.status)
    if head.status == 206:
        return rejected("partial_content")
    if head.status != 200:
        return _refusal(head, now)
    if head.get("transfer-encoding") is not None and head.get("content-length") is not None:
        return rejected("two_lengths")
    return _encoding_objection(head.encodings())


def request_headers(user_agent: str, secrets: Mapping[str, str] = NO_SECRETS) -> dict[str, str]:
    """What is sent with every request: the headers that carry keys, and ours, which they may not replace.

    `ConfigError("header_invalid")` names the header, never its value.
    """
    for name, value in secrets.items():
        usable = name.isascii() and name.replace("-", "").replace("_", "").isalnum() and name.lower() not in _RESERVED
        if not usable or not value.isascii() or not value.isprintable():
            raise ConfigError("header_invalid", header=excerpt(name))
    ours = {
        "User-Agent": user_agent,
        "Accept": "application/json, */*;q=0.5",
        "Accept-Encoding": "gzip",
        "Connection": "close",
    }
    return {**secrets, **ours}


def rejected(code: str, **facts: Fact) -> Failure:
    """Something came, and the rules of the transport refuse it."""
    return Failure(FailureKind.REJECTED, Finding(code, facts))


def unfetched(code: str, **facts: Fact) -> Failure:
    """Nothing usable came."""
    return Failure(FailureKind.FETCH_FAILED, Finding(code, facts))


def _refusal(head: Head, now: datetime) -> Failure:
    """Redirects without an address end here too, as what they are: a status that brings no document."""
    if head.status not in _LATER:
        return unfetched("http_status", status=head.status)
    seconds = retry_after_seconds(head.get("retry-after") or "", now)
    if seconds is None:
        return Failure(FailureKind.RETRY_LATER, Finding("asked_to_come_later", {"status": head.status}))
    problem = Finding("asked_to_wait", {"status": head.status, "seconds": round(seconds)})
    return Failure(FailureKind.RETRY_LATER, problem, seconds)


def _encoding_objection(encodings: Sequence[str]) -> Failure | None:
    if len(encodings) > 1:
        return rejected("encodings_stacked", encodings=excerpt(", ".join(encodings)))
    if encodings and encodings[0] not in {"gzip", "x-gzip"}:
        return rejected("encoding_unasked", encoding=excerpt(encodings[0]))
    return None


def _plain(value: str | None) -> str | None:
    usable = value and value.isascii() and value.isprintable() and len(value) <= HEADER_CHARACTERS_MAX
    return value if usable else None
