"""A frozen screen: nothing of it moves, nothing old is shown as fresh, and the count goes on behind it."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from textual.pilot import Pilot

from countwatch.cli.places import sample
from countwatch.engine.watch import Watch
from countwatch.formats import registry
from countwatch.ledger.state import WatchState
from countwatch.model.protocols import RecordingStatus
from countwatch.model.update import Rewound, Update
from countwatch.present.words import Words
from countwatch.record.reader import Recording
from countwatch.tui.app import CountwatchApp
from countwatch.tui.widgets.log import LogTable
from tests.tui.stage import LiveTestFeed, ReplayTestFeed, screen_text, until, watching

RECORDING = "peru-2021-runoff/peru-2021-runoff.cwrec"


class PushedFeed(LiveTestFeed):
    """The bundled night as a live feed that brings an update when the test says so."""

    def __init__(self) -> None:
        super().__init__()
        self.recording = Recording.open(sample(RECORDING))
        self.due: asyncio.Queue[int] = asyncio.Queue()

    async def updates(self) -> AsyncIterator[Update | Rewound]:
        while True:
            yield self.recording.update(await self.due.get())


@asynccontextmanager
async def night(size: tuple[int, int] = (120, 40)) -> AsyncIterator[tuple[CountwatchApp, Pilot[None], PushedFeed]]:
    """The app after the first update."""
    feed = PushedFeed()
    watch = Watch(feed, WatchState(registry.load("onpe-2021")), recording=RecordingStatus("night.cwrec"))

    async def opened() -> Watch:
        return watch

    app = CountwatchApp(opened, Words())
    async with app.run_test(size=size) as pilot:
        await come(app, pilot, feed, 1)
        yield app, pilot, feed


async def come(app: CountwatchApp, pilot: Pilot[None], feed: PushedFeed, n: int) -> None:
    """One more update, painted."""
    feed.due.put_nowait(n)
    await until(pilot, lambda: app.watch_open is not None and app.watch_open.state.n == n)
    app.paint()
    await pilot.pause()


async def test_the_count_goes_on_behind_a_frozen_screen_that_says_so() -> None:
    async with night() as (app, pilot, feed):
        assert "6,545,132" in screen_text(app)
        await pilot.press("f")
        for n in (2, 3):
            await come(app, pilot, feed, n)
        banner = "FROZEN since 7 Jun 05:48: 2 updates came; ages and countdowns stand still; f goes on"
        await until(pilot, lambda: banner in screen_text(app))
        seen = screen_text(app)
        assert "6,545,132" in seen
        assert "● FROZEN" in seen
        assert "● LIVE" not in seen
        assert "next poll" not in seen
        assert "f unfreeze" in seen.splitlines()[-1]
        await pilot.press("f")
        await until(pilot, lambda: "● LIVE" in screen_text(app))
        assert "6,545,132" not in screen_text(app)
        assert "FROZEN" not in screen_text(app)


async def test_every_screen_is_frozen_and_the_hint_goes_on() -> None:
    async with night() as (app, pilot, feed):
        await pilot.press("4", "f")
        await come(app, pilot, feed, 2)
        await until(pilot, lambda: "FROZEN" in screen_text(app))
        assert app.screen.query_one("#log", LogTable).count() == 1
        await pilot.press("3")
        await until(pilot, lambda: "1 update came" in screen_text(app))
        await pilot.click("#hints", offset=(2, 0))
        await until(pilot, lambda: "FROZEN" not in screen_text(app))
        await pilot.press("4")
        assert app.screen.query_one("#log", LogTable).count() == 2


async def test_what_is_cited_is_what_is_on_the_screen() -> None:
    async with night() as (app, pilot, feed):
        await pilot.press("f")
        await come(app, pilot, feed, 2)
        await pilot.press("b")
        assert "6,545,132" in app.clipboard
        await pilot.press("f", "b")
        assert "6,545,132" not in app.clipboard


async def test_whoever_moves_a_replay_wants_to_see_it() -> None:
    async with watching(ReplayTestFeed()) as (app, pilot):
        await pilot.press("f")
        assert app.kept is not None
        await pilot.press("right")
        assert app.kept is None


async def test_at_80_columns_the_sentence_still_says_since_when_and_how_many() -> None:
    async with night((80, 24)) as (app, pilot, feed):
        await pilot.press("f")
        await come(app, pilot, feed, 2)
        banner = "FROZEN since 7 Jun 05:48 · 1 update came · f goes on"
        await until(pilot, lambda: banner in screen_text(app))
