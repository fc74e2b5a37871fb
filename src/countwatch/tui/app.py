"""The app: opens a watch after its first frame, and paints its latest state."""

from collections.abc import Mapping
from functools import partial
from pathlib import Path
from time import monotonic
from typing import TYPE_CHECKING, ClassVar

from textual.binding import BindingType
from textual.driver import Driver

from countwatch.engine.collector import SETTLED_SECONDS, settle
from countwatch.model.errors import CountwatchError
from countwatch.present.words import Words
from countwatch.tui.alerts import Ringer
from countwatch.tui.driver import saving
from countwatch.tui.keyboard import Keyboard
from countwatch.tui.keys import REPLAYING, WATCHING, bindings
from countwatch.tui.mirror import Mirror
from countwatch.tui.paint import notice
from countwatch.tui.picture import beside, take
from countwatch.tui.screens.base import CountScreen
from countwatch.tui.screens.problem import ProblemScreen
from countwatch.tui.showing import MODES, ScreenActions
from countwatch.tui.stills import Stills
from countwatch.tui.widgets.header import HeaderBar, opening_sentence
from countwatch.tui.widgets.small import COLUMNS_MIN, LINES_MIN

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    from countwatch.engine.several import Several
    from countwatch.engine.watch import Watch
    from countwatch.tui.alerts import AlarmsFor

HERE = Path()
FRAME_SECONDS = 1 / 30
"""At most one paint in so long; what came between is never painted."""
GREETING_SECONDS = 15.0
"""How long it is said at first what is shown where no feed is set."""
CATCHING_UP_SECONDS = 0.5
"""The same while a replay reads on to where it was moved: often enough to show how far it is."""
TICK_SECONDS = 1.0
"""How often ages, the countdown and the replay's position are painted without any news."""


class CountwatchApp(ScreenActions):
    """`open_watch` is awaited after the first frame, so that nothing heavy is in its way.

    The worker keeps the latest state (`Watch.state`) and asks for a paint; only `paint` touches widgets.
    `problem` is what ended the watch, for the exit code. `rebound` are keys of the settings, see `Keyboard`;
    `pictures` is the folder for pictures of the screen; `opening` says in a word what is opened.
    """

    TITLE = "countwatch"
    CSS_PATH = "countwatch.tcss"
    DEFAULT_MODE = "live"
    ENABLE_COMMAND_PALETTE = False
    HORIZONTAL_BREAKPOINTS = [(0, "-cramped"), (COLUMNS_MIN, "-narrow"), (110, "-wide"), (160, "-huge")]  # noqa: RUF012 - Textual's own shape
    VERTICAL_BREAKPOINTS = [(0, "-low"), (LINES_MIN, "-short"), (34, "-tall"), (46, "-grand")]  # noqa: RUF012 - same reason
    BINDINGS: ClassVar[list[BindingType]] = [*bindings(WATCHING), *bindings(REPLAYING)]

    def __init__(
        self,
        open_watch: "Callable[[], Awaitable[Watch | Several]]",
        words: Words,
        *,
        theme: str | None = None,
        rebound: Mapping[str, str] | None = None,
        pictures: Path = HERE,
        alarms_for: "AlarmsFor | None" = None,
        greeting: str = "",
        opening: str = "",
    ) -> None:
        self.mirror = Mirror()
        super().__init__(theme)
        self.pictures = pictures
        self._open_watch = open_watch
        self._greeting = greeting
        self.words = words
        self.keyboard = Keyboard(words, rebound)
        self._opening = opening_sentence(opening, self.keyboard)
        self.set_keymap(self.keyboard.rebound)
        self._ringer = Ringer(self, words, alarms_for)
        self.problem: CountwatchError | None = None
        self._stills = Stills(self.run_worker, self.request_paint)
        self._paint_due = False
        self._painted_at = 0.0

    def get_default_screen(self) -> CountScreen:
        """The screen of the default mode. Textual reads the whole stylesheet again for a mode that is only added.

        It has the classes of its size at once: those that Textual gives it come after the first frame.
        """
        screen = MODES[self.DEFAULT_MODE](self.keyboard, self._opening)
        sides = ((self.HORIZONTAL_BREAKPOINTS, self.size.width), (self.VERTICAL_BREAKPOINTS, self.size.height))
        screen.add_class(*(max(step for step in steps if step[0] <= cells)[1] for steps, cells in sides), update=False)
        return screen

    def get_driver_class(self) -> type[Driver]:
        """The platform's own, which is sent only what the terminal does not show yet."""
        return saving(super().get_driver_class(), self.mirror.thrifty)

    def on_resize(self) -> None:
        """What a terminal of another size shows is not known."""
        self.mirror.forget()

    def on_mount(self) -> None:
        """Paint the empty screen first, then open the watch."""
        for name, kind in MODES.items():
            self.add_mode(name, partial(kind, self.keyboard, self._opening))
        self.set_interval(TICK_SECONDS, self._tick, name="tick")
        self.set_timer(SETTLED_SECONDS, settle)
        self.call_after_refresh(self._up)

    def _tick(self) -> None:
        """Paint what only time changes."""
        self.leave_without_terminal()
        self._ringer.passed()
        self.paint()

    async def _up(self) -> None:
        """The first frame is painted: open the watch, unless one wants to leave already."""
        if self.has_come_up():
            if self._greeting:
                notice(self, self._greeting, seconds=GREETING_SECONDS)
            await self.action_open_again()

    def has_settled(self) -> bool:
        """Whether all that belongs to the instant now is read and painted, or the watch has come to its end."""
        if self.problem is not None or self.fault is not None:
            return True
        if self.watch_open is None or not self.watch_open.state.n:
            return False
        n = self.watch_open.state.n
        return (
            self.watch_open.status().bound_for in {None, n} and self.picture is not None and self.picture.updates == n
        )

    async def action_open_again(self) -> None:
        """Open the watch, at the start or after a problem."""
        if isinstance(self.screen, ProblemScreen):
            await self.pop_screen()
            self._say_in_header(self._opening)
        self.problem = None
        self.run_worker(self._follow(), exclusive=True, group="watch")

    async def _follow(self) -> None:
        try:
            opened = await self._open_watch()
            from countwatch.engine.several import Several

            self.feeds = Several.of(opened)
            self.watch_open = self.feeds.first
            self._ringer.open(self.feeds)
            self.request_paint()
            async for watch, state in self.feeds.states():
                self._ringer.came(watch, state)
                if watch is self.watch_open:
                    self.arrived(state)
                self.request_paint()
        except CountwatchError as error:
            self.problem = error
            self._say(error)
        finally:
            try:
                if self.feeds is not None:
                    await self.feeds.aclose()
            finally:
                await self._ringer.aclose()

    def _say(self, error: CountwatchError) -> None:
        from countwatch.present.problems import problem

        self._say_in_header("")
        self.push_screen(ProblemScreen(problem(error, self.words), self.keyboard))

    def _say_in_header(self, word: str) -> None:
        for header in self.screen_stack[0].query(HeaderBar):
            header.say(word)

    def request_paint(self) -> None:
        """Paint soon; many requests in one frame are one paint."""
        if self._paint_due or self.watch_open is None:
            return
        self._paint_due = True
        wait = self._seconds_between_paints() - (monotonic() - self._painted_at)
        if wait > 0:
            self.set_timer(wait, self.paint)
        else:
            self.call_later(self.paint)

    def _seconds_between_paints(self) -> float:
        """Rarely while a replay catches up: what is passed on the way is nobody's wish, and painting it takes time."""
        is_ahead = self.watch_open is not None and self.watch_open.feed.status().phase == "catching_up"
        return CATCHING_UP_SECONDS if is_ahead else FRAME_SECONDS

    def paint(self) -> None:
        """Paint the latest state on the screen of the mode in use."""
        self._paint_due = False
        if not self.is_running or not self.screen_stack:
            return  # the app is closing: the timer of this paint came while its widgets were going
        screen = self.screen_stack[0]
        if self.feeds is None or not isinstance(screen, CountScreen) or not screen.is_mounted:
            return
        first = self.feeds.first
        self.picture = beside(take(first, self.words, self._stills.of(first, self.words)), self.feeds, self.words)
        with self.batch_update():
            screen.show(self.shown(self.picture))
        self._painted_at = monotonic()
