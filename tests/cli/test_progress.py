"""Long work says how far it is: on a terminal, and never in a pipe."""

import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.cli.program import countwatch
from tests.faults.terminal import Terminal
from tests.unit.record.making import document, record, update

BAR = "100%"


def large(path: Path) -> Path:
    """A recording of more bytes than are verified before anybody could read a bar."""
    record(path, *(update(n, document(b"%07d" % n * 150_000)) for n in range(1, 20)))
    return path


def long(path: Path) -> Path:
    """One of more updates than are read before that."""
    record(path, *(update(n) for n in range(1, 601)))
    return path


def repository(path: Path) -> Path:
    """A git history of as many versions of one file; `path` gives its folder."""
    stream = "".join(
        f"commit refs/heads/main\ncommitter A <a@example.org> {1623000000 + n} +0000\ndata 0\n"
        f"M 100644 inline results.json\ndata {len(body)}\n{body}\n"
        for n in range(600)
        for body in (f'{{"n": {n}}}',)
    )
    folder = path.parent / "history"
    subprocess.run(["git", "init", "-q", str(folder)], check=True)
    subprocess.run(["git", "-C", str(folder), "fast-import", "--quiet"], input=stream, text=True, check=True)
    return folder


@pytest.mark.parametrize(
    ("made", "command"),
    [
        (large, "verify night.cwrec"),
        (long, "export night.cwrec --to csv -o rows.csv"),
        (large, "export night.cwrec --to cwrec.zst -o night.cwrec.zst"),
        (repository, "import git history --path results.json --branch main --format countwatch -o out.cwrec"),
    ],
    ids=["verify", "export as a table", "export compressed", "import"],
)
def test_a_bar_is_shown_on_a_terminal_and_none_in_a_pipe(
    made: Callable[[Path], Path], command: str, tmp_path: Path
) -> None:
    for name in ("seen", "piped"):
        (tmp_path / name).mkdir()
        made(tmp_path / name / "night.cwrec")
    with Terminal(command.split(), tmp_path / "seen") as terminal:
        terminal.leaves()
        assert BAR in terminal.wrote.decode()
    piped = countwatch(*command.split(), home=tmp_path / "piped")
    assert "%" not in piped.out + piped.err
