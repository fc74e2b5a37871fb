"""What is sent in place of a frame: the terminal shows the same after it, cell for cell, and less is sent."""

from collections.abc import Sequence

import pyte
import pytest
from hypothesis import given
from hypothesis import strategies as st

from countwatch.tui.looks import PLAIN, Look, after, change
from countwatch.tui.mirror import Mirror

WIDTH, HEIGHT = 24, 4
LETTERS = [*"aB9 .,%   ", "é", "─", "█", "⣿", "●", "\N{NO-BREAK SPACE}"]
ODD = [*LETTERS, "中", "e\u0301", "👍"]
MARKS = st.sets(st.sampled_from(["1", "3", "4", "5", "7", "9"]), max_size=3).map(sorted)
INKS = st.sampled_from(["", "31", "97", "39", "38;5;208", "38;2;230;159;0", "38;2;0;0;0"])
GROUNDS = st.sampled_from(["", "44", "103", "49", "48;5;17", "48;2;13;17;23"])
STYLES = st.builds(lambda marks, ink, ground: ";".join(filter(None, [*marks, ink, ground])), MARKS, INKS, GROUNDS)


def styled(text: str, codes: str) -> str:
    return f"\x1b[{codes}m{text}\x1b[0m" if codes else text


def placed(y: int, x: int) -> str:
    return f"\x1b[{y + 1};{x + 1}H"


@st.composite
def strokes(draw: st.DrawFn, letters: Sequence[str]) -> str:
    y, x = draw(st.integers(0, HEIGHT - 1)), draw(st.integers(0, WIDTH - 1))
    room = (WIDTH - x) // 2 if letters is ODD else WIDTH - x
    texts = draw(st.lists(st.tuples(st.lists(st.sampled_from(letters), min_size=1, max_size=6), STYLES), max_size=5))
    line = placed(y, x)
    for characters, codes in texts:
        line += styled("".join(characters[:room]), codes) if room > 0 else ""
        room -= len(characters)
    return line + ("\n" if y < HEIGHT - 1 and draw(st.booleans()) else "")


def nights(letters: Sequence[str]) -> st.SearchStrategy[list[str]]:
    frame = st.lists(strokes(letters), max_size=5).map(lambda lines: "".join(lines) + placed(0, 0))
    return st.lists(frame, min_size=2, max_size=4)


def shown(screen: pyte.Screen) -> list[object]:
    """Every cell and the cursor. Of a blank, ink and weight do not show."""
    cells: list[object] = [(screen.cursor.y, screen.cursor.x, screen.cursor.attrs)]
    for y in range(HEIGHT):
        for x in range(WIDTH):
            cell = screen.buffer[y][x]
            is_marked = cell.underscore or cell.reverse or cell.strikethrough or cell.blink
            is_blank = cell.data == " " and not is_marked
            cells.append(cell._replace(fg="", bold=False, italics=False) if is_blank else cell)
    return cells


def assert_the_same_is_shown(frames: list[str]) -> None:
    mirror, whole, thrifty = Mirror(), pyte.Screen(WIDTH, HEIGHT), pyte.Screen(WIDTH, HEIGHT)
    for frame in frames:
        pyte.Stream(whole).feed(frame)
        pyte.Stream(thrifty).feed(mirror.thrifty(frame))
        assert shown(whole) == shown(thrifty)


@given(nights(LETTERS))
def test_the_screen_is_the_same(frames: list[str]) -> None:
    assert_the_same_is_shown(frames)


@given(nights(ODD))
def test_the_screen_is_the_same_where_characters_are_wide_or_have_no_width(frames: list[str]) -> None:
    assert_the_same_is_shown(frames)


@given(nights(LETTERS), st.sampled_from(["words", "\x1b[2J", "\x1b[3;3Hwords", "\x1b[1;1H\x1b[31mred\x1b[1;1H"]))
def test_the_screen_is_the_same_after_what_is_no_frame(frames: list[str], odd: str) -> None:
    assert_the_same_is_shown([*frames, odd + "\x1b[0m", *frames])


@given(nights(LETTERS))
def test_what_is_shown_already_is_not_sent_again(frames: list[str]) -> None:
    mirror = Mirror()
    for frame in frames:
        mirror.thrifty(frame)
        again = mirror.thrifty(frame)
        assert len(again) <= len(frame)
    assert mirror.thrifty(placed(1, 2)) == placed(1, 2)


def test_only_the_words_that_differ_are_sent() -> None:
    mirror, ink = Mirror(), "1;38;2;230;159;0;48;2;13;17;23"
    first = placed(0, 0) + styled("next poll ", "48;2;13;17;23") + styled("0:41", ink) + placed(0, 0)
    mirror.thrifty(first)
    assert mirror.thrifty(first) == placed(0, 0)
    second = mirror.thrifty(first.replace("0:41", "0:42"))
    assert second == placed(0, 12) + f"\x1b[{ink}m42\x1b[0m" + placed(0, 0)


def test_after_it_was_told_to_forget_everything_is_sent() -> None:
    mirror = Mirror()
    frame = placed(0, 0) + styled("a b", "31") + placed(0, 0)
    whole = mirror.thrifty(frame)
    mirror.forget()
    assert mirror.thrifty(frame) == whole


def test_a_style_says_only_what_differs_from_the_one_before() -> None:
    mirror, ground = Mirror(), "48;2;13;17;23"
    frame = placed(0, 0) + styled("a", f"38;2;1;1;1;{ground}") + styled(" ", ground) + styled("b", f"1;31;{ground}")
    assert mirror.thrifty(frame + placed(0, 0)) == (
        f"{placed(0, 0)}\x1b[38;2;1;1;1;{ground}ma \x1b[1;31mb\x1b[0m{placed(0, 0)}"
    )


@pytest.mark.parametrize(
    "text",
    [
        "\x1b[?1049h",
        "\x1b[2J",
        "words",
        "\x1b[1;1Hwords",
        "\x1b[1;1H\x1b[6nx\x1b[1;1H",
        "\x1b[1;1H\x1b[58;5;1mx\x1b[1;1H",
    ],
)
def test_what_is_no_frame_is_sent_as_it_is(text: str) -> None:
    mirror = Mirror()
    frame = placed(0, 0) + "word" + placed(0, 0)
    mirror.thrifty(frame)
    assert mirror.thrifty(text) == text
    assert mirror.thrifty(frame) == frame


@pytest.mark.parametrize("text", ["\x1b[?2026h", "\x1b[?2026l", "\x07"])
def test_what_changes_no_cell_is_sent_and_changes_nothing(text: str) -> None:
    mirror = Mirror()
    frame = placed(0, 0) + "word" + placed(0, 0)
    mirror.thrifty(frame)
    assert mirror.thrifty(text) == text
    assert mirror.thrifty(frame) == placed(0, 0)


LOOKS = st.builds(
    Look,
    st.frozensets(st.sampled_from(["1", "2", "3", "4", "5", "7", "8", "9"])),
    st.sampled_from(["", "31", "97", "38;5;208", "38;2;230;159;0"]),
    st.sampled_from(["", "44", "103", "48;5;17", "48;2;13;17;23"]),
)


@given(LOOKS, LOOKS)
def test_a_change_of_looks_leads_to_what_is_wanted(now: Look, wanted: Look) -> None:
    codes = change(now, wanted).removeprefix("\x1b[").removesuffix("m")
    assert (after(now, codes) if codes else now) == wanted


@pytest.mark.parametrize(
    ("codes", "look"),
    [
        ("", PLAIN),
        ("0", PLAIN),
        ("1;2;31", Look(frozenset("12"), "31")),
        ("1;2;22;3", Look(frozenset("3"))),
        ("38;2;1;2;3;48;5;7;4", Look(frozenset("4"), "38;2;1;2;3", "48;5;7")),
        ("31;44;39;49", PLAIN),
        ("38;2;1;2", None),
        ("38", None),
        ("21", None),
        ("53", None),
        ("110", None),
    ],
)
def test_codes_are_understood_or_refused(codes: str, look: Look | None) -> None:
    assert after(PLAIN, codes) == look
