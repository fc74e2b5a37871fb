"""A night unattended: no terminal, one row of files, killed and started again, and one chain in the end."""

import asyncio
import os
import signal
import subprocess
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest

from countwatch.record.reader import Recording
from countwatch.record.row import rows_in
from countwatch.record.verify_row import verify_row
from tests.cli.program import countwatch, environment
from tests.faults.serving import RecordedServer
from tests.unit.ledger.nights import native, tally

PADDING = b" " * 12_000
"""One body fills a file of 10 kB."""


@pytest.fixture
async def server() -> AsyncIterator[RecordedServer]:
    async with RecordedServer() as serving:
        yield serving


def publish(server: RecordedServer, minute: int) -> None:
    server.put("/count", native(minute, tally(a=5000 + minute, b=4000)) + PADDING)


@asynccontextmanager
async def daemon(server: RecordedServer, home: Path) -> AsyncIterator[asyncio.subprocess.Process]:
    """The watch as a service runs it: in a session of its own, with no terminal and no input."""
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "countwatch.cli.main", "watch", server.url("/count"), "--format", "countwatch",
        "--interval", "5", "--record", "night", "--roll", "10kB", "--quiet",
        stdout=asyncio.subprocess.PIPE, stderr=asyncio.subprocess.PIPE, stdin=asyncio.subprocess.DEVNULL,
        env=environment(home), cwd=home, start_new_session=True,
    )  # fmt: skip
    try:
        yield process
    finally:
        if process.returncode is None:
            process.kill()
            await process.wait()


def recorded(home: Path) -> int:
    """Updates on the disk: the whole lines that begin as one."""
    lines = [line for path in (home / "night").glob("*.cwrec") for line in path.read_bytes().splitlines(keepends=True)]
    return sum(line.startswith(b'{"n":') and line.endswith(b"\n") for line in lines)


async def until(home: Path, updates: int) -> None:
    async with asyncio.timeout(60):
        while recorded(home) < updates:  # noqa: ASYNC110 - another process writes them
            await asyncio.sleep(0.05)


async def test_a_night_that_is_killed_and_started_again_is_one_chain(server: RecordedServer, tmp_path: Path) -> None:
    publish(server, 1)
    async with daemon(server, tmp_path) as process:
        await until(tmp_path, 1)
        publish(server, 2)
        await until(tmp_path, 2)
        process.send_signal(signal.SIGKILL)
        assert await process.wait() == -signal.SIGKILL
    last = rows_in(tmp_path / "night")[0][-1]
    with last.open("ab") as file:
        file.write(b'{"n":2,"session":1,"at":"2021-06-')  # the write that the power cut ended
    publish(server, 3)
    for minute, number, code in ((4, signal.SIGHUP, 129), (6, signal.SIGTERM, 143)):
        async with daemon(server, tmp_path) as process:
            await until(tmp_path, minute - 1)
            publish(server, minute)
            await until(tmp_path, minute)
            process.send_signal(number)
            out, err = await asyncio.wait_for(process.communicate(), 30)
            assert (process.returncode, out, err) == (code, b"", b"")
        publish(server, minute + 1)
    [row] = rows_in(tmp_path / "night")
    found = verify_row(row)
    assert (found.problem, found.records, found.files) == (None, 6, len(row))
    assert len(row) == 6, "one body fills a file"
    assert last.with_name(f"{last.name}.torn-1").exists()
    for path in row:
        with Recording.open(path) as recording:
            assert recording.closed
    await asyncio.to_thread(commands, tmp_path, row, found.head)


def commands(home: Path, row: list[Path], head: str | None) -> None:
    """What the command line makes of the folder."""
    ran = countwatch("verify", "night", home=home)
    assert (ran.code, ran.err) == (0, "")
    assert ran.out == f"6 updates verified, in 6 files\n{head}\n"
    assert countwatch("verify", "night", "--head", str(head), home=home).code == 0
    shown = countwatch("show", "night", home=home)
    assert shown.code == 0
    assert "5,006" in shown.out
    replayed = countwatch("replay", "night", "--plain", "--speed", "max", home=home)
    assert [f"{5000 + minute:,}" in replayed.out for minute in range(1, 7)] == [True] * 6, replayed.out
    assert len(countwatch("export", "night", "--to", "csv", home=home).out.splitlines()) == 1 + 6 * 2
    part = countwatch("verify", *(str(path) for path in row[1:]), home=home)
    assert (part.code, part.out.splitlines()[-1]) == (0, head)
    row[2].unlink()
    missing = countwatch("verify", "night", home=home)
    assert missing.code == 4
    assert missing.err.startswith(f"countwatch: night/{row[3].name}: night/{row[2].name} is missing between ")
    assert len(missing.err.splitlines()) == 1
    assert countwatch("replay", "night", "--plain", home=home).code == 4


@pytest.mark.parametrize("roll", ["5", "10 parsecs", "9kB", "0GB", "night", ""])
@pytest.mark.parametrize("lang", ["en", "es"])
def test_a_bad_size_is_refused_in_one_sentence(roll: str, lang: str, tmp_path: Path) -> None:
    ran = countwatch(
        "watch", "http://127.0.0.1:9/x", "--format", "countwatch", "--record", "night", "--roll", roll, "--quiet",
        "--lang", lang, home=tmp_path,
    )  # fmt: skip
    assert (ran.code, ran.out) == (2, "")
    assert len(ran.err.splitlines()) == 1
    assert "100MB" in ran.err


def test_quiet_lines_and_json_exclude_each_other(tmp_path: Path) -> None:
    for other in ("--plain", "--jsonl"):
        ran = countwatch("watch", "x", "--quiet", other, home=tmp_path)
        assert (ran.code, len(ran.err.splitlines())) == (2, 1)


def test_a_folder_without_recordings_is_not_verified(tmp_path: Path) -> None:
    (tmp_path / "night").mkdir()
    ran = countwatch("verify", "night", home=tmp_path)
    assert (ran.code, ran.err) == (4, "countwatch: night: there is no recording in this folder\n")


async def test_a_hangup_that_is_ignored_stays_ignored(server: RecordedServer, tmp_path: Path) -> None:
    """As under nohup."""
    publish(server, 1)
    process = await asyncio.create_subprocess_exec(
        "nohup", sys.executable, "-m", "countwatch.cli.main", "watch", server.url("/count"), "--format", "countwatch",
        "--interval", "5", "--record", "night", "--quiet",
        stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, stdin=subprocess.DEVNULL,
        env=environment(tmp_path), cwd=tmp_path, start_new_session=True,
    )  # fmt: skip
    try:
        await until(tmp_path, 1)
        process.send_signal(signal.SIGHUP)
        publish(server, 2)
        await until(tmp_path, 2)
        process.send_signal(signal.SIGTERM)
        assert await asyncio.wait_for(process.wait(), 30) == 143
    finally:
        if process.returncode is None:
            os.kill(process.pid, signal.SIGKILL)
            await process.wait()
