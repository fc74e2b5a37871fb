"""`countwatch serve`."""

import asyncio
import signal
import sys
from dataclasses import dataclass
from gettext import gettext
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from countwatch.cli.options import Speed, recording_argument
from countwatch.cli.spoken import Number, SpokenCommand, meant, option

if TYPE_CHECKING:
    from countwatch.feeds.replay import ReplayFeed
    from countwatch.model.update import Update
    from countwatch.output.serve_faults import Fault
    from countwatch.present.words import Words

IDLE_LIMIT_SECONDS_DEFAULT = 30.0
"""A live watch asks every 5 seconds at the most, so that a silence may be longer here than in a replay."""


@click.command(name="serve", cls=SpokenCommand)
@recording_argument
@option(
    "--speed", type=Speed(), metavar="N|max", default=600.0, help="Recorded seconds a second, or 'max'. [default: 600]"
)
@option("--from", "start_at", metavar="TIME", help="Begin at this recorded time, such as 2021-06-07T10:30.")
@option("--idle-limit", type=Number(0.01, 86_400), metavar="S", help="Cut silences to S. [default: 30]")
@option("--fault", "faults", metavar="KIND,…", default="", help="Faults in turn: slow, 500, stale, html, torn, cut.")
@option(
    "--fault-every",
    type=Number(1, 1000, whole=True),
    default=3,
    metavar="N",
    help="Every N-th poll meets one. [default: 3]",
)
@option(
    "--port",
    type=Number(0, 65_535, whole=True),
    default=0,
    metavar="N",
    help="Port of 127.0.0.1; a free one by default.",
)
def command(
    recording: Path | None,
    speed: float | str,
    start_at: str | None,
    idle_limit: float | None,
    faults: str,
    fault_every: int,
    port: int,
) -> int:
    """Serve a recording as its feed would, so that a night can be rehearsed against it.

    The address to watch is printed on stdout, what is served as it comes on stderr. It listens on this
    machine alone. After the last update it goes on serving that one, until it is told to leave.
    """
    from countwatch.cli.language import words_here

    words = words_here()
    feed, root_key, reading = _opened(recording, speed, start_at, idle_limit or IDLE_LIMIT_SECONDS_DEFAULT)
    return asyncio.run(_serve(_Rehearsal(feed, root_key, reading, _kinds(faults), fault_every, port), words))


@dataclass(frozen=True, slots=True)
class _Rehearsal:
    feed: "ReplayFeed"
    root_key: str
    reading: str
    faults: "tuple[Fault, ...]"
    fault_every: int
    port: int


def _kinds(text: str) -> "tuple[Fault, ...]":
    """The faults that were asked for."""
    from countwatch.output.serve_faults import KINDS

    named = [name.strip() for name in text.split(",") if name.strip()]
    for name in named:
        if name not in KINDS:
            told = gettext("there is no fault '{name}'; {meant}")
            raise click.UsageError(told.format(name=name, meant=meant(name, KINDS)))
    return tuple(kind for name in named for kind in KINDS if kind == name)


def _opened(
    path: Path | None, speed: float | str, start_at: str | None, idle_limit_seconds: float
) -> "tuple[ReplayFeed, str, str]":
    """The recording as a feed, the key of its root, and the words that read it again."""
    from countwatch.cli.compose import election_for, parse_time
    from countwatch.cli.formats import CONTEST_SIGN, load_format
    from countwatch.cli.opening import SAMPLE
    from countwatch.cli.places import sample
    from countwatch.feeds.clock import SystemClock
    from countwatch.feeds.replay import ReplayFeed
    from countwatch.record.together import open_recording

    chosen = path or sample(SAMPLE)
    recording = open_recording(chosen)
    header = recording.header
    form = load_format(header.decoder, beside=chosen if chosen.is_dir() else chosen.parent)
    known = election_for(None, form, header.election)
    feed = ReplayFeed(
        recording,
        SystemClock(),
        speed=None if isinstance(speed, str) else speed,
        idle_limit_seconds=idle_limit_seconds,
        start_at=parse_time(start_at, known) if start_at else None,
    )
    plain, _, contest = header.decoder.partition(CONTEST_SIGN)
    reading = " ".join([f"--format {plain}", *([f"--contest {contest}"] if contest else [])])
    return feed, form.root_key, reading + (f" --election {known.id}" if known else "")


async def _serve(rehearsal: _Rehearsal, words: "Words") -> int:
    from countwatch.feeds.clock import SystemClock
    from countwatch.output.serve import RecordingServer
    from countwatch.output.serve_faults import Faults

    faults = Faults(rehearsal.faults, rehearsal.fault_every)
    server = RecordingServer(rehearsal.feed, rehearsal.root_key, SystemClock(), faults)
    stopped: asyncio.Future[int] = asyncio.get_running_loop().create_future()
    for number in (signal.SIGTERM, signal.SIGHUP, signal.SIGINT):
        asyncio.get_running_loop().add_signal_handler(number, _stop, stopped, number)

    def told(update: "Update") -> None:
        count = rehearsal.feed.status().updates or 0
        at = update.received_at.isoformat(timespec="seconds")
        _say(
            words(
                "serving update {n} of {count}, received {at}", n=words.count(update.n), count=words.count(count), at=at
            )
        )

    async with server.listening(rehearsal.port) as origin:
        playing = asyncio.create_task(server.play(told))
        begun = asyncio.create_task(server.first_update())
        await asyncio.wait(_futures(playing, begun, stopped), return_when=asyncio.FIRST_COMPLETED)
        url = f"{origin}{server.address.root_target or '/'}"
        click.echo(url)
        sys.stdout.flush()
        _say(words("watch it with: {command}", command=f"countwatch watch '{url}' {rehearsal.reading} --interval 5"))
        try:
            await asyncio.wait(_futures(playing, stopped), return_when=asyncio.FIRST_COMPLETED)
            if playing.done():
                playing.result()
                _say(words("that was the last update; it goes on being served"))
            return 128 + await stopped
        finally:
            playing.cancel()
            begun.cancel()
            await asyncio.gather(playing, begun, return_exceptions=True)
            await rehearsal.feed.aclose()


def _futures(*futures: "asyncio.Future[Any]") -> "set[asyncio.Future[Any]]":
    return set(futures)


def _stop(stopped: "asyncio.Future[int]", number: int) -> None:
    if not stopped.done():
        stopped.set_result(number)


def _say(text: str) -> None:
    click.echo(f"countwatch: {text}", err=True)
