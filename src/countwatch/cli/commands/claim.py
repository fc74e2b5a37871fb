"""`countwatch claim`."""

import asyncio
from collections.abc import Iterable
from gettext import gettext
from pathlib import Path
from typing import TYPE_CHECKING

import click

from countwatch.cli.candidates import candidate_id
from countwatch.cli.options import election_option, recording_argument
from countwatch.cli.spoken import SpokenCommand, option

if TYPE_CHECKING:
    from countwatch.count.claims import Claimed, FigureKind
    from countwatch.ledger.state import WatchState


@click.command(name="claim", cls=SpokenCommand)
@recording_argument
@option("--share", "shares", multiple=True, metavar="ID=P", help="A candidate's share, such as castillo=50.27.")
@option("--votes", multiple=True, metavar="ID=N", help="A candidate's votes.")
@option("--lead", metavar="N", help="The lead in votes, whoever has it.")
@option("--counted", metavar="P", help="Percentage of sheets counted.")
@option("--processed", metavar="P", help="Percentage of sheets processed.")
@option("--turnout", metavar="P", help="Turnout on counted sheets.")
@option("--after", metavar="TIME", help="Consider only bulletins from this time on.")
@election_option
def command(
    recording: Path | None,
    shares: tuple[str, ...],
    votes: tuple[str, ...],
    lead: str | None,
    counted: str | None,
    processed: str | None,
    turnout: str | None,
    after: str | None,
    election: str | None,
) -> int:
    """Hold a claim against the record: which bulletins have these figures, and how far off the nearest is.

    It never guesses what a claim was meant to be. Without RECORDING it is the bundled one.
    """
    from countwatch.cli.compose import parse_time
    from countwatch.cli.language import words_here
    from countwatch.cli.reading import recorded_reading
    from countwatch.present.claims import claim_lines

    words = words_here()
    state = asyncio.run(recorded_reading(recording, election)).state
    figures: dict[FigureKind, str | None] = {
        "lead": lead,
        "counted": counted,
        "processed": processed,
        "turnout": turnout,
    }
    claim = [
        *_of_candidates("share", shares, state),
        *_of_candidates("votes", votes, state),
        *(_claimed(kind, digits) for kind, digits in figures.items() if digits is not None),
    ]
    if not claim:
        raise click.UsageError(words("give at least one figure, such as --share castillo=50.27 or --lead 91382"))
    since = parse_time(after, state.election) if after else None
    for line in claim_lines(claim, state, since, words):
        click.echo(line)
    return 0


def _of_candidates(kind: "FigureKind", given: Iterable[str], state: "WatchState") -> list["Claimed"]:
    found = []
    for text in given:
        name, equals, digits = text.partition("=")
        if not equals:
            told = gettext("{option} {text}: expected ID=NUMBER, such as castillo=50.27")
            raise click.UsageError(told.format(option=f"--{kind}", text=text))
        found.append(_claimed(kind, digits, candidate_id(name, state)))
    return found


def _claimed(kind: "FigureKind", digits: str, candidate_id: str | None = None) -> "Claimed":
    from countwatch.count.claims import Claimed

    plain = digits.strip().removesuffix("%").strip()
    if kind in {"votes", "lead"}:
        plain = plain.replace(",", "")
    try:
        return Claimed(kind, plain, candidate_id)
    except ValueError as error:
        if kind in {"votes", "lead"}:
            told = gettext("{option} {text}: expected a whole number")
        else:
            told = gettext("{option} {text}: expected a percentage with a decimal point")
        raise click.UsageError(told.format(option=f"--{kind}", text=digits)) from error
