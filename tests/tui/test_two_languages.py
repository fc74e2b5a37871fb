"""No word of any screen bypasses the catalogue: painted in a made-up alphabet, only data is left in Latin letters."""

from pathlib import Path

import pytest
from textual.pilot import Pilot

from countwatch.cli.compose import replay_watch
from countwatch.cli.opening import SAMPLE
from countwatch.cli.places import sample
from countwatch.engine.several import Several
from countwatch.engine.watch import Watch
from countwatch.model.errors import ConfigError
from countwatch.present.words import Words
from countwatch.tui.app import CountwatchApp
from tests.tui.stage import screen_text, until
from tests.unit.present.other_letters import data_of, english, translation

DATA = data_of("elections")
TYPED = frozenset({"qqq", "ctrl"})
"""What this test types, and the name of a key."""


@pytest.fixture
def words(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Words:
    """Words in other letters; what the app saves is saved in a folder of this test."""
    monkeypatch.chdir(tmp_path)
    return Words("es_PE", translation(tmp_path / "locales"))


def left(screen: str) -> set[str]:
    return english(screen, DATA, TYPED)


async def night() -> Watch:
    """The bundled night on the evening of 7 June, standing still."""
    watch = replay_watch(sample(SAMPLE), speed=600.0, idle_limit_seconds=3.0, start_at="2021-06-07T19:23", linger=True)
    watch.feed.pause(paused=True)  # type: ignore[attr-defined]  # a replay
    return watch


async def seen(pilot: Pilot[None], *keys: str) -> str:
    """The screen once these keys were pressed and it has come to rest."""
    await pilot.press(*keys)
    for _ in range(3):
        await pilot.pause()
    return screen_text(pilot.app)  # type: ignore[arg-type]  # it is ours


ROUNDS = (
    (), ("m",), ("m",), ("x",), ("tab", "tab"), ("2",), ("v",), ("enter",), ("escape",), ("v",), ("enter",),
    ("escape",), ("slash", *"qqq"), ("escape",), ("3",), ("4",), ("1",), ("r",), ("N",), ("b",), ("s",), ("space",),
    ("plus",), ("0",), ("N",), ("question_mark",), ("pagedown",), ("escape",),
    ("ctrl+p",), ("pagedown",), ("pagedown",), tuple("qqq"), ("escape",), ("f",), ("f",),
)  # fmt: skip
"""Every screen, every panel in focus, every notice; each step from where the one before it ended."""


@pytest.mark.parametrize("size", [(120, 40), (80, 24)], ids=str)
async def test_only_data_is_left_in_latin_letters(size: tuple[int, int], words: Words) -> None:
    app = CountwatchApp(night, words)
    async with app.run_test(size=size, notifications=True) as pilot:
        await until(pilot, lambda: app.picture is not None and app.picture.updates >= 31)
        for keys in ROUNDS:
            found = left(await seen(pilot, *keys))
            assert not found, f"after {keys}: {found}"


async def test_so_it_is_of_a_raw_body_but_for_the_body(words: Words) -> None:
    app = CountwatchApp(night, words)
    async with app.run_test(size=(120, 40)) as pilot:
        await until(pilot, lambda: app.picture is not None and app.picture.updates >= 31)
        first, *_, last = (await seen(pilot, "4", "enter")).splitlines()
        assert not left(first + last)


async def test_so_it_is_of_feeds_side_by_side(words: Words) -> None:
    async def two() -> Several:
        return Several([await night(), await night()])

    app = CountwatchApp(two, words)
    async with app.run_test(size=(120, 40)) as pilot:
        await until(pilot, lambda: app.picture is not None and app.picture.updates >= 31)
        found = left(await seen(pilot, "5"))
        assert not found


async def test_so_it_is_of_what_stands_in_the_way(words: Words) -> None:
    async def broken() -> Watch:
        raise ConfigError("no_feed")

    app = CountwatchApp(broken, words)
    async with app.run_test(size=(80, 24)) as pilot:
        await until(pilot, lambda: app.problem is not None)
        assert not left(await seen(pilot))


def test_a_sentence_that_bypasses_the_catalogue_is_found() -> None:
    assert left("щупше the last good numbers щупше Castillo Huancav 4fb114ad2ca5") == {"last", "good", "numbers"}
