"""Options that several commands share, and the values they take."""

import os
import sys
from collections.abc import Callable
from gettext import gettext
from pathlib import Path
from typing import Any, Literal

import click

from countwatch.cli.complete import contests, elections, formats, recordings
from countwatch.cli.spoken import argument, option

Command = Callable[..., Any]
Way = Literal["screen", "plain", "jsonl", "quiet"]
SPEED_MAX = 1_000_000


class Size(click.ParamType[tuple[int, int]]):
    """Columns and lines of a screen, such as 120x40."""

    name = "size"
    columns, lines = (40, 400), (12, 200)

    def convert(self, value: object, param: click.Parameter | None, ctx: click.Context | None) -> tuple[int, int]:
        """Answer columns and lines."""
        wide, _, high = str(value).replace("×", "x").partition("x")
        if not (wide.isascii() and wide.isdigit() and high.isascii() and high.isdigit()):
            self.fail(gettext("'{value}' is no size; expected one such as 120x40").format(value=value), param, ctx)
        size = int(wide), int(high)
        if not (self.columns[0] <= size[0] <= self.columns[1] and self.lines[0] <= size[1] <= self.lines[1]):
            told = gettext("'{value}' is no size; expected from {low} to {high}")
            low, most = f"{self.columns[0]}x{self.lines[0]}", f"{self.columns[1]}x{self.lines[1]}"
            self.fail(told.format(value=value, low=low, high=most), param, ctx)
        return size


class Speed(click.ParamType[float | str]):
    """Recorded seconds a second: a number above 0, or `max`."""

    name = "speed"

    def convert(self, value: object, param: click.Parameter | None, ctx: click.Context | None) -> float | str:
        """Answer a float, or the word `max`."""
        if value == "max" or isinstance(value, float):
            return value
        try:
            speed = float(str(value).removesuffix("x").removesuffix("×"))
        except ValueError:
            speed = 0.0
        if not 0 < speed <= SPEED_MAX:
            told = gettext("'{value}' is no speed; expected a number above 0 and at most {limit}, or 'max'")
            self.fail(told.format(value=value, limit=SPEED_MAX), param, ctx)
        return speed


def ways_out(command: Command) -> Command:
    """`--plain` and `--jsonl`."""
    as_json = option("--jsonl", is_flag=True, help="One JSON object an update on stdout.")
    plain = option("--plain", is_flag=True, help="Append-only lines, one a change: for pipes and screen readers.")
    made: Command = plain(as_json(command))
    return made


recording_argument = argument(
    "recording", required=False, metavar="[RECORDING]", type=click.Path(path_type=Path), shell_complete=recordings
)
"""A recording, where the bundled one stands in for none."""


print_last_option = option("--print-last", is_flag=True, help="On leaving, print what the screen said last.")
"""`--print-last`."""


def _format_option(*, required: bool) -> Command:
    made: Command = option(
        "--format",
        "form",
        required=required,
        metavar="NAME|FILE",
        shell_complete=formats,
        help="How to read it: a format's name, or a mapping's file.",
    )
    return made


format_option = _format_option(required=False)
"""`--format`."""

required_format_option = _format_option(required=True)
"""The same, where nothing can be read without it."""

election_option = option(
    "--election",
    metavar="NAME|FILE",
    shell_complete=elections,
    help="Election file: a bundled one by name, or a path.",
)
"""`--election`."""

contest_option = option(
    "--contest", metavar="ID", shell_complete=contests, help="Which contest to read where a body holds several."
)
"""`--contest`."""

output_option = option(
    "--output", "-o", type=click.Path(path_type=Path), metavar="FILE", help="Where to write it; stdout if not given."
)
"""`--output`."""


def way_out(*, plain: bool, jsonl: bool, quiet: bool = False) -> Way:
    """The screen only where a person can see one: a terminal that is not dumb, at both ends.

    stderr is asked too, for that is what Textual paints on.
    """
    if plain and jsonl:
        raise click.UsageError(gettext("--plain and --jsonl exclude each other"))
    if quiet and (plain or jsonl):
        raise click.UsageError(gettext("--quiet says nothing on stdout: it excludes --plain and --jsonl"))
    if quiet:
        return "quiet"
    if jsonl:
        return "jsonl"
    seen = all(stream.isatty() for stream in (sys.stdin, sys.stdout, sys.stderr))
    if plain or not seen or os.environ.get("TERM") == "dumb":
        return "plain"
    return "screen"
