"""`countwatch watch`."""

from pathlib import Path

import click

from countwatch.cli.opening import go, live_opener
from countwatch.cli.options import election_option, lang_option, way_out, ways_out


@click.command(name="watch")
@click.argument("feed", required=False, metavar="[URL]")
@click.option("--format", "form", metavar="NAME", help="How to read it: countwatch, onpe-2021.")
@election_option
@click.option("--interval", type=click.FloatRange(5, 86_400), metavar="S", help="Seconds between two polls.")
@click.option("--record", type=click.Path(path_type=Path), metavar="PATH", help="Write down what is received.")
@ways_out
@lang_option
@click.pass_context
def command(
    ctx: click.Context,
    feed: str | None,
    form: str | None,
    election: str | None,
    interval: float | None,
    record: Path | None,
    plain: bool,
    jsonl: bool,
    lang: str | None,
) -> int:
    """Poll a results feed and show it live. URL is the document that carries the totals."""
    opener = live_opener(feed, format=form, election=election, interval_seconds=interval, record=record)
    return go(opener, lang=lang or ctx.obj.get("lang"), way=way_out(plain=plain, jsonl=jsonl))
