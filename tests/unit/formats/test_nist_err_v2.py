import copy
import json
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from countwatch.count.checks import consistency
from countwatch.formats import nist_err_counts, nist_err_xml, registry
from countwatch.formats.nist_err_v2 import FORMAT
from countwatch.formats.wire import UNITS_MAX
from countwatch.model.election import Candidate, Election, ReportingUnit
from countwatch.model.errors import ConfigError, NotUsable
from countwatch.model.finding import Finding
from countwatch.model.part import Part
from countwatch.model.update import Document

from .bodies import encoded, facts, spoilt
from .nist_bodies import as_xml, report, selection, unit, votes, words
from .xml_bodies import unreadable

DATA = Path(__file__).parents[3].parent / "shared" / "data" / "feeds" / "nist-err-v2"
needs_data = pytest.mark.skipif(not DATA.is_dir(), reason="the recorded bodies are not beside this checkout")

Spelling = Callable[[dict[str, Any]], bytes]
both = pytest.mark.parametrize("spelt", [encoded, as_xml], ids=["json", "xml"])


def decoded(value: dict[str, Any], contest: str = "mayor", election: Election | None = None) -> Part:
    """The part of a report, which is the same whether it came as JSON or as XML."""
    parts = [FORMAT.choose(contest).decode("report", spelt(value), election) for spelt in (encoded, as_xml)]
    assert parts[0] == parts[1]
    return parts[0]


def refused(body: bytes, contest: str = "mayor", election: Election | None = None) -> dict[str, object]:
    with pytest.raises(NotUsable) as caught:
        FORMAT.choose(contest).decode("report", body, election)
    return facts(caught.value)


@needs_data
@pytest.mark.parametrize("name", ["err-gen-01", "err-gen-03", "pe-err-gen-01"])
def test_every_contest_of_the_published_reports_comes_to_its_totals(name: str) -> None:
    bodies = [file.read_bytes() for file in sorted(DATA.glob(f"{name}.*"))]
    value = json.loads((DATA / f"{name}.json").read_bytes())
    for contest in value["Election"][0]["Contest"]:
        whole: dict[str, int] = {}
        below: dict[tuple[str, str], int] = {}
        for row in contest["ContestSelection"]:
            for count in row.get("VoteCounts", []):
                below[count["GpUnitId"], row["@id"]] = count["Count"]
                if count["GpUnitId"] == contest["ElectionDistrictId"]:
                    whole[row["@id"]] = count["Count"]
        for body in bodies:
            part = FORMAT.choose(contest["@id"]).decode("report", body, None)
            assert part.tallies[0].votes == whole
            got = {(tally.unit_id, an_id): n for tally in part.tallies for an_id, n in tally.votes.items()}
            assert got == below
            assert part.title == contest["Name"]
            assert {finding.code for finding in part.findings} <= {"votes_not_given", "no_counts"}
            assert not list(consistency(FORMAT.assemble({"report": part}, None).tree))
    listed = [contest["@id"] for contest in value["Election"][0]["Contest"]]
    assert [contest.id for contest in FORMAT.contests(bodies[0])] == listed
    assert len(bodies) == (2 if name == "err-gen-01" else 1)


@needs_data
def test_a_published_report_without_its_totals_sums_its_units() -> None:
    value = json.loads((DATA / "err-gen-01.json").read_bytes())
    for contest in value["Election"][0]["Contest"]:
        before = {
            row["@id"]: row["VoteCounts"].pop(0)["Count"] for row in contest["ContestSelection"]
        }  # the county stands first
        part = FORMAT.choose(contest["@id"]).decode("report", encoded(value), None)
        assert part.tallies[0].votes == before
        assert part.tallies[0].unit_id == "ru-county-1"
        assert part.findings[0].code == "summed_from_units"


def test_a_report_says_this() -> None:
    part = decoded(report())
    whole, one, two = part.tallies
    assert (whole.unit_id, whole.votes) == ("county", {"cs-a": 12, "cs-b": 9})
    assert (whole.blank, whole.null, whole.cast, whole.registered) == (3, 1, None, 100)
    assert (whole.sheets.total, whole.sheets.counted, whole.sheets.pending) == (3, 2, None)
    assert (one.unit_id, one.votes, one.sheets.total) == ("p1", {"cs-a": 5, "cs-b": 4}, 1)
    assert (two.unit_id, two.registered, two.sheets.total) == ("p2", None, None)
    assert part.published_at == whole.published_at == datetime(2026, 11, 4, 2, 40, tzinfo=UTC)
    assert [(one.id, one.name, one.party, one.codes) for one in part.candidates] == [
        ("cs-a", "Ana / Mia", "Red", ("cs-a", "can-a", "can-m")),
        ("cs-b", "Ben", None, ("cs-b", "can-b")),
    ]
    assert [(one.id, one.name, one.kind, one.parent_id) for one in part.units] == [
        ("county", "The county", "province", None),
        ("p1", "One", "district", "county"),
        ("p2", "Two", "district", "county"),
    ]
    assert (part.title, part.findings) == ("Mayor", ())


def test_a_question_has_its_answers_and_a_party_its_name() -> None:
    part = decoded(report(), "park")
    assert [(one.id, one.name) for one in part.candidates] == [("yes", "YES")]
    value = report()
    value["Election"][0]["Contest"][1]["ContestSelection"] = [
        selection("straight", [], PartyIds=["red"]),
        selection("wi", [], IsWriteIn=True),
        selection("odd", []),
    ]
    assert [one.name for one in decoded(value, "park").candidates] == ["Red", "Write-in", "odd"]


@both
def test_a_report_of_several_contests_lists_them_when_none_is_chosen(spelt: Spelling) -> None:
    listed = "mayor (Mayor); park (A park?)"
    with pytest.raises(NotUsable) as caught:
        FORMAT.decode("report", spelt(report()), None)
    assert facts(caught.value) == {"code": "contest_needed", "contests": 2, "listed": listed}
    unknown = {"code": "unknown_contest", "found": "x", "contests": 2, "listed": listed}
    assert refused(spelt(report()), "x") == unknown
    value = report()
    del value["Election"][0]["Contest"][1]
    assert FORMAT.decode("report", spelt(value), None).title == "Mayor"


def test_a_contest_is_chosen_when_the_format_is_loaded() -> None:
    form = registry.load("nist-err-v2", "park")
    assert form.decode("report", encoded(report()), None).title == "A park?"
    assert registry.load("nist-err-v2") is FORMAT
    with pytest.raises(ConfigError) as caught:
        registry.load("countwatch", "park")
    assert caught.value.finding == Finding("contest_not_taken", {"format": "countwatch"})


BY_TYPE = [votes("p1", 3, "election-day"), votes("p1", 2, "early"), votes("p2", 7, "election-day")]


def test_vote_types_are_summed_once_and_never_with_their_total() -> None:
    part = decoded(report(BY_TYPE, [votes("p1", 4, "election-day"), votes("p2", 5, "early")]))
    assert part.tallies[0].votes == {"cs-a": 12, "cs-b": 9}
    assert part.tallies[1].votes == {"cs-a": 5, "cs-b": 4}
    assert (part.tallies[0].blank, part.tallies[0].null) == (3, 1)
    assert part.findings == (Finding("summed_from_units", {"units": 2}, unit_id="county"),)
    both_given = [*BY_TYPE, votes("p1", 5), votes("p2", 7)]
    assert decoded(report(both_given, [votes("p1", 4), votes("p2", 5)])).tallies[0].votes == {"cs-a": 12, "cs-b": 9}


def test_types_that_come_to_more_than_their_total_are_said_and_the_total_stays() -> None:
    part = decoded(report([votes("county", 12), votes("county", 13, "early")], [votes("county", 9)]))
    assert part.tallies[0].votes["cs-a"] == 12
    exceeded = Finding("types_exceed_total", {"candidate": "cs-a", "sum": 13, "stated": 12}, unit_id="county")
    assert part.findings == (exceeded,)


def test_seats_are_no_votes_devices_add_up_and_a_ranking_is_read_by_its_first_round() -> None:
    scan, touch = ({"Type": kind} for kind in ("opscan-precinct", "dre"))
    ana = [
        votes("county", 1, "seats"),
        votes("county", 5, DeviceClass=scan),
        votes("county", 7, DeviceClass=touch),
        votes("county", 99, Round=2),
    ]
    ben = [votes("county", 9), votes("county", 4, DeviceClass=scan)]
    part = decoded(report(ana, ben))
    assert part.tallies[0].votes == {"cs-a": 12, "cs-b": 9}
    assert part.findings == (Finding("first_round_of_ranking", {"rounds": 2}),)


def test_a_suppressed_count_is_not_known() -> None:
    part = decoded(report([votes("county", 12), votes("p1", 0, IsSuppressedForPrivacy=True)], [votes("county", 9)]))
    assert [tally.unit_id for tally in part.tallies] == ["county"]
    assert part.findings == (Finding("suppressed_counts", {"rows": 1}),)


def test_the_scope_of_the_election_stands_for_a_district_without_counts() -> None:
    value = report()
    value["Election"][0]["Contest"][0]["ElectionDistrictId"] = "ward"
    value["GpUnit"].append(unit("ward", "ward", "Ward", ComposingGpUnitIds=["p1", "p2"]))
    part = decoded(value)
    assert (part.tallies[0].unit_id, part.tallies[0].votes) == ("county", {"cs-a": 12, "cs-b": 9})


def district(*units: dict[str, Any]) -> dict[str, Any]:
    """A district that has no counts itself, with one vote for each in these units."""
    rows = [votes(one["@id"], 1) for one in units]
    value = report(rows, rows)
    value["GpUnit"] = [*units]
    value["Election"][0]["ElectionScopeId"] = "state"
    value["Election"][0]["Contest"][0]["ElectionDistrictId"] = "d"
    value["GpUnit"].append(unit("d", "congressional", "District"))
    value["GpUnit"].append(unit("state", "state", "State"))
    return value


def test_units_inside_others_are_summed_once() -> None:
    value = district(
        unit("town", "town", "T", ComposingGpUnitIds=["p1", "p2"]),
        unit("p1", "precinct", "One", ComposingGpUnitIds=["p1a"]),
        unit("p2", "precinct", "Two"),
        unit("p1a", "split-precinct", "One A"),
        unit("p3", "precinct", "Three"),
    )
    part = decoded(value)
    assert part.tallies[0].votes == {"cs-a": 2, "cs-b": 2}
    assert part.findings[0] == Finding("summed_from_units", {"units": 2}, unit_id="d")
    assert {one.id: one.parent_id for one in part.units} == {
        "d": None,
        "town": "d",
        "p3": "d",
        "p1": "town",
        "p2": "town",
        "p1a": "p1",
    }


OVERLAPS = {
    "shared": (
        unit("east", "town", "E", ComposingGpUnitIds=["p1", "p2"]),
        unit("west", "school", "W", ComposingGpUnitIds=["p2", "p3"]),
    ),
    "no-graph": (unit("east", "town", "E"), unit("p1", "precinct", "One")),
    "places": (unit("p1", "precinct", "One"), unit("centre", "vote-center", "C")),
}


@both
@pytest.mark.parametrize("name", OVERLAPS)
def test_units_that_overlap_or_could_are_not_summed(name: str, spelt: Spelling) -> None:
    assert refused(spelt(district(*OVERLAPS[name])))["code"] == "overlapping_units"


def test_a_county_that_has_only_its_absentee_votes_does_not_stand_for_its_precincts() -> None:
    rows = [votes("county", 3, "absentee"), votes("p1", 5, "election-day")]
    problem = {"code": "overlapping_units", "unit": "county", "other": "p1"}
    assert refused(encoded(report(rows, rows))) == problem


def test_a_report_before_the_election_has_a_roster_and_no_counts() -> None:
    part = decoded({**report([], []), "Status": "pre-election"})
    assert (part.tallies[0].votes, len(part.candidates)) == ({}, 2)
    assert part.findings == (Finding("no_counts", {"status": "pre-election"}, unit_id="county"),)


def test_what_the_reader_of_the_totals_has_to_know_is_said() -> None:
    value = {**report(), "Status": "certified", "IsTest": True, "SequenceEnd": 2}
    value["Election"][0]["CountStatus"] = [
        {"Type": "provisional", "Status": "not-processed"},
        {"Type": "early", "Status": "completed"},
    ]
    assert decoded(value).findings == (
        Finding("test_report"),
        Finding("report_status", {"status": "certified"}),
        Finding("part_of_sequence", {"first": 1, "last": 2}),
        Finding("types_not_completed", {"types": "provisional"}, unit_id="county"),
    )


def test_undervotes_are_no_blank_ballots_where_two_votes_are_allowed() -> None:
    part = decoded(spoilt(report(), "Election.0.Contest.0.VotesAllowed", 2))
    assert {(tally.blank, tally.null) for tally in part.tallies} == {(None, None)}


def test_ids_that_nothing_explains_are_kept_and_said() -> None:
    value = report([votes("county", 12), votes("p9", 1)], [votes("county", 9), votes("p9", 1)])
    value["Election"][0]["Contest"][0]["ContestSelection"][1]["CandidateIds"] = ["can-z"]
    part = decoded(value)
    assert part.units[1] == ReportingUnit("p9", "p9", parent_id="county")
    assert part.candidates[1].name == "can-z"
    assert part.findings == (
        Finding("unknown_unit", {"name": "p9"}, unit_id="p9"),
        Finding("unknown_reference", {"field": "ContestSelection[]", "id": "can-z"}),
    )


def test_a_candidate_left_out_in_a_unit_has_no_zero_there() -> None:
    part = decoded(report([votes("county", 12), votes("p1", 5)], [votes("county", 9)]))
    assert part.tallies[1].votes == {"cs-a": 5}
    assert part.findings == (Finding("votes_not_given", {"units": 1}, unit_id="p1"),)


def test_letters_that_the_source_lost_are_said_and_the_row_is_still_its_own() -> None:
    value = spoilt(report(), "Election.0.Candidate.2.BallotName", words("B\ufffdn"))
    part = decoded(value)
    assert part.tallies[0].votes == {"cs-a": 12, "cs-b": 9}
    assert [finding.code for finding in part.findings] == ["broken_text"]


ELECTION = Election(
    id="town-2026",
    title="Mayor",
    candidates=(Candidate("ana", "Ana", codes=("can-a",)), Candidate("ben", "Ben", codes=("cs-b",))),
    units=(ReportingUnit("county", "County", registered=120), ReportingUnit("p1", "One", parent_id="county")),
)


def test_an_election_gives_its_own_ids_and_what_it_does_not_list_is_said() -> None:
    part = decoded(report(), election=ELECTION)
    assert part.tallies[0].votes == {"ana": 12, "ben": 9}
    assert part.findings == (Finding("unknown_unit", {"name": "p2"}, unit_id="p2"),)
    third = replace(ELECTION, candidates=(*ELECTION.candidates, Candidate("cat", "Cat")))
    assert refused(encoded(report()), election=third)["code"] == "candidate_missing"
    elsewhere = replace(ELECTION, units=(ReportingUnit("state", "State"),))
    assert refused(encoded(report()), election=elsewhere)["code"] == "other_unit"


CONTEST = "Election.0.Contest.0"
COUNT = f"{CONTEST}.ContestSelection.0.VoteCounts.0"
MALFORMED: list[tuple[str, object, dict[str, object]]] = [
    ("GeneratedDate", ..., {"code": "missing_field", "field": "GeneratedDate"}),
    ("GeneratedDate", "2026-11-03T21:40:00", {"expected": "stamp"}),
    ("GeneratedDate", "2026-02-30T21:40:00Z", {"expected": "stamp"}),
    ("Status", "final", {"field": "Status", "expected": "one_of"}),
    ("SequenceEnd", ..., {"code": "missing_field", "field": "SequenceEnd"}),
    ("Election.0.ElectionScopeId", ..., {"code": "missing_field"}),
    (f"{CONTEST}.@id", ..., {"code": "missing_field"}),
    (f"{CONTEST}.Name", ..., {"code": "missing_field"}),
    (f"{CONTEST}.ElectionDistrictId", ..., {"code": "missing_field"}),
    (f"{COUNT}.Count", ..., {"code": "missing_field"}),
    (f"{COUNT}.Count", "abc", {"expected": "count", "found": '"abc"'}),
    (f"{COUNT}.Count", -1, {"expected": "count"}),
    (f"{COUNT}.Count", 10**13, {"expected": "count"}),
    (f"{COUNT}.Count", 1.5, {"expected": "whole_number", "found": "1.5"}),
    (f"{COUNT}.Count", "1,200", {"expected": "count", "found": '"1,200"'}),
    (f"{COUNT}.Type", "sunday", {"expected": "one_of", "found": '"sunday"'}),
    (f"{COUNT}.GpUnitId", ..., {"code": "missing_field"}),
    (f"{COUNT}.GpUnitId", "p1\u200b", {"expected": "plain_id"}),
    (f"{CONTEST}.ContestSelection.0.VoteCounts.1", votes("county", 1), {"code": "duplicate_count", "unit": "county"}),
    (f"{CONTEST}.ContestSelection.1.@id", "cs-a", {"code": "duplicate_id", "id": "cs-a"}),
    (f"{CONTEST}.OtherCounts.1.GpUnitId", "county", {"code": "duplicate_count", "type": "other"}),
    (f"{CONTEST}.@id", "park", {"code": "duplicate_id", "id": "park"}),
    ("Election.0.Candidate.1.@id", "can-a", {"code": "duplicate_id", "field": "Candidate[]"}),
    ("Election.0.Contest", [], {"code": "no_contests"}),
    ("GpUnit.1.@id", "county", {"code": "duplicate_id", "field": "GpUnit[]"}),
    ("GpUnit.0.ComposingGpUnitIds", ["p1", "county"], {"code": "unit_inside_itself", "id": "county"}),
    ("GpUnit.0.Name", {"Text": [{"Content": ""}]}, {"expected": "non_blank_text"}),
    ("GpUnit.0.Name", {"Text": [{"Content": "x" * 2001}]}, {"expected": "short_text"}),
]


@both
@pytest.mark.parametrize(("path", "value", "problem"), MALFORMED, ids=lambda case: str(case)[:40])
def test_a_malformed_report_is_refused_by_name(
    path: str, value: object, problem: dict[str, object], spelt: Spelling
) -> None:
    wanted = "park" if value == "park" else "mayor"
    found = refused(spelt(spoilt(report(), path, copy.deepcopy(value))), wanted)
    problem = {"code": "wrong_value", **problem}
    assert {name: found.get(name) for name in problem} == problem


def test_a_wrong_count_is_named_with_its_place() -> None:
    where = "ContestSelection[0].VoteCounts[0].Count"
    found = refused(encoded(spoilt(report(), f"{COUNT}.Count", "12")))
    assert found == {
        "code": "wrong_value",
        "field": f"Election[0].Contest[0].{where}",
        "found": '"12"',
        "expected": "count",
    }


@pytest.mark.parametrize(("body", "problem"), list(unreadable(as_xml(report()))))
def test_xml_that_nobody_should_follow_is_refused(body: bytes, problem: dict[str, object]) -> None:
    found = refused(body)
    assert {name: found.get(name) for name in problem} == problem


def test_another_document_is_no_report() -> None:
    asked = "ElectionResults.ElectionReport"
    assert refused(b"{}") == {"code": "other_format", "found": "null", "asked": asked}
    first = as_xml(report()).replace(b"1500-100/v2", b"1500-100/v1")
    assert refused(first)["code"] == "other_format"
    twice = as_xml(report()).replace(b"<Status>", b"<Status>certified</Status><Status>", 1)
    assert refused(twice) == {"code": "duplicate_key", "key": "ElectionReport.Status[1]"}
    for body in (b'{"@type": "ElectionResults.ElectionReport", "Election": 1}', encoded([1]), b"[" * 100_000):
        assert refused(body)["code"] in {"wrong_value", "not_an_object", "too_deep"}


def test_units_that_hold_each_other_in_masses_end_in_a_refusal() -> None:
    value = report()
    value["GpUnit"] = [unit(f"u{n}", "town", "T", ComposingGpUnitIds=[f"u{n + 1}"]) for n in range(4000)]
    assert refused(encoded(value))["code"] == "too_many"


def test_more_units_than_any_country_has_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    """In their list, and where only counts name them."""
    value = report()
    value["GpUnit"] += [unit(f"u{n}", "town", "T") for n in range(UNITS_MAX)]
    assert refused(encoded(value)) == {"code": "too_many", "field": "GpUnit", "limit": UNITS_MAX}
    monkeypatch.setattr(nist_err_counts, "UNITS_MAX", 2)
    assert refused(encoded(report()))["code"] == "too_many"


def test_xml_is_refused_as_soon_as_what_is_kept_of_it_is_too_much(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(nist_err_xml, "TREE_BYTES_MAX", 1024**2)
    body = as_xml(report())
    unread = b"<Unread>" + b"x" * 30_000 + b"</Unread>"
    assert FORMAT.choose("mayor").decode("report", body.replace(b"<GpUnit ", unread * 50 + b"<GpUnit ", 1), None)
    for kept in (b"<GpUnit/>" * 30_000, b"<GpUnit><Name>" + b"<Text/>" * 5_000 + b"</Name></GpUnit>"):
        assert refused(body.replace(b"<GpUnit ", kept + b"<GpUnit ", 1)) == {"code": "too_heavy", "limit": 1}


def test_the_one_document_is_asked_once() -> None:
    (request,) = FORMAT.plan(None, {}, {})
    assert (request.key, request.target) == ("report", "")
    assert not FORMAT.plan(None, {}, {"report": Document("report", "", 200, b"", "")})
