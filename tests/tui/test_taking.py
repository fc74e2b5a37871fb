"""What is taken away: pictures in files of their own, and the last screen as plain text."""

from pathlib import Path

import pytest

from countwatch.cli.reading import still_watch
from countwatch.engine.watch import Watch
from countwatch.model.errors import ConfigError
from countwatch.present.words import Words
from countwatch.tui.app import CountwatchApp
from countwatch.tui.photograph import photograph
from tests.tui.stage import SIZES, ReplayTestFeed, opening, screen_text, until


async def evening() -> Watch:
    return still_watch(None, at="2021-06-07T19:25")


async def test_s_saves_a_picture_and_never_writes_over_one(tmp_path: Path) -> None:
    app = CountwatchApp(opening(ReplayTestFeed()), Words(), pictures=tmp_path)
    async with app.run_test(size=(100, 30)) as pilot:
        await until(pilot, lambda: app.picture is not None)
        await pilot.press("s", "s", "s")
        await until(pilot, lambda: len(app._notifications) == 3)
        said = [toast.message for toast in app._notifications]
        kept = list(tmp_path.iterdir())  # noqa: ASYNC240 - a test's own small folder
    assert len(kept) == 3
    for path in kept:
        text = path.read_text(encoding="utf-8")
        assert "REPLAY" in text
        assert "http" not in text.replace("http://www.w3.org/", "")
        assert path.name.startswith("countwatch-20")
        assert f"The picture is in {path}" in said


async def test_a_picture_that_cannot_be_saved_is_one_sentence(tmp_path: Path) -> None:
    app = CountwatchApp(opening(ReplayTestFeed()), Words(), pictures=tmp_path / "nowhere")
    async with app.run_test(size=(100, 30)) as pilot:
        await until(pilot, lambda: app.picture is not None)
        await pilot.press("s")
        await until(pilot, lambda: bool(app._notifications))
        told = ["The picture could not be saved: there is no such file or folder."]
        assert [toast.message for toast in app._notifications] == told


@pytest.mark.parametrize("size", SIZES)
async def test_the_last_screen_is_kept_as_text_that_fits(size: tuple[int, int]) -> None:
    app = CountwatchApp(evening, Words())
    async with app.run_test(size=size) as pilot:
        await until(pilot, app.has_settled)
        app.paint()
        await pilot.pause()
        await pilot.press("question_mark")
        await pilot.press("escape")
        shown = screen_text(app)
        await pilot.press("q")
        await until(pilot, lambda: app._exit)
    kept = app.last_screen.splitlines()
    assert [line.rstrip() for line in shown.strip("\n").splitlines()] == kept
    assert "8,548,929" in app.last_screen
    assert max(map(len, kept)) <= size[0]
    assert "\x1b" not in app.last_screen


async def test_messages_are_not_left_over_the_figures_of_the_last_screen(tmp_path: Path) -> None:
    app = CountwatchApp(evening, Words(), pictures=tmp_path / "none")
    async with app.run_test(size=(100, 30), notifications=True) as pilot:
        await until(pilot, app.has_settled)
        await pilot.press("s")
        await until(pilot, lambda: "could not be saved" in screen_text(app))
        await pilot.press("q")
        await until(pilot, lambda: app._exit)
    assert "could not be saved" not in app.last_screen
    assert "7 Jun 11:19" in app.last_screen


async def test_a_picture_needs_no_terminal_and_says_what_ended_the_watch() -> None:
    assert "8,548,929" in await photograph(evening, Words(), size=(120, 40))

    async def refused() -> Watch:
        raise ConfigError("no_feed")

    with pytest.raises(ConfigError):
        await photograph(refused, Words(), size=(120, 40))
