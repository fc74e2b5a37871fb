"""`[keys]` in the settings: what may be bound, and one sentence for each thing that may not."""

from pathlib import Path

import pytest

from countwatch.tui.keyboard import clashes
from countwatch.tui.keys import KEYS
from tests.cli.program import countwatch


def validated(home: Path, text: str, **environment: str) -> tuple[int, str]:
    (home / "countwatch.toml").write_text(text)
    ran = countwatch("config", "validate", "--lang", "en", home=home, **environment)
    return ran.code, ran.err.replace(str(home / "countwatch.toml"), "FILE")


@pytest.mark.parametrize(
    ("entry", "sentence"),
    [
        ('paus = "p"', "no key can be bound to paus (FILE); did you mean pause?"),
        ('pause = "spce"', "keys.pause is spce (FILE), which is no key; did you mean space?"),
        ('pause = "§§"', "keys.pause is §§ (FILE), which is no key; expected one such as p, ?, f2 or ctrl+p"),
        ('pause = ""', 'keys.pause is – (FILE); expected a key such as "p", or a list of keys'),
        ("pause = 3", 'keys.pause is 3 (FILE); expected a key such as "p", or a list of keys'),
        ('pause = "ctrl+c"', "keys.pause is ctrl+c (FILE), a key that cannot be bound anew"),
        ('pause = "q"', "the key q would do two things (FILE): quit and pause"),
        ('pause = "j"', "the key j would do two things (FILE): pause and down"),
        ('tile_up = "o"', "the key o would do two things (FILE): tile_up and sort"),
    ],
)
def test_what_cannot_be_bound_is_one_sentence(tmp_path: Path, entry: str, sentence: str) -> None:
    code, told = validated(tmp_path, f"[keys]\n{entry}\n")
    assert (code, told) == (2, f"countwatch: {sentence}\n")


@pytest.mark.parametrize(
    "entries",
    [
        'pause = "p"',
        'pause = ["p", "space"]',
        'next_event = "N"\nprevious_event = "n"',
        'quit = "ctrl+x"\nhelp = ["f1", "alt+h"]',
        'tile_up = "w"\nup = "w"',
        'previous_event = ","',
    ],
)
def test_what_can_be_bound_is_taken(tmp_path: Path, entries: str) -> None:
    assert validated(tmp_path, f"[keys]\n{entries}\n") == (0, "")


def test_the_environment_binds_too(tmp_path: Path) -> None:
    code, told = validated(tmp_path, "", COUNTWATCH_KEYS='{"pause": "q"}')
    assert code == 2
    assert "(COUNTWATCH_KEYS): quit and pause" in told


def test_the_table_itself_has_no_two_things_on_one_key_but_those_that_are_meant() -> None:
    assert list(clashes({})) == []
    assert set(clashes({"pause": "n"})) == {("n", "pause", "next_event")}
    assert len(KEYS) > 30
