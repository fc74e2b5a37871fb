"""A picture of the app without a terminal: it runs for nobody but the picture."""

from collections.abc import Iterable
from typing import TYPE_CHECKING

from countwatch.tui.app import CountwatchApp
from countwatch.tui.taking import screen_svg

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    from textual.pilot import Pilot

    from countwatch.engine.several import Several
    from countwatch.engine.watch import Watch
    from countwatch.present.words import Words

WAIT_SECONDS = 0.01
"""How long is waited before looking again whether the reading that is wanted has come."""


async def photograph(
    open_watch: "Callable[[], Awaitable[Watch | Several]]",
    words: "Words",
    *,
    size: tuple[int, int],
    theme: str | None = None,
    keys: Iterable[str] = (),
) -> str:
    """The SVG of the app at that many columns and lines, once the watch has read what it is to show.

    `keys` are pressed first, by Textual's names. What ended the watch is raised.
    """
    app = CountwatchApp(open_watch, words, theme=theme)
    async with app.run_test(size=size) as pilot:
        await _settle(app, pilot)
        for key in keys:
            await pilot.press(key)
            await pilot.pause()
        svg = screen_svg(app)
    if app.problem is not None:
        raise app.problem
    return svg


async def _settle(app: CountwatchApp, pilot: "Pilot[None]") -> None:
    while not app.has_settled():
        await pilot.pause(WAIT_SECONDS)
    app.paint()
    await pilot.pause()
