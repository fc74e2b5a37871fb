"""`countwatch config`."""

from typing import TYPE_CHECKING

import click

from countwatch.cli.spoken import SpokenGroup
from countwatch.present.vocabulary import msg

if TYPE_CHECKING:
    from countwatch.cli.provenance import Set
    from countwatch.present.words import Words

KINDS = {
    "flag": msg("flag: {where}"),
    "environment": msg("environment: {where}"),
    "project": msg("project file: {where}"),
    "user": msg("user file: {where}"),
}


@click.group(name="config", cls=SpokenGroup, invoke_without_command=True)
@click.pass_context
def command(ctx: click.Context) -> None:
    """Where settings come from, and what they are. Flags > environment > project file > user file > defaults."""
    if ctx.invoked_subcommand is None:
        ctx.invoke(show)


@command.command(name="path")
def path() -> None:
    """Print where settings files are looked for."""
    from countwatch.cli.language import words_here
    from countwatch.cli.paths import project_settings_file, user_settings_file
    from countwatch.model.text import clean

    words = words_here()
    for file in (project_settings_file(), user_settings_file()):
        click.echo(clean(str(file)) + ("" if file.is_file() else f"  ({words('there is none')})"))


@command.command(name="show")
def show() -> None:
    """Print every setting, and which source set it. What may be a key is masked."""
    from countwatch.cli.language import asked, words_here
    from countwatch.cli.provenance import provenance
    from countwatch.cli.settings import load_settings

    words, lang = words_here(), asked()
    for value in provenance(load_settings(), {"lang": lang} if lang else {}):
        click.echo(_line(value, words))


def _line(value: "Set", words: "Words") -> str:
    source = words(KINDS[value.kind], where=value.where or "") if value.kind in KINDS else words("default")
    return f"{value.name} = {words('unset') if value.value is None else value.value}  ({source})"


@command.command(name="validate")
def validate() -> None:
    """Say whether the settings can be used; exit code 2 and one sentence where not."""
    from countwatch.cli.alerts import rules_from, settings_rules
    from countwatch.cli.definitions import definition_for
    from countwatch.cli.elections import find_election
    from countwatch.cli.feeds import named_feeds
    from countwatch.cli.formats import load_format
    from countwatch.cli.language import words_here
    from countwatch.cli.rebinding import checked
    from countwatch.cli.rolling import roll_of
    from countwatch.cli.settings import load_settings, refuse_unknown_variables

    refuse_unknown_variables()
    settings = load_settings()
    settings_rules(settings)
    for feed in named_feeds().values():
        rules_from(feed.file.alerts, feed.origin)
    checked(settings.keys)
    if settings.theme:
        _refuse_unknown_theme(settings.theme)
    if settings.format:
        load_format(settings.format)
    if settings.election:
        find_election(settings.election)
    if settings.roll:
        roll_of(settings.roll, None)
    if settings.feed:
        definition_for(None, settings, flags={})
    words = words_here()
    click.echo(words("the settings are valid"))


def _refuse_unknown_theme(name: str) -> None:
    """`ConfigError` unknown_theme (name, known, near). The app itself only says so, and goes on."""
    from countwatch.cli.nearby import unknown
    from countwatch.model.errors import ConfigError
    from countwatch.tui.themed import known_themes

    themes = known_themes()
    if name not in themes:
        raise ConfigError("unknown_theme", **unknown(name, themes))
