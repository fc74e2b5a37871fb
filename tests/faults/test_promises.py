"""No promise without a test: what docs/reliability.md and SECURITY.md promise names a proof, and the proof is there."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.cli.program import REPOSITORY

PAGE = (REPOSITORY / "docs" / "reliability.md").read_text("utf-8")
SECURITY = (REPOSITORY / "SECURITY.md").read_text("utf-8")
HERE = Path(__file__).parent
SECTIONS = {part.partition("\n")[0]: part for part in PAGE.split("\n## ")[1:]}
DEFENDED = {
    "The numbers": ("A hostile feed", "The recorder"),
    "The terminal": ("Text from outside", "The terminal"),
    "The machine": ("Bounds",),
    "Your keys": ("Secrets",),
}
"""What SECURITY.md says that it defends, and where its figures and proofs are."""

RUN_OF_THE_SLOW = re.compile(r"`python -m pytest ([^`]*) -m slow`")


def promises() -> Iterator[tuple[str, str]]:
    """Each row of the tables with a column of proofs: the promise, and that cell."""
    for section in SECTIONS.values():
        if "| proof |" in section:
            for row in re.findall(r"^\| (.*) \|$", section, re.MULTILINE)[1:]:
                cells = row.split(" | ")
                yield cells[0], cells[-1]


def proofs(text: str) -> list[Path]:
    """The files of tests that a text names, in full or beside these."""
    names = re.findall(r"[\w/]*\btest_\w+\.py", text)
    return [REPOSITORY / name if "/" in name else HERE / name for name in names]


def test_every_promise_names_a_proof_that_exists() -> None:
    before: list[Path] = []
    found = list(promises())
    for promise, proof in found:
        named = before if re.match(r"the same\b", proof) else proofs(proof)
        assert named, promise
        assert [path for path in named if not path.is_file()] == [], promise
        before = named
    assert len(found) > 15


@pytest.mark.parametrize("section", SECTIONS)
def test_every_section_names_proofs_that_exist(section: str) -> None:
    named = proofs(SECTIONS[section])
    assert named
    assert [path for path in named if not path.is_file()] == []


def test_what_is_defended_is_what_is_promised() -> None:
    defended = SECURITY.partition("\n## What it defends")[2].partition("\n## ")[0]
    assert re.findall(r"^- \*\*(.*)\.\*\*", defended, re.MULTILINE) == list(DEFENDED)
    assert {section for sections in DEFENDED.values() for section in sections} <= SECTIONS.keys()


def test_one_command_runs_every_slow_proof() -> None:
    commands = RUN_OF_THE_SLOW.findall(PAGE)
    (folders,) = [command.split() for command in commands if len(command.split()) > 1]
    slow = [path for path in (REPOSITORY / "tests").rglob("test_*.py") if "mark.slow" in path.read_text("utf-8")]
    places = [REPOSITORY / folder for folder in folders]
    assert [path for path in slow if path != Path(__file__) and not any(map(path.is_relative_to, places))] == []
