"""The real app on the same night.

python -m benchmarks.screens.ours paint | views | grow UPDATES | replay RECORDING | stalls UNITS
"""

import asyncio
import gc
import hashlib
import sys
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import suppress
from datetime import datetime
from pathlib import Path
from time import monotonic, process_time

from tests.tui.stage import TestFeed
from textual.widgets import Input

from benchmarks.nights import BEGIN, Night, Regional, update
from benchmarks.screens.talk import Talk
from countwatch.cli.run import ScreenSettings, run_screen
from countwatch.engine.collector import hold
from countwatch.engine.watch import Watch
from countwatch.feeds.clock import SystemClock
from countwatch.feeds.replay import ReplayFeed
from countwatch.formats import registry
from countwatch.ledger.state import WatchState
from countwatch.model.update import Document, Rewound, Update
from countwatch.present.live import still
from countwatch.present.words import Words
from countwatch.record.reader import Recording
from countwatch.tui.app import CountwatchApp
from countwatch.tui.picture import Picture, take
from countwatch.tui.screens.base import CountScreen

PAINTED_EACH = 10
AS_EVER = "collected-as-ever"
POLLS, POLL_SECONDS = 4, 4.0
"""Bodies of a large count, and how long each is given to come on screen."""
SOUGHT = "r1"
TURN_SECONDS = 0.005
"""How often the loop is asked whether it still turns."""


class Silent(TestFeed):
    """A live feed from which nothing comes by itself; its updates are put into the watch by hand."""

    def now(self) -> datetime:
        """The same instant all night: what is measured is an update."""
        return BEGIN


class Whole(Silent):
    """One document a poll, of so many units; 5 % of the regions are new in each."""

    def __init__(self, units: int) -> None:
        super().__init__()
        night = Night(units // 20)
        self._bodies: list[bytes] = []
        for _ in range(POLLS):
            self._bodies.append(night.body())
            night.count(night.some(0.05))

    async def updates(self) -> AsyncIterator[Update | Rewound]:
        """One after the other, each once the one before is surely on the screen."""
        for n, body in enumerate(self._bodies, start=1):
            await asyncio.sleep(POLL_SECONDS)
            yield Update(n, BEGIN, 0.1, (Document("root", "made up", 200, body, hashlib.sha256(body).hexdigest()),))
        await asyncio.Event().wait()


async def _app(watch: Watch) -> CountwatchApp:
    """The app that shows this watch, once it does."""
    from textual._context import active_app

    app = active_app.get()
    assert isinstance(app, CountwatchApp)  # noqa: S101 - a benchmark
    await _until(lambda: app.watch_open is watch)
    return app


async def _until(reached: Callable[[], bool]) -> None:
    while not reached():  # noqa: ASYNC110 - the app has no event for it
        await asyncio.sleep(0.005)


async def paint(watch: Watch) -> None:
    """Paint one update after another, as many as are wanted."""
    from benchmarks.screens.night import states

    app, made = await _app(watch), list(states())

    def painted(number: int) -> None:
        watch.state = made[number % len(made)]
        app.paint()

    await Talk().paint_on(painted)


async def views(watch: Watch) -> None:
    """The same with views that were made beforehand, as the texts of the floor and of the peers are."""
    from benchmarks.screens.night import states

    app, made, part = await _app(watch), list[Picture](), None
    for state in states():
        watch.state = state
        part = still(state, "live", app.words, part)
        made.append(take(watch, app.words, part))

    def painted(number: int) -> None:
        screen = app.screen_stack[0]
        if isinstance(screen, CountScreen):
            with app.batch_update():
                screen.show(made[number % len(made)])

    await Talk().paint_on(painted)


async def grow(watch: Watch) -> None:
    """Fold so many updates and as many again, painting every tenth; say how much memory the second half took."""
    from benchmarks.soak import memory_megabytes
    from countwatch.ledger.advance import advance

    app, night, count = await _app(watch), Night(2), int(sys.argv[2])
    begun = 0.0
    for n in range(1, 2 * count + 1):
        night.count(night.some(0.5))
        watch.state = advance(watch.state, update(n, night.documents()))
        if n % PAINTED_EACH == 0:
            app.paint()
            await asyncio.sleep(0.02)
        if n == count:
            gc.collect()
            begun = memory_megabytes()
    gc.collect()
    Talk().say(repr(memory_megabytes() - begun))


async def stalls(watch: Watch) -> None:
    """Say how long the loop stood still at the longest: while updates came, and while a region was sought."""
    app = await _app(watch)
    await _until(lambda: app.picture is not None)
    watching = asyncio.ensure_future(_longest_stall())
    await _until(lambda: app.picture is not None and app.picture.updates == POLLS)
    await app.action_search()
    for letter in SOUGHT:
        app.screen.query_one(Input).insert_text_at_cursor(letter)
        await asyncio.sleep(0.5)
    watching.cancel()
    Talk().say(repr(await watching))


async def _longest_stall() -> float:
    longest = 0.0
    with suppress(asyncio.CancelledError):
        while True:
            begin = monotonic()
            await asyncio.sleep(TURN_SECONDS)
            longest = max(longest, monotonic() - begin - TURN_SECONDS)
    return longest


async def replayed(watch: Watch) -> None:
    """Say how much CPU time it took to come to the end."""
    begin = process_time()
    feed = watch.feed
    await _app(watch)
    await _until(lambda: watch.state.n >= (feed.status().updates or 0))
    Talk().say(repr(process_time() - begin))


def opened() -> Watch:
    """The watch that the arguments ask for."""
    if sys.argv[1] == "stalls":
        return Watch(Whole(int(sys.argv[2])), WatchState(registry.load("countwatch")))
    if sys.argv[1] != "replay":
        return Watch(Silent(), WatchState(Regional()))
    feed = ReplayFeed(Recording.open(Path(sys.argv[2])), SystemClock(), speed=None, linger=True)
    return Watch(feed, WatchState(Regional()))


def main() -> None:
    """Run the app with a task beside it, and with the collector held as the command line does."""
    if AS_EVER not in sys.argv:
        hold()
    tasks: set[asyncio.Task[None]] = set()
    drives: dict[str, Callable[[Watch], Awaitable[None]]] = {
        "paint": paint,
        "views": views,
        "grow": grow,
        "replay": replayed,
        "stalls": stalls,
    }

    async def open_watch() -> Watch:
        watch = opened()
        tasks.add(asyncio.ensure_future(drives[sys.argv[1]](watch)))
        return watch

    hold()
    run_screen(open_watch, Words(), ScreenSettings())


if __name__ == "__main__":
    main()
