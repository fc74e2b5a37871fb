"""The real count of Peru's runoff of 6 June 2021, as `replay --jsonl --speed max` tells it."""

import json
from collections import Counter
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest

from tests.cli.program import Ran, countwatch

Line = dict[str, Any]


@pytest.fixture(scope="module")
def replayed(tmp_path_factory: pytest.TempPathFactory) -> Ran:
    ran = countwatch("replay", "--jsonl", "--speed", "max", home=tmp_path_factory.mktemp("home"))
    assert ran.code == 0, ran.err
    return ran


@pytest.fixture(scope="module")
def lines(replayed: Ran) -> list[Line]:
    return [json.loads(line) for line in replayed.out.splitlines()]


def at(lines: list[Line], stamp: str) -> Line:
    """The line at which a stamp first came on screen."""
    return next(line for line in lines if line["published_at"] == f"2021-{stamp}:00-05:00")


def lead(line: Line) -> int:
    """Castillo's lead; negative while Fujimori is ahead."""
    votes = line["totals"]["votes"]
    result: int = votes["castillo"] - votes["fujimori"]
    return result


def test_outcomes(lines: list[Line]) -> None:
    assert Counter(line["event"] for line in lines) == {"accepted": 71, "correction": 5, "unchanged": 17}
    assert [line["n"] for line in lines] == list(range(1, 94))


def test_first_reading_is_fujimoris_largest_lead(lines: list[Line]) -> None:
    assert lines[0]["published_at"] == "2021-06-07T00:48:00-05:00"
    assert lines[0]["totals"]["votes"] == {"castillo": 5_927_689, "fujimori": 6_545_132}
    assert min(lead(line) for line in lines) == lead(lines[0]) == -617_443


def test_the_evening_of_7_june(lines: list[Line]) -> None:
    line = at(lines, "06-07T19:23")
    assert line["totals"]["votes"] == {"castillo": 8_548_929, "fujimori": 8_457_547}
    assert line["standing"]["shares"] == {"castillo": 50.269, "fujimori": 49.731}
    assert (line["standing"]["lead_votes"], line["standing"]["lead_points"]) == (91_382, 0.537)
    sheets = line["sheets"]
    assert (sheets["counted"], sheets["counted_pct"]) == (81_712, 94.478)
    assert (sheets["under_review"], sheets["under_review_pct"]) == (1_284, 1.485)
    assert (sheets["pending"], sheets["pending_pct"]) == (3_492, 4.038)
    assert sheets["counted"] + sheets["under_review"] + sheets["pending"] == sheets["total"] == 86_488
    assert sheets["processed_pct"] == 95.962


def test_one_lead_change(lines: list[Line]) -> None:
    signs = [lead(line) > 0 for line in lines]
    changes = [index for index in range(1, len(signs)) if signs[index] != signs[index - 1]]
    assert len(changes) == 1
    before, after = lines[changes[0] - 1], lines[changes[0]]
    assert (before["published_at"], lead(before)) == ("2021-06-07T10:48:00-05:00", -4_671)
    assert (after["published_at"], lead(after)) == ("2021-06-07T11:19:00-05:00", 25_499)


def test_castillos_largest_lead(lines: list[Line]) -> None:
    largest = max(lines, key=lead)
    assert (largest["published_at"], lead(largest)) == ("2021-06-08T18:19:00-05:00", 102_108)


def test_all_counted_and_the_last_reading(lines: list[Line]) -> None:
    counted = at(lines, "06-15T15:19")
    assert (lead(counted), counted["sheets"]["counted_pct"]) == (44_058, 100.0)
    last = lines[-1]
    assert last["totals"]["votes"] == {"castillo": 8_836_380, "fujimori": 8_792_117}
    assert last["standing"]["lead_points"] == 0.251
    assert last["standing"]["shares"] == {"castillo": 50.126, "fujimori": 49.874}


CORRECTIONS = [
    ("2021-06-07T18:18:00-05:00", {("votes", "fujimori"): -276, ("null", None): -19}),
    (
        "2021-06-08T00:19:00-05:00",
        {("votes", "castillo"): -90, ("votes", "fujimori"): -90, ("blank", None): -2, ("null", None): -15,
         ("cast", None): -197, ("counted", None): -1},
    ),
    ("2021-06-21T18:33:00-05:00", {("null", None): -399}),
    ("2021-06-25T23:52:00-05:00", {("null", None): -682}),
    ("2021-07-06T20:13:00-05:00", {("null", None): -142, ("cast", None): -55}),
]  # fmt: skip


def test_five_corrections_and_what_fell(lines: list[Line]) -> None:
    figures = {"votes", "blank", "null", "cast", "counted"}
    found = [
        (
            line["published_at"],
            {
                (change["figure"], change["candidate"]): change["by"]
                for change in line["changes"]
                if change["by"] < 0 and change["figure"] in figures
            },
        )
        for line in lines
        if line["event"] == "correction"
    ]
    assert found == CORRECTIONS


def test_annulled_sheets_are_restored_one_after_another(lines: list[Line]) -> None:
    annulled = [line["sheets"]["annulled"] for line in lines if line["event"] in {"accepted", "correction"}]
    assert annulled[-4:] == [221, 219, 215, 214]


def test_replaying_twice_gives_the_same_bytes(replayed: Ran, tmp_path: Path) -> None:
    again = countwatch("replay", "--jsonl", "--speed", "max", home=tmp_path)
    assert again.out == replayed.out


def test_every_stamp_is_aware_and_every_hash_is_whole(lines: list[Line]) -> None:
    for line in lines:
        assert datetime.fromisoformat(line["received_at"]).tzinfo is not None
        assert datetime.fromisoformat(line["published_at"]).tzinfo is not None
        assert len(line["record"]) == 64


def test_show_json_prints_the_last_line_with_its_snapshot(replayed: Ran, tmp_path: Path) -> None:
    shown = countwatch("show", "--json", home=tmp_path)
    assert shown.code == 0, shown.err
    reading = json.loads(shown.out)
    snapshot = reading.pop("snapshot")
    assert reading == json.loads(replayed.out.splitlines()[-1])
    assert snapshot["root_id"] == "000000"
    assert {tally["unit_id"] for tally in snapshot["tallies"]} >= {"000000", "800000", "900000", "140000", "240000"}


def test_show_at_a_time(tmp_path: Path) -> None:
    shown = countwatch("show", "--json", "--at", "2021-06-07T19:30", home=tmp_path)
    assert json.loads(shown.out)["published_at"] == "2021-06-07T19:23:00-05:00"


def test_turnout_on_counted_sheets(tmp_path: Path) -> None:
    shown = countwatch("show", "--at", "2021-06-07T19:30", home=tmp_path)
    assert "turnout on counted actas 75.962 %" in shown.out
    assert "94.478 %" in shown.out
