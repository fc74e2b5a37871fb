"""The command line. Each command is a module of its own and loads only when it is called."""

import importlib
import os
import signal
import sys
from contextlib import suppress
from gettext import gettext
from typing import TYPE_CHECKING, Any

import click

from countwatch import __version__
from countwatch.cli.spoken import SpokenGroup, SpokenOption, meant, said
from countwatch.engine import collector
from countwatch.present.vocabulary import msg

if TYPE_CHECKING:
    from click.shell_completion import CompletionItem

COMMANDS = {
    "watch": msg("poll a results feed and show it live"),
    "replay": msg("play a recording (the bundled one of Peru 2021 if none is named)"),
    "show": msg("show one reading as a table, or as JSON"),
    "import": msg("make a recording of the history of a file in git"),
    "serve": msg("serve a recording as its feed would, on this machine alone"),
    "verify": msg("check a recording's chain and print its head hash"),
    "claim": msg("hold a claim against the record"),
    "export": msg("write a recording as a tidy table"),
    "feeds": msg("list, show, test and draft feed definitions"),
    "elections": msg("list, show and draft election files"),
    "alerts": msg("list alert rules, and try out what they do"),
    "config": msg("say where settings come from, and what they are"),
    "schema": msg("print the JSON Schema of what countwatch reads and writes"),
    "completion": msg("complete words in bash, zsh and fish"),
}

MODULES = {"import": "import_"}
"""Commands whose module has another name: Python keeps that one for itself."""

OPEN_A_WATCH = ("watch", "replay", "show")
"""They load most of the program before they begin, and let garbage be collected from then on."""

EXIT_FAILED = 1
EXIT_USAGE = 2
EXIT_NO_DATA = 3
EXIT_RECORDING = 4
EXIT_SIGNAL = 128


class LazyGroup(SpokenGroup):
    """A group whose commands are imported when they are called, so that `--version` costs nothing."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Every command, in the order of their use."""
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """Load the command of that name; None where there is none."""
        if cmd_name not in COMMANDS:
            return None
        module = importlib.import_module(f"countwatch.cli.commands.{MODULES.get(cmd_name, cmd_name)}")
        command: click.Command = module.command
        if cmd_name not in OPEN_A_WATCH:
            collector.release()
        return command

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """List the commands from their table, without loading any."""
        with formatter.section(gettext("Commands")):
            formatter.write_dl([(name, said(text)) for name, text in COMMANDS.items()])

    def shell_complete(self, ctx: click.Context, incomplete: str) -> "list[CompletionItem]":
        """Names of commands from their table, without loading any; options as ever."""
        from click.shell_completion import CompletionItem

        if incomplete.startswith("-"):
            return click.Command.shell_complete(self, ctx, incomplete)
        return [CompletionItem(name, help=said(text)) for name, text in COMMANDS.items() if name.startswith(incomplete)]


@click.group(
    cls=LazyGroup,
    invoke_without_command=True,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
)
@click.version_option(
    __version__,
    prog_name="countwatch",
    message="%(prog)s %(version)s",
    cls=SpokenOption,
    help="Show the version and exit.",
)
@click.pass_context
def cli(ctx: click.Context) -> None:
    """Watch an election being counted: exact, sourced, calm.

    Without a command, countwatch opens the feed that your settings name; with none, it replays the
    bundled recording of Peru's runoff of 6 June 2021.
    """
    ctx.ensure_object(dict)
    if ctx.invoked_subcommand is None:
        from countwatch.cli.glancing import glance
        from countwatch.cli.language import asked
        from countwatch.cli.opening import default_opener, default_source, go
        from countwatch.cli.options import way_out

        way = way_out(plain=False, jsonl=False)
        ctx.exit(go(default_opener(), [default_source()], lang=asked(), way=way, is_first_run=not glance("feed")))


def main() -> None:
    """Run, and turn every error into one sentence and its exit code."""
    _fill_streams()
    code = _run(sys.argv[1:])
    _let_go()
    collector.leave()
    sys.exit(code)


def _run(arguments: list[str]) -> int:
    for number in (signal.SIGTERM, signal.SIGHUP, signal.SIGQUIT):
        # What is ignored at the start stays so: that is how nohup asks for a watch that outlives its terminal.
        if signal.getsignal(number) is not signal.SIG_IGN:
            signal.signal(number, _leave)
    try:
        if arguments != ["--version"]:
            from countwatch.cli.language import speak

            speak(arguments)
        result: Any = cli.main(arguments, prog_name="countwatch", standalone_mode=False)
    except click.exceptions.Exit as done:
        return done.exit_code
    except click.ClickException as refused:
        return _refuse(refused)
    except (click.Abort, KeyboardInterrupt):
        return EXIT_SIGNAL + signal.SIGINT
    except Exception as error:  # noqa: BLE001 - the last door: a user gets a sentence, never a traceback
        return _explain(error, arguments)
    return result if isinstance(result, int) else 0


def _fill_streams() -> None:
    """Where a stream was closed at the start, what is opened next would take its place: a recording, say."""
    for number, (name, mode) in enumerate((("stdin", "r"), ("stdout", "w"), ("stderr", "w"))):
        if getattr(sys, name) is None:
            os.open(os.devnull, os.O_RDWR)  # the lowest number that is free, which is this one
            setattr(sys, name, os.fdopen(number, mode, encoding="utf-8", closefd=False))


def _let_go() -> None:
    """Where the terminal or the reader of our lines has gone, what is left goes nowhere: the code stays."""
    for stream in (sys.stdout, sys.stderr):
        try:
            stream.flush()
        except OSError:
            os.dup2(os.open(os.devnull, os.O_WRONLY), stream.fileno())


def _leave(number: int, _frame: object) -> None:
    raise SystemExit(EXIT_SIGNAL + number)


def _refuse(refused: click.ClickException) -> int:
    """One sentence for what click refuses, cleaned: it quotes what was typed or pasted, which may be anything."""
    from countwatch.model.text import clean

    told, is_help = refused.format_message(), isinstance(refused, click.exceptions.NoArgsIsHelpError)
    if isinstance(refused, click.NoSuchOption) and refused.ctx is not None:
        known = [name for param in refused.ctx.command.params for name in param.opts if name.startswith("--")]
        told = gettext("there is no option '{name}'; {meant}").format(
            name=refused.option_name, meant=meant(refused.option_name, known)
        )
    with suppress(OSError):  # stderr may be full: the code says it too
        click.echo(told if is_help else f"countwatch: {clean(' '.join(told.split()))}", err=True)
    return refused.exit_code


def _explain(error: Exception, arguments: list[str]) -> int:
    """One sentence on stderr for what was raised on purpose or by the system; a bug stays a bug."""
    from countwatch.cli.language import flagged
    from countwatch.cli.problems import explain

    return explain(error, flagged(arguments))


if __name__ == "__main__":
    main()
