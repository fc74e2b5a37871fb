"""The terminal is given back, whatever ends the program; proven on a real pseudo-terminal."""

import asyncio
import os
import pty
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from countwatch.record.verify import verify
from tests.cli.program import environment
from tests.faults.broken_night import CANARY
from tests.faults.serving import RecordedServer
from tests.faults.terminal import ALTERNATE_SCREEN, Terminal

NATIVE = '{"schema_version": 1, "votes": {"a": 12, "b": 11}}'
ENDS = {
    "TERM": (signal.SIGTERM, 143),
    "HUP": (signal.SIGHUP, 129),
    "INT": (signal.SIGINT, 130),
    "QUIT": (signal.SIGQUIT, 131),
}


@pytest.mark.parametrize("name", ENDS)
def test_a_signal_ends_the_program_in_order(name: str, tmp_path: Path) -> None:
    number, code = ENDS[name]
    with Terminal(["replay"], tmp_path) as terminal:
        terminal.shows("REPLAY")
        assert terminal.modes()[ALTERNATE_SCREEN]
        terminal.signal(number)
        assert terminal.leaves() == code
        assert terminal.is_given_back()
        assert terminal.after().strip() == ""


def test_the_key_ends_it_with_0(tmp_path: Path) -> None:
    with Terminal(["replay"], tmp_path) as terminal:
        terminal.shows("REPLAY")
        terminal.press(b"q")
        assert terminal.leaves() == 0
        assert terminal.is_given_back()


@pytest.mark.parametrize("way", ["flag", "setting"])
def test_the_last_screen_stays_where_that_is_wanted(way: str, tmp_path: Path) -> None:
    if way == "setting":
        (tmp_path / "countwatch.toml").write_text("print_last = true\n")
    arguments = ["replay", "--from", "2021-06-07T19:25"] + (["--print-last"] if way == "flag" else [])
    with Terminal(arguments, tmp_path) as terminal:
        terminal.shows("8,548,929")
        terminal.press(b"q")
        assert terminal.leaves() == 0
        assert terminal.is_given_back()
        said = terminal.after()
        assert "Segunda vuelta 2021" in said
        assert "q quit" in said
        assert "\x1b" not in said


def test_what_ended_the_watch_is_said_after_the_screen_is_left(tmp_path: Path) -> None:
    with Terminal(["replay", "nowhere.cwrec"], tmp_path) as terminal:
        terminal.shows("there is no such recording")
        terminal.press(b"q")
        assert terminal.leaves() == 4
        assert terminal.is_given_back()
        assert terminal.after().strip() == "countwatch: nowhere.cwrec: there is no such recording"


@pytest.mark.parametrize("where", ["opening", "worker", "paint"])
def test_a_bug_of_ours_is_one_calm_sentence(where: str, tmp_path: Path) -> None:
    with Terminal(
        [where], tmp_path, program=("-m", "tests.faults.broken_night"), extra={"TMPDIR": str(tmp_path)}
    ) as terminal:
        assert terminal.leaves() == 1
        assert terminal.is_given_back()
        said = terminal.after().strip()
        assert said.startswith("countwatch: countwatch itself failed (ZeroDivisionError); please report ")
        assert len(said.splitlines()) <= 2, "one sentence, which the width of the terminal may wrap"
        assert CANARY.encode() not in terminal.wrote
        assert b"Traceback" not in terminal.wrote
    (report,) = tmp_path.glob("countwatch-*.txt")
    assert "broken_night.py" in report.read_text("utf-8")
    assert CANARY not in report.read_text("utf-8")
    assert report.stat().st_mode & 0o777 == 0o600


def test_it_can_be_put_aside_and_taken_up_again(tmp_path: Path) -> None:
    with Terminal(["replay"], tmp_path) as terminal:
        terminal.shows("REPLAY")
        terminal.signal(signal.SIGTSTP)
        terminal.stopped()
        terminal.pump(0.0)
        assert terminal.is_given_back(), "the shell has its terminal while the program stands still"
        terminal.wrote.clear()
        terminal.signal(signal.SIGCONT)
        terminal.shows("REPLAY")
        assert terminal.modes()[ALTERNATE_SCREEN]
        terminal.press(b"q")
        assert terminal.leaves() == 0
        assert terminal.is_given_back()


def test_a_signal_at_any_moment_of_the_start_leaves_nothing_behind(tmp_path: Path) -> None:
    for number in range(6):
        with Terminal(["replay"], tmp_path) as terminal:
            ends = time.monotonic() + 0.12 * number
            while time.monotonic() < ends:
                terminal.pump(0.01)
            terminal.signal(signal.SIGTERM)
            assert terminal.leaves() in {143, -signal.SIGTERM}, "killed before there was a handler, or left in order"
            assert terminal.is_given_back()
            assert b"Traceback" not in terminal.wrote


def test_a_terminal_that_goes_away_ends_the_program(tmp_path: Path) -> None:
    with Terminal(["replay"], tmp_path) as terminal:
        terminal.shows("REPLAY")
        terminal.hang_up()
        assert terminal.leaves() == 129


def test_a_terminal_that_goes_away_without_a_signal_ends_it_too(tmp_path: Path) -> None:
    master, slave = pty.openpty()
    with subprocess.Popen(
        [sys.executable, "-m", "countwatch.cli.main", "replay"],
        stdin=slave, stdout=slave, stderr=slave, cwd=tmp_path, start_new_session=True,
        env=environment(tmp_path, TERM="xterm-256color"),
    ) as process:  # fmt: skip
        os.close(slave)
        written = b""
        while b"REPLAY" not in written:
            written += os.read(master, 65_536)
        os.close(master)
        assert process.wait(30) == 129, "it is no session's terminal, so nobody sends HUP"


def test_one_cell_and_a_storm_of_sizes_do_no_harm(tmp_path: Path) -> None:
    with Terminal(["replay"], tmp_path, size=(1, 1)) as terminal:
        terminal.until(lambda: terminal.modes().get(ALTERNATE_SCREEN))
        for step in range(120):
            columns, rows = ((1, 1), (3, 2), (200, 50), (1, 60), (300, 1), (80, 24))[step % 6]
            terminal.resize(columns, rows)
            terminal.pump(0.005)
        terminal.size = (120, 40)
        terminal.resize(120, 40)
        terminal.wrote.clear()
        terminal.shows("REPLAY")
        terminal.press(b"q")
        assert terminal.leaves() == 0
        assert terminal.is_given_back()


def test_where_errors_go_to_a_file_there_are_lines_and_no_escape(tmp_path: Path) -> None:
    away = "import os, sys; os.dup2(os.open('errors', os.O_CREAT | os.O_WRONLY), 2); os.execv(sys.executable, "
    program = ("-c", f"{away} [sys.executable, '-m', 'countwatch.cli.main', *sys.argv[1:]])")
    with Terminal(["replay", "--speed", "max"], tmp_path, program=program) as terminal:
        assert terminal.leaves() == 0
        terminal.shows("REPLAY of")
        assert b"\x1b" not in terminal.wrote
    assert (tmp_path / "errors").read_bytes() == b""


def test_what_another_program_wrote_over_the_screen_is_painted_away(tmp_path: Path) -> None:
    with Terminal(["replay", "--from", "2021-06-07T19:25"], tmp_path) as terminal:
        terminal.shows("8,548,929")
        terminal.press(b" ")
        terminal.shows("paused")
        terminal.rests()
        before = terminal.screen()
        terminal.wrote += b"\x1b[5;7HBroadcast message from root: the printer is on fire"
        assert "printer" in terminal.screen()
        terminal.press(b"\x0c")
        terminal.until(lambda: terminal.screen() == before)


def test_a_dumb_terminal_gets_lines_and_no_escape(tmp_path: Path) -> None:
    with Terminal(["replay", "--speed", "max"], tmp_path, extra={"TERM": "dumb"}) as terminal:
        assert terminal.leaves() == 0
        assert b"\x1b" not in terminal.wrote
        assert "REPLAY of " in terminal.wrote.decode()


async def test_a_recording_is_closed_with_its_footer_by_each_way_out(tmp_path: Path) -> None:
    async with RecordedServer() as server:
        server.put("/results", NATIVE)
        ways: dict[str, bytes | signal.Signals] = {"q": b"q", "TERM": signal.SIGTERM, "HUP": signal.SIGHUP}
        for name, leave in ways.items():
            path = tmp_path / f"{name}.cwrec"
            await asyncio.to_thread(watched_until, server.url("/results"), path, leave)
            found = verify(path)
            assert (found.problem, found.closed, found.records) == (None, True, 1)


def watched_until(url: str, path: Path, leave: bytes | signal.Signals) -> None:
    with Terminal(["watch", url, "--format", "countwatch", "--record", path.name], path.parent) as terminal:
        terminal.shows("LIVE")
        terminal.until(lambda: path.exists() and verify(path).records)
        if isinstance(leave, bytes):
            terminal.press(leave)
        else:
            terminal.signal(leave)
        terminal.leaves()
        assert terminal.is_given_back()
