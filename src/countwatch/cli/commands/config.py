"""`countwatch config`."""

import click

from countwatch.cli.spoken import SpokenGroup


@click.group(name="config", cls=SpokenGroup, invoke_without_command=True)
@click.pass_context
def command(ctx: click.Context) -> None:
    """Where settings come from, and what they are. Flags > environment > project file > user file > defaults."""
    if ctx.invoked_subcommand is None:
        ctx.invoke(show)


@command.command(name="path")
def path() -> None:
    """Print where settings files are looked for."""
    from countwatch.cli.paths import project_settings_file, user_settings_file
    from countwatch.model.text import clean

    for file in (project_settings_file(), user_settings_file()):
        click.echo(clean(f"{file}{'' if file.is_file() else '  (none)'}"))


@command.command(name="show")
def show() -> None:
    """Print every setting, and which source set it."""
    from countwatch.cli.settings import Settings, load_settings, source_of
    from countwatch.feeds.urls import redact
    from countwatch.model.text import clean

    settings = load_settings()
    for name in Settings.model_fields:
        value = getattr(settings, name)
        if name == "feed" and value is not None:
            value = redact(value)  # an address may hold a key, and this is what people paste into a report
        click.echo(clean(f"{name} = {'unset' if value is None else value}  ({source_of(name)})"))


@command.command(name="validate")
def validate() -> None:
    """Say whether the settings can be used; exit code 2 and one sentence where not."""
    from countwatch.cli.language import words_here
    from countwatch.cli.settings import load_settings

    load_settings()
    click.echo(words_here()("the settings are valid"))
