"""Keys that come in one write, as from a fast hand or a paste: what the first one opens gets the others."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.faults.terminal import Terminal


@pytest.fixture
def terminal(tmp_path: Path) -> Iterator[Terminal]:
    with Terminal([], tmp_path) as started:
        started.until(lambda: "6,545,132 vot" in started.screen())
        yield started


def typed(terminal: Terminal, keys: bytes, *seen: str) -> None:
    """Write all the keys at once, wait until the screen says it, and close what they opened."""
    terminal.press(keys)
    terminal.until(lambda: all(text in terminal.screen() for text in seen))
    terminal.press(b"\x1b")
    terminal.until(lambda: seen[-1] not in terminal.screen())
    terminal.rests()


def test_letters_right_after_the_key_of_the_search_are_searched_for(terminal: Terminal) -> None:
    for screen in (b"1", b"3", b"4", b"2"):
        terminal.press(screen)
        terminal.rests()
        typed(terminal, b"/qu", "\n qu\n")
    terminal.press(b"q")
    assert terminal.leaves() == 0


def test_letters_right_after_the_key_of_the_palette_or_of_a_time_are_typed_there(terminal: Terminal) -> None:
    assert "opening peru-2021-runoff.cwrec · q quits, ? helps" in terminal.wrote.decode("utf-8", "replace")
    typed(terminal, b":qqq", "│ qqq ")
    typed(terminal, b"gqq", "│ qq ")
    terminal.press(b"2q")
    assert terminal.leaves() == 0
