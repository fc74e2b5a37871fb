"""What is loaded and painted before the watch opens, and what is said when it does not."""

import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

from countwatch.cli.language import words_for
from countwatch.cli.opening import brief
from countwatch.engine.watch import Watch
from countwatch.model.errors import RecordingError
from countwatch.present.problems import problem
from countwatch.present.words import Words
from countwatch.tui.app import CountwatchApp
from countwatch.tui.screens.problem import ProblemScreen
from tests.tui.stage import ReplayTestFeed, opening, screen_text, until

if TYPE_CHECKING:
    from countwatch.tui.picture import Picture


def test_the_app_loads_nothing_heavy() -> None:
    code = (
        "import sys, countwatch.cli.main, countwatch.cli.opening, countwatch.tui.app; "
        "print([name for name in ('pydantic', 'pydantic_settings', 'httpx', 'babel', 'countwatch.engine.watch', "
        "'countwatch.ledger', 'countwatch.output', 'countwatch.present.live', "
        "'countwatch.tui.svg', 'countwatch.tui.screens.help', 'countwatch.tui.screens.going', "
        "'tomllib') if name in sys.modules])"
    )
    ran = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert ran.stdout.strip() == "[]"


@pytest.mark.parametrize(
    ("lang", "source", "told"),
    [
        ("en", "", "opening · q quits, ? helps"),
        ("en", "night.cwrec", "opening night.cwrec · q quits, ? helps"),
        ("es", "night.cwrec", "abriendo night.cwrec · q sale, ? ayuda"),
        ("es", f"{'night-' * 9}.cwrec", "abriendo night-night-night-night-night… · q sale, ? ayuda"),
    ],
)
async def test_the_first_frame_comes_before_the_watch_and_says_what_is_opened(
    lang: str, source: str, told: str
) -> None:
    seen: list[str] = []
    app: CountwatchApp

    async def open_watch() -> Watch:
        seen.append(screen_text(app))
        return await opening(ReplayTestFeed())()

    app = CountwatchApp(open_watch, words_for(lang), opening=source)
    async with app.run_test(size=(80, 24)) as pilot:
        await until(pilot, lambda: app.picture is not None)
    assert told in seen[0]
    assert "Still out" in seen[0] or "Falta contabilizar" in seen[0]


@pytest.mark.parametrize("size", [(60, 15), (80, 24), (200, 50)])
async def test_the_first_screen_has_the_classes_of_its_size_before_it_is_laid_out(size: tuple[int, int]) -> None:
    app = CountwatchApp(opening(ReplayTestFeed()), Words())
    of_sizes = {name for _, name in [*app.HORIZONTAL_BREAKPOINTS, *app.VERTICAL_BREAKPOINTS]}
    async with app.run_test(size=size) as pilot:
        await until(pilot, lambda: app.picture is not None)
        resized = app.screen.classes & of_sizes
        assert len(resized) == 2
        assert app.get_default_screen().classes & of_sizes == resized


def test_what_is_opened_is_named_without_what_may_be_secret() -> None:
    assert brief("https://user:word@results.example/api?key=secret") == "results.example"
    assert brief("/home/me/nights/night.cwrec") == "night.cwrec"
    assert brief("onpe-2026") == "onpe-2026"
    assert brief("http://[::1") == ""


async def test_a_watch_that_does_not_open_is_said_in_one_sentence_and_can_be_tried_again() -> None:
    refused = RecordingError("no_recording", path="[/nope].cwrec")
    tries: list[int] = []

    async def open_watch() -> Watch:
        tries.append(len(tries))
        if len(tries) == 1:
            raise refused
        return await opening(ReplayTestFeed())()

    app = CountwatchApp(open_watch, Words())
    async with app.run_test(size=(120, 40)) as pilot:
        await until(pilot, lambda: isinstance(app.screen, ProblemScreen))
        await pilot.pause()
        shown = " ".join(screen_text(app).replace("│", " ").split())
        assert problem(refused, Words()) in shown
        assert "r tries again · q quits" in shown
        assert app.problem is refused
        await pilot.press("r")
        await until(pilot, lambda: app.picture is not None)
        assert not isinstance(app.screen, ProblemScreen)
        assert app.problem is None


async def test_many_states_in_one_frame_are_one_paint(monkeypatch: pytest.MonkeyPatch) -> None:
    app = CountwatchApp(opening(ReplayTestFeed()), Words())
    async with app.run_test(size=(80, 24)) as pilot:
        await until(pilot, lambda: app.picture is not None)
        await until(pilot, lambda: not app._paint_due)
        painted: list[Picture] = []
        monkeypatch.setattr(app.screen, "show", painted.append)
        for _ in range(1000):
            app.request_paint()
        await until(pilot, lambda: not app._paint_due)
        assert len(painted) == 1


def test_the_collector_rests_at_the_start_and_then_leaves_alone_what_was_loaded() -> None:
    code = (
        "import gc; from countwatch.engine import collector; collector.settle(); assert gc.get_freeze_count() == 0; "
        "collector.hold(); assert not gc.isenabled(); collector.settle(); collector.settle(); "
        "print(gc.isenabled(), gc.get_freeze_count() > 1000)"
    )
    ran = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert ran.stdout.split() == ["True", "True"]
