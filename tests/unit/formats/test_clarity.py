import base64
import gzip
import io
import json
import re
import zipfile
from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from urllib.parse import urljoin

import pytest
from hypothesis import given
from hypothesis import strategies as st

from countwatch.count.checks import impossible
from countwatch.formats import clarity_detail, registry
from countwatch.formats.clarity import FORMAT
from countwatch.formats.clarity_wire import ZONES, us_stamp
from countwatch.ledger.advance import advance
from countwatch.ledger.events import Outcome
from countwatch.ledger.state import WatchState
from countwatch.model.election import Candidate, Election, ReportingUnit
from countwatch.model.errors import NotUsable
from countwatch.model.finding import Finding
from countwatch.model.part import Part
from countwatch.model.update import Document, Update
from tests.unit.count.tallies import consistency

from .bodies import encoded, facts, spoilt
from .xml_bodies import unreadable

DATA = Path(__file__).parents[3].parent / "shared" / "data" / "feeds" / "clarity"
needs_data = pytest.mark.skipif(not DATA.is_dir(), reason="the recorded bodies are not beside this checkout")


def summary() -> list[dict[str, Any]]:
    """Two contests of a state of two counties: mayor 12 to 9, and a question."""
    return [
        {
            "K": "10",
            "C": "Mayor",
            "CAT": "Results",
            "VF": 1,
            "TP": 2,
            "PR": 1,
            "TV": 0,
            "CH": ["Ana", "Ben (I)"],
            "P": ["RED", ""],
            "V": [12, 9],
            "PCT": [57.1428571428571, 42.8571428571429],
        },
        {"K": "20", "C": "A park?", "TP": 2, "PR": 1, "CH": ["YES", "NO"], "V": [3, 4], "P": None},
    ]


PLACES = {"East": (5, 4), "West": (7, 5)}


def detail(ana: int = 12, ben: int = 9, stamp: str = "11/3/2026 9:40:00 PM EST", tag: str = "County") -> bytes:
    """The same, by county (or precinct) and by vote type. 21 votes, 3 under- and 1 overvotes: 25 ballots."""
    group = {"County": "Counties", "Precinct": "Precincts"}[tag]

    def row(name: str, count: int) -> str:
        return f'<{tag} name="{name}" votes="{count}" />'

    def choice(key: str, text: str, party: str, total: int, place: int) -> str:
        early = "".join(row(name, figures[place] - 1) for name, figures in PLACES.items())
        day = "".join(row(name, 1) for name in PLACES)
        return (
            f'<Choice key="{key}" text="{text}" {party}totalVotes="{total}">'
            f'<VoteType name="Advance Voting" votes="{total - 2}">{early}</VoteType>'
            f'<VoteType name="Election Day" votes="2">{day}</VoteType></Choice>'
        )

    turnout = "".join(
        f'<{tag} name="{name}" totalVoters="{voters}" ballotsCast="{cast}" voterTurnout="1.00"/>'
        for name, voters, cast in (("East", 40, 11), ("West", 60, 14))
    )
    progress = "".join(
        f'<{tag} name="{name}" precinctsParticipating="{n}" precinctsReported="{n - 1}"/>' for name, n in PLACES_N
    )
    return f"""<?xml version="1.0"?>
<ElectionResult><Timestamp>{stamp}</Timestamp><ElectionName>General</ElectionName><ElectionDate>11/3/2026</ElectionDate>
<Region>GA</Region><ElectionVoterTurnout totalVoters="100" ballotsCast="25" voterTurnout="25.00"><{group}>{turnout}
</{group}></ElectionVoterTurnout>
<Contest key="10" text="Mayor" voteFor="1" isQuestion="false" precinctsParticipating="7" precinctsReported="5">
<ParticipatingCounties>{progress}</ParticipatingCounties>
<VoteType name="Under Votes" votes="3">{row("East", 2)}{row("West", 1)}</VoteType>
<VoteType name="Overvotes" votes="1">{row("East", 0)}{row("West", 1)}</VoteType>
{choice("1", "Ana", 'party="RED" ', ana, 0)}{choice("2", "Ben (I)", "", ben, 1)}</Contest>
<Contest key="20" text="A park?" voteFor="1" isQuestion="true" precinctsParticipating="7" precinctsReported="5">
{choice("3", "YES", "", 12, 0)}</Contest></ElectionResult>""".encode()


PLACES_N = (("East", 3), ("West", 4))


def zipped(body: bytes, name: str = "detail.xml", **more: bytes) -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        for member, content in {name: body, **more}.items():
            archive.writestr(member, content)
    return file.getvalue()


def decoded(body: bytes, contest: str = "10", election: Election | None = None, key: str = "summary") -> Part:
    return FORMAT.choose(contest).decode(key, body, election)


def refused(body: bytes, contest: str = "10", election: Election | None = None) -> dict[str, object]:
    with pytest.raises(NotUsable) as caught:
        decoded(body, contest, election)
    return facts(caught.value)


def exchanges() -> list[tuple[str, bytes]]:
    """Address and body of every recorded exchange with the real site."""
    found = []
    for file in sorted(DATA.glob("*.json")):
        for exchange in json.loads(file.read_bytes())["http_interactions"]:
            answer = exchange["response"]["body"]
            body = base64.b64decode(answer["base64_string"]) if "base64_string" in answer else answer["string"].encode()
            found.append((exchange["request"]["uri"], gzip.decompress(body) if body[:2] == b"\x1f\x8b" else body))
    return found


@needs_data
def test_every_contest_of_the_recorded_summary_comes_to_its_totals() -> None:
    ((_, body),) = [pair for pair in exchanges() if pair[0].endswith("summary.json")]
    rows = json.loads(body)
    assert [contest.id for contest in FORMAT.contests(body)] == [row["K"] for row in rows]
    assert len(rows) == 298
    for row in rows[:40]:
        part = decoded(body, row["K"])
        (tally,) = part.tallies
        assert list(tally.votes.items()) == list(zip(row["CH"], row["V"], strict=True))
        assert (tally.sheets.total, tally.sheets.counted) == (row["TP"], row["PR"])
        assert part.findings == ()
    assert decoded(body, "5000").tallies[0].valid == 2457910 + 2471955 + 62058


@needs_data
def test_the_recorded_versions_are_versions_and_give_the_addresses_that_were_asked() -> None:
    asked = {}
    for address, body in exchanges():
        if address.endswith("current_ver.txt"):
            assert FORMAT.decode("version", body, None).tallies == ()
            requests = FORMAT.plan(None, {}, {"version": document("version", address, body)})
            asked[body] = [urljoin(address.replace("//GA", "/GA"), request.target) for request in requests]
    addresses = [address.replace("//GA", "/GA") for address, _ in exchanges()]
    assert sorted(asked) == [b"271066", b"271927"]
    assert asked[b"271066"][0] in addresses


@needs_data
@pytest.mark.parametrize("name", ["county.xml", "ga_bacon_precincts_11-3.xml", "precinct.xml"])
def test_every_contest_of_the_recorded_details_comes_to_its_totals(name: str) -> None:
    body = (DATA / name).read_bytes()
    text = body.decode()
    for contest in FORMAT.contests(body):
        inside = text.split(f'<Contest key="{contest.id}" ')[1].split("</Contest>")[0]
        choices = re.findall(
            r'<Choice key="[^"]*" text="([^"]*)".*?totalVotes="(\d+)">(.*?)</Choice>', inside, re.DOTALL
        )
        part, packed = decoded(body, contest.id), decoded(zipped(body), contest.id)
        assert packed == part
        whole = part.tallies[0]
        assert whole.votes == {label.replace("&quot;", '"'): int(total) for label, total, _ in choices}
        expected: dict[tuple[str, str], int] = {}
        for label, _, rows in choices:
            for unit, count in re.findall(r'<(?:County|Precinct) name="([^"]*)" votes="(\d+)"', rows):
                cell = (unit, label.replace("&quot;", '"'))
                expected[cell] = expected.get(cell, 0) + int(count)
        assert {(t.unit_id, label): n for t in part.tallies[1:] for label, n in t.votes.items()} == expected
        assert not any(impossible(tally) for tally in part.tallies)
        snapshot = FORMAT.assemble({"summary": part}, None).snapshot
        differing = {finding.code for finding in consistency(snapshot)}
        # The published sample of Arkansas states 477,734 votes and gives counties with 462,123.
        assert differing == ({"parts_differ"} if name == "county.xml" else set())


def test_a_summary_says_this() -> None:
    part = decoded(encoded(summary()))
    (tally,) = part.tallies
    assert (tally.unit_id, tally.votes, tally.published_at) == ("total", {"Ana": 12, "Ben (I)": 9}, None)
    assert (tally.sheets.total, tally.sheets.counted, tally.cast, tally.registered) == (2, 1, None, None)
    assert [(one.id, one.name, one.party) for one in part.candidates] == [
        ("Ana", "Ana", "RED"),
        ("Ben (I)", "Ben (I)", None),
    ]
    assert (part.title, part.findings) == ("Mayor", ())


@pytest.mark.parametrize("tag", ["County", "Precinct"])
def test_a_detail_says_this(tag: str) -> None:
    part = decoded(detail(tag=tag).replace(b"ParticipatingPrecincts", b"ParticipatingCounties"))
    whole, east, west = part.tallies
    assert (whole.unit_id, whole.votes) == ("total", {"Ana": 12, "Ben (I)": 9})
    assert (whole.blank, whole.null, whole.cast, whole.registered) == (3, 1, 25, 100)
    assert (whole.sheets.total, whole.sheets.counted) == (7, 5)
    assert (east.unit_id, east.votes, east.blank, east.null) == ("East", {"Ana": 5, "Ben (I)": 4}, 2, 0)
    assert (east.cast, east.registered, east.sheets.total, east.sheets.counted) == (11, 40, 3, 2)
    assert (west.unit_id, west.cast, west.registered) == ("West", 14, 60)
    assert whole.published_at == west.published_at == datetime(2026, 11, 4, 2, 40, tzinfo=UTC)
    assert [candidate.codes for candidate in part.candidates] == [("Ana", "1"), ("Ben (I)", "2")]
    kinds = ("region", "province") if tag == "County" else ("province", "district")
    assert [(one.id, one.name, one.kind) for one in part.units[:2]] == [
        ("total", "GA", kinds[0]),
        ("East", "East", kinds[1]),
    ]
    assert part.findings == ()


def test_a_county_says_precincts_reporting_for_all_of_them() -> None:
    body = detail().replace(b"precinctsParticipating", b"precinctsReporting")
    assert decoded(body).tallies[0].sheets.total == 7


@pytest.mark.parametrize("body", [encoded(summary()), detail()], ids=["summary", "detail"])
def test_several_contests_are_listed_when_none_is_chosen(body: bytes) -> None:
    listed = "10 (Mayor); 20 (A park?)"
    with pytest.raises(NotUsable) as caught:
        FORMAT.decode("summary", body, None)
    assert facts(caught.value) == {"code": "contest_needed", "contests": 2, "listed": listed}
    assert refused(body, "30")["code"] == "unknown_contest"
    assert registry.load("clarity", "20").decode("summary", body, None).title == "A park?"


def test_ballots_of_the_whole_election_are_this_contests_only_where_they_come_out() -> None:
    primary = detail().replace(b'ballotsCast="25"', b'ballotsCast="90"')
    assert {tally.cast for tally in decoded(primary).tallies} == {None}
    elsewhere = detail().replace(b'<County name="West" totalVoters', b'<County name="North" totalVoters')
    assert {tally.cast for tally in decoded(elsewhere).tallies} == {None}
    two = detail().replace(b'voteFor="1"', b'voteFor="2"')
    assert {(tally.blank, tally.null, tally.cast) for tally in decoded(two).tallies} == {(None, None, None)}
    unlisted = detail().replace(b'totalVoters="40"', b'totalVoters="0"')
    assert (decoded(unlisted).tallies[1].registered, decoded(unlisted).tallies[1].cast) == (None, 11)


def test_what_is_unknown_is_kept_and_said() -> None:
    body = detail().replace(b'"Overvotes"', b'"Spoiled"').replace(b'name="West" votes', b'name="W" votes')
    part = decoded(body)
    assert part.findings == (
        Finding("unknown_unit", {"name": "W"}, unit_id="W"),
        Finding("unknown_row", {"row": "spoiled", "votes": 1}, unit_id="total"),
    )
    assert [tally.unit_id for tally in part.tallies] == ["total", "East", "W"]


def test_letters_that_the_source_lost_are_said() -> None:
    assert [one.code for one in decoded(detail().replace(b"Ana", b"An\xef\xbf\xbd")).findings] == ["broken_text"]
    rows = spoilt({"rows": summary()}, "rows.0.CH.0", "An\ufffd")["rows"]
    assert [one.code for one in decoded(encoded(rows)).findings] == ["broken_text"]
    rows = spoilt({"rows": summary()}, "rows.0.CH.0", "An\x1b")["rows"]
    assert [one.code for one in decoded(encoded(rows)).findings] == ["cleaned_text"]


ELECTION = Election(
    id="ga-2026",
    title="Mayor",
    candidates=(Candidate("ben", "Ben", codes=("Ben (I)",)), Candidate("ana", "Ana", codes=("Ana", "1"))),
    units=(ReportingUnit("ga", "Georgia", registered=120), ReportingUnit("East", "East", parent_id="ga")),
)


def test_an_election_gives_its_own_ids() -> None:
    for body in (encoded(summary()), detail()):
        part = decoded(body, election=ELECTION)
        assert list(part.tallies[0].votes.items()) == [("ben", 9), ("ana", 12)]
        assert part.tallies[0].unit_id == "ga"
    assert part.findings == (Finding("unknown_unit", {"name": "West"}, unit_id="West"),)
    third = replace(ELECTION, candidates=(*ELECTION.candidates, Candidate("cat", "Cat")))
    assert refused(detail(), election=third)["code"] == "candidate_missing"


@pytest.mark.parametrize(("zone", "hours"), sorted(ZONES.items()))
@given(minute=st.integers(0, 24 * 60 - 1))
def test_a_stamp_is_at_the_offset_that_its_zone_says(zone: str, hours: float, minute: int) -> None:
    local = datetime(2024, 2, 29) + timedelta(minutes=minute)  # noqa: DTZ001 - the zone is what is tested
    text = f"2/29/2024 {local.hour % 12 or 12}:{local.minute:02}:07 {'AM' if local.hour < 12 else 'PM'} {zone}"
    expected = local.replace(tzinfo=UTC, second=7) - timedelta(hours=hours)
    assert us_stamp(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "11/3/2026 9:40:00 PM",
        "11/3/2026 9:40:00 PM XST",
        "11/3/2026 21:40:00 EST",
        "3/11/26 9:40:00 PM EST",
        "2/30/2026 9:40:00 PM EST",
        "13/3/2026 9:40:00 PM EST",
        "",
    ],
)
def test_a_stamp_that_is_not_plainly_one_is_refused(text: str) -> None:
    found = refused(detail(stamp=text))
    assert found == {
        "code": "wrong_value",
        "field": "ElectionResult.Timestamp[0]",
        "found": f'"{text}"',
        "expected": "us_stamp",
    }


SUMMARY_MALFORMED: list[tuple[str, object, dict[str, object]]] = [
    ("0.K", ..., {"code": "missing_field", "field": "[0].K"}),
    ("0.K", 10, {"field": "[0].K", "expected": "text"}),
    ("1.K", "10", {"code": "duplicate_id", "field": "contests", "id": "10"}),
    ("0.C", "", {"expected": "non_blank_text"}),
    ("0.CH", ..., {"code": "missing_field", "field": "[0].CH"}),
    ("0.CH", "Ana", {"expected": "list"}),
    ("0.CH", ["Ana"], {"code": "unequal_arrays", "field": "V", "found": 2, "expected_items": 1}),
    ("0.CH.1", "Ana", {"code": "duplicate_id", "id": "Ana"}),
    ("0.CH.1", None, {"field": "[0].CH[1]", "expected": "text"}),
    ("0.CH.1", "x" * 2001, {"expected": "short_text"}),
    ("0.P", ["RED"], {"code": "unequal_arrays", "field": "P"}),
    ("0.V.0", "12", {"field": "[0].V[0]", "found": '"12"', "expected": "count"}),
    ("0.V.0", "1,200", {"found": '"1,200"', "expected": "count"}),
    ("0.V.0", 12.0, {"expected": "count"}),
    ("0.V.0", -1, {"expected": "count"}),
    ("0.V.0", None, {"expected": "count"}),
    ("0.V", [1] * 501, {"code": "too_many", "limit": 500}),
    ("0.TP", "2", {"field": "[0].TP", "expected": "count"}),
    ("0", 1, {"field": "[0]", "expected": "object"}),
]


@pytest.mark.parametrize(("path", "value", "problem"), SUMMARY_MALFORMED, ids=lambda case: str(case)[:40])
def test_a_malformed_summary_is_refused_by_name(path: str, value: object, problem: dict[str, object]) -> None:
    rows = spoilt({"rows": summary()}, f"rows.{path}", value)["rows"]
    found = refused(encoded(rows))
    problem = {"code": "wrong_value", **problem}
    assert {name: found.get(name) for name in problem} == problem


DETAIL_MALFORMED: list[tuple[str, str, dict[str, object]]] = [
    ('key="10" ', "", {"code": "missing_field", "field": "ElectionResult.Contest[0].key"}),
    (' totalVotes="12"', "", {"code": "missing_field", "field": "ElectionResult.Contest[0].Choice[0].totalVotes"}),
    ('totalVotes="12"', 'totalVotes="1,200"', {"found": '"1,200"', "expected": "plain_integer"}),
    ('totalVotes="12"', 'totalVotes="-1"', {"expected": "plain_integer"}),
    ('totalVotes="12"', 'totalVotes="9999999999999"', {"expected": "plain_integer"}),
    ('name="East" votes="4"', 'name="East" votes="x"', {"found": '"x"', "expected": "plain_integer"}),
    ('name="East" votes="4"', 'name="" votes="4"', {"expected": "non_blank_text"}),
    ('name="East" votes="4"', f'name="{"x" * 129}" votes="4"', {"expected": "short_text"}),
    ('name="East" votes="4"', 'name="West" votes="4"', {"code": "duplicate_id", "id": "West"}),
    ('name="East" votes="4"', 'name="total" votes="4"', {"code": "duplicate_id", "id": "total"}),
    ('ballotsCast="25"', 'ballotsCast="25.0"', {"expected": "plain_integer"}),
    ('key="2"', 'key="1"', {"code": "duplicate_id", "id": "1"}),
    ('text="Ben (I)"', 'text="Ana"', {"code": "duplicate_id", "id": "Ana"}),
    ('key="20"', 'key="10"', {"code": "duplicate_id", "field": "contests"}),
    ('"Election Day"', '"Advance Voting"', {"code": "duplicate_id", "id": "Advance Voting"}),
    ("<Timestamp>11/3/2026 9:40:00 PM EST</Timestamp>", "", {"code": "missing_field"}),
]


@pytest.mark.parametrize(
    ("name", "more"),
    [
        ("UNITS_MAX", ""),
        ("TYPES_MAX", ""),
        ("CONTESTS_MAX", '<Contest key="30" text="More"/>'),
    ],
)
def test_a_detail_of_more_than_there_can_be_is_refused(name: str, more: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(clarity_detail, name, 1 if name == "UNITS_MAX" else 2)
    body = detail().replace(b"</ElectionResult>", more.encode() + b"</ElectionResult>")
    assert refused(body)["code"] == "too_many"


@pytest.mark.parametrize(("old", "new", "problem"), DETAIL_MALFORMED, ids=lambda case: str(case)[:40])
def test_a_malformed_detail_is_refused_by_name(old: str, new: str, problem: dict[str, object]) -> None:
    body = detail().decode()
    assert old in body
    found = refused(body.replace(old, new, 1).encode())
    problem = {"code": "wrong_value", **problem}
    assert {name: found.get(name) for name in problem} == problem


@pytest.mark.parametrize(("body", "problem"), list(unreadable(detail())))
def test_xml_that_nobody_should_follow_is_refused(body: bytes, problem: dict[str, object]) -> None:
    found = refused(body)
    assert {name: found.get(name) for name in problem} == problem
    if body.strip() and problem["code"] != "page_not_data":
        inside = refused(zipped(body))
        assert {name: inside.get(name) for name in problem} == problem


def test_a_zip_is_opened_within_bounds(monkeypatch: pytest.MonkeyPatch) -> None:
    whole = zipped(detail())
    assert refused(whole[:-30]) == {"code": "bad_zip"}
    assert refused(whole[:60] + b"\xff" * 20 + whole[80:])["code"] in {"bad_zip", "not_utf8", "invalid_xml"}
    assert refused(zipped(b"x", "notes.txt")) == {"code": "zip_members", "xml": 0, "members": 1}
    assert refused(zipped(detail(), "a.xml", **{"b.xml": b"<a/>"})) == {"code": "zip_members", "xml": 2, "members": 2}
    locked = bytearray(whole)
    for magic, offset in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        locked[locked.find(magic) + offset] |= 1
    assert refused(bytes(locked)) == {"code": "zip_encrypted"}
    monkeypatch.setattr("countwatch.formats.xml.BYTES_MAX", 1_000_000)
    bomb = zipped(b"<ElectionResult>" + b" " * 200_000_000)
    assert len(bomb) < 300_000
    assert refused(bomb)["code"] in {"too_large", "too_long"}


def document(key: str, url: str = "", body: bytes = b"7", problem: Finding | None = None) -> Document:
    return Document(key, url, 200, body, str(hash((key, body))), problem=problem)


ADDRESS = "https://results.example/GA/105369/current_ver.txt"


def test_only_the_version_is_asked_until_it_moves() -> None:
    (first,) = FORMAT.plan(None, {}, {})
    assert urljoin(ADDRESS, first.target) == urljoin("https://results.example/GA/105369/", first.target) == ADDRESS
    fetched = {"version": document("version", ADDRESS, b"271066\n")}
    second = FORMAT.plan(None, {}, fetched)
    assert {request.key: urljoin(ADDRESS, request.target) for request in second} == {
        "summary": "https://results.example/GA/105369/271066/json/en/summary.json",
        "detail": "https://results.example/GA/105369/271066/reports/detailxml.zip",
    }
    held = {request.key: document(request.key, urljoin(ADDRESS, request.target)) for request in second}
    assert not FORMAT.plan(None, {}, {**fetched, **held})
    assert not FORMAT.plan(None, held, fetched)
    moved = {"version": document("version", ADDRESS, b"271067")}
    assert [request.key for request in FORMAT.plan(None, held, moved)] == ["summary", "detail"]
    del held["detail"]
    assert [request.key for request in FORMAT.plan(None, held, fetched)] == ["detail"]


@pytest.mark.parametrize(
    ("body", "problem"),
    [
        (b"", {"code": "empty_body"}),
        (b"<html><body>x</body></html>", {"code": "page_not_data"}),
        (b"27/../1", {"code": "wrong_value", "field": "$", "found": '"27/../1"', "expected": "version_number"}),
        (b"1" * 13, {"code": "wrong_value", "expected": "version_number"}),
        (b"\xff", {"code": "wrong_value", "expected": "version_number"}),
    ],
)
def test_a_version_that_is_none_is_refused(body: bytes, problem: Mapping[str, object]) -> None:
    for read in (
        lambda: FORMAT.plan(None, {}, {"version": document("version", ADDRESS, body)}),
        lambda: FORMAT.decode("version", body, None),
    ):
        with pytest.raises(NotUsable) as caught:
            read()
        found = facts(caught.value)
        assert {name: found.get(name) for name in problem} == problem


def parts(ana: int) -> dict[str, Part]:
    """A summary at 12 to 9, and a detail that says this for Ana."""
    return {
        "version": FORMAT.decode("version", b"7", None),
        "summary": decoded(encoded(summary())),
        "detail": decoded(detail(ana=ana), key="detail"),
    }


def test_a_detail_of_the_same_votes_gives_the_summary_its_stamp() -> None:
    snapshot = FORMAT.assemble(parts(12), None).snapshot
    root = snapshot.root
    assert snapshot.published_at == root.published_at == datetime(2026, 11, 4, 2, 40, tzinfo=UTC)
    assert (root.cast, root.blank, root.null, root.registered) == (25, 3, 1, 100)
    assert (root.sheets.total, root.sheets.counted) == (2, 1)
    assert [unit.name for unit in snapshot.units if unit.parent_id is None] == ["GA"]
    assert not list(consistency(snapshot))


def test_precincts_of_counties_are_not_set_against_a_summary_that_counts_counties() -> None:
    totals = {tally.unit_id: tally.sheets.total for tally in FORMAT.assemble(parts(12), None).snapshot.tallies}
    assert totals == {"total": 2, "East": None, "West": None}
    rows = summary()
    rows[0] |= {"TP": 7, "PR": 5}
    snapshot = FORMAT.assemble({**parts(12), "summary": decoded(encoded(rows))}, None).snapshot
    totals = {tally.unit_id: tally.sheets.total for tally in snapshot.tallies}
    assert totals == {"total": 7, "East": 3, "West": 4}
    assert not list(consistency(snapshot))


def test_a_torn_read_leaves_each_tally_its_own_stamp_and_sums_nothing() -> None:
    snapshot = FORMAT.assemble(parts(11), None).snapshot
    assert (snapshot.published_at, snapshot.root.published_at, snapshot.root.votes["Ana"]) == (None, None, 12)
    assert {tally.published_at for tally in snapshot.tallies[1:]} | {None} == {
        datetime(2026, 11, 4, 2, 40, tzinfo=UTC),
        None,
    }
    assert not list(consistency(snapshot))


def test_a_watch_folds_versions_as_they_move() -> None:
    state = WatchState(FORMAT.choose("10"))

    def polled(*documents: Document) -> Outcome:
        nonlocal state
        now = datetime(2026, 11, 4, 3, state.n, tzinfo=UTC)
        digests = {one.body: f"{number:064x}" for number, one in enumerate(documents, start=100 * (state.n + 1))}
        digests[b"7"] = "7" * 64
        update = Update(state.n + 1, now, 0.1, tuple(replace(one, sha256=digests[one.body]) for one in documents))
        state = advance(state, update)
        assert state.event is not None
        return state.event.outcome

    first = (document("summary", body=encoded(summary())), document("detail", body=zipped(detail())))
    assert polled(document("version"), *first) is Outcome.ACCEPTED
    assert polled(document("version")) is Outcome.NOT_MODIFIED
    rows = summary()
    rows[0]["V"] = [15, 9]
    assert polled(document("version", body=b"8"), document("summary", body=encoded(rows))) is Outcome.ACCEPTED
    assert state.snapshot is not None
    assert (state.snapshot.root.votes["Ana"], state.snapshot.root.published_at) == (15, None)
    assert state.snapshot.tallies[1].published_at is not None


@given(st.integers(0, len(zipped(detail())) - 1), st.integers(0, 255), st.integers(0, 8))
def test_a_spoilt_zip_is_a_part_or_a_refusal(at: int, byte: int, cut: int) -> None:
    whole = zipped(detail())
    body = whole[:at] + bytes([byte]) + whole[at + cut :]
    try:
        tallies = decoded(body).tallies
    except NotUsable:
        return
    assert len(tallies) == 3
