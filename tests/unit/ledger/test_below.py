"""What new documents say below the root, over the bundled recording of 2021."""

import hashlib
import json
from collections.abc import Iterator
from dataclasses import replace

import pytest

from countwatch.cli.elections import bundled_election
from countwatch.cli.places import sample
from countwatch.formats.registry import load
from countwatch.ledger.advance import advance
from countwatch.ledger.state import WatchState
from countwatch.model.update import Document, Update
from countwatch.record.reader import Recording

LIMA, NATION = "140000", "000000"


@pytest.fixture(scope="module")
def updates() -> Iterator[list[Update]]:
    with Recording.open(sample("peru-2021-runoff/peru-2021-runoff.cwrec")) as opened:
        yield [opened.update(n) for n in range(1, len(opened) + 1)]


def fold(updates: list[Update]) -> WatchState:
    state = WatchState(load("onpe-2021"), bundled_election("peru-2021-runoff"))
    for update in updates:
        state = advance(state, update)
    return state


def test_the_whole_count_agrees_with_itself_and_with_what_it_prints(updates: list[Update]) -> None:
    ledger = fold(updates).ledger
    codes = {finding.code for n in range(1, 94) for finding in ledger.event(n).findings}
    assert not codes & {"does_not_add_up", "parts_differ", "stated_share_differs", "impossible"}


def test_a_mixed_correction_names_the_units_that_fell_with_it(updates: list[Update]) -> None:
    corrections = dict(fold(updates).ledger.corrections(93))
    evening = next(one for one in corrections.values() if one.kind == "mixed")
    assert {unit.unit_id: unit.kind for unit in evening.below}[LIMA] == "withdrawn_to_review"
    (lost,) = [change.by for unit in evening.below if unit.unit_id == LIMA for change in unit.changes
               if change.figure == "counted"]  # fmt: skip
    assert lost == -9


def printed_otherwise(document: Document) -> Document:
    """The same body with another percentage of counted sheets."""
    body = json.loads(document.body)
    body["generals"]["generalData"]["POR_ACTAS_CONTABILIZADAS"] = "12.345"
    told = json.dumps(body).encode()
    return replace(document, body=told, sha256=hashlib.sha256(told).hexdigest())


def test_a_percentage_that_is_not_ours_is_a_finding_once_and_changes_nothing(updates: list[Update]) -> None:
    first, second = updates[:2]
    odd = replace(
        first,
        documents=tuple(printed_otherwise(one) if one.key == NATION else one for one in first.documents),
    )
    ledger = fold([odd, second]).ledger
    found = [[one for one in ledger.event(n).findings if one.code == "stated_share_differs"] for n in (1, 2)]
    assert [len(one) for one in found] == [1, 0]
    assert dict(found[0][0].facts) == {
        "what": "counted", "of": "total_sheets", "stated": "12.345", "ours": "67.220", "cause": "other_figures",
    }  # fmt: skip
    assert found[0][0].document == NATION
    assert ledger.outcome(1) == "accepted"
