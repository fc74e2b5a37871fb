import hashlib
import json
import re
from collections.abc import Iterator
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic_core import PydanticCustomError

from countwatch.formats.mapped import format_from
from countwatch.formats.mapped_converters import NUMBER_FORMATS, decimal, integer
from countwatch.formats.mapped_paths import Place
from countwatch.formats.mapped_stamps import stamp_converter
from countwatch.ledger.advance import advance
from countwatch.ledger.state import WatchState
from countwatch.model.election import Candidate, Election, ReportingUnit
from countwatch.model.errors import ConfigError, NotUsable
from countwatch.model.finding import Finding
from countwatch.model.part import Part, StatedShare
from countwatch.model.update import Document, Update

from .bodies import encoded, facts, spoilt

ROOT = Path(__file__).parents[3]
MAPPINGS = ROOT / "src" / "countwatch" / "mappings"
DATA = ROOT.parent / "shared" / "data" / "feeds"
needs_data = pytest.mark.skipif(not DATA.is_dir(), reason="the recorded bodies are not beside this checkout")

MAPPING = """
about = "A county in two districts"
number_format = "1.234,5"
time_zone = "America/Bogota"

[unit]
id = "county"
name = "The county"
kind = "region"

[title]
path = "race"
as = "text"

[published_at]
path = "when"
as = "datetime"
format = "%d de %B de %Y, %H:%M"
months = "es"

[candidates]
rows = "choices[?code != `99`]"
id = { path = "code", as = "code" }
name = { path = "who.name", as = "text" }
party = { path = "who.party", as = "text", optional = true }
votes = { path = "votes", as = "int" }
share = { path = "share", as = "percent", of = "valid" }

[ballots]
blank = { path = "choices[?code == `99`].votes | [0]", as = "int" }
cast = { path = "cast", as = "int", number_format = "json" }

[sheets]
counted = { path = "progress", as = "int", regex = '([0-9]+)/(?P<all>[0-9]+)' }
total = { path = "progress", as = "int", regex = '([0-9]+)/(?P<all>[0-9]+)', group = "all" }

[stated]
valid = { path = "valid", as = "int", optional = true }
turnout = { path = "turnout", as = "decimal", optional = true }

[units]
rows = "districts"
id = { path = "id", as = "text" }
name = { path = "id", as = "text" }
kind = "district"

[units.candidates]
rows = "rows"
id = { path = "[0]", as = "code" }
name = { path = "[0]", as = "text", regex = '(.*)' }
votes = { path = "[1]", as = "int", number_format = "json" }
"""
FORMAT = format_from(MAPPING, "county")
ELECTION = Election(
    id="county-2026",
    title="Sheriff",
    candidates=(Candidate("ben", "Ben", codes=("2",)), Candidate("ana", "Ana", codes=("1",))),
    units=(
        ReportingUnit("county", "The county", "region", registered=9000),
        ReportingUnit("north", "North", "district", "county"),
    ),
)


def body() -> dict[str, Any]:
    return {
        "race": "Sheriff",
        "when": "7 de junio de 2026, 19:23",
        "progress": "7/9",
        "cast": 2340,
        "valid": "2.300",
        "choices": [
            {"code": 1, "who": {"name": "ANA", "party": "P"}, "votes": "1.200", "share": "52,17"},
            {"code": "02", "who": {"name": "BEN"}, "votes": "1.100", "share": "47,83"},
            {"code": 99, "votes": "40"},
        ],
        "districts": [{"id": "north", "rows": [["1", 700], ["2", 600]]}],
    }


def decoded(value: object, election: Election | None = None) -> Part:
    return FORMAT.decode("root", encoded(value), election)


def bundled(name: str) -> Any:
    return format_from((MAPPINGS / f"{name}.toml").read_text("utf-8"), name)


def plain(text: str) -> int:
    return int(text.replace(",", ""))


@needs_data
def test_every_recorded_body_of_honduras_decodes_to_its_figures() -> None:
    form, files = bundled("honduras-cne-2025"), sorted((DATA / "honduras-cne").glob("*.json"))
    assert len(files) == 20
    for file in files:
        value = json.loads(file.read_text("utf-8"))
        ballots = value["estadisticas"]["distribucion_votos"]
        sheets = value["estadisticas"]["estado_actas_divulgadas"]
        part = form.decode("root", file.read_bytes(), None)
        (tally,) = part.tallies
        assert tally.votes == {row["partido"]: plain(row["votos"]) for row in value["resultados"]}, file.name
        assert {one.id: one.name for one in part.candidates} == {
            row["partido"]: row["candidato"] for row in value["resultados"]
        }
        assert (tally.blank, tally.null) == (plain(ballots["blancos"]), plain(ballots["nulos"])), file.name
        assert tally.sheets.total == plain(value["estadisticas"]["totalizacion_actas"]["actas_totales"])
        assert tally.sheets.counted == plain(sheets["actas_correctas"]), file.name
        assert tally.sheets.under_review == plain(sheets["actas_inconsistentes"]), file.name
        assert (part.findings, tally.published_at) == ((), None), file.name
        everything = tally.valid + (tally.blank or 0) + (tally.null or 0)
        for share in part.stated:
            assert round(Decimal(100 * tally.votes[share.what]) / everything, 2) == Decimal(share.digits), file.name


def judged(name: str, folder: str, start: datetime) -> Iterator[tuple[bytes, str]]:
    """Each recorded body, and what it comes to after those before it."""
    state = WatchState(bundled(name), None)
    for n, file in enumerate(sorted((DATA / folder).glob("*.json")), start=1):
        content = file.read_bytes()
        document = Document("root", file.name, 200, content, hashlib.sha256(content).hexdigest())
        state = advance(state, Update(n, start + timedelta(days=n), 0.0, (document,)))
        assert state.event is not None
        yield content, state.event.outcome.value


@needs_data
def test_all_precincts_reporting_is_not_the_end() -> None:
    night = judged("california-sos", "california-sos", datetime(2022, 11, 20, tzinfo=UTC))
    assert [outcome for _, outcome in night] == ["accepted"] * 10


@needs_data
def test_empty_and_all_zero_bodies_of_honduras_are_held() -> None:
    night = judged("honduras-cne-2025", "honduras-cne", datetime(2025, 12, 3, tzinfo=UTC))
    outcomes = [(not json.loads(content)["resultados"], outcome) for content, outcome in night]
    assert {outcome for empty, outcome in outcomes if empty} == {"held"}
    assert {outcome for empty, outcome in outcomes if not empty} <= {"accepted", "unchanged", "not_modified"}
    assert len([True for empty, _ in outcomes if empty]) == 3


@needs_data
def test_every_recorded_body_of_california_decodes_to_its_figures() -> None:
    form, files = bundled("california-sos"), sorted((DATA / "california-sos").glob("*.json"))
    assert len(files) == 10
    for file in files:
        value = json.loads(file.read_text("utf-8"))
        part = form.decode("root", file.read_bytes(), None)
        (tally,) = part.tallies
        assert tally.votes == {row["Name"]: plain(row["Votes"]) for row in value["candidates"]}, file.name
        reported, total = map(plain, re.findall("[0-9,]{6}", value["Reporting"]))
        assert part.findings == (
            Finding("sheets_only_report", {"counted": reported, "total": total}, unit_id="california"),
        )
        assert (tally.sheets.total, tally.sheets.counted) == (total, reported if reported < total else None)
        moment = value["ReportingTime"].replace("a.m.", "AM").replace("p.m.", "PM")
        local = datetime.strptime(moment + " -0800", "%B %d, %Y, %I:%M %p %z")
        assert part.published_at == local, file.name
        assert part.title == value["raceTitle"]
        for share in part.stated[:2]:
            ours = Decimal(100 * tally.votes[share.what]) / tally.valid
            assert round(ours, 1) == Decimal(share.digits), file.name


def test_a_body_says_this() -> None:
    part = decoded(body())
    root, north = part.tallies
    assert (root.votes, root.blank, root.null, root.cast) == ({"1": 1200, "2": 1100}, 40, None, 2340)
    assert (root.sheets.counted, root.sheets.total, root.sheets.pending) == (7, 9, None)
    assert root.published_at == north.published_at == datetime(2026, 6, 8, 0, 23, tzinfo=UTC)
    assert (north.unit_id, north.votes) == ("north", {"1": 700, "2": 600})
    assert [(one.id, one.name, one.party) for one in part.candidates] == [("1", "ANA", "P"), ("2", "BEN", None)]
    assert [(unit.id, unit.kind) for unit in part.units] == [("county", "region"), ("north", "district")]
    assert part.stated == (
        StatedShare("county", "1", "valid", "52.17"),
        StatedShare("county", "2", "valid", "47.83"),
    )
    assert (part.title, part.findings) == ("Sheriff", ())


def test_an_election_names_candidates_and_units() -> None:
    part = decoded(body(), ELECTION)
    assert list(part.tallies[0].votes.items()) == [("ben", 1100), ("ana", 1200)]
    assert part.tallies[0].registered == 9000
    assert part.findings == ()


@given(st.permutations(range(3)))
def test_the_order_of_rows_changes_nothing_but_the_order_of_what_is_stated(order: list[int]) -> None:
    value = body()
    value["choices"] = [value["choices"][place] for place in order]
    part, expected = decoded(value), decoded(body())
    assert part.tallies == expected.tallies
    assert part.candidates == expected.candidates
    assert set(part.stated) == set(expected.stated)


def test_an_empty_list_is_read_so_that_the_ledger_can_hold_it() -> None:
    value = body()
    value |= {"choices": [{"code": 99, "votes": "0"}], "valid": "0"}
    assert decoded(value).tallies[0].votes == {}


def test_a_document_may_be_a_list() -> None:
    text = """
about = "A list"
unit = { id = "here", name = "Here" }
[candidates]
rows = "@"
id = { path = "n", as = "code" }
name = { path = "who", as = "text" }
votes = { path = "v", as = "int" }
"""
    part = format_from(text, "list").decode("root", b'[{"n": 1, "who": "A", "v": 5}]', None)
    assert part.tallies[0].votes == {"1": 5}
    assert [one.name for one in part.candidates] == ["A"]


def test_figures_that_do_not_agree_broken_letters_and_unknown_units_are_said() -> None:
    value = spoilt(body(), "valid", "2.301")
    assert decoded(value).findings == (
        Finding("stated_valid_differs", {"stated": 2301, "sum": 2300}, unit_id="county"),
    )
    value = spoilt(body(), "choices.0.who.name", "AN\ufffd")
    broken = Finding("broken_text", {"field": "choices[?code != `99`][0].name", "labels": 1})
    assert decoded(value).findings == (broken,)
    value = spoilt(body(), "districts.0.id", "south")
    assert decoded(value, ELECTION).findings == (Finding("unknown_unit", {"name": "south"}, unit_id="south"),)


CHOICES = "choices[?code != `99`]"
MALFORMED: list[tuple[str, object, dict[str, object]]] = [
    ("choices.0.votes", ..., {"code": "nothing_at_path", "field": f"{CHOICES}[0].votes", "path": "votes"}),
    ("choices.0.votes", None, {"code": "nothing_at_path"}),
    ("choices.0.votes", "1,200", {"field": f"{CHOICES}[0].votes", "found": '"1,200"', "expected": "dot_integer"}),
    ("choices.0.votes", "1 200", {"expected": "dot_integer"}),
    ("choices.0.votes", 1200, {"found": "1200", "expected": "dot_integer"}),
    ("choices.0.votes", "-5", {"expected": "dot_integer"}),
    ("choices.0.votes", "٥", {"expected": "dot_integer"}),
    ("choices.0.share", "52.17", {"field": f"{CHOICES}[0].share", "expected": "comma_percent"}),
    ("choices.0.share", "152,17", {"expected": "comma_percent"}),
    ("choices.0.code", 2, {"code": "duplicate_candidate", "candidate": "2", "field": f"{CHOICES}[1]"}),
    ("choices.0.code", "1\ufffd", {"expected": "digit_code"}),
    ("choices.0.who.name", 5, {"expected": "text"}),
    ("choices.0.who.name", "  ", {"expected": "non_blank_text"}),
    ("choices.0.who", ..., {"code": "nothing_at_path", "path": "who.name"}),
    ("choices", {}, {"code": "nothing_at_path", "field": CHOICES}),
    ("cast", "2340", {"field": "cast", "found": '"2340"', "expected": "count"}),
    ("cast", True, {"expected": "count"}),
    ("cast", 2340.0, {"expected": "count"}),
    ("progress", "7 of 9", {"field": "progress", "expected": "declared_pattern"}),
    ("when", "7 de june de 2026, 19:23", {"field": "when", "expected": "declared_stamp"}),
    ("when", "31 de junio de 2026, 19:23", {"expected": "declared_stamp"}),
    ("race", ..., {"code": "nothing_at_path", "path": "race"}),
    ("districts", "x", {"field": "districts", "found": '"x"', "expected": "list"}),
    ("districts.0.id", "nor\u200bth", {"field": "districts[0].id", "expected": "plain_id"}),
    ("districts.0.id", "nor\ufffdth", {"field": "districts[0].id", "expected": "unbroken_id"}),
    ("districts.0.rows.0", ["1"], {"code": "nothing_at_path", "field": "districts[0].rows[0].[1]"}),
]


@pytest.mark.parametrize(("path", "value", "problem"), MALFORMED, ids=lambda case: str(case)[:40])
def test_a_malformed_document_is_refused_by_name(path: str, value: object, problem: dict[str, object]) -> None:
    with pytest.raises(NotUsable) as caught:
        decoded(spoilt(body(), path, value))
    problem = {"code": "wrong_value", **problem}
    found = facts(caught.value)
    assert {name: found.get(name) for name in problem} == problem


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"", "empty_body"),
        (b"<html>", "page_not_data"),
        (b"7", "not_an_object"),
        (encoded(body())[:-1], "invalid_json"),
        (b'{"race": "a", "race": "b"}', "duplicate_key"),
    ],
)
def test_what_is_no_document_is_refused(content: bytes, code: str) -> None:
    with pytest.raises(NotUsable) as caught:
        FORMAT.decode("root", content, None)
    assert caught.value.finding.code == code


def test_two_units_of_one_id_and_too_many_rows_are_refused() -> None:
    value = body()
    value["districts"] *= 2
    with pytest.raises(NotUsable) as caught:
        decoded(value)
    assert facts(caught.value) == {"code": "duplicate_id", "field": "districts[1]", "id": "north"}
    value = spoilt(body(), "choices", [{"code": 1}] * 501)
    with pytest.raises(NotUsable) as caught:
        decoded(value)
    assert facts(caught.value) == {"code": "too_many", "field": CHOICES, "limit": 500}


def test_a_candidate_of_the_election_that_is_missing_refuses_the_body() -> None:
    value = body()
    del value["choices"][0]
    with pytest.raises(NotUsable) as caught:
        decoded(value, ELECTION)
    assert facts(caught.value) == {"code": "candidate_missing", "candidate": "ana", "name": "Ana"}


def test_a_path_that_matches_nothing_says_what_may_have_been_meant() -> None:
    value = body()
    value["choices"][0]["Votos"] = value["choices"][0].pop("votes")
    with pytest.raises(NotUsable) as caught:
        decoded(value)
    assert facts(caught.value) == {
        "code": "nothing_at_path_near",
        "field": f"{CHOICES}[0].votes",
        "path": "votes",
        "near": "Votos",
    }
    value = body()
    value["choices"][0]["who"]["Name"] = value["choices"][0]["who"].pop("name")
    with pytest.raises(NotUsable) as caught:
        decoded(value)
    assert caught.value.finding.facts["near"] == "who.Name"


@pytest.mark.parametrize("path", ["keys(cast) | [0]", "choices[::0]", "contains(race, cast)"])
def test_a_path_that_is_given_what_it_cannot_take_is_an_error_and_no_zero(path: str) -> None:
    form = format_from(MAPPING.replace('"cast", as', f'"{path}", as'), "county")
    with pytest.raises(NotUsable) as caught:
        form.decode("root", encoded(body()), None)
    assert facts(caught.value) == {"code": "path_failed", "field": path, "path": path}


SLIPS: list[tuple[str, str, dict[str, object]]] = [
    ("about =", "about", {"code": "mapping_not_toml", "line": 2, "column": 7}),
    ("number_format =", "number_fromat =", {"code": "mapping_unknown_field", "field": "number_fromat"}),
    ('kind = "region"', 'knd = "region"', {"code": "mapping_unknown_field", "known": "id, kind, name"}),
    ("votes = {", "vots = {", {"code": "mapping_unknown_field", "field": "candidates.vots"}),
    ('"votes", as', '"votes", sa', {"code": "mapping_unknown_field", "field": "candidates.votes.sa"}),
    ('[unit]\nid = "county"\n', "[unit]\n", {"code": "mapping_missing_field", "field": "unit.id"}),
    ('as = "int" }\nshare', 'as = "whole" }\nshare', {"field": "candidates.votes.as", "expected": "one_of"}),
    ("cast = {", "casts = {", {"code": "mapping_wrong_value", "field": "ballots.casts", "expected": "one_of"}),
    ('"1.234,5"', '"1\'234.5"', {"code": "mapping_wrong_value", "field": "number_format", "expected": "one_of"}),
    ('"America/Bogota"', '"Bogotá"', {"code": "mapping_bad_zone", "field": "time_zone", "found": "Bogotá"}),
    ('"votes", as', '"votes[", as', {"code": "mapping_bad_path", "field": "candidates.votes.path", "found": "votes["}),
    ('"votes", as', f'"{"(" * 499}", as', {"code": "mapping_bad_path", "field": "candidates.votes.path"}),
    ('"votes", as', '"", as', {"code": "mapping_bad_path", "field": "candidates.votes.path"}),
    ('"votes", as', '"sum(votes)", as', {"code": "mapping_function", "function": "sum"}),
    ('"votes", as', '"a[?to_number(b) > `1`]", as', {"code": "mapping_function", "function": "to_number"}),
    ("'([0-9]+)/(?P<all>[0-9]+)' }", "'([0-9]+/' }", {"code": "mapping_bad_regex", "field": "sheets.counted.regex"}),
    ('group = "all"', 'group = "none"', {"code": "mapping_no_group", "field": "sheets.total.group", "found": "none"}),
    ('group = "all"', "group = 3", {"code": "mapping_no_group", "found": "3"}),
    ('"cast", as = "int"', '"cast", as = "text"', {"code": "mapping_wrong_kind", "found": "text", "known": "int"}),
    ('"cast", as = "int"', '"cast", as = "int", zone = "UTC"', {"code": "mapping_not_for_kind", "option": "zone"}),
    ('"cast", as = "int"', '"cast", as = "int", group = 1', {"code": "mapping_not_for_kind", "option": "group"}),
    ("%H:%M", "%Q", {"code": "mapping_bad_stamp_format", "field": "published_at.format"}),
    ("%H:%M", "%H:%M %d", {"code": "mapping_bad_stamp_format"}),
    (", %H:%M", "", {"code": "mapping_bad_stamp_format"}),
    ('time_zone = "America/Bogota"', "", {"code": "mapping_needs_zone", "field": "published_at.format"}),
    ('format = "%d de %B de %Y, %H:%M"\n', "", {"code": "mapping_missing_field", "field": "published_at.format"}),
]


@pytest.mark.parametrize(("old", "new", "problem"), SLIPS, ids=lambda case: str(case)[:40])
def test_a_slip_in_a_mapping_is_named_with_its_field(old: str, new: str, problem: dict[str, object]) -> None:
    assert old in MAPPING
    with pytest.raises(ConfigError) as caught:
        format_from(MAPPING.replace(old, new, 1), "county")
    finding = caught.value.finding
    found = {"code": finding.code, **finding.facts}
    problem = {"name": "county", **problem}
    assert {name: found.get(name) for name in problem} == problem


@given(st.integers(0, 10**12), st.sampled_from([form for form in NUMBER_FORMATS if form != "json"]))
def test_a_count_written_in_a_format_is_read_in_it_and_in_no_other_that_reads_it_differently(
    count: int, number_format: str
) -> None:
    separator = {"1,234.5": ",", "1.234,5": ".", "1 234,5": " "}.get(number_format, "")
    written = f"{count:,}".replace(",", separator)
    assert integer(number_format)(written) == count
    for other in NUMBER_FORMATS:
        with suppress(ValueError):
            assert integer(other)(written) == count


@pytest.mark.parametrize("number_format", NUMBER_FORMATS)
@pytest.mark.parametrize("text", ["", " 5", "+5", "5_0", "007", "1e3", "0x1", "10000000000001", "½", None, True, 5.0])
def test_what_is_no_count_is_none_in_any_format(number_format: str, text: object) -> None:
    with pytest.raises(ValueError):  # noqa: PT011 - a PydanticCustomError or a ValidationError, both of them refusals
        integer(number_format)(text)


@pytest.mark.parametrize(
    ("number_format", "text", "digits"),
    [
        ("1,234.5", "57.6", "57.6"),
        ("1.234,5", "57,60", "57.60"),
        ("1 234,5", "0,05", "0.05"),
        ("1234,5", "100", "100"),
        ("json", Decimal("57.6"), "57.6"),
        ("json", 57, "57"),
    ],
)
def test_a_percentage_keeps_its_digits(number_format: str, text: object, digits: str) -> None:
    assert decimal(number_format, percent=True)(text) == digits
    assert decimal(number_format, percent=False)(text) == digits


def test_a_decimal_may_be_more_than_100_and_a_percentage_may_not() -> None:
    assert decimal("1,234.5", percent=False)("1,234.50") == "1234.50"
    assert decimal("json", percent=False)(Decimal("1234.5")) == "1234.5"
    for number_format, text in (("1,234.5", "1,234.50"), ("json", Decimal("100.1")), ("json", "57")):
        with pytest.raises(PydanticCustomError):
            decimal(number_format, percent=True)(text)


AT = Place("m", "published_at.format")


@pytest.mark.parametrize(
    ("form", "text", "expected"),
    [
        ("iso", "2026-06-07T19:23:05+02:00", datetime(2026, 6, 7, 17, 23, 5, tzinfo=UTC)),
        ("%m/%d/%Y %I:%M:%S %p %z", "6/7/2026 12:05:09 a.m. -0500", datetime(2026, 6, 7, 5, 5, 9, tzinfo=UTC)),
        ("%b %d %Y %H:%M%z", "DEC 31 2026 23:59Z", datetime(2026, 12, 31, 23, 59, tzinfo=UTC)),
        ("epoch_seconds", 1780881723, datetime(2026, 6, 8, 1, 22, 3, tzinfo=UTC)),
        ("epoch_milliseconds", 1780881723531, datetime(2026, 6, 8, 1, 22, 3, 531000, tzinfo=UTC)),
    ],
)
def test_stamps_are_read_by_their_declared_format(form: str, text: object, expected: datetime) -> None:
    assert stamp_converter(form, None, "en", AT)(text) == expected


@pytest.mark.parametrize(
    ("form", "text"),
    [
        ("iso", "2026-06-07T19:23:05"),
        ("iso", "1780881723"),
        ("iso", "2026-06-07T19:23:60Z"),
        ("%Y-%m-%d %H:%M%z", "2026-02-30 10:00Z"),
        ("%Y-%m-%d %H:%M%z", "1026-02-03 10:00Z"),
        ("%Y-%m-%d %H:%M%z", "2026-02-03  10:00Z"),
        ("epoch_seconds", "1780881723"),
        ("epoch_seconds", 1780881723531),
        ("epoch_milliseconds", True),
    ],
)
def test_a_stamp_of_another_spelling_is_refused(form: str, text: object) -> None:
    with pytest.raises(PydanticCustomError) as caught:
        stamp_converter(form, None, "en", AT)(text)
    assert caught.value.type == "declared_stamp"


@pytest.mark.parametrize(("zone", "text"), [("Asia/Tokyo", "0001-01-01T00:00"), ("America/Lima", "9999-12-31T23:59")])
def test_a_stamp_at_the_end_of_the_calendar_is_refused(zone: str, text: str) -> None:
    with pytest.raises(PydanticCustomError):
        stamp_converter("iso", ZoneInfo(zone), "en", AT)(text)


def test_a_time_that_no_clock_showed_is_refused() -> None:
    text = MAPPING.replace("America/Bogota", "America/New_York")
    value = spoilt(body(), "when", "8 de marzo de 2026, 02:30")
    with pytest.raises(NotUsable) as caught:
        format_from(text, "county").decode("root", encoded(value), None)
    assert caught.value.finding.facts["expected"] == "declared_stamp"


def test_every_bundled_mapping_can_be_used() -> None:
    names = sorted(file.stem for file in MAPPINGS.glob("*.toml"))
    assert names == ["california-sos", "honduras-cne-2025"]
    for name in names:
        form = bundled(name)
        assert (form.name, form.root_key) == (name, "root")
        assert [request.target for request in form.plan(None, {}, {})] == [""]


def test_the_mapping_in_the_page_reads_the_body_that_it_describes() -> None:
    page = (ROOT / "docs" / "feeds.md").read_text("utf-8")
    (text,) = re.findall(r"```toml\n(about.*?)```", page, re.DOTALL)
    value = {
        "updated": "November 3, 2026, 9:40 p.m.",
        "race": {
            "ballots": "2,434",
            "reporting": "6 of 8 precincts",
            "choices": [{"number": 1, "name": "Ortega", "total": "1,204", "percent": "50.4"}],
        },
    }
    part = format_from(text, "example").decode("root", encoded(value), None)
    (tally,) = part.tallies
    assert (tally.votes, tally.cast, tally.sheets.counted, tally.sheets.total) == ({"1": 1204}, 2434, 6, 8)
    assert part.published_at == datetime(2026, 11, 4, 4, 40, tzinfo=UTC)
