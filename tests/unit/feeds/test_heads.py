from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from countwatch.feeds.heads import HEADER_CHARACTERS_MAX, KEPT, Head, Validators, objection, request_headers
from countwatch.model.errors import ConfigError
from countwatch.model.text import clean
from countwatch.model.update import Failure, FailureKind

NOW = datetime(2021, 6, 7, 6, 0, tzinfo=UTC)


def head(status: int = 200, **fields: str) -> Head:
    return Head(status, [(name.replace("_", "-").encode(), value.encode("latin-1")) for name, value in fields.items()])


def judged(of: Head, *, conditional: bool = False) -> Failure | None:
    return objection(of, conditional=conditional, now=NOW)


def code(of: Head, *, conditional: bool = False) -> str:
    failure = judged(of, conditional=conditional)
    assert failure is not None
    return failure.problem.code


def test_a_plain_answer_is_no_objection() -> None:
    assert judged(head(Content_Length="12")) is None
    assert judged(head(Content_Encoding="GZip")) is None
    assert judged(head(Content_Encoding="identity, gzip")) is None


def test_not_modified_counts_only_where_it_was_asked() -> None:
    assert judged(head(304), conditional=True) is None
    assert code(head(304)) == "not_modified_unasked"


@pytest.mark.parametrize(
    ("status", "expected"),
    [(204, "no_content"), (205, "no_content"), (206, "partial_content"), (201, "http_status"), (404, "http_status")],
)
def test_other_statuses_bring_no_document(status: int, expected: str) -> None:
    assert code(head(status)) == expected


def test_an_encoding_that_was_not_asked_is_refused_and_named_without_its_controls() -> None:
    failure = judged(head(Content_Encoding="br\x1b[31m"))
    assert failure is not None
    assert failure.problem.facts == {"encoding": "br\ufffd[31m"}
    assert code(head(Content_Encoding="gzip, br")) == "encodings_stacked"


def test_asked_to_wait_tells_the_seconds() -> None:
    failure = judged(head(503, Retry_After="17"))
    assert failure is not None
    assert (failure.kind, failure.retry_after_seconds) == (FailureKind.RETRY_LATER, 17)
    assert failure.problem.facts == {"status": 503, "seconds": 17}


@given(st.lists(st.tuples(st.sampled_from(KEPT).map(str.encode), st.binary(max_size=2000)), max_size=20))
def test_whatever_comes_what_is_kept_is_short_and_printable(fields: list[tuple[bytes, bytes]]) -> None:
    for name, value in Head(200, fields).kept().items():
        assert name in KEPT
        assert len(value) <= HEADER_CHARACTERS_MAX
        assert value == clean(value)


def test_validators_are_sent_back_as_they_came_or_not_at_all() -> None:
    stamp = "Mon, 07 Jun 2021 05:48:00 GMT"
    assert head(ETag='W/"a1"', Last_Modified=stamp).validators() == Validators('W/"a1"', stamp)
    assert head(ETag='W/"a1"').validators().headers() == {"If-None-Match": 'W/"a1"'}
    assert head(ETag='"\x1b[2J"', Last_Modified="é").validators() == Validators()
    assert head(ETag="x" * (HEADER_CHARACTERS_MAX + 1)).validators() == Validators()


@pytest.mark.parametrize(
    ("name", "value"),
    [("X-Key", "a\r\nX-Other: b"), ("X-Key", "é"), ("X Key", "a"), ("", "a"), ("Host", "a"), ("accept-encoding", "br")],
)
def test_headers_that_cannot_carry_a_key_are_named_without_it(name: str, value: str) -> None:
    with pytest.raises(ConfigError) as caught:
        request_headers("countwatch/1", {name: value})
    assert caught.value.finding.code == "header_invalid"
    assert caught.value.finding.facts == {"header": name}


def test_every_request_offers_gzip_alone_and_closes() -> None:
    sent = request_headers("countwatch/1", {"X-Key": "k"})
    assert sent["Accept-Encoding"] == "gzip"
    assert sent["Connection"] == "close"
    assert sent["User-Agent"] == "countwatch/1"
    assert sent["X-Key"] == "k"
