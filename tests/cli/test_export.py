import csv
import io
import json
import os
import re
import shutil
import subprocess
import sys
from collections import Counter
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from countwatch.cli.places import sample
from countwatch.output.export import COLUMNS, defused
from tests.cli.program import REPOSITORY, countwatch, environment


@pytest.fixture(scope="module")
def table(tmp_path_factory: pytest.TempPathFactory) -> list[dict[str, str]]:
    ran = countwatch("export", "--to", "csv", home=tmp_path_factory.mktemp("home"))
    assert ran.code == 0, ran.err
    return list(csv.DictReader(io.StringIO(ran.out)))


def test_the_nation_has_its_bulletins_and_units_theirs(table: list[dict[str, str]]) -> None:
    nation = [row for row in table if row["unit_id"] == "000000" and row["candidate_id"] == "castillo"]
    lima = [row for row in table if row["unit_id"] == "140000" and row["candidate_id"] == "castillo"]
    assert len(nation) == 90
    assert len(lima) == 7
    assert nation[-1]["votes"] == "8836380"
    assert nation[-1]["valid"] == str(8_836_380 + 8_792_117)
    assert nation[0]["contested"] == "", "not given is not 0"


def test_json_lines_have_the_same_rows(table: list[dict[str, str]], tmp_path: Path) -> None:
    ran = countwatch("export", "--to", "jsonl", "-o", "out.jsonl", home=tmp_path)
    assert (ran.code, ran.out) == (0, "")
    lines = [json.loads(line) for line in (tmp_path / "out.jsonl").read_text("utf-8").splitlines()]
    assert [{key: "" if value is None else str(value) for key, value in line.items()} for line in lines] == table


def test_a_reader_who_has_had_enough_is_no_failure(tmp_path: Path) -> None:
    reader, writer = os.pipe()
    with subprocess.Popen(
        [sys.executable, "-m", "countwatch.cli.main", "export"],
        stdout=writer, stderr=subprocess.PIPE, env=environment(tmp_path), cwd=tmp_path,
    ) as process:  # fmt: skip
        os.close(writer)
        os.read(reader, 1)
        os.close(reader)
        _, err = process.communicate(timeout=60)
    assert (process.returncode, err) == (0, b"")


@pytest.mark.parametrize("command", [("export",), ("show", "--svg")])
def test_a_recording_is_never_written_over(command: tuple[str, ...], tmp_path: Path) -> None:
    night = tmp_path / "night.cwrec"
    night.write_text("kept")
    ran = countwatch(*command, *(("-o",) if command == ("export",) else ()), "night.cwrec", home=tmp_path)
    assert (ran.code, night.read_text()) == (2, "kept")
    assert "is not written over" in ran.err


@pytest.mark.parametrize(
    "command", [("export", "late.cwrec", "-o"), ("show", "late.cwrec", "--size", "80x24", "--svg")]
)
def test_a_pipe_is_written_to_and_stays_a_pipe(command: tuple[str, ...], tmp_path: Path) -> None:
    shutil.copy(sample("small/late.cwrec"), tmp_path)
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    reader = os.open(pipe, os.O_RDONLY | os.O_NONBLOCK)
    try:
        ran = countwatch(*command, "pipe", home=tmp_path)
        assert (ran.code, ran.err) == (0, "")
        assert pipe.is_fifo()
        assert os.read(reader, 4) in {b"n,ev", b"<svg"}
    finally:
        os.close(reader)


def documented() -> dict[str, str]:
    """The columns of `docs/export.md` in their order, each with its unit."""
    page = (REPOSITORY / "docs" / "export.md").read_text("utf-8")
    rows = [line.strip("| ").split(" | ") for line in page.splitlines() if line.startswith("| `")]
    return {name.strip("` "): row[-1] if len(row) > 2 else "" for row in rows for name in row[0].split(",")}


def test_the_document_lists_the_columns_in_their_order() -> None:
    assert tuple(documented()) == COLUMNS


def test_every_cell_is_of_the_unit_that_the_document_says(table: list[dict[str, str]]) -> None:
    assert tuple(table[0]) == COLUMNS
    for name, unit in documented().items():
        for cell in {row[name] for row in table} - {""}:
            if unit.startswith("ISO 8601"):
                at = datetime.fromisoformat(cell)
                assert at.utcoffset() is not None
                assert at.utcoffset() == timedelta(0) or unit != "ISO 8601, UTC"
            elif unit == "hex":
                assert re.fullmatch("[0-9a-f]{64}", cell)
            elif unit:
                assert re.fullmatch("[0-9]+", cell), f"{name} is a number of {unit}"


def test_the_table_is_tidy_by_unit_and_time(table: list[dict[str, str]]) -> None:
    keys = [(int(row["n"]), row["unit_id"], row["candidate_id"]) for row in table]
    assert len(set(keys)) == len(keys)
    assert [n for n, _, _ in keys] == sorted(n for n, _, _ in keys)
    assert {row["event"] for row in table} <= {"accepted", "unchanged", "correction"}
    sums: Counter[tuple[str, str]] = Counter()
    for row in table:
        sums[row["n"], row["unit_id"]] += int(row["votes"])
    assert all(sums[row["n"], row["unit_id"]] == int(row["valid"]) for row in table)


@pytest.mark.parametrize("text", ["=1+1", "+1", "-1", "@SUM(A1)", "\tx", "\rx"])
def test_a_formula_is_defused(text: str) -> None:
    assert defused(text) == "'" + text
    assert defused("x" + text) == "x" + text


def test_hostile_names_open_no_formula(tmp_path: Path) -> None:
    ran = countwatch("export", str(sample("small/hostile-text.cwrec")), "--to", "csv", home=tmp_path)
    assert ran.code == 0, ran.err
    for row in csv.reader(io.StringIO(ran.out)):
        assert not any(cell.startswith(("=", "+", "-", "@")) for cell in row)
