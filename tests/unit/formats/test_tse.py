import html
import json
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from urllib.parse import urljoin

import pytest
from hypothesis import given
from hypothesis import strategies as st

from countwatch.formats.tse import FOLLOWED_BYTES_MAX, FORMAT
from countwatch.formats.tse_units import UNITS
from countwatch.model.election import Candidate, Election, ReportingUnit
from countwatch.model.errors import NotUsable
from countwatch.model.finding import Finding
from countwatch.model.part import Part, StatedShare
from countwatch.model.update import Document

from .bodies import encoded, facts, spoilt

DATA = Path(__file__).parents[3].parent / "shared" / "data" / "feeds" / "tse"
needs_data = pytest.mark.skipif(not DATA.is_dir(), reason="the recorded bodies are not beside this checkout")

ELECTION = Election(
    id="brasil-2026",
    title="Presidente",
    time_zone="America/Sao_Paulo",
    candidates=(Candidate("bia", "Bia", codes=("22",)), Candidate("ana", "Ana", codes=("280000000013",))),
    units=(
        ReportingUnit("br", "Brasil", "nation"),
        ReportingUnit("ac", "Acre", "region", "br"),
        ReportingUnit("sp", "São Paulo", "region", "br"),
    ),
)


def grouped(area: str = "br", kind: str = "br") -> dict[str, Any]:
    """The layout of 2024 and 2026: 600 and 300 votes, 40 blank, 60 null; 7 of 9 sections; figures as strings."""
    return {
        "ele": "700",
        "tpabr": kind,
        "cdabr": area,
        "t": "1",
        "f": "o",
        "dg": "04/10/2026",
        "hg": "21:00:00",
        "dt": "04/10/2026",
        "ht": "20:15:30",
        "tf": "n",
        "md": "n",
        "and": "p",
        "carg": [
            {
                "cd": "1",
                "nmn": "Presidente",
                "agr": [
                    {"n": "1", "par": [{"n": "13", "sg": "PA", "cand": [choice("13", "600", "66,67")]}]},
                    {"n": "2", "par": [{"n": "22", "sg": "PB", "cand": [choice("22", "300", "33,33")]}]},
                ],
            }
        ],
        "s": {"ts": "9", "st": "7", "pst": "77,78", "psa": "55,56"},
        "e": {"te": "2000", "est": "1500", "c": "1000", "a": "500", "pc": "66,67"},
        "v": {
            "tv": "1000",
            "vvc": "900",
            "vv": "900",
            "vb": "40",
            "pvb": "4,00",
            "tvn": "60",
            "ptvn": "6,00",
            "vn": "50",
            "vnt": "10",
            "van": "0",
            "vansj": "0",
        },
    }


def choice(number: str, votes: str, pct: str, **more: object) -> dict[str, Any]:
    return {
        "n": number,
        "sqcand": f"2800000000{number}",
        "nm": f"NAME {number}",
        "nmu": f"D&apos;{number}",
        "seq": "1",
        "vap": votes,
        "pvap": pct,
        "dvt": "Válido",
        "e": "n",
        "st": "",
        **more,
    }


def flat() -> dict[str, Any]:
    """The layout of 2022, with true whole numbers."""
    return {
        "ele": 544,
        "tpabr": "uf",
        "cdabr": "AC",
        "carper": 1,
        "f": "o",
        "dt": "02/10/2022",
        "ht": "20:15:30",
        "tf": "s",
        "s": 9,
        "st": 7,
        "pst": "77,78",
        "snt": 2,
        "psa": "55,56",
        "e": 2000,
        "ea": 1500,
        "c": 1000,
        "pc": "66,67",
        "tv": 1000,
        "vvc": 900,
        "vb": 40,
        "pvb": "4,00",
        "tvn": 60,
        "ptvn": "6,00",
        "cand": [
            {"seq": 1, "sqcand": 280000000013, "n": 13, "nm": "ANA", "cc": "PA - PA / PC", "vap": 600, "pvap": "66,67"},
            {"seq": 2, "sqcand": 280000000022, "n": 22, "nm": "BIA", "cc": "", "vap": 300, "pvap": "33,33"},
        ],
    }


def decoded(value: dict[str, Any], key: str = "root", election: Election | None = None) -> Part:
    return FORMAT.decode(key, encoded(value), election)


@needs_data
@pytest.mark.parametrize("name", ["sp-c0001-e000544-r.2022.json", "br-c0001-e009577-r.json"])
def test_every_recorded_body_decodes_to_its_figures(name: str) -> None:
    value = json.loads((DATA / name).read_text("utf-8"))
    part = FORMAT.decode("root", (DATA / name).read_bytes(), None)
    (tally,) = part.tallies
    assert tally.votes == {str(one["n"]): int(one["vap"]) for one in value["cand"]}
    assert {one.id: one.name for one in part.candidates} == {
        str(one["n"]): html.unescape(one["nm"]) for one in value["cand"]
    }
    assert [tally.blank, tally.null, tally.cast] == [int(value[field]) for field in ("vb", "tvn", "tv")]
    assert [tally.registered, tally.registered_counted] == [int(value["e"]), int(value["ea"])]
    assert [tally.sheets.total, tally.sheets.counted] == [int(value["s"]), int(value["st"])]
    day, month, year = value["dt"].split("/")
    assert tally.published_at is not None
    assert tally.published_at.isoformat() == f"{year}-{month}-{day}T{value['ht']}-03:00"
    codes = {finding.code for finding in part.findings}
    assert ("simulation" in codes) == (value["f"] == "s")
    assert ("stated_valid_differs" in codes) == (sum(tally.votes.values()) != int(value["vvc"]))


@needs_data
def test_the_catalogue_of_a_simulation_is_no_result() -> None:
    with pytest.raises(NotUsable) as caught:
        FORMAT.decode("root", (DATA / "ele-c.json").read_bytes(), None)
    assert caught.value.finding.code == "missing_field"


@pytest.mark.parametrize("layout", [grouped, flat])
def test_both_layouts_come_to_the_same_figures(layout: Any) -> None:
    part = decoded(layout())
    (tally,) = part.tallies
    assert tally.votes == {"13": 600, "22": 300}
    assert (tally.blank, tally.null, tally.cast) == (40, 60, 1000)
    assert (tally.registered, tally.registered_counted) == (2000, 1500)
    assert (tally.sheets.total, tally.sheets.counted, tally.sheets.under_review) == (9, 7, None)
    assert {(share.what, share.digits) for share in part.stated} == {
        ("13", "66.67"),
        ("22", "33.33"),
        ("blank", "4.00"),
        ("null", "6.00"),
        ("turnout", "66.67"),
        ("counted", "77.78"),
    }
    assert StatedShare(tally.unit_id, "turnout", "registered_counted", "66.67") in part.stated


def test_a_coalition_without_its_party_names_none() -> None:
    value = flat()
    value["cand"][0]["cc"] = " - PB / PC"
    assert [candidate.party for candidate in decoded(value).candidates] == [None, None]


def test_labels_lose_their_entities_and_parties_their_coalitions() -> None:
    assert [(one.name, one.party) for one in decoded(grouped()).candidates] == [("D'13", "PA"), ("D'22", "PB")]
    assert [(one.name, one.party) for one in decoded(flat()).candidates] == [("ANA", "PA"), ("BIA", None)]


def test_the_clock_is_the_areas_own() -> None:
    assert decoded(grouped()).published_at == datetime(2026, 10, 4, 23, 15, 30, tzinfo=UTC)
    assert decoded(grouped("AC", "uf")).published_at == datetime(2026, 10, 5, 1, 15, 30, tzinfo=UTC)
    part = decoded(grouped("71072", "mu"))
    assert part.published_at == datetime(2026, 10, 4, 23, 15, 30, tzinfo=UTC)
    assert part.findings == (Finding("assumed_zone", {"zone": "America/Sao_Paulo"}, unit_id="71072"),)


def test_before_the_first_counting_there_is_no_stamp() -> None:
    body = grouped()
    body["dt"] = body["ht"] = ""
    assert decoded(body).published_at is None


def test_an_election_names_candidates_by_number_or_registration() -> None:
    part = decoded(grouped(), election=ELECTION)
    assert list(part.tallies[0].votes.items()) == [("bia", 300), ("ana", 600)]
    assert part.findings == ()


@given(st.permutations(range(2)))
def test_the_order_of_candidates_changes_nothing(order: list[int]) -> None:
    body = flat()
    body["cand"] = [body["cand"][place] for place in order]
    assert decoded(body) == decoded(flat())


def test_what_tse_says_is_quoted() -> None:
    body = grouped()
    body |= {"f": "s", "tf": "s"}
    first, second = (group["par"][0]["cand"][0] for group in body["carg"][0]["agr"])
    first |= {"e": "s", "st": "2&#186; turno"}
    second |= {"dvt": "Anulado sub judice"}
    assert decoded(body).findings == (
        Finding("simulation", unit_id="br"),
        Finding("final_by_source", unit_id="br"),
        Finding("status_by_source", {"candidate": "13", "words": "2º turno"}, unit_id="br"),
        Finding("votes_set_aside", {"candidate": "22", "votes": 300, "words": "Anulado sub judice"}, unit_id="br"),
    )


def test_votes_for_party_lists_are_said_and_do_not_make_the_sum_differ() -> None:
    body = grouped()
    body["v"] |= {"vl": "50", "vvc": "950", "tv": "1050"}
    assert decoded(body).findings == (Finding("party_list_votes", {"votes": 50}, unit_id="br"),)
    body["v"]["vl"] = "49"
    assert decoded(body).findings[-1] == Finding("stated_valid_differs", {"stated": 950, "sum": 949}, unit_id="br")


def test_a_body_without_candidates_is_read_so_that_the_ledger_can_hold_it() -> None:
    assert decoded(spoilt(grouped(), "carg.0.agr", []), election=ELECTION).tallies[0].votes == {}


MALFORMED: list[tuple[Any, str, object, dict[str, object]]] = [
    (grouped, "v.tv", ..., {"code": "missing_field", "field": "v.tv"}),
    (grouped, "s.ts", ..., {"code": "missing_field", "field": "s.ts"}),
    (grouped, "dt", ..., {"code": "missing_field", "field": "dt"}),
    (grouped, "v.vb", "1.000", {"field": "v.vb", "found": '"1.000"', "expected": "plain_count"}),
    (grouped, "v.vb", "40,0", {"expected": "plain_count"}),
    (grouped, "v.vb", 40.0, {"found": "40.0", "expected": "plain_count"}),
    (grouped, "v.vb", True, {"found": "true", "expected": "plain_count"}),
    (grouped, "s.pst", "77.78", {"field": "s.pst", "expected": "comma_percent"}),
    (grouped, "s.pst", "177,78", {"expected": "comma_percent"}),
    (grouped, "dt", "10/04/26", {"field": "dt", "expected": "tse_date"}),
    (grouped, "dt", "31/02/2026", {"field": "dt", "expected": "tse_date"}),
    (grouped, "ht", "20:15", {"field": "ht", "expected": "tse_time"}),
    (grouped, "tf", "x", {"field": "tf", "expected": "s_or_n"}),
    (grouped, "carg", [], {"field": "carg", "expected": "non_empty_list"}),
    (grouped, "carg", {}, {"field": "carg", "expected": "list"}),
    (grouped, "carg.0.agr.0.par.0.cand.0.vap", ..., {"code": "missing_field"}),
    (grouped, "carg.0.agr.1.par.0.cand.0.n", "013", {"code": "duplicate_row", "row": "13"}),
    (grouped, "carg.0.agr.0.par.0.cand.0.sqcand", "22", {"code": "duplicate_candidate", "candidate": "bia"}),
    (grouped, "cdabr", "sp", {"code": "other_unit", "found": "sp", "asked": "br"}),
    (grouped, "carg.0.agr.0", ..., {"code": "candidate_missing", "candidate": "ana"}),
    (flat, "cand", ..., {"code": "missing_field", "field": "cand"}),
    (flat, "cand.0.vap", "x", {"field": "cand[0].vap", "expected": "plain_count"}),
    (flat, "cand.0.n", None, {"field": "cand[0].n", "found": "null", "expected": "digit_code"}),
    (flat, "cand.0.nm", 5, {"field": "cand[0].nm", "expected": "text"}),
]


@pytest.mark.parametrize(
    ("layout", "path", "value", "problem"), MALFORMED, ids=lambda case: getattr(case, "__name__", str(case)[:40])
)
def test_a_malformed_document_is_refused_by_name(
    layout: Any, path: str, value: object, problem: dict[str, object]
) -> None:
    with pytest.raises(NotUsable) as caught:
        decoded(spoilt(layout(), path, value), election=ELECTION)
    problem = {"code": "wrong_value", **problem}
    found = facts(caught.value)
    assert {name: found.get(name) for name in problem} == problem


@pytest.mark.parametrize(
    ("group", "field"),
    [
        ({"par": [{"cand": []}] * 501}, "carg[].agr[].par"),
        ({"par": [{"cand": [choice("5", "1", "")] * 251}] * 2}, "carg[].agr[].par[].cand"),
    ],
)
def test_more_than_any_ballot_paper_has_is_refused(group: dict[str, object], field: str) -> None:
    """In all groups and parties together, before anything is made of them."""
    with pytest.raises(NotUsable) as caught:
        decoded(spoilt(grouped(), "carg.0.agr", [group]))
    assert facts(caught.value) == {"code": "too_many", "field": field, "limit": 500}


def test_a_root_longer_than_any_ballot_paper_is_judged_and_not_followed_up() -> None:
    body = encoded(grouped())
    assert len(FORMAT.plan(None, {}, {"root": document(body)})) == 28
    assert FORMAT.plan(None, {}, {"root": document(body.ljust(FOLLOWED_BYTES_MAX + 1))}) == ()
    assert FORMAT.decode("root", body.ljust(FOLLOWED_BYTES_MAX + 1), None).tallies


@pytest.mark.parametrize(
    ("body", "code"),
    [
        (b"", "empty_body"),
        (b"<html>", "page_not_data"),
        (encoded(flat())[:-1], "invalid_json"),
        (encoded(flat()).replace(b"BIA", b"B\xcdA"), "not_utf8"),
    ],
)
def test_what_is_no_document_is_refused(body: bytes, code: str) -> None:
    with pytest.raises(NotUsable) as caught:
        FORMAT.decode("root", body, None)
    assert caught.value.finding.code == code


def test_another_area_than_was_asked_for_is_refused_and_an_unknown_one_is_said() -> None:
    with pytest.raises(NotUsable) as caught:
        decoded(grouped("sp", "uf"), "rj")
    assert facts(caught.value) == {"code": "other_unit", "field": "cdabr", "found": "sp", "asked": "rj"}
    part = decoded(grouped("rj", "uf"), "rj", ELECTION)
    assert part.findings == (Finding("unknown_unit", {"name": "rj"}, unit_id="rj"),)


def test_a_broken_letter_and_a_cleaned_label_are_said() -> None:
    body = spoilt(flat(), "cand.1.nm", "B\ufffdA")
    assert decoded(body).findings[0] == Finding("broken_text", {"field": "cand[1].nm", "labels": 1})
    body = spoilt(flat(), "cand.0.nm", "A\x1b[2J")
    assert decoded(body).findings[0] == Finding("cleaned_text", {"field": "cand[0].nm", "labels": 1})


def document(body: bytes, problem: Finding | None = None) -> Document:
    return Document("root", "", 200, body, "", problem=problem)


def test_the_country_is_followed_by_its_states_beside_it() -> None:
    assert [one.target for one in FORMAT.plan(None, {}, {})] == [""]
    fetched = {"root": document(encoded(grouped()))}
    asked = FORMAT.plan(None, {}, fetched)
    assert [one.key for one in asked] == [area for area in UNITS if area != "br"]
    url = "https://feed.example/oficial/ele2026/700/dados/br/br-c0001-e000700-u.json"
    there = "https://feed.example/oficial/ele2026/700/dados/ac/ac-c0001-e000700-u.json"
    assert urljoin(url, asked[0].target) == there
    assert [one.key for one in FORMAT.plan(ELECTION, {}, fetched)] == ["ac", "sp"]
    old = {"root": document(encoded(flat() | {"cdabr": "br", "tpabr": "br"}))}
    assert FORMAT.plan(None, {}, old)[-1].target == "../zz/zz-c0001-e000544-r.json"


def test_a_state_a_broken_or_a_missing_root_is_not_followed_up() -> None:
    assert not FORMAT.plan(None, {}, {"root": document(encoded(flat()))})
    assert not FORMAT.plan(None, {}, {"root": document(b"")})
    assert not FORMAT.plan(None, {}, {"root": document(b"", Finding("status"))})


def test_units_are_put_together_each_at_its_own_stamp() -> None:
    parts = {"root": decoded(grouped()), "ac": decoded(grouped("ac", "uf"), "ac")}
    snapshot = FORMAT.assemble(parts, None).snapshot
    assert snapshot.root_id == "br"
    assert snapshot.title == "Presidente"
    assert {tally.unit_id: tally.published_at for tally in snapshot.tallies} == {
        "br": datetime(2026, 10, 4, 23, 15, 30, tzinfo=UTC),
        "ac": datetime(2026, 10, 5, 1, 15, 30, tzinfo=UTC),
    }
