"""The benchmark's command runs, so that it cannot rot. Nothing here is timed."""

import json
from pathlib import Path

import pytest
from benchmarks.__main__ import main
from benchmarks.measuring import Effort, Row, weighed

from benchmarks import rows


def test_a_quick_run_prints_its_rows_and_writes_them(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    out = tmp_path / "rows.json"
    assert main(["--quick", "--rounds", "1", "--only", "start", "--json", str(out)]) == 0
    told = json.loads(out.read_text("utf-8"))
    assert [row["name"] for row in told["rows"]] == ["start: --version", "start: --help", "start: show --json"]
    assert all(row["ratio"] > 0 for row in told["rows"])
    assert "start: --version" in capsys.readouterr().out


def test_only_check_makes_a_missed_limit_an_exit_code(monkeypatch: pytest.MonkeyPatch) -> None:
    row = Row("one", "what", "floor", "s", measured=2.0, floor_measured=1.0, limit=1.5)
    monkeypatch.setattr(rows, "measure", lambda name, effort: iter([row]))
    assert main(["--only", "start"]) == 0
    assert main(["--only", "start", "--check"]) == 1


def test_a_ratio_is_the_median_of_the_rounds_after_the_one_that_warms_up() -> None:
    measured, floor = iter([99.0, 2.0, 30.0, 6.0]), iter([1.0, 1.0, 10.0, 3.0])
    row = Row("one", "what", "floor", "s")
    found = weighed(row, Effort(rounds=3), measured=lambda: next(measured), floor=lambda: next(floor))
    assert (found.measured, found.floor_measured, found.ratio) == (6.0, 3.0, 2.0)


@pytest.mark.parametrize(
    ("figure", "limit", "at_least", "verdict"),
    [
        (1.0, 1.0, False, "reached"),
        (1.1, 1.0, False, "missed"),
        (0.7, 0.6, True, "reached"),
        (0.5, 0.6, True, "missed"),
    ],
)
def test_a_limit_is_the_most_or_the_least(figure: float, limit: float, at_least: bool, verdict: str) -> None:
    assert Row("one", "what", "", "s", measured=figure, limit=limit, at_least=at_least).verdict == verdict
    assert Row("one", "what", "", "s", measured=figure).verdict == "told"
