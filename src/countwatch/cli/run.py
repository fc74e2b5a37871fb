"""Run a watch on the screen to its end. Nothing is imported here that the first frame can do without."""

import signal
import sys
from collections.abc import Awaitable, Callable, Mapping
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING, NamedTuple

from countwatch.present.words import Words

if TYPE_CHECKING:
    from countwatch.engine.alarms import Alarms
    from countwatch.engine.several import Several
    from countwatch.engine.watch import Watch
    from countwatch.model.finding import Finding

LEAVING = (signal.SIGTERM, signal.SIGHUP, signal.SIGINT, signal.SIGQUIT)
"""Signals on which a watch is closed in order: its recording with a footer, the terminal given back."""


class ScreenSettings(NamedTuple):
    """What one may want of the screen: a theme, keys (see `Keyboard`), a folder for pictures.

    With `print_last` what the screen said last stays in the terminal, where somebody quits; `greeting` comes first;
    `opening` is what the watch is of, in a word, for as long as it is opened.
    """

    theme: str | None = None
    rebound: Mapping[str, str] = MappingProxyType({})
    pictures: Path = Path()
    print_last: bool = False
    greeting: str = ""
    opening: str = ""


def run_screen(
    open_watch: "Callable[[], Awaitable[Watch | Several]]",
    words: Words,
    settings: ScreenSettings,
) -> int:
    """Open the app, which opens the watch after its first frame. What ended it badly is raised afterwards."""
    from countwatch.tui.app import CountwatchApp

    def alarms(feeds: "Several", trouble: "Callable[[Finding], None]") -> "Alarms":
        from countwatch.cli.alarms import alarms_for

        return alarms_for(feeds, words, trouble)

    app = CountwatchApp(
        open_watch,
        words,
        theme=settings.theme,
        rebound=settings.rebound,
        pictures=settings.pictures,
        alarms_for=alarms,
        greeting=settings.greeting,
        opening=settings.opening,
    )
    for number in LEAVING:
        signal.signal(number, lambda received, _frame: app.leave(128 + received))
    app.run()
    if app.fault is not None:
        raise app.fault
    if app.problem is not None and not app.return_code:
        raise app.problem
    if settings.print_last and not app.return_code:
        sys.stdout.write(f"{app.last_screen}\n")
    return app.return_code or 0
