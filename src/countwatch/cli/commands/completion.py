"""`countwatch completion`."""

import click

from countwatch.cli.spoken import Choice, SpokenCommand, argument

SHELLS = ("bash", "zsh", "fish")
VARIABLE = "_COUNTWATCH_COMPLETE"
"""Set by the printed script when the shell asks for words."""


@click.command(name="completion", cls=SpokenCommand)
@argument("shell", type=Choice(SHELLS), metavar="bash|zsh|fish")
def command(shell: str) -> None:
    """Print what makes a shell complete commands, options, and the names of feeds, formats, elections and files.

    In bash: eval "$(countwatch completion bash)".
    """
    from click.shell_completion import BashComplete, FishComplete, ShellComplete, ZshComplete

    class Fish(FishComplete):
        # click's own script cuts a help text at its first comma
        source_template = FishComplete.source_template.replace('string split ","', 'string split --max 1 ","')

    scripts: dict[str, type[ShellComplete]] = {"bash": BashComplete, "zsh": ZshComplete, "fish": Fish}
    root = click.get_current_context().find_root().command
    click.echo(scripts[shell](root, {}, "countwatch", VARIABLE).source())
