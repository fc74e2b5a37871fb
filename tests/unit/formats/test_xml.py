import subprocess
import sys
from collections.abc import Iterable
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from countwatch.formats import xml
from countwatch.formats.xml import Event, events, stream
from countwatch.model.errors import NotUsable

from .bodies import facts
from .xml_bodies import EXTERNAL, LAUGHS

SAMPLE = (
    '<?xml version="1.0" encoding="UTF-8"?><r xmlns="urn:x" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">'
    '<!-- c --><a n="1" xsi:type="T" xsi:other="o" xmlns:p="urn:p" p:q="no"> é &amp; <![CDATA[<b>]]> </a>'
    "<a>mixed<b/>text</a><?pi x?></r>"
).encode()


def refused(body: bytes) -> dict[str, object]:
    with pytest.raises(NotUsable) as caught:
        list(events(body))
    return facts(caught.value)


def test_a_document_is_a_stream_of_beginnings_and_ends() -> None:
    found = list(events(SAMPLE))
    assert [(event.kind, "/".join(event.path)) for event in found] == [
        ("start", "r"),
        ("start", "r/a"),
        ("end", "r/a"),
        ("start", "r/a"),
        ("start", "r/a/b"),
        ("end", "r/a/b"),
        ("end", "r/a"),
        ("end", "r"),
    ]
    assert {event.namespace for event in found} == {"urn:x"}
    assert found[1].attributes == {"n": "1", "xsi:type": "T", "xsi:other": "o"}
    assert found[2].text == "é & <b>"
    assert found[4].place == ("r", "a", 1, "b", 0)
    assert found[6].text == ""


@given(st.integers(1, 40))
def test_the_size_of_the_pieces_changes_nothing(size: int) -> None:
    pieces = [SAMPLE[at : at + size] for at in range(0, len(SAMPLE), size)]
    assert list(stream(pieces)) == list(events(SAMPLE))


def test_a_mark_at_the_start_is_passed_over_and_a_declared_encoding_does_not_rule() -> None:
    assert [event.kind for event in events(b"\xef\xbb\xbf<a/>")] == ["start", "end"]
    body = '<?xml version="1.0" encoding="ISO-8859-1"?><a>é</a>'.encode()
    assert list(events(body))[-1].text == "é"


@pytest.mark.parametrize("body", [LAUGHS, EXTERNAL], ids=["laughs", "external"])
def test_a_document_type_is_refused_before_anything_in_it_is_read(body: bytes) -> None:
    assert refused(body) == {"code": "xml_doctype"}


def test_what_is_broken_is_said_with_its_place() -> None:
    assert refused(b"<a>\n <b></a>") == {"code": "invalid_xml", "line": 2, "column": 7}
    assert refused(b"<a>" + b"x" * 10 + b"\xff</a>") == {"code": "not_utf8", "byte": 13}
    assert refused("<a>€".encode()[:-1]) == {"code": "not_utf8", "byte": 3}


def test_no_bound_can_be_passed(monkeypatch: pytest.MonkeyPatch) -> None:
    assert refused(b"<a>" * 33 + b"</a>" * 33) == {"code": "too_deep", "limit": 32}
    assert refused(b"<a>" + b"x" * 40_000 + b"</a>") == {"code": "too_long", "field": "a", "limit": 32768}
    assert refused(b'<a n="' + b"x" * 40_000 + b'"/>') == {"code": "too_long", "field": "a.n", "limit": 32768}
    assert refused(b"<" + b"x" * 300 + b"/>")["code"] == "long_key"
    many = b" ".join(b'n%d=""' % number for number in range(65))
    assert refused(b"<a " + many + b"/>") == {"code": "too_many", "field": "a", "limit": 64}
    names = b"".join(b"<b%d/>" % number for number in range(xml.NAMES_MAX))
    assert refused(b"<a>" + names + b"</a>") == {"code": "too_many", "field": "a.b999[0]", "limit": 1000}
    monkeypatch.setattr(xml, "ELEMENTS_MAX", 5)
    assert refused(b"<a>" + b"<b/>" * 5 + b"</a>") == {"code": "too_many_values", "limit": 5}
    monkeypatch.setattr(xml, "BYTES_MAX", 5)
    assert refused(b"<aaaaaa/>") == {"code": "too_large", "limit": 5}


def test_deep_nesting_ends_early_and_not_in_a_recursion() -> None:
    def endless() -> Iterable[bytes]:
        while True:
            yield b"<a>" * 1000

    with pytest.raises(NotUsable) as caught:
        list(stream(endless()))
    assert facts(caught.value) == {"code": "too_deep", "limit": 32}


@given(st.binary(max_size=200))
def test_any_bytes_are_a_stream_or_a_refusal(body: bytes) -> None:
    try:
        found: list[Event] = list(events(body))
    except NotUsable:
        return
    assert [event.kind for event in found].count("start") == [event.kind for event in found].count("end")


NIST_MEMORY = """
from countwatch.formats.nist_err_v2 import FORMAT
types = ("election-day", "early", "absentee-mail", "provisional")
votes = "".join(
    f'<VoteCounts><GpUnitId>unit-{n}</GpUnitId><Type>{kind}</Type><Count>{n}</Count></VoteCounts>'
    for n in range(4000) for kind in types)
units = "".join(f'<GpUnit ObjectId="unit-{n}"><Type>precinct</Type></GpUnit>' for n in range(4000))
selections = "".join(f'<ContestSelection ObjectId="s{s}">{votes}</ContestSelection>' for s in range(7))
body = ('<ElectionReport xmlns="http://itl.nist.gov/ns/voting/1500-100/v2"><Election><Contest ObjectId="c">'
  + selections + '<ElectionDistrictId>all</ElectionDistrictId><Name>C</Name></Contest>'
  '<ElectionScopeId>all</ElectionScopeId></Election>'
  '<GeneratedDate>2026-11-03T22:00:00-05:00</GeneratedDate>' + units +
  '<SequenceStart>1</SequenceStart><SequenceEnd>1</SequenceEnd><Status>unofficial-partial</Status></ElectionReport>').encode()
del votes, units, selections
size = len(body)
part = FORMAT.decode("report", body, None)
"""
CLARITY_MEMORY = """
from countwatch.formats.clarity import FORMAT
places = "".join(f'<Precinct name="Precinct {n}" votes="{n}" />' for n in range(3500))
types = "".join(f'<VoteType name="T{t}" votes="1">{places}</VoteType>' for t in range(4))
choices = "".join(f'<Choice key="{c}" text="Choice {c}" totalVotes="1">{types}</Choice>' for c in range(17))
body = ('<ElectionResult><Timestamp>11/3/2026 10:00:00 PM EST</Timestamp><Contest key="1" text="C">'
  + choices + '</Contest></ElectionResult>').encode()
del places, types, choices
size = len(body)
part = FORMAT.decode("summary", body, None)
"""
MEASURE = """
assert size > 10_000_000, size
assert len(part.tallies) > 3000, len(part.tallies)
peak = next(line for line in open("/proc/self/status") if line.startswith("VmHWM:"))
print(int(peak.split()[1]) // 1024)
"""


@pytest.mark.skipif(not Path("/proc/self/status").exists(), reason="this system does not tell a process's peak here")
@pytest.mark.parametrize("code", [NIST_MEMORY, CLARITY_MEMORY], ids=["nist", "clarity"])
def test_ten_megabytes_take_less_than_150(code: str) -> None:
    done = subprocess.run([sys.executable, "-c", code + MEASURE], check=True, capture_output=True, text=True)
    assert int(done.stdout) < 150
