"""`countwatch elections`."""

import asyncio
from pathlib import Path

import click

from countwatch.cli.complete import elections as known_elections
from countwatch.cli.options import contest_option, format_option, output_option
from countwatch.cli.spoken import SpokenGroup, argument, option


@click.group(name="elections", cls=SpokenGroup, invoke_without_command=True)
@click.pass_context
def command(ctx: click.Context) -> None:
    """List, show and draft election files."""
    if ctx.invoked_subcommand is None:
        ctx.invoke(listed)


@command.command(name="list")
def listed() -> None:
    """List the bundled elections."""
    from countwatch.cli.elections import bundled_elections, find_election
    from countwatch.cli.language import words_here
    from countwatch.output.table import columns

    words = words_here()
    rows = [(words("election"), words("what it is"))]
    rows += [(name, find_election(name).title) for name in bundled_elections()]
    click.echo(columns(rows, right=set()))


@command.command(name="show")
@argument("name", metavar="NAME|FILE", shell_complete=known_elections)
def show(name: str) -> None:
    """Show an election file: candidates, units, calendar with sources, deadline."""
    from pydantic import TypeAdapter

    from countwatch.cli.elections import find_election
    from countwatch.model.election import Election

    click.echo(TypeAdapter(Election).dump_json(find_election(name), indent=2, exclude_none=True).decode())


@command.command(name="new")
@argument("election_id", metavar="ID")
@option("--from", "body", type=click.Path(path_type=Path), metavar="BODY", help="A body with a roster.")
@format_option
@contest_option
@output_option
def new(election_id: str, body: Path | None, form: str | None, contest: str | None, output: Path | None) -> None:
    """Draft an election file: empty, or with the candidates and units that a body names."""
    from countwatch.cli.election_draft import election_draft
    from countwatch.cli.reading import last_reading
    from countwatch.cli.writing import write_new
    from countwatch.model.errors import NoData
    from countwatch.model.text import clean

    snapshot = None
    if body is not None:
        state = asyncio.run(last_reading(str(body), form, None, None, contest)).state
        snapshot = state.snapshot
        if snapshot is None:
            raise NoData("no_reading", path=clean(str(body)))
    write_new(election_draft(clean(election_id), snapshot), output)
