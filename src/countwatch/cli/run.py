"""Run a watch on the screen to its end. Nothing is imported here that the first frame can do without."""

import signal
from collections.abc import Awaitable, Callable, Mapping
from typing import TYPE_CHECKING

from countwatch.present.words import Words

if TYPE_CHECKING:
    from countwatch.engine.several import Several
    from countwatch.engine.watch import Watch

LEAVING = (signal.SIGTERM, signal.SIGHUP, signal.SIGINT, signal.SIGQUIT)
"""Signals on which a watch is closed in order: its recording with a footer, the terminal given back."""


def run_screen(
    open_watch: "Callable[[], Awaitable[Watch | Several]]",
    words: Words,
    *,
    theme: str | None,
    rebound: Mapping[str, str],
) -> int:
    """Open the app, which opens the watch after its first frame. What ended it badly is raised afterwards."""
    from countwatch.tui.app import CountwatchApp

    app = CountwatchApp(open_watch, words, theme=theme, rebound=rebound)
    for number in LEAVING:
        signal.signal(number, lambda received, _frame: app.leave(128 + received))
    app.run()
    if app.fault is not None:
        raise app.fault
    if app.problem is not None and not app.return_code:
        raise app.problem
    return app.return_code or 0
