"""Options that several commands share, and the values they take."""

import os
import sys
from collections.abc import Callable
from typing import Any, Literal

import click

Command = Callable[..., Any]
Way = Literal["screen", "plain", "jsonl"]


class Speed(click.ParamType[float | str]):
    """Recorded seconds a second: a number above 0, or `max`."""

    name = "N|max"

    def convert(self, value: object, param: click.Parameter | None, ctx: click.Context | None) -> float | str:
        """Answer a float, or the word `max`."""
        if value == "max" or isinstance(value, float):
            return value
        try:
            speed = float(str(value).removesuffix("x").removesuffix("×"))
        except ValueError:
            self.fail(f"'{value}' is not a speed: expected a number above 0, or 'max'", param, ctx)
        if not 0 < speed <= 1_000_000:
            self.fail(f"'{value}' is not a speed: expected a number above 0, at most 1,000,000, or 'max'", param, ctx)
        return speed


def ways_out(command: Command) -> Command:
    """`--plain` and `--jsonl`."""
    command = click.option("--jsonl", is_flag=True, help="One JSON object an update on stdout.")(command)
    return click.option("--plain", is_flag=True, help="Append-only lines, one a change: for pipes and screen readers.")(
        command
    )


def election_option(command: Command) -> Command:
    """`--election`."""
    return click.option("--election", metavar="NAME|FILE", help="Election file: a bundled one by name, or a path.")(
        command
    )


def contest_option(command: Command) -> Command:
    """`--contest`."""
    return click.option("--contest", metavar="ID", help="Which contest to read where a body holds several.")(command)


def lang_option(command: Command) -> Command:
    """`--lang`, which works before and after the command's name."""
    return click.option("--lang", type=click.Choice(["es", "en"]), help="Language of every sentence.")(command)


def way_out(*, plain: bool, jsonl: bool) -> Way:
    """The screen only where a person can see one: a terminal that is not dumb, at both ends."""
    if plain and jsonl:
        raise click.UsageError("--plain and --jsonl exclude each other")
    if jsonl:
        return "jsonl"
    if plain or not sys.stdout.isatty() or not sys.stdin.isatty() or os.environ.get("TERM") == "dumb":
        return "plain"
    return "screen"
