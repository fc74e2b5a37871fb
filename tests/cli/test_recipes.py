"""The recipes of `docs/data-desks.md` that follow a live feed, as they stand there: over HTTP, through real pipes."""

import asyncio
import os
import signal
import sys
from pathlib import Path

import pytest

from tests.architecture.documents import REPOSITORY, commands
from tests.architecture.jq_program import FUNCTION as JQ
from tests.cli.program import environment
from tests.cli.test_live import ROOT
from tests.cli.test_several import bulletin
from tests.faults.serving import RecordedServer

PAGE = (REPOSITORY / "docs" / "data-desks.md").read_text("utf-8")
RECIPES = [said.command for said in commands(PAGE) if said.command.startswith("countwatch watch official --jsonl")]
BEFORE, CORRECTED = 28, 29
"""Updates of the bundled night: 7 June 17:48, and the first correction, at 18:18."""

SAID = {
    "@csv": [
        '"2021-06-07T17:48:00-05:00","castillo",89732,94.279',
        '"2021-06-07T18:18:00-05:00","castillo",90524,94.289',
    ],
    "correction.margin_share": ["2021-06-07T18:18:00-05:00: 276 votes, 0.308 % of the margin"],
    "fetch_failed": ["fetch_failed: the server answered with status 500; expected 200 and the results"],
}
"""What each recipe prints, by a word of its own."""


class Evening(RecordedServer):
    """Serves one bulletin to the first poll, and the next one to all others."""

    def _answer(self, path: str, headers: dict[str, str]) -> tuple[int, dict[str, str], bytes]:
        answered = super()._answer(path, headers)
        if path.startswith(ROOT):
            bulletin(self, CORRECTED)
        return answered


async def printed(recipe: str, lines: int, home: Path) -> list[str]:
    """The first lines that a recipe prints, typed into a shell."""
    ours = f'countwatch() {{ "{sys.executable}" -m countwatch.cli.main "$@"; }}'
    process = await asyncio.create_subprocess_exec(
        "sh", "-c", f"{JQ}\n{ours}\n{recipe}", cwd=home, env=environment(home), start_new_session=True,
        stdin=asyncio.subprocess.DEVNULL, stdout=asyncio.subprocess.PIPE,
    )  # fmt: skip
    assert process.stdout is not None
    try:
        async with asyncio.timeout(60):
            return [(await process.stdout.readline()).decode().rstrip("\n") for _ in range(lines)]
    finally:
        os.killpg(process.pid, signal.SIGTERM)
        await process.wait()


def test_there_are_three() -> None:
    assert [sum(sign in recipe for sign in SAID) for recipe in RECIPES] == [1, 1, 1]


@pytest.mark.parametrize("sign", SAID)
async def test_a_recipe_says_what_it_promises(sign: str, tmp_path: Path) -> None:
    (recipe,) = (recipe for recipe in RECIPES if sign in recipe)
    async with Evening() as server:
        bulletin(server, BEFORE)
        if sign == "fetch_failed":
            server.fail_with(500)
        (tmp_path / "countwatch.toml").write_text(
            f'[feeds.official]\nabout = "x"\nformat = "onpe-2021"\ninterval_seconds = 5\nurl = "{server.url(ROOT)}"\n'
        )
        assert await printed(recipe, len(SAID[sign]), tmp_path) == SAID[sign]
