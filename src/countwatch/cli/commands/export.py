"""`countwatch export`."""

import asyncio
import sys
from contextlib import ExitStack, contextmanager
from gettext import gettext
from pathlib import Path
from typing import TYPE_CHECKING, TextIO

import click

from countwatch.cli.options import election_option, output_option, recording_argument
from countwatch.cli.spoken import Choice, SpokenCommand, option

if TYPE_CHECKING:
    from collections.abc import Iterator

    from countwatch.record.verify import Progress

RECORDINGS = ("cwrec", "cwrec.zst")


@click.command(name="export", cls=SpokenCommand)
@recording_argument
@option(
    "--to",
    "form",
    type=Choice(["csv", "jsonl", *RECORDINGS]),
    default="csv",
    metavar="csv|jsonl|cwrec|cwrec.zst",
    help="Which form. [default: csv]",
)
@output_option
@election_option
def command(recording: Path | None, form: str, output: Path | None, election: str | None) -> int:
    """Write a recording as a tidy table, or once more as a recording, compressed or plain.

    The table has one row a candidate, a unit and a time; its columns are listed in docs/export.md and only grow
    at the end. A recording (cwrec, cwrec.zst) is verified as it is written and keeps its lines, so its head hash,
    which is printed, is the same. Without RECORDING it is the bundled one.
    """
    from countwatch.cli.opening import SAMPLE
    from countwatch.cli.places import sample
    from countwatch.cli.progress import SEEN_FROM_UPDATES, progress_bar

    source = recording or sample(SAMPLE)
    if form in RECORDINGS:
        if output is None:
            raise click.UsageError(gettext("a recording is not written to stdout; expected -o FILE"))
        return _rewrite(source, output, compressed=form == "cwrec.zst")
    with ExitStack() as open_files:
        out = sys.stdout if output is None else open_files.enter_context(_table(output))
        progress = open_files.enter_context(progress_bar(SEEN_FROM_UPDATES))
        try:
            return asyncio.run(_export(source, out, election, progress, as_json=form == "jsonl"))
        except BrokenPipeError:
            if output is not None:
                raise
            return 0  # whoever read our lines has had enough


@contextmanager
def _table(path: Path) -> "Iterator[TextIO]":
    from countwatch.cli.writing import whole_file

    with whole_file(path, replaces=True) as unfinished, unfinished.open("w", encoding="utf-8", newline="") as out:
        yield out


async def _export(
    recording: Path, out: TextIO, election: str | None, progress: "Progress | None", *, as_json: bool
) -> int:
    from countwatch.cli.compose import replay_watch
    from countwatch.output.export import Exporter

    watch = replay_watch(recording, speed=None, idle_limit_seconds=1.0, election=election)
    exporter = Exporter(out, as_json=as_json)
    updates = watch.status().updates or 0
    try:
        async for state in watch.states():
            exporter.state(state)
            if progress is not None:
                progress(state.n, updates)
    finally:
        await watch.aclose()
    return 0


def _rewrite(source: Path, output: Path, *, compressed: bool) -> int:
    from countwatch.cli.language import words_here
    from countwatch.cli.progress import progress_bar
    from countwatch.cli.writing import whole_file
    from countwatch.record.compress import rewrite

    with whole_file(output) as unfinished, progress_bar() as progress:
        written = rewrite(source, unfinished, compressed=compressed, progress=progress)
    told = words_here().plural("{count} update exported", "{count} updates exported", written.records)
    click.echo(f"countwatch: {told}", err=True)
    click.echo(written.head)
    return 0
