"""Run a watch as lines to its end. The path is that of the screen; only the way out is another."""

import asyncio
import os
import signal
import sys
from collections.abc import Callable

import click

from countwatch.cli.alarms import alarms_for
from countwatch.cli.options import Way
from countwatch.cli.run import LEAVING
from countwatch.count.alerts import Alert
from countwatch.engine import collector
from countwatch.engine.alarms import Alarms
from countwatch.engine.several import Several
from countwatch.engine.ticks import every
from countwatch.engine.watch import Watch
from countwatch.model.finding import Finding
from countwatch.model.protocols import RecordingStatus
from countwatch.model.text import clean
from countwatch.output.quiet import QuietPrinters
from countwatch.output.side_by_side import Printers
from countwatch.present.freshness import clock_trouble
from countwatch.present.problems import sentence
from countwatch.present.words import Words

EXIT_NO_DATA = 3

TICK_SECONDS = 1.0
"""How often alert rules that wait for time alone are looked at."""


def run_lines(open_watch: Callable[[], Watch | Several], way: Way, words: Words) -> int:
    """Print one watch, or several, as lines until they end. 3 where nothing usable ever came."""
    feeds = Several.of(open_watch())
    collector.release()
    if way == "quiet":
        return asyncio.run(_lines(feeds, QuietPrinters(sys.stderr, words, feeds), words))
    return asyncio.run(_lines(feeds, Printers(sys.stdout, words, feeds, jsonl=way == "jsonl"), words))


async def _lines(feeds: Several, printers: Printers | QuietPrinters, words: Words) -> int:
    loop = asyncio.get_running_loop()
    alarms = alarms_for(feeds, words, lambda trouble: _complain(sentence(trouble, words)))
    # A task of its own: what comes after it is not broken off by a second signal.
    following = asyncio.create_task(_follow(feeds, alarms, printers, words))
    stopped: list[int] = []

    def stop(number: int) -> None:
        stopped.append(number)
        following.cancel()

    for number in LEAVING:
        if number is not signal.SIGHUP or signal.getsignal(number) is not signal.SIG_IGN:
            loop.add_signal_handler(number, stop, number)
    try:
        await following
    except asyncio.CancelledError:
        if not stopped:
            raise
        return 128 + stopped[0]
    except BrokenPipeError:
        # whoever read our lines has had enough; nothing may be written any more, at exit neither
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0
    finally:
        await _let_go(feeds, alarms)
    return 0 if any(watch.state.snapshot for watch in feeds.watches) else EXIT_NO_DATA


async def _follow(feeds: Several, alarms: Alarms, printers: Printers | QuietPrinters, words: Words) -> None:
    """Write what comes until it ends, and what rings meanwhile."""
    told: dict[Watch, Finding | None] = {}
    clocks: dict[Watch, bool] = {}

    def tick() -> None:
        for watch, alert in alarms.passed():
            _ring(printers, watch, alert)

    printers.open()
    async with every(TICK_SECONDS, tick):
        async for watch, state in feeds.states():
            printers.state(watch, state)
            for alert in alarms.came(watch, state):
                _ring(printers, watch, alert)
            told[watch] = _narrate(watch.recording, told.get(watch), words)
            clocks[watch] = _narrate_clocks(watch, clocks.get(watch, False), words)
    printers.close()
    tick()


async def _let_go(feeds: Several, alarms: Alarms) -> None:
    """Close the watches, and let hooks end."""
    try:
        await feeds.aclose()
    finally:
        await alarms.aclose()


def _narrate(recording: RecordingStatus | None, told: Finding | None, words: Words) -> Finding | None:
    """Say on stderr when the recording stops and when it goes on; answers what is told by now."""
    problem = recording.problem if recording else None
    if recording is None or problem == told:
        return told
    if problem is None:
        said = words("recording again, into {path}", path=clean(recording.path))
    else:
        said = words("NOT RECORDING: {reason}", reason=sentence(problem, words))
    _complain(said)
    return problem


def _narrate_clocks(watch: Watch, told: bool, words: Words) -> bool:
    """Say on stderr that this machine's clock and another do not agree, once for as long as it is so."""
    trouble = clock_trouble(watch.status(), words)
    if trouble is not None and not told:
        _complain(trouble.text)
    return trouble is not None


def _ring(printers: Printers | QuietPrinters, watch: Watch, alert: Alert) -> None:
    """Say it, and ring the terminal's bell where there is a terminal: never into a pipe."""
    printers.alert(watch, alert)
    if alert.rule.bell and sys.stderr.isatty():
        sys.stderr.write("\a")
        sys.stderr.flush()


def _complain(text: str) -> None:
    click.echo(f"countwatch: {text}", err=True)
