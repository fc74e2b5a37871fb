"""`countwatch replay`."""

from pathlib import Path

import click

from countwatch.cli.options import (
    Speed,
    contest_option,
    election_option,
    print_last_option,
    recording_argument,
    way_out,
    ways_out,
)
from countwatch.cli.spoken import Number, SpokenCommand, option


@click.command(name="replay", cls=SpokenCommand)
@recording_argument
@option("--speed", type=Speed(), metavar="N|max", help="Recorded seconds a second, or 'max'. [default: 600]")
@option("--from", "start_at", metavar="TIME", help="Begin at this recorded time, such as 2021-06-07T10:30.")
@option("--idle-limit", type=Number(0.01, 3600), metavar="S", help="Cut silences to S. [default: 3]")
@election_option
@contest_option
@print_last_option
@ways_out
def command(
    recording: Path | None,
    speed: float | str | None,
    start_at: str | None,
    idle_limit: float | None,
    election: str | None,
    contest: str | None,
    print_last: bool,
    plain: bool,
    jsonl: bool,
) -> int:
    """Play a recording through the same path as a live feed.

    Without RECORDING it is the bundled one: Peru's runoff of 6 June 2021, rebuilt from its figures.
    """
    from countwatch.cli.language import asked
    from countwatch.cli.opening import SAMPLE, go, replay_opener

    opener = replay_opener(
        recording,
        speed=speed,
        start_at=start_at,
        idle_limit_seconds=idle_limit,
        election=election,
        contest=contest,
    )
    way = way_out(plain=plain, jsonl=jsonl)
    return go(opener, [str(recording or SAMPLE)], lang=asked(), way=way, print_last=print_last)
