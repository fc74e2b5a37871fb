"""`countwatch elections`."""

import click


@click.group(name="elections", invoke_without_command=True)
@click.pass_context
def command(ctx: click.Context) -> None:
    """List and show election files."""
    if ctx.invoked_subcommand is None:
        ctx.invoke(listed)


@command.command(name="list")
def listed() -> None:
    """List the bundled elections."""
    from countwatch.cli.elections import bundled_elections, find_election

    for name in bundled_elections():
        click.echo(f"{name}  {find_election(name).title}")


@command.command(name="show")
@click.argument("name", metavar="NAME|FILE")
def show(name: str) -> None:
    """Show an election file: candidates, units, calendar with sources, deadline."""
    from pydantic import TypeAdapter

    from countwatch.cli.elections import find_election
    from countwatch.model.election import Election

    click.echo(TypeAdapter(Election).dump_json(find_election(name), indent=2, exclude_none=True).decode())
