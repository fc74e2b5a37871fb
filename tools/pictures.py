"""Pictures of the real app on the bundled recording, for the documents; a test compares what they say.

python -m tools.pictures           write docs/pictures/*.svg
"""

import asyncio
import re
from dataclasses import dataclass
from html import unescape
from pathlib import Path

from countwatch.cli.language import words_for
from countwatch.cli.reading import still_watch
from countwatch.engine.watch import Watch
from countwatch.tui.photograph import photograph

FOLDER = Path(__file__).parent.parent / "docs" / "pictures"
EVENING = "2021-06-07T19:25:00-05:00"


@dataclass(frozen=True)
class Shot:
    """One picture: its file name, its size in cells, the recorded instant, the keys pressed, the language."""

    name: str
    columns: int
    rows: int
    at: str = EVENING
    keys: tuple[str, ...] = ()
    lang: str = "en"


SHOTS = (
    Shot("live-80x24", 80, 24),
    Shot("live-120x40", 120, 40),
    Shot("live-200x50", 200, 50),
    Shot("en-vivo-120x40", 120, 40, lang="es"),
    Shot("proclaimed-120x40", 120, 40, at="2021-07-19T20:00:00-05:00"),
    Shot("tour-turning", 120, 30, at="2021-06-07T11:19:30-05:00"),
    Shot("tour-regions", 120, 30, keys=("2", *("down",) * 15, "enter")),
    Shot("tour-map", 120, 30, keys=("2", "v", "right", "down")),
    Shot("tour-timeline", 120, 30, at="2021-06-10T20:00:00-05:00", keys=("3",)),
    Shot("tour-body", 100, 30, keys=("4", "enter")),
    Shot("tour-help", 80, 24, keys=("question_mark",)),
    Shot("guia-regiones", 120, 30, keys=("2", *("down",) * 15, "enter"), lang="es"),
)


async def picture(shot: Shot) -> str:
    """The SVG of one picture."""

    async def open_watch() -> Watch:
        return still_watch(None, at=shot.at)

    return await photograph(open_watch, words_for(shot.lang), size=(shot.columns, shot.rows), keys=shot.keys)


def said(svg: str) -> list[str]:
    """What a picture says, line by line."""
    told = re.search(r"<desc>(.*?)</desc>", svg, flags=re.DOTALL)
    return unescape(told[1]).splitlines() if told else []


def main() -> None:
    """Write every picture."""
    FOLDER.mkdir(parents=True, exist_ok=True)
    for shot in SHOTS:
        (FOLDER / f"{shot.name}.svg").write_text(asyncio.run(picture(shot)), encoding="utf-8")
        print(f"{shot.name}.svg")


if __name__ == "__main__":
    main()
