"""`countwatch feeds`."""

import asyncio
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from countwatch.cli.complete import feeds as known_feeds
from countwatch.cli.options import contest_option, election_option, format_option, output_option
from countwatch.cli.spoken import SpokenGroup, argument, option
from countwatch.present.vocabulary import msg

if TYPE_CHECKING:
    from countwatch.cli.feed_fields import FieldRow
    from countwatch.cli.feed_test import Body
    from countwatch.present.words import Words


STATUSES = {
    "open": msg("open"),
    "over": msg("over"),
    "browser-only": msg("browser-only"),
    "untested": msg("untested"),
}
"""What may be expected of a feed."""

ORIGINS = {"bundled": msg("bundled"), "mapping": msg("mapping")}
"""What comes with countwatch, by what the rows say."""

FOR_PEOPLE = ("about", "proven_with", "notes", "sources")
"""Fields that are texts, or texts by language."""


@click.group(name="feeds", cls=SpokenGroup, invoke_without_command=True)
@click.pass_context
def command(ctx: click.Context) -> None:
    """List, show, test and draft feed definitions."""
    if ctx.invoked_subcommand is None:
        ctx.invoke(listed)


@command.command(name="list")
def listed() -> None:
    """List the feeds that can be named: what they are, what to expect of them, when they were last proven."""
    from countwatch.cli.feeds import named_feeds
    from countwatch.cli.language import words_here
    from countwatch.output.table import columns

    words = words_here()
    rows = [(words("feed"), words("format"), words("status"), words("proven on"), words("what it is"))]
    for name, feed in named_feeds().items():
        proven = feed.file.proven_on.isoformat() if feed.file.proven_on else words("never")
        rows.append((name, feed.file.format, words(STATUSES[feed.file.status]), proven, words.pick(feed.file.about)))
    click.echo(columns(rows, right=set()))


@command.command(name="formats")
def formats() -> None:
    """List the formats and mappings that can be named, and where each comes from."""
    from countwatch.cli.formats import known_formats
    from countwatch.cli.language import words_here
    from countwatch.output.table import columns

    words = words_here()
    click.echo(columns([(row.name, _origin(row.origin, words)) for row in known_formats()], right=set()))


@command.command(name="show")
@argument("name", metavar="NAME|FILE", shell_complete=known_feeds)
def show(name: str) -> None:
    """Show a feed definition, field by field, and where it comes from."""
    from countwatch.cli.feeds import find_feed
    from countwatch.cli.language import words_here

    feed, words = find_feed(name), words_here()
    click.echo(f"{feed.name}  ({_origin(feed.origin, words)})")
    for field, value in feed.file.model_dump(exclude_none=True).items():
        for item in value if isinstance(value, list) else [value]:
            click.echo(f"{field} = {_item(field, item, words)}")


def _origin(origin: str, words: "Words") -> str:
    """Where it comes from: ours is said in words, a package or a file is its name."""
    return words(ORIGINS[origin]) if origin in ORIGINS else origin


def _item(field: str, item: Any, words: "Words") -> str:
    if field in FOR_PEOPLE:
        return words.pick(item)
    return str(item).lower() if isinstance(item, bool) else str(item)


@command.command(name="test")
@argument("source", metavar="NAME|FILE|URL", shell_complete=known_feeds)
@format_option
@contest_option
@election_option
def test(source: str, form: str | None, contest: str | None, election: str | None) -> int:
    """Read one body, and show field by field what comes of it, and the totals it makes.

    A mapping is shown with each of its fields: path, raw value, value, or what is wrong. Exit code 3 where
    the body makes no totals, or where a field cannot be read.
    """
    from countwatch.cli.feed_test import tested
    from countwatch.cli.language import words_here
    from countwatch.cli.main import EXIT_NO_DATA

    words = words_here()
    body = asyncio.run(tested(source, form, contest, election))
    _tell_fields(body.rows, words)
    _tell_totals(body, words)
    good = body.state.snapshot is not None and all(row.problem is None for row in body.rows)
    return 0 if good else EXIT_NO_DATA


@command.command(name="new")
@option("--from", "sample", type=click.Path(path_type=Path), required=True, metavar="BODY", help="A body in JSON.")
@output_option
def new(sample: Path, output: Path | None) -> None:
    """Draft a mapping from one body, with what could not be guessed as comments."""
    from countwatch.cli.feed_draft import drafted
    from countwatch.cli.feed_test import body_of
    from countwatch.cli.writing import write_new

    name = output.stem if output is not None else sample.stem
    write_new(drafted(body_of(sample), name), output)


def _tell_fields(rows: "tuple[FieldRow, ...]", words: "Words") -> None:
    from countwatch.output.table import columns
    from countwatch.present.problems import sentence

    if not rows:
        return
    table = [(words("field"), words("path"), words("raw value"), words("value"))]
    table += [
        (row.field, row.path, row.raw, row.value if row.problem is None else sentence(row.problem, words))
        for row in rows
    ]
    click.echo(columns(table, right=set()) + "\n")


def _tell_totals(body: "Body", words: "Words") -> None:
    from datetime import UTC, datetime

    from countwatch.output.table import reading_table
    from countwatch.present.outlook import outlook_of
    from countwatch.present.problems import sentence

    event = body.state.event
    if body.state.snapshot is not None:
        click.echo(reading_table(body.state, outlook_of(body.state), datetime.now(UTC), words))
    elif event is not None and event.reason is not None:
        click.echo(f"countwatch: {sentence(event.reason, words)}", err=True)
