"""The app: opens a watch after its first frame, paints its latest state, and shows its screens."""

import os
from functools import partial
from signal import SIGHUP
from time import monotonic
from typing import TYPE_CHECKING, ClassVar

from textual import on
from textual.binding import BindingType
from textual.worker import WorkerFailed

from countwatch.model.errors import CountwatchError
from countwatch.present.views import Entry
from countwatch.present.words import Words
from countwatch.tui.actions import FeedActions
from countwatch.tui.keys import REPLAYING, WATCHING, bindings
from countwatch.tui.paint import notice
from countwatch.tui.picture import Picture, beside, take
from countwatch.tui.screens.base import CountScreen
from countwatch.tui.screens.body import BodyScreen
from countwatch.tui.screens.feeds import FeedsScreen
from countwatch.tui.screens.help import HelpScreen
from countwatch.tui.screens.live import LiveScreen
from countwatch.tui.screens.log import LogScreen
from countwatch.tui.screens.problem import ProblemScreen
from countwatch.tui.screens.regions import RegionsScreen
from countwatch.tui.screens.timeline import TimelineScreen
from countwatch.tui.widgets.happened import HappenedList
from countwatch.tui.widgets.log import LogTable
from countwatch.tui.widgets.region_map import RegionMap
from countwatch.tui.widgets.regions import RegionsTable
from countwatch.tui.widgets.rows import Rows

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    from rich.console import RenderableType

    from countwatch.engine.several import Several
    from countwatch.engine.watch import Watch

FRAME_SECONDS = 1 / 30
"""At most one paint in so long; what came between is never painted."""
TICK_SECONDS = 1.0
"""How often ages, the countdown and the replay's position are painted without any news."""

MODES: dict[str, type[CountScreen]] = {
    "live": LiveScreen,
    "regions": RegionsScreen,
    "timeline": TimelineScreen,
    "log": LogScreen,
    "feeds": FeedsScreen,
}
"""The screens by name, in the order of their keys."""


class CountwatchApp(FeedActions):
    """`open_watch` is awaited after the first frame, so that nothing heavy is in its way.

    The worker keeps the latest state (`Watch.state`) and asks for a paint; only `paint` touches widgets.
    `problem` is what ended the watch, for the exit code; `fault` is a bug of ours that ended the app: whoever
    ran it says so in a sentence, once the terminal is given back.
    """

    TITLE = "countwatch"
    CSS_PATH = "countwatch.tcss"
    DEFAULT_MODE = "live"
    ENABLE_COMMAND_PALETTE = False
    HORIZONTAL_BREAKPOINTS = [(0, "-narrow"), (110, "-wide"), (160, "-huge")]  # noqa: RUF012 - Textual's own shape
    VERTICAL_BREAKPOINTS = [(0, "-short"), (34, "-tall"), (46, "-grand")]  # noqa: RUF012 - same reason
    BINDINGS: ClassVar[list[BindingType]] = [*bindings(WATCHING), *bindings(REPLAYING)]

    def __init__(
        self, open_watch: "Callable[[], Awaitable[Watch | Several]]", words: Words, *, theme: str | None = None
    ) -> None:
        super().__init__(theme)
        self._open_watch = open_watch
        self.words = words
        self.watch_open: Watch | None = None
        self.feeds: Several | None = None
        self.problem: CountwatchError | None = None
        self.fault: Exception | None = None
        self._picture: Picture | None = None
        self._paint_due = False
        self._painted_at = 0.0
        self._is_up = False
        self._leaving_with: int | None = None
        for name, kind in MODES.items():
            self.add_mode(name, partial(kind, words))

    def _handle_exception(self, error: Exception) -> None:
        """Leave with 1 and keep the first error. Textual would print it with the values of all local variables."""
        cause = error.error if isinstance(error, WorkerFailed) else error
        self.fault = self.fault or (cause if isinstance(cause, Exception) else error)
        self._return_code = 1
        if self._exception is None:
            self._exception = error
            self._exception_event.set()
        self._close_messages_no_wait()

    def panic(self, *renderables: "RenderableType") -> None:
        """Leave and print nothing. Only Textual's thread that reads the terminal asks for this, once it cannot."""
        self.exit(return_code=128 + SIGHUP)

    def on_mount(self) -> None:
        """Paint the empty screen first, then open the watch."""
        self.set_interval(TICK_SECONDS, self._tick, name="tick")
        self.call_after_refresh(self._up)

    def _tick(self) -> None:
        """Paint what only time changes; leave where the terminal went away without a signal."""
        if not self.is_headless and not os.isatty(0):
            self.exit(return_code=128 + SIGHUP)
        self.request_paint()

    async def _up(self) -> None:
        """The first frame is painted: leave if that was asked for meanwhile, else open the watch."""
        self._is_up = True
        if self._leaving_with is None:
            await self.action_open_again()
        else:
            self.exit(return_code=self._leaving_with)

    async def action_open_again(self) -> None:
        """Open the watch, at the start or after a problem."""
        if isinstance(self.screen, ProblemScreen):
            await self.pop_screen()
        self.problem = None
        self.run_worker(self._follow(), exclusive=True, group="watch")

    async def _follow(self) -> None:
        try:
            opened = await self._open_watch()
            from countwatch.engine.several import Several

            self.feeds = Several.of(opened)
            self.watch_open = self.feeds.first
            self.request_paint()
            async for watch, state in self.feeds.states():
                if watch is self.watch_open:
                    self.arrived(state)
                self.request_paint()
        except CountwatchError as error:
            self.problem = error
            self._say(error)
        finally:
            if self.feeds is not None:
                await self.feeds.aclose()

    def _say(self, error: CountwatchError) -> None:
        from countwatch.present.problems import problem

        self.push_screen(ProblemScreen(problem(error, self.words), self.words))

    def request_paint(self) -> None:
        """Paint soon; many requests in one frame are one paint."""
        if self._paint_due or self.watch_open is None:
            return
        self._paint_due = True
        wait = FRAME_SECONDS - (monotonic() - self._painted_at)
        if wait > 0:
            self.set_timer(wait, self.paint)
        else:
            self.call_later(self.paint)

    def paint(self) -> None:
        """Paint the latest state on the screen of the mode in use."""
        self._paint_due = False
        if not self.screen_stack:
            return  # the app is closing: the timer of this paint came after its screens had gone
        screen = self.screen_stack[0]
        if self.feeds is None or not isinstance(screen, CountScreen) or not screen.is_mounted:
            return
        self._picture = beside(take(self.feeds.first, self.words, self._picture), self.feeds, self.words)
        with self.batch_update():
            screen.show(self._picture)
        self._painted_at = monotonic()

    def entries(self) -> tuple[Entry, ...]:
        """What has happened so far, newest first."""
        return self._picture.view.happened.entries if self._picture else ()

    async def action_show_mode(self, mode: str) -> None:
        """Go to another screen. That of several feeds is there only where there are several."""
        if mode == "feeds" and not self._are_several():
            notice(self, self.words("Only one feed is watched."))
            return
        while len(self.screen_stack) > 1:
            await self.pop_screen()
        await self.switch_mode(mode)
        self.paint()

    async def action_next_mode(self) -> None:
        """The screen after this one, and round again."""
        order = [mode for mode in MODES if mode != "feeds" or self._are_several()]
        await self.action_show_mode(order[(order.index(self.current_mode) + 1) % len(order)])

    def _are_several(self) -> bool:
        return self.feeds is not None and len(self.feeds.watches) > 1

    def action_maximise(self) -> None:
        """Let a panel fill the screen, or put it back."""
        if isinstance(self.screen, CountScreen):
            self.screen.toggle_maximised()

    async def action_turn_map(self) -> None:
        """The regions as a map of tiles, or as a table again; on their own screen, where this one has no room."""
        if self._picture is None or self._picture.view.regions.tiles is None:
            notice(self, self.words("The election file gives no tiles, so there is no map of the regions."))
            return
        shown = any(widget.display for widget in self.screen.query("#pane"))
        self.regions_as_map = not (shown and self.regions_as_map)
        if not shown:
            await self.action_show_mode("regions")

    def action_help(self) -> None:
        """What every key does."""
        footnote = self._picture.view.footnote if self._picture else ""
        self.push_screen(HelpScreen(self.words, footnote))

    async def action_search(self) -> None:
        """Search the regions, on their own screen."""
        await self.action_show_mode("regions")
        if isinstance(self.screen, RegionsScreen):
            self.screen.begin_search()

    def action_leave(self) -> None:
        """Quit."""
        self.exit()

    def leave(self, return_code: int) -> None:
        """Quit with an exit code. A signal handler may call it at any moment; before the app runs and after, it raises.

        `SystemExit` where there is no screen to leave.
        """
        if self._loop is None or not self._running:
            raise SystemExit(return_code)
        self._loop.call_soon_threadsafe(self._leave, return_code)

    def _leave(self, return_code: int) -> None:
        """Textual cannot be left while its first screen is being mounted: then it is left right after."""
        if self._is_up:
            self.exit(return_code=return_code)
        else:
            self._leaving_with = return_code

    @on(Rows.Activated)
    async def open_row(self, event: Rows.Activated) -> None:
        """A row was opened: what it means depends on its list."""
        rows = event.rows
        if isinstance(rows, HappenedList):
            self.go_to_update(rows.entry(event.index).n)
        elif isinstance(rows, LogTable):
            self._show_body(rows.update_number(event.index))
        elif isinstance(rows, RegionsTable) and (row := rows.selected()) is not None:
            await self._open_unit(row.id)

    @on(RegionMap.Opened)
    async def open_tile(self, event: RegionMap.Opened) -> None:
        """A tile was opened: its region's detail."""
        await self._open_unit(event.unit_id)

    async def _open_unit(self, unit_id: str) -> None:
        if isinstance(self.screen, RegionsScreen):
            return  # that screen opens it itself
        await self.action_show_mode("regions")
        if isinstance(self.screen, RegionsScreen):
            self.screen.open_unit(unit_id)

    def _show_body(self, n: int) -> None:
        body = self.body_of(n)
        if body is None:
            notice(self, self.words("The body of update {n} is not kept here; its recording has it.", n=n))
            return
        heading = self.words("update {n}, as it came: {count} bytes", n=n, count=self.words.count(len(body)))
        self.push_screen(BodyScreen(heading, body, self.words))
