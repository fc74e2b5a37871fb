"""The live screen as a picture without a terminal: the same app, on the same watch."""

from collections.abc import Callable

from countwatch.cli.glancing import glance
from countwatch.engine.watch import Watch
from countwatch.ledger.state import WatchState
from countwatch.present.words import Words
from countwatch.tui.photograph import photograph


async def live_picture(open_watch: Callable[[], Watch], words: Words, size: tuple[int, int]) -> tuple[WatchState, str]:
    """What was read, and its SVG in that many columns and lines. What ended the watch is raised."""
    opened: list[Watch] = []

    async def opening() -> Watch:
        opened.append(open_watch())
        return opened[0]

    svg = await photograph(opening, words, size=size, theme=glance("theme"))
    return opened[0].state, svg
