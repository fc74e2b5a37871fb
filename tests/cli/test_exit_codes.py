"""Every exit code, by running the real command: scripts and services depend on them."""

import asyncio
import signal
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.cli.program import countwatch, environment
from tests.faults.server import Answer, FaultServer
from tests.unit.ledger.nights import native
from tests.unit.record.making import document, record, update

HOOK = '[[alerts]]\nlead_changed = true\nhook = ["sh", "-c", "exit 3"]\n'


def good(home: Path) -> None:
    record(home / "night.cwrec", update(1, document(native(1))))


def bent(home: Path) -> None:
    good(home)
    whole = (home / "night.cwrec").read_bytes()
    (home / "night.cwrec").write_bytes(whole.replace(b'"n":1', b'"n":7', 1))


def without_numbers(home: Path) -> None:
    record(home / "night.cwrec", update(1, document(b"<html>")))


def written(name: str, text: str) -> Callable[[Path], None]:
    def write(home: Path) -> None:
        (home / name).write_text(text)

    return write


def huge(home: Path) -> None:
    with (home / "huge.json").open("wb") as file:
        file.truncate(257 * 1024 * 1024)


@dataclass(frozen=True)
class Case:
    """A command that must end with `code`: what is made first, and a word of what it says."""

    code: int
    command: str
    made: Callable[[Path], None] = good
    said: str = ""


CASES = (
    Case(0, "--version", said="countwatch"),
    Case(0, "verify night.cwrec", said="1 update verified"),
    Case(0, "show night.cwrec", said="Ana"),
    Case(0, "replay night.cwrec --plain --speed max", said="REPLAY"),
    Case(0, "replay night.cwrec --jsonl --speed max", said='"event":"accepted"'),
    Case(0, "export night.cwrec --to csv", said="Ana"),
    Case(1, "alerts test", written("countwatch.toml", HOOK), "ended with 3"),
    Case(2, "veryfy night.cwrec", said="verify"),
    Case(2, "verify night.cwrec --heed x", said="--head"),
    Case(2, "show night.cwrec --at yesterday", said="yesterday"),
    Case(2, "watch http://user:secret@127.0.0.1:9/x --format countwatch", said="headers_from_env"),
    Case(2, f"show night.cwrec --format {'x' * 300}", said="there is no format"),
    Case(2, "watch nowhere-feed", said="nowhere-feed"),
    Case(2, "replay night.cwrec --plain --election nowhere-land", said="nowhere-land"),
    Case(2, "config validate", written("countwatch.toml", "lang = 7\n"), "lang"),
    Case(3, "show huge.json --format countwatch", huge, "more than 268,435,456 bytes"),
    Case(3, "show body.json --format countwatch", written("body.json", "<html>"), "expected"),
    Case(3, "show night.cwrec", without_numbers),
    Case(3, "replay night.cwrec --plain --speed max", without_numbers, "rejected"),
    Case(4, "verify night.cwrec", bent, "night.cwrec:2: "),
    Case(4, "verify night.cwrec --head " + "0" * 64, said="expected"),
    Case(4, "verify nowhere.cwrec", said="nowhere.cwrec"),
    Case(4, "show night.cwrec", written("night.cwrec", "{}\n"), "night.cwrec"),
    Case(4, "replay night.cwrec --plain", written("night.cwrec", "no recording\n"), "night.cwrec"),
    Case(4, "watch http://127.0.0.1:9/x --format countwatch --record nowhere/night.cwrec", said="nowhere"),
)
SIGNALS = {signal.SIGHUP: 129, signal.SIGINT: 130, signal.SIGQUIT: 131, signal.SIGTERM: 143}


@pytest.mark.parametrize("case", CASES, ids=lambda case: f"{case.code}: {case.command}")
def test_a_command_ends_with_its_code_and_one_sentence(case: Case, tmp_path: Path) -> None:
    case.made(tmp_path)
    ran = countwatch(*case.command.split(), home=tmp_path)
    assert ran.code == case.code, ran
    assert case.said in ran.out + ran.err, ran
    assert "Traceback" not in ran.err
    if case.code in {2, 3, 4} and case.made is not without_numbers:
        assert ran.err.startswith("countwatch: "), ran.err


@pytest.mark.parametrize("without", ["<&-", ">&-", "2>&-", "<&- >&- 2>&-", "2>/dev/full"])
@pytest.mark.parametrize(
    ("command", "code"), [("replay night.cwrec --speed max", 0), ("veryfy", 2), ("verify nowhere.cwrec", 4)]
)
def test_a_stream_that_is_closed_or_full_changes_no_code(without: str, command: str, code: int, tmp_path: Path) -> None:
    good(tmp_path)
    ran = subprocess.run(
        ["sh", "-c", f"exec {sys.executable} -m countwatch.cli.main {command} {without}"],
        capture_output=True, text=True, env=environment(tmp_path), cwd=tmp_path, stdin=subprocess.DEVNULL, timeout=120,
        check=False,
    )  # fmt: skip
    assert ran.returncode == code, ran
    assert "Traceback" not in ran.stderr


def test_where_nothing_can_be_kept_of_a_bug_it_is_said(tmp_path: Path) -> None:
    bug = "from countwatch.cli.problems import explain; raise SystemExit(explain(ZeroDivisionError()))"
    ran = subprocess.run(
        ["sh", "-c", f"ulimit -f 0; exec {sys.executable} -c '{bug}'"],
        capture_output=True, text=True, env=environment(tmp_path), cwd=tmp_path, timeout=120, check=False,
    )  # fmt: skip
    told = "countwatch: countwatch itself failed (ZeroDivisionError); please report it (nothing could be kept of it)\n"
    assert (ran.returncode, ran.stderr) == (1, told)


@pytest.mark.parametrize("number", SIGNALS, ids=lambda number: number.name)
async def test_a_signal_ends_a_watch_with_128_and_its_number(number: signal.Signals, tmp_path: Path) -> None:
    """Whatever it waits for: here for an answer that never comes."""
    async with FaultServer(Answer((), "stall")) as server:
        process = await asyncio.create_subprocess_exec(
            sys.executable, "-m", "countwatch.cli.main", "watch", server.url(), "--format", "countwatch", "--plain",
            stdout=asyncio.subprocess.PIPE, stderr=asyncio.subprocess.PIPE, env=environment(tmp_path), cwd=tmp_path,
        )  # fmt: skip
        while not server.requests:  # noqa: ASYNC110 - a socket tells nobody
            await asyncio.sleep(0.005)
        process.send_signal(number)
        _, err = await process.communicate()
    assert (process.returncode, err) == (SIGNALS[number], b"")


def test_every_code_has_its_command() -> None:
    assert {case.code for case in CASES} == {0, 1, 2, 3, 4}
