"""The real app on a test's stage: with views made by hand, or with a watch of the test's own feed."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from datetime import UTC, datetime, timedelta

from textual.pilot import Pilot
from textual.widget import Widget

from countwatch.engine.watch import Watch
from countwatch.formats import registry
from countwatch.ledger.state import WatchState
from countwatch.model.protocols import FeedStatus
from countwatch.model.update import Document, Rewound, Update
from countwatch.present.live import still
from countwatch.present.words import Words
from countwatch.tui.app import CountwatchApp
from countwatch.tui.picture import Picture, take
from countwatch.tui.screens.base import CountScreen

SIZES = ((80, 24), (120, 40), (200, 50))
START = datetime(2021, 6, 7, 5, 48, tzinfo=UTC)
END = START + timedelta(days=50)


class TestFeed:
    """A feed that never brings anything by itself."""

    __test__ = False

    def __init__(self) -> None:
        self.asked: list[object] = []
        self.closed = False

    async def updates(self) -> AsyncIterator[Update | Rewound]:
        await asyncio.Event().wait()
        yield Rewound(0, self.document)

    def document(self, n: int, key: str) -> Document:
        raise LookupError(n)

    def status(self) -> FeedStatus:
        return FeedStatus("live", "waiting", "ONPE", "https://example.org/results", interval_seconds=60.0)

    def now(self) -> datetime:
        return START

    async def aclose(self) -> None:
        self.closed = True


class LiveTestFeed(TestFeed):
    """A live feed that can be hurried."""

    def poll_now(self) -> None:
        self.asked.append("poll_now")


class ReplayTestFeed(TestFeed):
    """A replay that stands in the middle of its recording and writes down what it is asked."""

    def __init__(self) -> None:
        super().__init__()
        self.speed: float | None = 600.0
        self.paused = False

    def status(self) -> FeedStatus:
        middle = START + (END - START) / 2
        return FeedStatus(
            "replay", "paused" if self.paused else "playing", "ONPE", "night.cwrec", speed=self.speed,
            position=middle, starts_at=START, ends_at=END, updates=93, provenance="reconstructed",
            fraction=lambda at: (at - START) / (END - START),
        )  # fmt: skip

    def pause(self, *, paused: bool) -> None:
        self.paused = paused
        self.asked.append(("pause", paused))

    def set_speed(self, speed: float | None) -> None:
        self.speed = speed
        self.asked.append(("speed", speed))

    def seek(self, at: datetime) -> None:
        self.asked.append(("seek", at))

    def seek_fraction(self, fraction: float) -> None:
        self.asked.append(("fraction", round(fraction, 3)))

    def seek_update(self, n: int) -> None:
        self.asked.append(("update", n))

    def step(self, updates: int) -> None:
        self.asked.append(("step", updates))


def opening(feed: TestFeed) -> Callable[[], Awaitable[Watch]]:
    async def open_watch() -> Watch:
        return Watch(feed, WatchState(registry.load("onpe-2021")))

    return open_watch


async def never() -> Watch:
    """A watch that does not open."""
    await asyncio.Event().wait()
    raise AssertionError


@asynccontextmanager
async def painted(
    picture: Picture | None, size: tuple[int, int], mode: str = "live", theme: str | None = None
) -> AsyncIterator[tuple[CountwatchApp, Pilot[None]]]:
    """The app at that size, with that picture painted on one of its screens."""
    app = CountwatchApp(never, Words(), theme=theme)
    async with app.run_test(size=size, notifications=True) as pilot:
        await app.action_show_mode(mode)
        await pilot.pause()
        if picture is not None:
            show(app, picture)
            await pilot.pause()
        yield app, pilot


@asynccontextmanager
async def watching(
    feed: TestFeed, size: tuple[int, int] = (120, 40)
) -> AsyncIterator[tuple[CountwatchApp, Pilot[None]]]:
    """The app on a watch of that feed, opened and painted once."""
    app = CountwatchApp(opening(feed), Words())
    async with app.run_test(size=size) as pilot:
        await until(pilot, lambda: app.picture is not None)
        yield app, pilot


def moment(watch: Watch) -> Picture:
    """What would be painted of that watch now."""
    return take(watch, Words(), still(watch.state, watch.status().provenance, Words()))


def show(app: CountwatchApp, picture: Picture) -> None:
    """Paint a picture on the screen that is on."""
    screen = app.screen
    assert isinstance(screen, CountScreen)
    screen.show(picture)


async def until(pilot: Pilot[None], reached: Callable[[], bool]) -> None:
    """Let the app run until something is so; a test that waits in vain fails."""
    async with asyncio.timeout(20):
        while not reached():
            await pilot.pause(0.01)


def screen_text(app: CountwatchApp) -> str:
    """All that is on the screen, line by line."""
    return "\n".join(strip.text for strip in app.screen._compositor.render_strips())


def text_of(widget: Widget) -> str:
    """A widget's own lines."""
    return "\n".join(widget.render_line(y).text.rstrip() for y in range(widget.size.height))
