"""The by-hand check in docs/recording.md is run as it is printed there."""

import re
import subprocess
import sys
from pathlib import Path

from .making import record, update

DOCS = Path(__file__).parents[3] / "docs" / "recording.md"


def by_hand(path: Path) -> "subprocess.CompletedProcess[str]":
    program = re.findall(r"```python\n(.*?)```", DOCS.read_text(encoding="utf-8"), re.DOTALL)[0]
    return subprocess.run([sys.executable, "-c", program, str(path)], capture_output=True, text=True, check=False)


def test_the_documented_check_prints_the_head_and_finds_a_change(tmp_path: Path) -> None:
    head = record(tmp_path / "r", update(1), update(2))
    assert by_hand(tmp_path / "r").stdout == f"{head}\n"
    good = (tmp_path / "r").read_bytes()
    (tmp_path / "r").write_bytes(good.replace(b'"body 2"', b'"body 3"'))
    assert "line 2 was changed" in by_hand(tmp_path / "r").stderr
    lines = good.splitlines(keepends=True)
    (tmp_path / "r").write_bytes(b"".join([lines[0], lines[2]]))
    assert "line 1 is not in its place" in by_hand(tmp_path / "r").stderr
