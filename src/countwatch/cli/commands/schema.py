"""`countwatch schema`."""

import json

import click

from countwatch.cli.spoken import SpokenGroup


@click.group(name="schema", cls=SpokenGroup, invoke_without_command=True)
@click.pass_context
def command(ctx: click.Context) -> None:
    """Print the JSON Schema of what countwatch reads and writes."""
    if ctx.invoked_subcommand is None:
        click.echo(ctx.get_help())


@command.command(name="snapshot")
def snapshot() -> None:
    """The native feed format, which is also the `snapshot` of `show --json`."""
    from countwatch.formats.countwatch import snapshot_schema

    click.echo(json.dumps(snapshot_schema(), indent=2, ensure_ascii=False))


@command.command(name="events")
def events() -> None:
    """A line of --jsonl: an update's, which is also what `show --json` prints, or an alert's."""
    from countwatch.output.event_schema import line_schema

    click.echo(json.dumps(line_schema(), indent=2, ensure_ascii=False))


@command.command(name="config")
def config() -> None:
    """The settings file, alert rules included; a feed definition is in `docs/feeds.md`."""
    from countwatch.cli.settings_schema import settings_schema

    click.echo(json.dumps(settings_schema(), indent=2, ensure_ascii=False))
