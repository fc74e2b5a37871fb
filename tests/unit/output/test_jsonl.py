"""Every key of the event line is in the docs, and the docs promise no other."""

import asyncio
import json
import re
from pathlib import Path
from typing import Any

import jsonschema
import pytest

from countwatch.cli.compose import replay_watch
from countwatch.output.event_schema import alert_schema, event_schema
from countwatch.output.jsonl import event_line, event_object
from countwatch.present.words import Words
from tests.unit.ledger.nights import native, play_bodies, tally

PAGE = (Path(__file__).parents[3] / "docs" / "jsonl.md").read_text("utf-8")
NIGHT = Path(__file__).parents[3] / "sample_feeds" / "peru-2021-runoff" / "peru-2021-runoff.cwrec"
ONLY_SOMETIMES = {"feed", "compared", "snapshot"}


def documented() -> dict[str, set[str]]:
    """Keys by the heading of their table."""
    sections = re.split(r"^## ", PAGE, flags=re.MULTILINE)[1:]
    return {
        section.partition("\n")[0].strip(): set(re.findall(r"^\| `(\w+)` \|", section, flags=re.MULTILINE))
        for section in sections
    }


@pytest.fixture(scope="module")
def lines() -> list[dict[str, Any]]:
    """The bundled night, line by line."""
    return asyncio.run(_lines())


async def _lines() -> list[dict[str, Any]]:
    watch = replay_watch(NIGHT, speed=None, idle_limit_seconds=1.0)
    try:
        return [json.loads(event_line(state, Words())) async for state in watch.states()]
    finally:
        await watch.aclose()


def test_every_key_is_in_the_docs_and_the_docs_promise_no_other(lines: list[dict[str, Any]]) -> None:
    told = documented()
    assert all(line.keys() == told["The update"] - ONLY_SOMETIMES for line in lines)
    for part in ("totals", "sheets", "standing", "outlook"):
        assert all(line[part].keys() == told[part] for line in lines), part
    assert all(line["outlook"]["boards"].keys() == told["outlook.boards"] for line in lines)
    corrections = [line["correction"] for line in lines if line["correction"]]
    assert all(found.keys() == told["correction"] for found in corrections)
    assert {unit["unit"] for found in corrections for unit in found["below"]}
    for name in ("changes", "findings"):
        rows = [row for line in lines for row in line[name]]
        assert rows
        assert all(row.keys() == told[f"{name}[]"] for row in rows)


def test_the_schema_holds_for_every_line_and_names_the_keys_of_the_docs(lines: list[dict[str, Any]]) -> None:
    schema = event_schema()
    jsonschema.Draft202012Validator.check_schema(schema)
    checked = jsonschema.Draft202012Validator(schema)
    for line in [*lines, json.loads(event_line(play_bodies(b"no data")[-1], Words()))]:
        checked.validate(line)
    told, properties = documented(), schema["properties"]
    assert properties.keys() == told["The update"]
    assert alert_schema()["properties"].keys() == told["The alert"]
    for name in ("totals", "sheets", "standing", "outlook", "correction"):
        assert properties[name]["anyOf"][0]["properties"].keys() == told[name]
    for name in ("changes", "findings", "compared"):
        assert properties[name]["items"]["properties"].keys() == told[f"{name}[]"]
    boards = properties["outlook"]["anyOf"][0]["properties"]["boards"]
    assert boards["anyOf"][0]["properties"].keys() == told["outlook.boards"]


@pytest.mark.parametrize(
    ("key", "value"),
    [("n", 0), ("event", "won"), ("totals", {}), ("published_at", 3), ("sha256", "abc"), ("more", 1)],
)
def test_the_schema_refuses_what_is_not_so(lines: list[dict[str, Any]], key: str, value: object) -> None:
    with pytest.raises(jsonschema.ValidationError):
        jsonschema.validate({**lines[40], key: value}, event_schema())


def test_the_outlook_of_the_evening_is_that_of_the_screen(lines: list[dict[str, Any]]) -> None:
    outlook = next(line["outlook"] for line in lines if line["published_at"].startswith("2021-06-07T19:23"))
    assert outlook["basis"] == "home_abroad"
    assert outlook["is_current"] is False
    assert outlook["as_of_newest"] == "2021-06-07T18:48:00-05:00"
    assert (outlook["votes_low"], outlook["votes_high"]) == (705_366, 712_764)
    assert (outlook["needed_low"], outlook["needed_high"]) == (56.410, 56.478)
    assert outlook["bound"] == 1_393_517
    assert outlook["bound_reason"] is None
    assert outlook["boards"] == {
        "sheets": 1284,
        "votes": 267_258,
        "needed_share": 67.096,
        "verdict": "yes",
        "by": "estimate",
        "basis": "national",
    }
    assert (outlook["ahead"], outlook["behind"]) == ("castillo", "fujimori")


def test_at_the_end_nothing_is_out_and_the_reasons_say_so(lines: list[dict[str, Any]]) -> None:
    outlook = lines[-1]["outlook"]
    assert outlook["outstanding_sheets"] == 0
    assert outlook["needed_share"] is None
    assert outlook["reasons"]["needed_share"] == "zero_outstanding"
    assert outlook["margin_low"] is None


def test_no_roll_is_no_bound_and_it_says_why() -> None:
    outlook = event_object(play_bodies(native(0, tally()))[-1], Words())["outlook"]
    assert outlook["bound"] is None
    assert outlook["bound_reason"] == "no_roll"
    assert outlook["out_of_reach"] is None


def test_before_the_first_good_numbers_the_parts_are_null() -> None:
    line = event_object(play_bodies(b"no data")[-1], Words())
    assert line["event"] == "rejected"
    assert [line[part] for part in ("totals", "sheets", "standing", "outlook")] == [None] * 4
