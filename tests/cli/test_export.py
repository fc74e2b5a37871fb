import csv
import io
import json
from pathlib import Path

import pytest

from countwatch.cli.places import sample
from countwatch.output.export import COLUMNS, defused
from tests.cli.program import REPOSITORY, countwatch


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


def test_the_document_lists_every_column() -> None:
    page = (REPOSITORY / "docs" / "export.md").read_text("utf-8")
    for column in COLUMNS:
        assert f"`{column}`" in page


@pytest.mark.parametrize("text", ["=1+1", "+1", "-1", "@SUM(A1)", "\tx", "\rx"])
def test_a_formula_is_defused(text: str) -> None:
    assert defused(text) == "'" + text
    assert defused("x" + text) == "x" + text


def test_hostile_names_open_no_formula(tmp_path: Path) -> None:
    ran = countwatch("export", str(sample("small/hostile-text.cwrec")), "--to", "csv", home=tmp_path)
    assert ran.code == 0, ran.err
    for row in csv.reader(io.StringIO(ran.out)):
        assert not any(cell.startswith(("=", "+", "-", "@")) for cell in row)
