"""What every screen says, line by line, at three sizes and in both languages; a test holds the app against it.

In English at the middle size it is also written in what colours and styles.

python -m tools.snapshots          write tests/tui/snapshots/*.txt, to be read as a diff
"""

import asyncio
from collections import defaultdict
from collections.abc import AsyncIterator, Awaitable, Callable
from itertools import chain, groupby
from operator import itemgetter
from pathlib import Path
from string import ascii_lowercase

from rich.style import Style
from textual.pilot import Pilot
from textual.screen import Screen

from countwatch.cli.language import words_for
from countwatch.cli.reading import still_watch
from countwatch.engine.several import Several
from countwatch.engine.watch import Watch
from countwatch.tui.app import CountwatchApp
from countwatch.tui.taking import screen_text

FOLDER = Path(__file__).parent.parent / "tests" / "tui" / "snapshots"
LANGUAGES = ("en", "es")
SIZES = ((80, 24), (120, 40), (200, 50))
STYLED = ("en", (120, 40))
"""Where colours are written down, too."""
EVENING, EARLIER = "2021-06-07T19:25:00-05:00", "2021-06-07T18:20:00-05:00"

WALK = (
    ("live", ("1",)),
    ("regions", ("2", "home")),
    ("detail", ("down", "down", "enter")),
    ("map", ("escape", "home", "v")),
    ("timeline", ("v", "3")),
    ("log", ("4", "home")),
    ("body", ("enter",)),
    ("help", ("escape", "1", "question_mark")),
)
"""Every screen of one watch, each with the keys that lead there from the one before."""

Page = tuple[str, str, str]
"""The name of a screen, what it says, and in which styles."""


async def pages(lang: str) -> dict[str, str]:
    """By the name of a screen, what it says at each size. Three apps are started, whatever the number of screens."""
    found: dict[str, list[str]] = defaultdict(list)
    painted: dict[str, str] = {}
    walks = (_of_one(lang), _of_several(lang), _of_none(lang))
    for walk in walks:
        async for name, text, styles in walk:
            found[name].append(text)
            if lang == STYLED[0] and SIZES[len(found[name]) - 1] == STYLED[1]:
                painted[f"{name}-styles"] = styles
    said = {name: "\n".join(chain.from_iterable(zip(_HEADS, texts, strict=True))) for name, texts in found.items()}
    return said | painted


_HEADS = tuple(f"== {columns}x{rows}" for columns, rows in SIZES)


def screen_styles(screen: Screen[object]) -> str:
    """A legend of the styles, then for each line how many cells have which, from the left: "40a 2b 78a"."""
    legend: dict[str, str] = {}
    rows = []
    for number, strip in enumerate(screen._compositor.render_strips(), start=1):  # noqa: SLF001 - as in tui/taking.py
        cells = [
            (legend.setdefault(_look(part.style), f"{_code(len(legend))}"), part.cell_length)
            for part in strip
            if part.cell_length
        ]
        runs = [(code, sum(size for _, size in run)) for code, run in groupby(cells, key=itemgetter(0))]
        rows.append(f"{number:>3}  " + " ".join(f"{size}{code}" for code, size in runs))
    return "\n".join([*(f"{code} = {look}" for look, code in legend.items()), *rows])


def _code(number: int) -> str:
    """a to z, then aa to az and so on."""
    head, last = divmod(number, 26)
    return (ascii_lowercase[head - 1] if head else "") + ascii_lowercase[last]


def _look(style: Style | None) -> str:
    """A style without what cannot be seen of it."""
    return str(Style(color=style.color, bgcolor=style.bgcolor) + style.without_color) if style else "none"


async def _of_one(lang: str) -> AsyncIterator[Page]:
    async def open_watch() -> Watch:
        return still_watch(None, at=EVENING)

    async for app, pilot in _sized(open_watch, lang):
        for name, keys in WALK:
            await _press(app, pilot, keys)
            yield name, screen_text(app.screen), screen_styles(app.screen)
        await _press(app, pilot, ("escape",))


async def _of_several(lang: str) -> AsyncIterator[Page]:
    async def open_watches() -> Several:
        return Several([still_watch(None, at=EVENING), still_watch(None, at=EARLIER)])

    async for app, pilot in _sized(open_watches, lang):
        await _press(app, pilot, ("5",))
        yield "feeds", screen_text(app.screen), screen_styles(app.screen)


async def _of_none(lang: str) -> AsyncIterator[Page]:
    async def open_watch() -> Watch:
        return still_watch("missing.cwrec")

    async for app, _ in _sized(open_watch, lang):
        yield "problem", screen_text(app.screen), screen_styles(app.screen)


async def _sized(
    open_watch: Callable[[], Awaitable[Watch | Several]], lang: str
) -> AsyncIterator[tuple[CountwatchApp, Pilot[None]]]:
    """One app at each size in turn, once it has read what it is to show."""
    app = CountwatchApp(open_watch, words_for(lang))
    async with app.run_test(size=SIZES[0]) as pilot:
        while not _has_settled(app):
            await pilot.pause(0.01)
        for size in SIZES:
            await pilot.resize_terminal(*size)
            app.paint()
            await pilot.pause()
            yield app, pilot


def _has_settled(app: CountwatchApp) -> bool:
    others = app.feeds.watches[1:] if app.feeds else ()
    return app.has_settled() and all(
        watch.state.n and watch.status().bound_for in {None, watch.state.n} for watch in others
    )


async def _press(app: CountwatchApp, pilot: Pilot[None], keys: tuple[str, ...]) -> None:
    for key in keys:
        await pilot.press(key)
        await pilot.pause()
    if reading := [worker for worker in app.workers if worker.group == "history"]:
        await app.workers.wait_for_complete(reading)
        await pilot.pause()


def main() -> None:
    """Write every snapshot anew."""
    FOLDER.mkdir(parents=True, exist_ok=True)
    for lang in LANGUAGES:
        for name, text in asyncio.run(pages(lang)).items():
            (FOLDER / f"{lang}-{name}.txt").write_text(f"{text}\n", encoding="utf-8")
            print(f"{lang}-{name}.txt")


if __name__ == "__main__":
    main()
