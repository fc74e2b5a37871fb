"""`countwatch serve` in one process and `countwatch watch` in another, with nothing between them but loopback."""

import asyncio
import json
import signal
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

from tests.cli.program import countwatch, environment

FINAL = {"castillo": 8_836_380, "fujimori": 8_792_117}


@asynccontextmanager
async def program(*arguments: str, home: Path) -> AsyncIterator[asyncio.subprocess.Process]:
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "countwatch.cli.main", *arguments,
        stdout=asyncio.subprocess.PIPE, stderr=asyncio.subprocess.PIPE, stdin=asyncio.subprocess.DEVNULL,
        env=environment(home), cwd=home,
    )  # fmt: skip
    try:
        yield process
    finally:
        if process.returncode is None:
            process.kill()
        await process.communicate()


async def line(process: asyncio.subprocess.Process) -> str:
    assert process.stdout is not None
    return (await asyncio.wait_for(process.stdout.readline(), 60)).decode().strip()


async def left(process: asyncio.subprocess.Process) -> int:
    process.send_signal(signal.SIGTERM)
    return await asyncio.wait_for(process.wait(), 60)


async def test_a_night_is_rehearsed_between_two_terminals(tmp_path: Path) -> None:
    async with program("serve", "--speed", "max", home=tmp_path) as serving:
        url = await line(serving)
        assert url.startswith("http://127.0.0.1:")
        assert url.endswith("/results/10/000000?name=param")
        watching = ("watch", url, "--format", "onpe-2021", "--jsonl", "--interval", "5")
        async with program(*watching, home=tmp_path) as watch:
            first = json.loads(await line(watch))
            second = json.loads(await line(watch))
            assert await left(watch) == 128 + signal.SIGTERM
        assert [first["event"], second["event"]] == ["accepted", "not_modified"]
        assert first["totals"]["votes"] == FINAL
        assert await left(serving) == 128 + signal.SIGTERM


async def test_a_fault_is_met_and_the_numbers_stay(tmp_path: Path) -> None:
    faults = ("--fault", "html", "--fault-every", "2")
    async with program("serve", "--speed", "max", *faults, home=tmp_path) as serving:
        url = await line(serving)
        watching = ("watch", url, "--format", "onpe-2021", "--jsonl", "--interval", "5")
        async with program(*watching, home=tmp_path) as watch:
            lines = [json.loads(await line(watch)) for _ in range(2)]
    assert [one["event"] for one in lines] == ["accepted", "rejected"]
    assert [one["totals"]["votes"] for one in lines] == [FINAL, FINAL]
    assert "page" in lines[1]["reason"]


async def test_it_begins_where_it_is_told(tmp_path: Path) -> None:
    begun = ("--speed", "0.001", "--idle-limit", "86400", "--from", "2021-06-07T19:23")
    async with program("serve", *begun, home=tmp_path) as serving:
        url = await line(serving)
        shown = await asyncio.to_thread(countwatch, "show", url, "--format", "onpe-2021", "--json", home=tmp_path)
        assert json.loads(shown.out)["totals"]["votes"] == {"castillo": 8_548_929, "fujimori": 8_457_547}


def test_what_cannot_be_served_is_said(tmp_path: Path) -> None:
    assert countwatch("serve", "nowhere.cwrec", home=tmp_path).code == 4
    ran = countwatch("serve", "--fault", "flood", home=tmp_path)
    assert (ran.code, "flood" in ran.err, "stale" in ran.err) == (2, True, True)
