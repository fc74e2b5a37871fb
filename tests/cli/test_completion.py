"""Words that a shell completes: typed into the real shells, on a real terminal."""

import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.cli.program import countwatch
from tests.faults.terminal import Terminal

SHELLS = {
    "bash": ("bash", "--norc", "--noprofile", "-i"),
    "zsh": ("zsh", "-f", "-i"),
    "fish": ("fish", "--no-config", "-i"),
}
BEGIN = {
    "bash": 'eval "$(countwatch completion bash)"',
    "zsh": 'autoload -Uz compinit && compinit -u; eval "$(countwatch completion zsh)"',
    "fish": "countwatch completion fish | source",
}


@pytest.fixture(params=SHELLS)
def shell(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Terminal]:
    """A shell that knows the program and its words."""
    name: str = request.param
    if shutil.which(name) is None:
        pytest.skip(f"{name} is not installed")
    program = tmp_path / "bin" / "countwatch"
    program.parent.mkdir()
    program.write_text(f'#!/bin/sh\nexec "{sys.executable}" -m countwatch.cli.main "$@"\n')
    program.chmod(0o755)
    (tmp_path / "night.cwrec").touch()
    starts = (
        f"import os; os.environ['PATH'] = '{program.parent}:' + os.environ['PATH']; os.execvp('{name}', {SHELLS[name]})"
    )
    with Terminal([], tmp_path, program=("-c", starts), extra={"PS1": "> ", "TERM": "xterm"}) as terminal:
        terminal.press(f"{BEGIN[name]}; echo re''ady\r".encode())
        terminal.shows("ready")
        yield terminal


def test_a_command_a_format_and_a_file_are_completed(shell: Terminal) -> None:
    shell.press(b"countwatch veri\t")
    shell.shows("countwatch verify")
    shell.press(b"nig\t")
    shell.shows("countwatch verify night.cwrec")
    shell.press(b"\x15countwatch show --format tse --elec\t")
    shell.shows("countwatch show --format tse --election")
    shell.press(b"honduras\t")
    shell.shows("--election honduras-2025")


def test_fish_is_told_the_whole_help_of_a_word(tmp_path: Path) -> None:
    if shutil.which("fish") is None:
        pytest.skip("fish is not installed")
    words = tmp_path / "countwatch.fish"
    words.write_text(countwatch("completion", "fish", home=tmp_path).out)
    program = tmp_path / "countwatch"
    program.write_text(f'#!/bin/sh\nexec "{sys.executable}" -m countwatch.cli.main "$@"\n')
    program.chmod(0o755)
    asked = f'set PATH {tmp_path} $PATH; source {words}; complete -C "countwatch feeds show hon"'
    told = subprocess.run(["fish", "--no-config", "-c", asked], capture_output=True, text=True, check=True)
    assert "Honduras, CNE: presidential results" in told.stdout
