"""`countwatch replay`."""

from pathlib import Path

import click

from countwatch.cli.opening import go, replay_opener
from countwatch.cli.options import Speed, contest_option, election_option, lang_option, way_out, ways_out


@click.command(name="replay")
@click.argument("recording", required=False, type=click.Path(path_type=Path))
@click.option("--speed", type=Speed(), help="Recorded seconds a second, or 'max'. [default: 600]")
@click.option("--from", "start_at", metavar="TIME", help="Begin at this recorded time, such as 2021-06-07T10:30.")
@click.option("--idle-limit", type=click.FloatRange(0.01, 3600), metavar="S", help="Cut silences to S. [default: 3]")
@election_option
@contest_option
@ways_out
@lang_option
@click.pass_context
def command(
    ctx: click.Context,
    recording: Path | None,
    speed: float | str | None,
    start_at: str | None,
    idle_limit: float | None,
    election: str | None,
    contest: str | None,
    plain: bool,
    jsonl: bool,
    lang: str | None,
) -> int:
    """Play a recording through the same path as a live feed.

    Without RECORDING it is the bundled one: Peru's runoff of 6 June 2021, rebuilt from its figures.
    """
    opener = replay_opener(
        recording,
        speed=speed,
        start_at=start_at,
        idle_limit_seconds=idle_limit,
        election=election,
        contest=contest,
    )
    return go(opener, lang=lang or ctx.obj.get("lang"), way=way_out(plain=plain, jsonl=jsonl))
