"""`countwatch watch`."""

from pathlib import Path
from typing import Any

import click

from countwatch.cli.opening import go, live_opener, several_opener
from countwatch.cli.options import contest_option, election_option, lang_option, way_out, ways_out


@click.command(name="watch")
@click.argument("feeds", nargs=-1, metavar="[FEED|URL|PATH]...")
@click.option("--format", "form", metavar="NAME", help="How to read it: a format's name, or a mapping's file.")
@click.option(
    "--feed", "feed_file", type=click.Path(path_type=Path), metavar="FILE", help="A feed definition of your own."
)
@contest_option
@election_option
@click.option("--interval", type=click.FloatRange(5, 86_400), metavar="S", help="Seconds between two polls.")
@click.option(
    "--record",
    type=click.Path(path_type=Path),
    metavar="PATH",
    help="Write down what is received; several feeds into a folder.",
)
@ways_out
@lang_option
@click.pass_context
def command(
    ctx: click.Context,
    feeds: tuple[str, ...],
    form: str | None,
    feed_file: Path | None,
    contest: str | None,
    election: str | None,
    interval: float | None,
    record: Path | None,
    plain: bool,
    jsonl: bool,
    lang: str | None,
) -> int:
    """Poll a results feed and show it live.

    FEED is the name of a feed definition (`countwatch feeds list`), URL the document that carries the totals,
    PATH a file or a folder that another program rewrites. Several of them are watched side by side: the first
    one drives the panels, differences are said, and nothing is merged.
    """
    if len(feeds) > 1 and feed_file is not None:
        raise click.UsageError("--feed takes one address; name definitions beside each other instead")
    flags: dict[str, Any] = {"format": form, "election": election, "interval_seconds": interval, "record": record}
    if len(feeds) > 1:
        opener = several_opener(feeds, contest=contest, **flags)
    else:
        opener = live_opener(feeds[0] if feeds else None, feed_file=feed_file, contest=contest, **flags)
    return go(opener, lang=lang or ctx.obj.get("lang"), way=way_out(plain=plain, jsonl=jsonl))
