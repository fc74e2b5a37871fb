"""The corpus is whole: every number has a case or a reason, and nobody's list has one that is missing here."""

import csv
from pathlib import Path

import pytest

from countwatch.model.update import FailureKind
from tests.faults.corpus.answers import ANSWERS
from tests.faults.corpus.bodies import BODIES
from tests.faults.corpus.cases import Expect
from tests.faults.corpus.recordings import RECORDINGS
from tests.faults.corpus.sequences import SEQUENCES
from tests.faults.corpus.shapes import NATIVE, SHAPES

INDEX = Path(__file__).parents[2].parent / "shared" / "data" / "hostile" / "INDEX.tsv"
KINDS = {"body": BODIES, "sequence": SEQUENCES, "http": ANSWERS, "recording": RECORDINGS}
"""Answers and recordings are below every format: they are played with the native one."""

NOT_APPLICABLE = {
    ("countwatch", 261): "percentages",
    ("onpe-2021", 147): "version",
    ("onpe-2021", 251): "offset",
}
"""Cases that a format cannot have, each with a word of the reason that stands in its table."""


def test_there_are_166_cases_and_no_number_twice() -> None:
    numbers = [case.number for cases in KINDS.values() for case in cases]  # type: ignore[attr-defined]
    assert len(numbers) == len(set(numbers)) == 166


def test_what_a_format_cannot_have_is_listed_with_its_reason() -> None:
    listed = {
        (shape.name, case.number): case.expected(shape)
        for shape in SHAPES
        for case in BODIES
        if not isinstance(case.expected(shape), Expect)
    }
    assert listed.keys() == NOT_APPLICABLE.keys()
    assert all(word in str(listed[key]) for key, word in NOT_APPLICABLE.items())


def test_every_outcome_is_there() -> None:
    outcomes = {case.outcome for case in ANSWERS} | {step for case in SEQUENCES for step in case.outcomes}
    outcomes |= {found.outcome for case in BODIES if isinstance(found := case.expected(NATIVE), Expect)}
    assert outcomes | {"unchanged"} == {
        "accepted", "unchanged", "not_modified", "correction", "held", "rejected", "stale_edge",
        *(kind.value for kind in FailureKind),
    }  # fmt: skip


@pytest.mark.skipif(not INDEX.is_file(), reason="the list of hostile cases is not beside this checkout")
def test_no_case_of_the_list_is_left_out() -> None:
    with INDEX.open(encoding="utf-8") as file:
        rows = list(csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE))
    assert len(rows) == 166
    listed = {(int(row["file"].split("-")[0].split(".")[0]), row["kind"]) for row in rows}
    ours = {(case.number, kind) for kind, cases in KINDS.items() for case in cases}  # type: ignore[attr-defined]
    assert listed == ours
