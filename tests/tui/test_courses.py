"""A region with its history, the whole course, the axis of the chart, and the bulletin: on the recorded night."""

import asyncio
from collections.abc import AsyncIterator
from datetime import timedelta
from pathlib import Path

import pytest
from textual.message import Message

from countwatch.cli.compose import replay_watch
from countwatch.engine.watch import Watch
from countwatch.formats import registry
from countwatch.ledger.state import WatchState
from countwatch.model.protocols import FeedStatus
from countwatch.model.update import Update
from countwatch.present.words import Words
from countwatch.tui.app import CountwatchApp
from countwatch.tui.screens.regions import RegionsScreen
from countwatch.tui.widgets.happened import HappenedList
from countwatch.tui.widgets.region import RegionDetail
from countwatch.tui.widgets.regions import RegionsTable
from tests.tui.stage import SIZES, painted, screen_text, text_of, until
from tests.tui.views import LIVE, picture
from tests.unit.present.field import BEGUN_AT, BODIES, update

NIGHT = Path(__file__).parents[2] / "sample_feeds" / "peru-2021-runoff" / "peru-2021-runoff.cwrec"


def recorded(start_at: str) -> CountwatchApp:
    async def open_watch() -> Watch:
        watch = replay_watch(NIGHT, speed=600.0, idle_limit_seconds=3.0, start_at=start_at, linger=True)
        watch.feed.pause(paused=True)  # type: ignore[attr-defined]  # a replay
        return watch

    return CountwatchApp(open_watch, Words())


def shown(app: CountwatchApp) -> int:
    return app.picture.updates if app.picture else 0


def all_lines(detail: RegionDetail) -> str:
    return "\n".join("".join(part.text for part in pieces) for _, pieces in detail._lines)


@pytest.mark.parametrize("size", SIZES)
async def test_the_detail_of_lima_with_its_history(size: tuple[int, int]) -> None:
    app = recorded("2021-06-07T19:23")
    async with app.run_test(size=size) as pilot:
        await until(pilot, lambda: shown(app) == 31)
        await pilot.press("2", "slash", *"lima", "enter", "enter")
        detail = app.screen.query_one(RegionDetail)
        await until(pilot, lambda: "History:" in all_lines(detail))
        seen = " ".join(all_lines(detail).split())
        for fact in ("Total › Perú", "the total is of 7 Jun 19:23", "is ahead in the count so far by", "at the boards",
                     "turnout on counted actas", "blank", "null", "actas out", "Corrections", "7 Jun 18:18",
                     "fell with the total"):  # fmt: skip
            assert fact in seen, fact
        table = app.screen.query_one("#pane")
        assert table.display == (size[0] >= 110)
        await pilot.press("escape")
        assert not detail.display
        assert table.display


async def test_history_rows_are_newest_first_and_move_the_replay() -> None:
    app = recorded("2021-06-10T19:53")
    async with app.run_test(size=(160, 50)) as pilot:
        await until(pilot, lambda: shown(app) > 60)
        await pilot.press("2", "end", "enter")
        detail = app.screen.query_one(RegionDetail)
        await until(pilot, lambda: "History:" in all_lines(detail))
        rows = [n for n, _ in detail._lines if n]
        history = rows[-5:]
        assert history == sorted(history, reverse=True)
        await pilot.press("enter")
        await until(pilot, lambda: detail.has_focus)
        await pilot.press("end", "enter")
        await until(pilot, lambda: shown(app) == rows[-1])
        await until(pilot, lambda: "History: 1 document" in all_lines(detail))


async def test_the_detail_follows_the_cursor() -> None:
    app = recorded("2021-06-07T19:23")
    async with app.run_test(size=(120, 40)) as pilot:
        await until(pilot, lambda: shown(app) == 31)
        await pilot.press("2", "down", "enter")
        detail = app.screen.query_one(RegionDetail)
        assert "Amazonas" in str(detail.border_title)
        await pilot.press("down")
        await until(pilot, lambda: "Áncash" in str(detail.border_title))
        await until(pilot, lambda: "History:" in all_lines(detail))


class Island:
    """A live feed that brought an island's count once, and keeps no bodies."""

    def __init__(self, bodies: tuple[bytes, ...]) -> None:
        self._bodies = bodies

    async def updates(self) -> AsyncIterator[Update]:
        for n, content in enumerate(self._bodies, start=1):
            yield update(n, content)
        await asyncio.Event().wait()

    def status(self) -> FeedStatus:
        return FeedStatus("live", "waiting", "First round", "https://results.example/island.json")

    def now(self) -> object:
        return BEGUN_AT + timedelta(hours=3)

    async def aclose(self) -> None:
        """Nothing is held."""


def island() -> CountwatchApp:
    async def open_watch() -> Watch:
        return Watch(Island(BODIES), WatchState(registry.load("countwatch")))  # type: ignore[arg-type]  # all that is asked of it

    return CountwatchApp(open_watch, Words())


async def test_a_live_feed_says_calmly_where_its_history_is() -> None:
    app = island()
    async with app.run_test(size=(120, 50)) as pilot:
        await until(pilot, lambda: shown(app) == len(BODIES))
        await pilot.press("2", "enter")
        detail = app.screen.query_one(RegionDetail)
        await until(pilot, lambda: "History" in all_lines(detail))
        assert "the history of a live feed is in its recording: a replay shows it here" in " ".join(
            all_lines(detail).split()
        )


@pytest.mark.parametrize("size", SIZES)
async def test_eighteen_candidates_on_every_screen(size: tuple[int, int]) -> None:
    app = island()
    async with app.run_test(size=size) as pilot:
        await until(pilot, lambda: shown(app) == len(BODIES))
        await pilot.pause()
        seen = screen_text(app)
        assert "Candidate 01" in seen
        assert "0.636 points" in seen
        told = " ".join(text_of(app.screen.query_one("#lead")).split())
        assert "Candidate 00 is second so" in told or "second Candidate 00, " in told
        assert "…" not in told
        await pilot.press("2")
        assert "Coast" in screen_text(app)
        await pilot.press("enter")
        await pilot.pause()
        assert all(f"Candidate {place:02}" in all_lines(app.screen.query_one(RegionDetail)) for place in range(18))
        for key in "34":
            await pilot.press(key)
            assert "First round" in screen_text(app)


async def test_the_order_of_the_table_is_a_tree_on_real_units() -> None:
    app = recorded("2021-06-07T19:23")
    async with app.run_test(size=(120, 40)) as pilot:
        await until(pilot, lambda: shown(app) == 31)
        await pilot.press("2", "space")
        table = app.screen.query_one(RegionsTable)
        assert table.count() == 2
        await pilot.press("space", "o", "O")
        names = [row.name for row in table._rows]
        assert names[:3] == ["Perú", "Ucayali", "Tumbes"]
        assert names[-1] == "Extranjero"


@pytest.mark.parametrize("size", SIZES)
async def test_the_timeline_names_claims_sources_and_what_turned(size: tuple[int, int]) -> None:
    app = recorded("2021-07-29T00:00")
    async with app.run_test(size=size) as pilot:
        await until(pilot, lambda: shown(app) == 93)
        await pilot.press("3")
        await pilot.pause()
        told = {name: app.screen.query_one(f"#{name}", HappenedList) for name in ("timeline", "turning")}
        lines = {name: " ".join(text for _, text, _ in found._lines) for name, found in told.items()}
        for fact in (
            "claim: Keiko Fujimori",
            "concession: ",
            "scheduled: The constitutional term begins",
            "The JNE proclaims Pedro Castillo",
            "Gestión, 19 July 2021",
            "no recorded bulletin for",
        ):
            assert fact in lines["timeline"], fact
        for fact in ("lead changed: CASTILLO +25,499; before, FUJIMORI +4,671 (7 Jun 10:48)", "0.092 % of the margin",
                     "largest lead so far: FUJIMORI +617,443", "largest lead so far: CASTILLO +102,108", "pace to",
                     "units that fell: Apurímac, Lima"):  # fmt: skip
            assert fact in lines["turning"], fact
        assert "silent" not in lines["timeline"]


async def test_what_is_ahead_stands_above_what_happened_last() -> None:
    app = recorded("2021-06-10T19:53")
    async with app.run_test(size=(80, 24)) as pilot:
        await until(pilot, lambda: shown(app) > 60)
        await pilot.press("3")
        await pilot.pause()
        rows = app.screen.query_one("#timeline", HappenedList)
        assert rows.entry(rows.cursor).at == "10 Jun 16:20"
        assert rows.entry(0).kind == "scheduled"
        await pilot.press("home")
        app.paint()
        await pilot.pause()
        assert rows.cursor == 0


async def test_x_turns_the_axis_on_every_screen() -> None:
    app = recorded("2021-06-07T19:23")
    async with app.run_test(size=(120, 40)) as pilot:
        await until(pilot, lambda: shown(app) == 31)
        await pilot.pause()
        lead = app.screen.query_one("#lead")
        assert "94.5 %" in text_of(lead)
        await pilot.press("x")
        await pilot.pause()
        assert "7 Jun 00:48" in text_of(lead)
        assert "94.5 %" not in text_of(lead)
        assert "↕" in text_of(lead)
        await pilot.press("3")
        await pilot.pause()
        assert "7 Jun 00:48" in text_of(app.screen.query_one("#lead"))
        await pilot.press("x")
        await pilot.pause()
        assert "94.5 %" in text_of(app.screen.query_one("#lead"))


async def test_b_copies_the_bulletin_and_says_so() -> None:
    app = recorded("2021-06-07T19:23")
    async with app.run_test(size=(120, 40)) as pilot:
        await until(pilot, lambda: shown(app) == 31)
        await pilot.press("b")
        copied = app.clipboard
        for fact in ("as of 2021-06-07 19:23", "CASTILLO 50.269 %", "by 91,382 votes", "sha256 ", "Source: ONPE"):
            assert fact in copied, fact
        assert "\x1b" not in copied
        assert [toast.message for toast in app._notifications] == [
            "The bulletin is in the clipboard, where this terminal allows it."
        ]


async def test_b_before_there_are_numbers_copies_nothing() -> None:
    async with painted(picture(LIVE), (80, 24)) as (app, pilot):
        await pilot.press("b")
        assert app.clipboard == ""


async def test_the_pace_is_with_the_sheets() -> None:
    app = recorded("2021-06-07T19:23")
    async with app.run_test(size=(120, 40)) as pilot:
        await until(pilot, lambda: shown(app) == 31)
        await pilot.pause()
        told = text_of(app.screen.query_one("#sheets"))
        assert "pace to 7 Jun 19:23: " in told
        assert "▇█▇" in told


async def test_the_screen_of_regions_is_the_one_that_asks() -> None:
    app = island()
    asked: list[str] = []
    async with app.run_test(size=(120, 40)) as pilot:
        await until(pilot, lambda: shown(app) == len(BODIES))
        await pilot.press("2")
        screen = app.screen
        assert isinstance(screen, RegionsScreen)
        before = screen.post_message

        def listen(message: Message) -> bool:
            asked.append(type(message).__name__)
            return before(message)

        screen.post_message = listen  # type: ignore[method-assign]  # listened to, and handed on
        await pilot.press("enter")
        for _ in range(3):
            app.paint()
            await pilot.pause()
        assert asked.count("HistoryWanted") == 1
