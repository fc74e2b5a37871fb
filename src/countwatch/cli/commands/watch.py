"""`countwatch watch`."""

from gettext import gettext
from pathlib import Path
from typing import Any

import click

from countwatch.cli.complete import feeds as known_feeds
from countwatch.cli.options import contest_option, election_option, format_option, print_last_option, way_out, ways_out
from countwatch.cli.spoken import Number, SpokenCommand, argument, option


@click.command(name="watch", cls=SpokenCommand)
@argument("feeds", nargs=-1, metavar="[FEED|URL|PATH]...", shell_complete=known_feeds)
@format_option
@option("--feed", "feed_file", type=click.Path(path_type=Path), metavar="FILE", help="A feed definition of your own.")
@contest_option
@election_option
@option("--interval", type=Number(5, 86_400), metavar="S", help="Seconds between two polls.")
@option(
    "--record",
    type=click.Path(path_type=Path),
    metavar="PATH",
    help="Write down what is received: into a file, or into a folder, one row of files a feed.",
)
@option("--roll", metavar="SIZE|day", help="Go on in the next file at a size such as 100MB, or at midnight.")
@option("--quiet", is_flag=True, help="Nothing on stdout; problems and alerts on stderr: for a service.")
@print_last_option
@ways_out
def command(
    feeds: tuple[str, ...],
    form: str | None,
    feed_file: Path | None,
    contest: str | None,
    election: str | None,
    interval: float | None,
    record: Path | None,
    roll: str | None,
    quiet: bool,
    print_last: bool,
    plain: bool,
    jsonl: bool,
) -> int:
    """Poll a results feed and show it live.

    FEED is the name of a feed definition (`countwatch feeds list`), URL the document that carries the totals,
    PATH a file or a folder that another program rewrites. Several of them are watched side by side: the first
    one drives the panels, differences are said, and nothing is merged.
    """
    from countwatch.cli.glancing import glance
    from countwatch.cli.language import asked
    from countwatch.cli.opening import default_source, go, live_opener, several_opener

    if len(feeds) > 1 and feed_file is not None:
        raise click.UsageError(gettext("--feed takes one address; name definitions beside each other instead"))
    if roll is not None and record is None and glance("record") is None:
        raise click.UsageError(
            gettext("--roll says when the recording goes on in the next file; expected --record too")
        )
    flags: dict[str, Any] = {
        "format": form,
        "election": election,
        "interval_seconds": interval,
        "record": record,
        "roll": roll,
    }
    if len(feeds) > 1:
        opener = several_opener(feeds, contest=contest, **flags)
    else:
        opener = live_opener(feeds[0] if feeds else None, feed_file=feed_file, contest=contest, **flags)
    sources = feeds or [str(feed_file or default_source())]
    way = way_out(plain=plain, jsonl=jsonl, quiet=quiet)
    return go(opener, sources, lang=asked(), way=way, print_last=print_last)
