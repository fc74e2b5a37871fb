"""The documents cannot rot: their commands run and say what is printed there, their options exist, their links lead on.

A document's commands run in their order in one folder. A `console` block shows what `$ countwatch …` says: its lines
must come in their order, a line `…` stands for any lines, and a trailing `…` for the rest of one. Elsewhere a command
must only leave with 0. What needs a network, or never ends by itself, is only held against the options that exist.
"""

import os
import re
import shlex
import shutil
import signal
import subprocess
from collections.abc import Iterator
from pathlib import Path

import click
import pytest

from countwatch.cli import main as program
from countwatch.cli.places import sample
from countwatch.cli.settings import Settings
from tests.architecture.documents import DOCUMENTS, LINK, PIPE, REPOSITORY, commands
from tests.architecture.jq_program import FUNCTION as JQ

ENDLESS = {"watch", "serve"}
"""Commands that go on until they are told to leave."""


def runs(command: str) -> bool:
    """Whether a command comes to its end here: no network, no screen, no folder of the reader's."""
    words = shlex.split(command, comments=True)
    if len(words) == 1 or words[1] in ENDLESS or "://" in command or re.search(r"\b[A-Z]{4,}\b", command):
        return False
    if words[1] == "replay":
        return "max" in words and ("--plain" in words or "--jsonl" in words)
    return "import" not in words


def check_options(command: str) -> None:
    """Every command that is named exists, and every option of it."""
    found: click.Command = program.cli
    words = re.findall(r"[\w./:=,@-]+", PIPE.split(command)[0])[1:]
    context = click.Context(found)
    while words and isinstance(found, click.Group):
        if words[0] == "--lang":
            words = words[2:]
            continue
        deeper = found.get_command(context, words[0])
        if deeper is None:
            break
        found, words = deeper, words[1:]
    assert not words or not isinstance(found, click.Group) or words[0].startswith("-"), f"no such command: {command}"
    known = {name for option in found.params for name in option.opts} | {"--help", "-h"}
    given = {word.split("=")[0] for word in words if re.fullmatch(r"--?[a-z][\w=-]*", word)}
    assert given <= known, f"{command}: no such option: {given - known}"


def answer(command: str, capfd: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> str:
    """What a command prints, run in this process, and what is piped in a shell."""
    ours, *filters = PIPE.split(command)
    ours, _, target = ours.partition(" #")[0].partition(" > ")
    monkeypatch.setattr("sys.argv", shlex.split(ours, comments=True))
    capfd.readouterr()
    with pytest.raises(SystemExit) as left:
        program.main()
    printed = capfd.readouterr()
    stated = re.search(r"# exit code (\d)", command)
    assert left.value.code == (int(stated.group(1)) if stated else 0), f"{command}\n{printed.err}"
    if target:
        path = Path(target).expanduser()
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(printed.out, encoding="utf-8")
        return printed.err
    if not filters:
        return printed.out + printed.err
    shell = ["sh", "-c", f"{JQ}\n{' | '.join(filters)}"]
    done = subprocess.run(shell, input=printed.out, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr) == (0, ""), f"{command}\n{done.stderr}"
    return done.stdout


def follows(shown: tuple[str, ...], printed: str) -> str | None:
    """The first line shown that the output does not have in its place; None where all are there."""
    lines, at, loose = printed.rstrip("\n").split("\n"), 0, False
    for line in shown:
        if line == "…":
            loose = True
            continue
        stem = line.removesuffix("…")
        cut = stem != line
        while at < len(lines) and not (lines[at].startswith(stem) if cut else lines[at].rstrip() == line.rstrip()):
            if not loose:
                return line
            at += 1
        if at == len(lines):
            return line
        at, loose = at + 1, False
    return None if loose or at == len(lines) else f"and no more, but there is: {lines[at]}"


@pytest.fixture
def desk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A folder with a recorded night and one saved body, as the documents suppose, and nobody's settings."""
    shutil.copy(sample("peru-2021-runoff/peru-2021-runoff.cwrec"), tmp_path / "night.cwrec")
    shutil.copy(sample("small/native.json"), tmp_path / "results.json")
    monkeypatch.chdir(tmp_path)
    for name in [name for name in os.environ if name.startswith("COUNTWATCH_")]:
        monkeypatch.delenv(name)
    for name, value in {"HOME": tmp_path, "XDG_CONFIG_HOME": tmp_path / ".config", "LANG": "C.UTF-8"}.items():
        monkeypatch.setenv(name, str(value))
    monkeypatch.delenv("LC_ALL", raising=False)
    numbers = (signal.SIGTERM, signal.SIGHUP, signal.SIGQUIT)
    handlers = [signal.getsignal(number) for number in numbers]
    yield tmp_path
    for number, handler in zip(numbers, handlers, strict=True):
        signal.signal(number, handler)


@pytest.mark.parametrize("path", DOCUMENTS, ids=lambda path: path.stem)
def test_its_commands_do_what_it_says(
    path: Path, desk: Path, capfd: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    for said in commands(path.read_text(encoding="utf-8")):
        check_options(said.command)
        if not runs(said.command):
            continue
        printed = answer(said.command, capfd, monkeypatch)
        if said.lines is not None and printed:
            wrong = follows(said.lines, printed)
            assert wrong is None, f"{path.name}: {said.command}\nexpected: {wrong}\nprinted:\n{printed[:4000]}"


@pytest.mark.parametrize("path", DOCUMENTS, ids=lambda path: path.stem)
def test_every_command_and_option_that_it_names_exists(path: Path) -> None:
    for code in re.findall(r"`(countwatch [^`]+)`", re.sub(r"```.*?```", "", path.read_text("utf-8"), flags=re.DOTALL)):
        check_options(code.replace("\n", " "))


FILES = re.compile(r"`((?:src|tests|tools|docs|benchmarks|sample_feeds|\.ci)/[^`*{} ]+|\w+/\w+\.py)(?::[^`]*)?`")
VARIABLE = re.compile(r"\bCOUNTWATCH_[A-Z_]+\b")


@pytest.mark.parametrize("path", DOCUMENTS, ids=lambda path: path.stem)
def test_every_file_and_variable_that_it_names_exists(path: Path) -> None:
    text = path.read_text("utf-8")
    for named in FILES.findall(text):
        assert (REPOSITORY / named).exists() or (REPOSITORY / "src" / "countwatch" / named).exists(), named
    known = {f"COUNTWATCH_{field}".upper() for field in (*Settings.model_fields, "config")}
    strange = {name for name in VARIABLE.findall(text) if name not in known and "_ALERT_" not in name}
    assert not strange


def test_how_to_contribute_is_what_the_checks_run() -> None:
    contributing = (REPOSITORY / "CONTRIBUTING.md").read_text("utf-8")
    assert "\n    .ci/run\n" in contributing
    checks = (REPOSITORY / ".ci" / "run").read_text("utf-8")
    for command in ("ruff check", "ruff format --check", "mypy", "lint-imports", "tools.catalogues --check"):
        assert command in checks


def test_the_changelog_keeps_its_form() -> None:
    kinds = {"Added", "Changed", "Deprecated", "Removed", "Fixed", "Security"}
    lines = (REPOSITORY / "CHANGELOG.md").read_text("utf-8").splitlines()
    versions = [line for line in lines if line.startswith("## ")]
    assert versions[0] == "## [Unreleased]"
    assert all(re.fullmatch(r"## \[\d+\.\d+\.\d+\] - \d{4}-\d\d-\d\d", line) for line in versions[1:])
    assert {line.removeprefix("### ") for line in lines if line.startswith("### ")} <= kinds


@pytest.mark.parametrize("path", DOCUMENTS, ids=lambda path: path.stem)
def test_its_links_lead_somewhere(path: Path) -> None:
    for target in LINK.findall(path.read_text(encoding="utf-8")):
        if "://" in target:
            continue
        name, _, anchor = target.partition("#")
        file = (path.parent / name).resolve() if name else path
        assert file.exists(), target
        if anchor:
            headings = re.findall(r"^#+ (.*)$", file.read_text(encoding="utf-8"), re.MULTILINE)
            anchors = {re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-") for heading in headings}
            assert anchor in anchors, target


def test_a_document_that_is_wrong_is_found() -> None:
    assert follows(("a", "…", "c…"), "a\nb\ncd\n") is None
    assert follows(("a", "c"), "a\nb\nc\n") == "c"
    assert follows(("a",), "a\nb\n") is not None
    with pytest.raises(AssertionError, match="no such option"):
        check_options("countwatch show --bulletins")
    with pytest.raises(AssertionError, match="no such command"):
        check_options("countwatch alarm test")
    assert [said.command for said in commands("```sh\nls\ncountwatch show\n```\n\n    countwatch verify x\n")] == [
        "countwatch show", "countwatch verify x",
    ]  # fmt: skip
