"""What the app writes to terminals of few colours, or none; every byte of a real pseudo-terminal is looked at."""

import re
from pathlib import Path

import pytest

from tests.faults.terminal import Terminal

SGR = re.compile(rb"\x1b\[([0-9;]*)m")
NAMED = {*range(30, 38), *range(40, 48), *range(90, 98), *range(100, 108)}
"""The codes of the sixteen colours."""


def codes(wrote: bytes) -> list[list[int]]:
    """The numbers of every sequence that sets a style."""
    return [[int(number or 0) for number in found.split(b";")] for found in SGR.findall(wrote)]


def walked(home: Path, arguments: list[str], **variables: str) -> Terminal:
    """The app was on the live screen, on the map, and left."""
    with Terminal(arguments, home, size=(120, 40), extra=variables) as terminal:
        terminal.shows("ONPE")
        terminal.shows("CASTILLO")
        terminal.press(b"2")
        terminal.shows("Amazonas")
        terminal.press(b"v")
        terminal.shows("points ahead")
        terminal.press(b"q")
        assert terminal.leaves() == 0
    return terminal


ENGLISH = ["replay", "--lang", "en", "--from", "2021-06-07T19:20:00-05:00"]


@pytest.mark.parametrize("term", ["xterm-256color", "xterm"])
def test_no_color_means_none(term: str, tmp_path: Path) -> None:
    wrote = bytes(walked(tmp_path, ENGLISH, TERM=term, COLORTERM="truecolor", NO_COLOR="1").wrote)
    found = codes(wrote)
    assert {1, 7} <= {number for each in found for number in each}, "weight and reverse still tell"
    assert not [each for each in found if {38, 48} & set(each) or NAMED & set(each)]
    assert "■".encode() in wrote
    assert "◆".encode() in wrote


@pytest.mark.parametrize("term", ["xterm", "linux", "xterm-16color"])
def test_a_terminal_of_sixteen_colours_is_sent_no_others(term: str, tmp_path: Path) -> None:
    found = codes(bytes(walked(tmp_path, ENGLISH, TERM=term, COLORTERM="").wrote))
    assert not [each for each in found if {38, 48} & set(each)]
    assert {number for each in found for number in each} & {31, 34}, "the candidates' own, as near as they come"


def test_256_colours_without_colorterm(tmp_path: Path) -> None:
    found = codes(bytes(walked(tmp_path, ENGLISH, TERM="xterm-256color", COLORTERM="").wrote))
    assert any(each[at : at + 2] == [38, 5] for each in found for at in range(len(each)))
    assert not any(each[at : at + 2] == [38, 2] for each in found for at in range(len(each)))


def test_without_animations_it_is_the_same_app(tmp_path: Path) -> None:
    walked(tmp_path, ENGLISH, TEXTUAL_ANIMATIONS="none")


def test_a_dumb_terminal_gets_lines(tmp_path: Path) -> None:
    with Terminal([*ENGLISH, "--speed", "max"], tmp_path, extra={"TERM": "dumb"}) as terminal:
        terminal.until(lambda: b"CASTILLO" in terminal.wrote)
        assert b"\x1b" not in terminal.wrote


def test_the_theme_of_the_settings_is_the_one_on_screen(tmp_path: Path) -> None:
    light = codes(bytes(walked(tmp_path, ENGLISH, COLORTERM="truecolor", COUNTWATCH_THEME="countwatch-light").wrote))
    assert any(each[at : at + 5] == [48, 2, 0xFB, 0xFB, 0xF8] for each in light for at in range(len(each)))


def test_a_theme_that_is_not_there_is_named(tmp_path: Path) -> None:
    with Terminal(ENGLISH, tmp_path, extra={"COUNTWATCH_THEME": "mauve"}) as terminal:
        terminal.shows("There is no theme mauve")
