"""The screen taken away: as a picture, and as plain text for the terminal that is given back."""

from datetime import datetime
from itertools import chain, count
from pathlib import Path
from typing import TYPE_CHECKING

from countwatch.model.text import clean

if TYPE_CHECKING:
    from textual.app import App
    from textual.screen import Screen


def screen_svg(app: "App[None]") -> str:
    """What is on the screen as SVG that needs nothing from elsewhere."""
    from countwatch.tui.svg import portable

    return portable(app.export_screenshot(title="countwatch"))


def screen_text(screen: "Screen[object]") -> str:
    """What is on a screen, line by line, without a control character. No line is wider than the terminal was."""
    rows = screen._compositor.render_strips()  # noqa: SLF001 - Textual hands out a screen's lines in no other way
    return "\n".join(clean(row.text).rstrip() for row in rows).strip("\n")


def last_text(screen: "Screen[object]") -> str:
    """The same of a screen that is being left, without the messages that lie over its figures."""
    for messages in screen.query("ToastRack"):
        messages.display = False
    screen._compositor.reflow(screen, screen.outer_size)  # noqa: SLF001 - at once: there is no next frame
    return screen_text(screen)


def save_new(text: str, folder: Path, at: datetime) -> Path:
    """Write a picture into a folder under its moment, and under a number where that name is taken: never over a file.

    `OSError` where the folder will not have it.
    """
    name = f"countwatch-{at:%Y-%m-%d-%H%M%S}"
    names = chain([f"{name}.svg"], (f"{name}-{number}.svg" for number in count(2)))
    while True:
        path = folder / next(names)
        try:
            with path.open("x", encoding="utf-8") as file:
                file.write(text)
        except FileExistsError:
            continue
        return path
