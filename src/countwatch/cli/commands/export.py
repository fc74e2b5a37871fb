"""`countwatch export`."""

import asyncio
import sys
from contextlib import ExitStack
from pathlib import Path
from typing import TextIO

import click

from countwatch.cli.options import election_option, output_option, recording_argument
from countwatch.cli.spoken import Choice, SpokenCommand, option


@click.command(name="export", cls=SpokenCommand)
@recording_argument
@option(
    "--to", "form", type=Choice(["csv", "jsonl"]), default="csv", metavar="csv|jsonl", help="Which form. [default: csv]"
)
@output_option
@election_option
def command(recording: Path | None, form: str, output: Path | None, election: str | None) -> int:
    """Write a recording as a tidy table: one row a candidate, a unit and a time.

    The columns are listed in docs/export.md and only grow at the end. Without RECORDING it is the bundled one.
    """
    with ExitStack() as open_files:
        out = sys.stdout if output is None else open_files.enter_context(output.open("w", encoding="utf-8", newline=""))
        return asyncio.run(_export(recording, out, election, as_json=form == "jsonl"))


async def _export(recording: Path | None, out: TextIO, election: str | None, *, as_json: bool) -> int:
    from countwatch.cli.compose import replay_watch
    from countwatch.cli.opening import SAMPLE
    from countwatch.cli.places import sample
    from countwatch.output.export import Exporter

    watch = replay_watch(recording or sample(SAMPLE), speed=None, idle_limit_seconds=1.0, election=election)
    exporter = Exporter(out, as_json=as_json)
    try:
        async for state in watch.states():
            exporter.state(state)
    finally:
        await watch.aclose()
    return 0
