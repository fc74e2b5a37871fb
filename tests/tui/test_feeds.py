"""Feeds side by side on the screen: there only where there are several, whole at every size, and never merged."""

from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import replace

import pytest
from textual.pilot import Pilot

from countwatch.engine.several import Several
from countwatch.engine.watch import Watch
from countwatch.formats import registry
from countwatch.ledger.state import WatchState
from countwatch.model.protocols import FeedStatus
from countwatch.model.update import Rewound, Update
from countwatch.present.side_by_side import FeedView, SideBySideView
from countwatch.present.views import Line
from countwatch.present.words import Words
from countwatch.tui.app import CountwatchApp
from countwatch.tui.screens.feeds import FeedsScreen
from tests.tui.stage import SIZES, LiveTestFeed, painted, screen_text, text_of, until
from tests.tui.views import picture
from tests.unit.ledger.nights import native, tally, update


class NamedFeed(LiveTestFeed):
    """A live feed under a name, which brings these bodies and then waits; `error` ends it instead."""

    def __init__(self, label: str, *bodies: bytes, error: Exception | None = None) -> None:
        super().__init__()
        self._label = label
        self._bodies = bodies
        self._error = error

    async def updates(self) -> AsyncIterator[Update | Rewound]:
        for n, body in enumerate(self._bodies, start=1):
            yield replace(update(n, body), record=None)
        if self._error is not None:
            raise self._error
        async for item in super().updates():
            yield item

    def status(self) -> FeedStatus:
        return FeedStatus("live", "waiting", self._label, f"https://{self._label}.example", interval_seconds=60.0)


@asynccontextmanager
async def beside(
    feeds: Sequence[NamedFeed], size: tuple[int, int] = (120, 40)
) -> AsyncIterator[tuple[CountwatchApp, Pilot[None]]]:
    """The app on several watches, once each of them has brought what it has."""

    async def open_watches() -> Several:
        return Several([Watch(feed, WatchState(registry.load("countwatch"))) for feed in feeds])

    app = CountwatchApp(open_watches, Words())
    async with app.run_test(size=size, notifications=True) as pilot:
        await until(
            pilot,
            lambda: (
                app.feeds is not None
                and all(
                    watch.state.n == len(feed._bodies) for watch, feed in zip(app.feeds.watches, feeds, strict=True)
                )
            ),
        )
        app.paint()
        await pilot.pause()
        yield app, pilot


BEHIND = native(53, tally(a=4900, sheets={"counted": 78}))


@pytest.mark.parametrize("size", SIZES)
async def test_the_screen_shows_each_feed_with_its_own_figures(size: tuple[int, int]) -> None:
    feeds = [NamedFeed("onpe", native(60)), NamedFeed("mirror", BEHIND)]
    async with beside(feeds, size) as (app, pilot):
        await pilot.press("5")
        await pilot.pause()
        assert isinstance(app.screen, FeedsScreen)
        seen = screen_text(app)
        for text in ("onpe", "mirror", "accepted", "5,000", "4,900 (−100)", "80.000 % (80)", "78.000 % (78)"):
            assert text in seen
        whole = " ".join(text_of(app.screen.query_one("#feeds")).split())
        assert "mirror is 7 min behind onpe: 2 tally sheets fewer" in whole
        assert all(len(line) == size[0] for line in seen.splitlines())


@pytest.mark.parametrize("size", SIZES)
async def test_figures_that_differ_at_one_stamp_are_told_on_the_live_screen_too(size: tuple[int, int]) -> None:
    feeds = [NamedFeed("onpe", native(60)), NamedFeed("mirror", native(60, tally(a=4993)))]
    async with beside(feeds, size) as (app, _):
        banner = text_of(app.screen.query_one("#banner"))
        assert "votes of Ana: 5,000 in onpe, 4,993 in mirror (−7), both" in banner
        assert "5 feeds" in screen_text(app)


async def test_the_first_feed_drives_the_panels() -> None:
    async with beside([NamedFeed("onpe", native(60)), NamedFeed("mirror", BEHIND)]) as (app, pilot):
        assert "5,000" in screen_text(app)
        assert "4,900" not in screen_text(app)
        assert not app.screen.query_one("#banner").display
        await pilot.press("r")
        assert app.feeds is not None
        asked = [watch.feed.asked for watch in app.feeds.watches]  # type: ignore[attr-defined]  # the test's own feeds
        assert asked == [["poll_now"], []]


async def test_the_feed_panel_says_in_one_line_how_the_others_stand() -> None:
    async with beside([NamedFeed("onpe", native(60)), NamedFeed("mirror", BEHIND)], (200, 50)) as (app, pilot):
        told = "mirror: 7 min behind, 2 tally sheets fewer"
        assert told in " ".join(text_of(app.screen.query_one("#health")).split())
        await pilot.press("4")
        await pilot.pause()
        assert told in screen_text(app)


async def test_many_feeds_are_put_below_one_another_and_none_is_left_out() -> None:
    feeds = [NamedFeed(f"feed{number}", native(60, tally(a=5000 + number))) for number in range(7)]
    async with beside(feeds, (80, 24)) as (app, pilot):
        await pilot.press("5")
        await pilot.pause()
        table = app.screen.query_one("#feeds")
        seen = text_of(table)
        for _ in range(12):
            await pilot.press("pagedown")
            await pilot.pause()
            seen += text_of(table)
        for number in range(1, 7):
            assert f"5,00{number} (+{number})" in seen
        joined = " ".join(seen.split())
        assert "5,000 in feed0, 5,006 in feed6 (+6), both stamped" in joined


async def test_a_feed_that_ends_is_said_and_the_others_go_on() -> None:
    feeds = [NamedFeed("onpe", native(60)), NamedFeed("mirror", BEHIND, error=ZeroDivisionError("[/nope]"))]
    async with beside(feeds) as (app, pilot):
        await until(pilot, lambda: app.feeds is not None and app.feeds.stopped(app.feeds.watches[1]) is not None)
        await pilot.press("5")
        await pilot.pause()
        seen = screen_text(app)
        assert "stopped" in seen
        assert "countwatch itself failed on this feed (ZeroDivisionError)" in " ".join(seen.split())
        assert "5,000" in seen
        assert app.fault is None


async def test_leaving_closes_every_feed() -> None:
    feeds = [NamedFeed("onpe", native(60)), NamedFeed("mirror", BEHIND)]
    async with beside(feeds) as (_, pilot):
        await pilot.press("q")
        await pilot.pause()
    assert [feed.closed for feed in feeds] == [True, True]


async def test_with_one_feed_there_is_no_such_screen() -> None:
    async with beside([NamedFeed("onpe", native(60))]) as (app, pilot):
        await pilot.press("5")
        await pilot.pause()
        assert app.current_mode == "live"
        assert "5 feeds" not in screen_text(app)
        assert "Only one feed is watched." in screen_text(app)
        modes = []
        for _ in range(5):
            await app.action_next_mode()
            modes.append(app.current_mode)
        assert modes == ["regions", "timeline", "log", "live", "regions"]


async def test_with_several_the_round_of_screens_has_it() -> None:
    async with beside([NamedFeed("onpe"), NamedFeed("mirror")]) as (app, _):
        modes = []
        for _ in range(5):
            await app.action_next_mode()
            modes.append(app.current_mode)
        assert modes == ["regions", "timeline", "log", "feeds", "live"]


@pytest.mark.parametrize("size", SIZES)
async def test_hostile_labels_are_literal(size: tuple[int, int]) -> None:
    label = "[/nope][@click=app.quit]x[/]\x1b[31m"
    column = FeedView(label, (Line(label, "warn"),) * 2)
    view = SideBySideView(label, (label, "lead"), (column, column), (Line(label, "warn"),), Line(label))
    async with painted(picture()._replace(feeds=view), size, "live") as (app, pilot):
        await app.switch_mode("feeds")
        await pilot.pause()
        assert isinstance(app.screen, FeedsScreen)
        app.screen.show(picture()._replace(feeds=view))
        await pilot.pause()
        seen = text_of(app.screen.query_one("#feeds"))
        assert "[/nope][@click=app.qui" in seen
        assert "\x1b" not in seen
