"""`countwatch show`."""

import asyncio
from functools import partial
from gettext import gettext
from pathlib import Path
from typing import TYPE_CHECKING

import click

from countwatch.cli.complete import sources
from countwatch.cli.options import Size, contest_option, election_option, format_option
from countwatch.cli.spoken import Number, SpokenCommand, argument, option

if TYPE_CHECKING:
    from collections.abc import Callable

    from countwatch.count.outlook import Outlook
    from countwatch.engine.watch import Watch
    from countwatch.ledger.state import WatchState
    from countwatch.present.words import Words


@click.command(name="show", cls=SpokenCommand)
@argument("source", required=False, metavar="[RECORDING|FILE|URL|FEED]", shell_complete=sources)
@option("--json", "as_json", is_flag=True, help="The reading as JSON: an event line, with its snapshot.")
@option("--bulletin", "as_bulletin", is_flag=True, help="The reading in sentences that can be quoted.")
@option("--svg", type=click.Path(path_type=Path), metavar="FILE", help="The live screen as a picture; - for stdout.")
@option("--size", type=Size(), metavar="COLUMNSxLINES", help="Size of that picture. [default: 120x40]")
@option("--at", metavar="TIME", help="The reading that was on screen at this recorded time.")
@option("--pair", metavar="ID,ID", help="Two candidates to weigh against each other; else the first two places.")
@option(
    "--others",
    type=Number(0, 100),
    metavar="P",
    help="Percentage of the votes still out for everybody else; else as counted so far.",
)
@format_option
@election_option
@contest_option
def command(
    source: str | None,
    as_json: bool,
    as_bulletin: bool,
    svg: Path | None,
    size: tuple[int, int] | None,
    at: str | None,
    pair: str | None,
    others: float | None,
    form: str | None,
    election: str | None,
    contest: str | None,
) -> int:
    """Show one reading: the last one of a recording, the one in a file, or what a feed says now.

    Without a source it is the bundled recording.
    """
    from countwatch.cli.language import words_here
    from countwatch.cli.reading import last_reading, still_watch

    words = words_here()
    if svg is not None:
        if as_json or as_bulletin or pair or others is not None:
            raise click.UsageError(gettext("--svg draws the whole screen; expected none of the other ways beside it"))
        open_watch = partial(still_watch, source, form, election, at, contest)
        return _draw(open_watch, svg, size or (120, 40), words)
    if as_json and as_bulletin:
        raise click.UsageError(gettext("--json and --bulletin exclude each other"))
    if size is not None:
        raise click.UsageError(gettext("--size is that of a picture; expected --svg beside it"))
    reading = asyncio.run(last_reading(source, form, election, at, contest))
    state = reading.state
    if state.snapshot is None:
        return _no_data(state, words)
    view = _outlook(state, pair, others)
    if as_json:
        from countwatch.output.jsonl import dump, event_object, snapshot_object

        click.echo(dump({**event_object(state, words, view), "snapshot": snapshot_object(state)}))
    elif as_bulletin:
        from countwatch.present.bulletin import bulletin

        click.echo(bulletin(state, reading.now, reading.status, words))
    else:
        from countwatch.output.table import reading_table

        click.echo(reading_table(state, view, reading.now, words))
    return 0


def _draw(open_watch: "Callable[[], Watch]", path: Path, size: tuple[int, int], words: "Words") -> int:
    """The same screen that a terminal would show, into a file; what was there is replaced once it is whole."""
    from countwatch.cli.picturing import live_picture
    from countwatch.cli.writing import whole_file

    state, svg = asyncio.run(live_picture(open_watch, words, size))
    if state.snapshot is None:
        return _no_data(state, words)
    if str(path) == "-":
        click.echo(svg, nl=False)
        return 0
    with whole_file(path, replaces=True) as unfinished:
        unfinished.write_text(svg, encoding="utf-8")
    return 0


def _outlook(state: "WatchState", pair: str | None, others: float | None) -> "Outlook | None":
    """What is out between the two candidates that were asked for."""
    from fractions import Fraction

    from countwatch.cli.candidates import candidate_id
    from countwatch.present.outlook import outlook_of

    two = None
    if pair is not None:
        names = [candidate_id(name.strip(), state) for name in pair.split(",")]
        if len(set(names)) != 2:
            told = gettext("{option} {text}: expected two candidates, such as castillo,fujimori")
            raise click.UsageError(told.format(option="--pair", text=pair))
        two = (names[0], names[1])
    return outlook_of(state, two, None if others is None else Fraction(str(others)) / 100)


def _no_data(state: "WatchState", words: "Words") -> int:
    from countwatch.cli.main import EXIT_NO_DATA
    from countwatch.present.problems import sentence

    event = state.event
    if event is not None and event.reason is not None:
        click.echo(f"countwatch: {sentence(event.reason, words)}", err=True)
    return EXIT_NO_DATA
