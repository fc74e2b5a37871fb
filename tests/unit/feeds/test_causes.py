import errno
import socket
import ssl

import pytest

from countwatch.feeds.causes import chain, connect_failure, system_detail


def caused(error: BaseException, by: BaseException) -> BaseException:
    error.__cause__ = by
    return error


@pytest.mark.parametrize(
    ("under", "code", "detail"),
    [
        (socket.gaierror(socket.EAI_NONAME, "no such name"), "dns_failed", None),
        (ssl.SSLError(1, "[SSL: WRONG_VERSION_NUMBER] wrong version number"), "tls_failed", "SSLError"),
        (OSError(errno.EHOSTUNREACH, "no route"), "connect_failed", "EHOSTUNREACH"),
        (ExceptionGroup("several", [OSError(errno.ECONNREFUSED, "no")]), "connect_failed", "ECONNREFUSED"),
        (OSError("no number"), "connect_failed", "RuntimeError"),
    ],
)
def test_what_lies_under_an_exception_is_named(under: BaseException, code: str, detail: str | None) -> None:
    failure = connect_failure(caused(RuntimeError(), caused(OSError("all failed"), under)), "h")
    assert failure.problem.code == code
    assert failure.problem.facts["host"] == "h"
    assert failure.problem.facts.get("detail") == detail


def test_causes_in_a_circle_end() -> None:
    first, second = OSError("a"), OSError("b")
    caused(caused(first, second).__cause__ or first, first)
    assert list(chain(first)) == [first, second]
    assert system_detail(first) == "OSError"
