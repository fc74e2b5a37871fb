"""Text from outside is painted as text, through one door."""

import asyncio
import re
import unicodedata
from pathlib import Path

import pytest
from textual.events import MouseDown
from textual.widgets._toast import Toast

import countwatch.tui
from countwatch.tui.paint import notice
from countwatch.tui.screens.problem import ProblemScreen
from tests.tui.stage import SIZES, painted, screen_text, show, until
from tests.tui.views import picture, with_label

HOSTILE = (
    "[/nope]",
    "[@click=app.leave]x[/]",
    "[bold",
    "[$primary]",
    "\\[b]",
    "{braces}",
    "%s",
    "[link=file:///]a",
)
ROOM = Path(countwatch.tui.__file__).parent


@pytest.mark.parametrize("text", HOSTILE)
async def test_markup_is_shown_as_it_is_written(text: str) -> None:
    async with painted(picture(with_label(text)), (200, 50)) as (app, pilot):
        seen = screen_text(app)
        assert seen.count(text) >= 15
        await pilot.click("#first", offset=(4, 0))
        await pilot.click("#regions", offset=(4, 2))
        await pilot.click("#outlook", offset=(3, 1))
        assert not app._exit
        for mode in ("regions", "timeline", "log"):
            await app.action_show_mode(mode)
            show(app, picture(with_label(text)))
            await pilot.pause()
            assert text in screen_text(app)


@pytest.mark.parametrize("size", SIZES)
async def test_control_and_direction_characters_never_reach_a_line(size: tuple[int, int]) -> None:
    text = "\x1b]0;title\x07\x1b[31mred\r\n\u202eright\u200b to left\x9b1m"
    async with painted(picture(with_label(text)), size) as (app, _):
        seen = screen_text(app).replace("\n", "")
        refused = {c for c in seen if unicodedata.category(c) in {"Cc", "Cf", "Cs", "Co", "Cn"}}
        assert refused == set()
        assert "\ufffd[31mred" in seen


async def test_messages_and_problems_are_literal_too() -> None:
    async with painted(picture(), (120, 40)) as (app, pilot):
        notice(app, "[/nope] \x1b[31m")
        await until(pilot, lambda: "[/nope] \ufffd[31m" in screen_text(app))
        await app.push_screen(ProblemScreen("[/nope] could not be read", app.keyboard))
        await pilot.pause()
        assert "[/nope] could not be read" in screen_text(app)


async def test_a_click_on_a_message_that_just_went_ends_nothing() -> None:
    """It is still painted for a moment, while it has no parent any more."""
    async with painted(picture(), (120, 40)) as (app, pilot):
        notice(app, "it goes by itself", seconds=600)
        await until(pilot, lambda: "it goes by itself" in screen_text(app))
        toast = app.screen.query_one(Toast)
        x, y = (int(place) for place in toast.region.center)
        with app.batch_update():  # so that it stays painted
            toast.remove()
            while toast.is_attached:  # noqa: ASYNC110 - one turn of the loop after the other, until it has gone
                await asyncio.sleep(0)
            assert app.is_gone_at(x, y)
            await app.on_event(MouseDown(None, x, y, 0, 0, 1, False, False, False))
        await pilot.pause()
        assert app.fault is None
        assert not app.is_gone_at(x, y)


def test_only_the_door_makes_text() -> None:
    makes_text = re.compile(
        r"\b(Segment|Text|Content|Label|Markdown|RichLog)\(|Content\.|\.notify\(|from_markup|tooltip"
    )
    found = [
        f"{path.relative_to(ROOM)}:{number}"
        for path in sorted(ROOM.rglob("*.py"))
        if path.name != "paint.py"
        for number, line in enumerate(path.read_text("utf-8").splitlines(), start=1)
        if makes_text.search(line)
    ]
    assert found == []


def test_every_border_title_and_static_comes_from_the_door() -> None:
    for path in ROOM.rglob("*.py"):
        source = path.read_text("utf-8")
        for call in re.findall(r"border_(?:sub)?title = (.+)|Static\((.+)", source):
            assert re.match(r"(title\(|title$|subtitle$|paragraphs\()", "".join(call)), path
