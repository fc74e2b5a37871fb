"""The heaviest bodies that the cap lets through, from the socket to the recording and the ledger.

In a process of its own, so that memory is the kernel's figure. How long the loop stood still depends on what else
the machine does, so that figure is only held to its promise by `-m slow`.
"""

import asyncio
import gzip
import json
import sys
from pathlib import Path
from typing import Any

import pytest

from countwatch.model.feed import DECODED_BYTES_MAX
from tests.cli.program import REPOSITORY, environment
from tests.faults.heavy import HEAVY
from tests.faults.server import FaultServer, response
from tests.unit.ledger.nights import night, tally

ABOVE_BASE_BYTES_MAX = 64 * 1024 * 1024
STALL_SECONDS_MAX = 0.25
POLLS = 3

pytestmark = pytest.mark.skipif(not Path("/proc/self/status").exists(), reason="memory is read from /proc")


async def cost(name: str, folder: Path) -> dict[str, Any]:
    """Three good polls, then as many heavy ones."""
    small = response(json.dumps(night(None, tally())).encode())
    heavy = response(gzip.compress(HEAVY[name](), 1), "Content-Encoding: gzip")
    variables = environment(folder)
    variables["PYTHONPATH"] += f":{REPOSITORY}"
    async with FaultServer(small) as server:
        process = await asyncio.create_subprocess_exec(
            sys.executable, "-m", "tests.faults.heavy_child", server.url(), str(POLLS), "night.cwrec",
            stdout=asyncio.subprocess.PIPE, env=variables, cwd=folder,
        )  # fmt: skip
        while len(server.requests) < 3:  # noqa: ASYNC110 - a socket tells nobody
            await asyncio.sleep(0.005)
        server.answer = heavy
        out, _ = await process.communicate()
    found: dict[str, Any] = json.loads(out)
    return found


@pytest.mark.parametrize("name", ["results, every figure", "wide strings", "control characters"])
async def test_a_heavy_body_is_one_outcome_and_bounded_in_memory(name: str, tmp_path: Path) -> None:
    found = await cost(name, tmp_path)
    assert len(found["outcomes"]) == 3 + POLLS
    assert found["outcomes"][0] == "accepted"
    assert found["above_base_bytes"] < ABOVE_BASE_BYTES_MAX


@pytest.mark.slow
@pytest.mark.parametrize("name", HEAVY)
async def test_every_heavy_body_is_bounded_in_memory_and_the_loop_never_stands_still(name: str, tmp_path: Path) -> None:
    found = await cost(name, tmp_path)
    assert found["above_base_bytes"] < ABOVE_BASE_BYTES_MAX
    assert found["stall_seconds"] < STALL_SECONDS_MAX


@pytest.mark.slow
def test_the_bodies_are_as_heavy_as_the_cap_allows() -> None:
    weights = {name: len(make()) for name, make in HEAVY.items()}
    assert all(DECODED_BYTES_MAX - 8192 <= weight <= DECODED_BYTES_MAX for weight in weights.values()), weights
