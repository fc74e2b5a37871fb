from dataclasses import replace
from datetime import UTC, datetime

import pytest

from countwatch.formats.countwatch import FORMAT
from countwatch.model.election import Candidate, Election, ReportingUnit
from countwatch.model.errors import NotUsable
from countwatch.model.finding import Finding
from countwatch.model.update import Document

from .bodies import encoded, facts, native, spoilt

ELECTION = Election(
    id="sheriff",
    title="Sheriff",
    time_zone="America/Lima",
    candidates=(Candidate("a", "Ana"), Candidate("b", "Ben")),
    units=(
        ReportingUnit("county", "The county", registered=40),
        ReportingUnit("north", "North", parent_id="county"),
        ReportingUnit("south", "South", parent_id="county"),
    ),
)


def test_a_snapshot_is_read_word_for_word() -> None:
    part = FORMAT.decode("root", encoded(native()), ELECTION)
    root, north = part.tallies
    assert (root.unit_id, root.votes, root.blank, root.cast, root.null) == (
        "county",
        {"a": 5, "b": 7},
        1,
        13,
        None,
    )
    assert (root.sheets.total, root.sheets.counted, root.sheets.pending) == (4, 2, None)
    assert root.registered == 40
    assert north.published_at == datetime(2021, 6, 8, 0, 0, tzinfo=UTC)
    assert root.published_at == part.published_at == datetime(2021, 6, 8, 0, 23, tzinfo=UTC)
    assert [candidate.party for candidate in part.candidates] == [None, "[FP]"]
    assert part.findings == ()


def test_the_order_of_rows_changes_nothing() -> None:
    ordered = FORMAT.decode("root", encoded(native()), ELECTION)
    body = native()
    for name in ("candidates", "units", "tallies"):
        body[name].reverse()
    assert FORMAT.decode("root", encoded(dict(reversed(body.items()))), ELECTION) == ordered


def test_there_is_one_document_and_it_is_asked_once() -> None:
    (request,) = FORMAT.plan(None, {}, {})
    assert (request.key, request.target) == ("root", "")
    assert not FORMAT.plan(None, {}, {"root": Document("root", "", 200, b"", "")})


MALFORMED = [
    ("schema_version", ..., {"code": "missing_field", "field": "schema_version"}),
    ("schema_version", 2, {"code": "unknown_schema_version", "found": "2", "known": 1}),
    ("schema_version", True, {"code": "unknown_schema_version", "found": "true"}),
    ("schema_version", "1", {"code": "unknown_schema_version", "found": '"1"'}),
    ("election_id", "mayor", {"code": "other_election", "found": '"mayor"', "asked": "sheriff"}),
    ("candidates", {}, {"code": "wrong_value", "field": "candidates", "expected": "list"}),
    ("candidates", [{"id": str(n), "name": "x"} for n in range(501)], {"code": "too_many", "limit": 500}),
    ("candidates.1.id", "a", {"code": "duplicate_id", "field": "candidates", "id": "a"}),
    ("units.1.id", "county", {"code": "duplicate_id", "field": "units", "id": "county"}),
    ("tallies.0.unit_id", "county", {"code": "duplicate_id", "field": "tallies", "id": "county"}),
    ("units.0.parent_id", "north", {"code": "unit_inside_itself", "field": "units[].parent_id"}),
    ("root_id", "nation", {"code": "other_unit", "found": "nation", "asked": "county"}),
    ("tallies.1", ..., {"code": "missing_root", "root": "county"}),
    ("tallies", [], {"code": "wrong_value", "field": "tallies", "expected": "non_empty_list"}),
    ("tallies.1.votes.b", ..., {"code": "candidate_missing", "candidate": "b", "name": "Ben"}),
    ("tallies.1.votes", ..., {"code": "missing_field", "field": "tallies[1].votes"}),
    ("tallies.1.votes", [], {"code": "wrong_value", "field": "tallies[1].votes", "expected": "object"}),
    ("tallies.1.votes.b", 7.0, {"code": "wrong_value", "field": "tallies[1].votes.b", "expected": "count"}),
    ("tallies.1.votes.b", 7.5, {"code": "wrong_value", "found": "7.5", "expected": "count"}),
    ("tallies.1.votes.b", "7", {"code": "wrong_value", "found": '"7"', "expected": "count"}),
    ("tallies.1.votes.b", True, {"code": "wrong_value", "found": "true", "expected": "count"}),
    ("tallies.1.votes.b", None, {"code": "wrong_value", "found": "null", "expected": "count"}),
    ("tallies.1.votes.b", -1, {"code": "wrong_value", "found": "-1", "expected": "count"}),
    ("tallies.1.votes.b", 2**63, {"code": "wrong_value", "found": str(2**63), "expected": "count"}),
    ("tallies.1.votes.b", {"n": 7}, {"code": "wrong_value", "found": "{…}", "expected": "count"}),
    ("tallies.1.blank", "1", {"code": "wrong_value", "field": "tallies[1].blank", "expected": "count"}),
    ("tallies.1.sheets", None, {"code": "wrong_value", "field": "tallies[1].sheets", "expected": "object"}),
    ("tallies.1.sheets.total", 4.5, {"code": "wrong_value", "field": "tallies[1].sheets.total"}),
    ("tallies.1", 5, {"code": "wrong_value", "field": "tallies[1]", "expected": "object"}),
    (
        "candidates.0.name",
        "",
        {"code": "wrong_value", "field": "candidates[0].name", "expected": "non_blank_text"},
    ),
    ("candidates.0.name", ..., {"code": "missing_field", "field": "candidates[0].name"}),
    ("candidates.0.name", 5, {"code": "wrong_value", "expected": "text"}),
    ("candidates.0.glyph", "\x1b", {"code": "wrong_value", "found": '"\ufffd"', "expected": "glyph"}),
    ("candidates.0.colour", "red", {"code": "wrong_value", "found": '"red"', "expected": "colour"}),
    (
        "candidates.0.id",
        "a\u200b",
        {"code": "wrong_value", "field": "candidates[0].id", "expected": "plain_id"},
    ),
    ("units.0.kind", "planet", {"code": "wrong_value", "field": "units[0].kind", "expected": "one_of"}),
    *(
        ("published_at", stamp, {"code": "wrong_value", "field": "published_at", "expected": "stamp"})
        for stamp in (
            *("", "07/06/2021 19:23", "2021-06-07", "1623110400", 1_623_110_400_000, 5.5, False),
            *(
                "2021-06-07T19:23:60-05:00",
                "2021-13-07T19:23:00Z",
                "2021-02-30T19:23:00",
                "9999-12-31T23:59:59Z",
            ),
            *("2021-06-07T25:00:00Z", "2021-06-07T19:23:00+99:00", "2021-06-07T19:23:00 -05:00"),
        )
    ),
    ("tallies.1.published_at", "soon", {"code": "wrong_value", "field": "tallies[1].published_at"}),
]


@pytest.mark.parametrize(("path", "value", "problem"), MALFORMED, ids=lambda case: str(case)[:50])
def test_a_malformed_snapshot_is_refused_by_name(path: str, value: object, problem: dict[str, object]) -> None:
    with pytest.raises(NotUsable) as caught:
        FORMAT.decode("root", encoded(spoilt(native(), path, value)), ELECTION)
    found = facts(caught.value)
    assert {name: found.get(name) for name in problem} == problem


@pytest.mark.parametrize(
    ("path", "value", "problem"),
    [
        ("tallies.0.published_at", "soon", {"code": "wrong_value", "field": "tallies[0].published_at"}),
        ("tallies.0.votes.b", "7", {"code": "wrong_value", "field": "tallies[0].votes.b", "expected": "count"}),
        ("tallies.0.votes", ..., {"code": "missing_field", "field": "tallies[0].votes"}),
        ("tallies.0.blank", -1, {"code": "wrong_value", "field": "tallies[0].blank"}),
        ("tallies.0.sheets", [], {"code": "wrong_value", "field": "tallies[0].sheets"}),
    ],
)
def test_the_same_fault_in_a_unit_below_is_a_finding_and_the_totals_stay(
    path: str, value: object, problem: dict[str, object]
) -> None:
    whole = FORMAT.decode("root", encoded(native()), ELECTION)
    part = FORMAT.decode("root", encoded(spoilt(native(), path, value)), ELECTION)
    (finding,) = part.findings
    told = {"code": finding.code, **finding.facts}
    assert {name: told.get(name) for name in problem} == problem
    assert finding.unit_id == native()["tallies"][0]["unit_id"]
    assert part.tallies == tuple(tally for tally in whole.tallies if tally.unit_id != finding.unit_id)


def test_each_broken_unit_is_named_where_it_stands_and_too_many_are_refused() -> None:
    body = native()
    north, county = body["tallies"]
    broken = [{**north, "unit_id": f"north-{number}", "blank": "x"} for number in range(4)]
    body["tallies"] = [broken[0], north, broken[1], county, *broken[2:]]
    part = FORMAT.decode("root", encoded(body), None)
    fields = [finding.facts["field"] for finding in part.findings if finding.code == "wrong_value"]
    assert fields == [f"tallies[{place}].blank" for place in (0, 2, 4, 5)]
    body["tallies"] = [county, *({**north, "unit_id": f"n{number}", "blank": "x"} for number in range(51))]
    with pytest.raises(NotUsable, match="wrong_value"):
        FORMAT.decode("root", encoded(body), None)


def test_the_id_of_a_broken_unit_is_shown_and_so_cleaned() -> None:
    body = native()
    body["tallies"].append({"unit_id": "\x1b[31mX\u202e", "votes": {}})
    part = FORMAT.decode("root", encoded(body), None)
    assert [finding.unit_id for finding in part.findings if finding.code == "wrong_value"] == ["\ufffd[31mX\ufffd"]


def test_an_error_envelope_is_no_snapshot() -> None:
    with pytest.raises(NotUsable, match="missing_field"):
        FORMAT.decode("root", b'{"error": "try again"}', None)


def findings(body: dict[str, object], election: Election | None = ELECTION) -> tuple[Finding, ...]:
    return FORMAT.decode("root", encoded(body), election).findings


def test_a_stamp_without_offset_takes_the_elections_zone_and_says_so() -> None:
    body = spoilt(native(), "published_at", "2021-06-07T19:23:00")
    part = FORMAT.decode("root", encoded(body), ELECTION)
    assert part.published_at == datetime(2021, 6, 8, 0, 23, tzinfo=UTC)
    assert part.findings == (Finding("naive_stamp", {"field": "published_at", "stamps": 1, "zone": "America/Lima"}),)
    with pytest.raises(NotUsable) as caught:
        FORMAT.decode("root", encoded(body), None)
    assert caught.value.finding.facts["expected"] == "stamp"


def test_a_wrong_number_is_still_named_when_a_stamp_was_given_its_zone() -> None:
    body = spoilt(native(), "published_at", "2021-06-07T19:23:00")
    with pytest.raises(NotUsable) as caught:
        FORMAT.decode("root", encoded(spoilt(body, "tallies.1.votes.b", 7.5)), ELECTION)
    assert caught.value.finding.facts["found"] == "7.5"


def test_fields_that_the_schema_does_not_have_are_ignored_and_said() -> None:
    body = native() | {"__proto__": {"a": 1}}
    body["tallies"][0]["turnout"] = 1.5
    body["tallies"][1]["turnout"] = 1.5
    body["tallies"][1]["sheets"]["late\x1b"] = 0
    body["candidates"][0]["age"] = 50
    fields = ["__proto__", "candidates[].age", "tallies[].sheets.late\ufffd", "tallies[].turnout"]
    assert findings(body) == tuple(Finding("unknown_field", {"field": field}) for field in fields)


def test_unknown_candidates_and_units_are_kept_under_their_ids_and_said() -> None:
    body = native()
    body["tallies"][1]["votes"]["z"] = 1
    body["tallies"].append({"unit_id": "moon", "votes": {"a": 0, "b": 0, "z": 0}})
    part = FORMAT.decode("root", encoded(body), ELECTION)
    assert [candidate.name for candidate in part.candidates] == ["Ana", "Ben", "z"]
    assert [unit.name for unit in part.units] == ["The county", "moon", "North", "South"]
    assert part.findings == (
        Finding("unknown_candidate", {"candidate": "z", "name": "z"}),
        Finding("unknown_unit", {"name": "moon"}, unit_id="moon"),
    )


def test_a_unit_that_leaves_a_candidate_out_is_said_and_the_root_may_not() -> None:
    body = spoilt(native(), "tallies.0.votes.b", ...)
    assert findings(body) == (Finding("votes_not_given", {"units": 1}, unit_id="north"),)
    with pytest.raises(NotUsable, match="candidate_missing"):
        FORMAT.decode("root", encoded(spoilt(native(), "tallies.1.votes.b", ...)), None)


def test_a_label_that_had_to_be_cleaned_is_said() -> None:
    body = spoilt(native(), "candidates.1.name", "\u202eBen")
    part = FORMAT.decode("root", encoded(body), ELECTION)
    assert part.candidates[1].name == "\ufffdBen"
    assert part.findings == (Finding("cleaned_text", {"field": "candidates[1].name", "labels": 1}),)


def test_a_repeated_key_is_refused_before_anything_is_read() -> None:
    body = encoded(native()).replace(b'"a": 5, "b": 7', b'"a": 5, "a": 5, "b": 7')
    with pytest.raises(NotUsable) as caught:
        FORMAT.decode("root", body, None)
    assert facts(caught.value) == {"code": "duplicate_key", "key": "a"}


def test_without_an_election_the_bodys_own_words_stand() -> None:
    body = native() | {"election_id": "mayor"}
    part = FORMAT.decode("root", encoded(body), None)
    assert (part.election_id, part.title) == ("mayor", "Sheriff")
    snapshot = FORMAT.assemble({"root": part}, None).snapshot
    assert (snapshot.root_id, snapshot.election_id, snapshot.title) == ("county", "mayor", "Sheriff")
    assert snapshot.root.registered is None


def test_an_election_without_units_takes_the_bodys_root() -> None:
    assert findings(native(), replace(ELECTION, units=())) == ()


@pytest.mark.parametrize("election", [ELECTION, None], ids=["election", "bare"])
def test_an_empty_list_is_read_so_that_the_ledger_can_hold_it(election: Election | None) -> None:
    body = spoilt(spoilt(native(), "tallies.1.votes", {}), "tallies.0", ...) | {"candidates": []}
    part = FORMAT.decode("root", encoded(body), election)
    assert (part.tallies[0].votes, part.candidates) == ({}, ())
