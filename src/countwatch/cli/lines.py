"""Run a watch as lines to its end. The path is that of the screen; only the way out is another."""

import asyncio
import os
import sys
from collections.abc import Callable
from typing import TextIO

import click

from countwatch.cli.options import Way
from countwatch.cli.run import LEAVING
from countwatch.engine.several import Several
from countwatch.engine.watch import Watch
from countwatch.model.finding import Finding
from countwatch.model.protocols import RecordingStatus
from countwatch.model.text import clean
from countwatch.output.side_by_side import Printers
from countwatch.present.problems import sentence
from countwatch.present.words import Words

EXIT_NO_DATA = 3


def run_lines(open_watch: Callable[[], Watch | Several], way: Way, words: Words, out: TextIO | None = None) -> int:
    """Print one watch, or several, as lines until they end. 3 where nothing usable ever came."""
    feeds = Several.of(open_watch())
    return asyncio.run(_lines(feeds, Printers(out or sys.stdout, words, feeds, jsonl=way == "jsonl"), words))


async def _lines(feeds: Several, printers: Printers, words: Words) -> int:
    task = asyncio.current_task()
    loop = asyncio.get_running_loop()
    stopped: list[int] = []
    told: dict[Watch, Finding | None] = {}

    def stop(number: int) -> None:
        stopped.append(number)
        if task is not None:
            task.cancel()

    for number in LEAVING:
        loop.add_signal_handler(number, stop, number)
    try:
        printers.open()
        async for watch, state in feeds.states():
            printers.state(watch, state)
            told[watch] = _narrate(watch.recording, told.get(watch), words)
        printers.close()
    except asyncio.CancelledError:
        if not stopped:
            raise
        return 128 + stopped[0]
    except BrokenPipeError:
        # whoever read our lines has had enough; nothing may be written any more, at exit neither
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0
    finally:
        await feeds.aclose()
    return 0 if any(watch.state.snapshot for watch in feeds.watches) else EXIT_NO_DATA


def _narrate(recording: RecordingStatus | None, told: Finding | None, words: Words) -> Finding | None:
    """Say on stderr when the recording stops and when it goes on; answers what is told by now."""
    problem = recording.problem if recording else None
    if recording is None or problem == told:
        return told
    if problem is None:
        said = words("recording again, into {path}", path=clean(recording.path))
    else:
        said = words("NOT RECORDING: {reason}", reason=sentence(problem, words))
    click.echo(f"countwatch: {said}", err=True)
    return problem
