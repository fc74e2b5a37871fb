"""What lies under an exception of a network library: name resolution, TLS, an errno."""

import errno
import socket
import ssl
from collections.abc import Iterator

from countwatch.feeds.heads import unfetched
from countwatch.model.errors import system_code
from countwatch.model.text import clean, shorten
from countwatch.model.update import Failure

_DETAIL_CHARACTERS_MAX = 80


def chain(error: BaseException) -> Iterator[BaseException]:
    """The exception and all that it came from, groups opened, nearest first."""
    waiting: list[BaseException | None] = [error]
    seen: set[int] = set()
    while waiting:
        cause = waiting.pop(0)
        if cause is None or id(cause) in seen:
            continue
        seen.add(id(cause))
        yield cause
        waiting += [cause.__cause__, cause.__context__]
        if isinstance(cause, BaseExceptionGroup):
            waiting += cause.exceptions


def connect_failure(error: BaseException, host: str) -> Failure:
    """Why no connection was made: `dns_failed`, `tls_failed` or `connect_failed`, with the host."""
    causes = tuple(chain(error))
    for cause in causes:
        if isinstance(cause, socket.gaierror):
            return unfetched("dns_failed", host=host)
        if isinstance(cause, ssl.SSLError):
            return unfetched("tls_failed", host=host, detail=_tls_detail(cause))
    return unfetched("connect_failed", host=host, detail=system_detail(error))


def system_detail(error: BaseException) -> str:
    """The errno under an exception by its name (ECONNREFUSED), or the exception's own name."""
    for cause in chain(error):
        if isinstance(cause, OSError) and cause.errno in errno.errorcode:
            return system_code(cause)
    return type(error).__name__


def _tls_detail(error: ssl.SSLError) -> str:
    # OpenSSL fills these in; an error that a library raises itself has neither.
    said = getattr(error, "verify_message", None) or getattr(error, "reason", None)
    return shorten(clean(said or type(error).__name__), _DETAIL_CHARACTERS_MAX)
