"""Text from outside on the screen: the bytes that the real app writes to a real pty.

Whatever a benign recording of the same shape makes Textual write is its own repertoire. A hostile one, walked
in the same way, must write nothing else.
"""

import base64
import json
import re
from collections.abc import Sequence
from pathlib import Path

import pytest

from countwatch.model.text import clean
from tests.faults.corpus.stage import Stage
from tests.faults.corpus.texts import HOSTILE, generated
from tests.faults.pty_stream import repertoire, text_of, unclean
from tests.faults.pty_terminal import ALONE_SECONDS, Terminal
from tests.faults.test_text_lines import NAMED, assert_plain, ran

SIZE = (120, 40)
SMALL = (80, 24)
UPDATES = 18
SHORT = [text for text in HOSTILE if len(text) < 2000]
CALM = [f"Candidate {letter}" for letter in "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghi"]
ESCAPE, ENTER, DOWN, DOWN_KEY, PAGE_DOWN = "\x1b", "\r", "j", "\x1b[B", "\x1b[6~"


def walk(terminal: Terminal, steps: int = 8) -> None:
    """Every screen, update and body, search, order, messages, help, the palette, a frozen screen, a picture."""
    terminal.until("REPLAY")
    terminal.quiet()
    terminal.press("m", "m", "2", "o", "o", "o", "o", "/", "e", ENTER, ESCAPE, PAGE_DOWN)
    terminal.press("3", DOWN, DOWN, "4")
    for _ in range(5):
        terminal.press(ENTER, PAGE_DOWN, ESCAPE, DOWN)
    terminal.press("?", PAGE_DOWN, "?", "r", "N", "n", "1")
    terminal.press(":", "e", DOWN_KEY, ESCAPE, ESCAPE, "v", "1", "f", "f", "b", "s")
    terminal.quiet()
    terminal.press(*["["] * steps)


def click_all_over(terminal: Terminal) -> None:
    """Cells of every screen, but for the bottom lines, whose words are buttons."""
    for screen in ("1", "2", "3", "4"):
        terminal.press(screen)
        for y in range(1, terminal.rows - 4, 5):
            for x in range(2, terminal.columns, 19):
                terminal.click(x, y)
        terminal.quiet()
        terminal.press(ESCAPE)


def leave(terminal: Terminal) -> int:
    """Whether it still obeys, and how it ends. Clicks still under way may open one more window first."""
    for patience_seconds in (0.3, 0.6, 1.2, 2.4, 4.8, 9.6):
        terminal.press(ESCAPE, "1", "?")
        terminal.quiet(patience_seconds)
        if "Watching" in text_of(terminal.since):
            break
    else:
        raise AssertionError(terminal.account())
    terminal.press("?", "q")
    return terminal.end()


def played(
    arguments: Sequence[str], home: Path, *, size: tuple[int, int] = SIZE, clicks: bool = False, steps: int = 8
) -> Terminal:
    with Terminal(["replay", *arguments, "--speed", "max"], home, size) as terminal:
        walk(terminal, steps)
        if clicks:
            click_all_over(terminal)
        assert terminal.is_alive(), terminal.account()
        assert leave(terminal) == 0
    return terminal


@pytest.fixture(scope="module")
def own(tmp_path_factory: pytest.TempPathFactory) -> set[str]:
    """What Textual writes of itself."""
    home = tmp_path_factory.mktemp("benign")
    Stage(CALM).recording(home / "calm.cwrec", UPDATES, units=CALM)
    terminal = played(["calm.cwrec"], home, clicks=True, steps=3)
    shapes = repertoire(terminal.written, SIZE)
    assert {"move", "style 38:rgb", repr("\x1b[?1049h"), repr("\x1b[?1049l")} <= shapes
    shapes.add(repr("\r\n"))  # the end of a sentence that is said once the screen is left
    assert not {"'\\x07'", "'\\x1bc'", "'\\x1b[2J'", "'\\x1b[6n'", "style 5", "style 8"} & shapes
    return shapes


def is_clean_copy(shape: str) -> bool:
    """Whether this puts a bulletin in the clipboard, and nothing in it that cleaning takes away."""
    copied = re.fullmatch(r"'\\x1b\]52;c;([A-Za-z0-9+/=]+)\\x07'", shape)
    lines = base64.b64decode(copied[1]).decode().splitlines() if copied else []
    return bool(lines) and all(clean(line) == line for line in lines)


def assert_own(terminal: Terminal, own: set[str]) -> None:
    foreign = repertoire(terminal.written, (terminal.columns, terminal.rows)) - own
    assert {shape for shape in foreign if not is_clean_copy(shape)} == set()
    assert unclean(terminal.written) == set()
    assert "Traceback" not in terminal.written


@pytest.mark.parametrize("size", [SIZE, SMALL], ids=["120x40", "80x24"])
def test_the_corpus_in_every_place_of_a_feed(size: tuple[int, int], own: set[str], tmp_path: Path) -> None:
    recording = f"{NAMED}.cwrec"
    Stage(SHORT).recording(tmp_path / recording, UPDATES, units=SHORT)
    terminal = played([recording], tmp_path, size=size, clicks=True)
    assert_own(terminal, own)
    seen = text_of(terminal.written)
    assert size == SMALL or [text for text in SHORT if clean(text)[:6] not in seen] == []


def test_the_corpus_in_an_election_file(own: set[str], tmp_path: Path) -> None:
    stage = Stage(SHORT)
    stage.recording(tmp_path / "night.cwrec", UPDATES)
    stage.election(tmp_path / f"{NAMED}.toml")
    terminal = played(["night.cwrec", "--election", f"./{NAMED}.toml"], tmp_path, steps=2)
    assert_own(terminal, own)


def test_the_corpus_in_an_alert(own: set[str], tmp_path: Path) -> None:
    Stage(SHORT).recording(tmp_path / "night.cwrec", UPDATES, units=SHORT)
    rules = (f"[[alerts]]\nname = {json.dumps(f'{text} rings')}\nlead_changed = true\n" for text in SHORT[:8])
    (tmp_path / "countwatch.toml").write_text("".join(rules))
    with Terminal(["replay", "night.cwrec", "--speed", "max"], tmp_path, SIZE) as terminal:
        terminal.until(" rings")
        assert leave(terminal) == 0
    assert_own(terminal, own)


@pytest.mark.parametrize("election", [False, True])
def test_why_there_is_nothing_to_show(election: bool, own: set[str], tmp_path: Path) -> None:
    Stage(CALM).recording(tmp_path / "calm.cwrec", 2)
    (tmp_path / f"{NAMED}.toml").write_bytes(b'id = "x"\n"\\u001b]0;owned\\u0007[/nope]" = 1\n')
    (tmp_path / NAMED).write_text(NAMED)
    arguments = ["calm.cwrec", "--election", f"./{NAMED}.toml"] if election else [NAMED]
    with Terminal(["replay", *arguments], tmp_path, SIZE) as terminal:
        terminal.until("no count to show")
        terminal.until("owned")
        terminal.press("r")
        terminal.until("no count to show")
        for x in range(2, SIZE[0], 5):
            terminal.click(x, SIZE[1] // 2)
        terminal.press("q")
        assert terminal.end() in {0, 2, 4}
    assert_own(terminal, own)


def test_what_is_pasted_into_the_search(own: set[str], tmp_path: Path) -> None:
    Stage(CALM).recording(tmp_path / "calm.cwrec", 2)
    with Terminal(["replay", "calm.cwrec", "--speed", "max"], tmp_path, SIZE) as terminal:
        terminal.until("REPLAY")
        terminal.quiet()
        terminal.press("/")
        for text in (NAMED, "\x9b5m\x9d0;x\x9c", "\u202e\u200b[/nope][@click=app.leave]x", "\x07\x08\x0e"):
            terminal.press(f"\x1b[200~{text}\x1b[201~")
        assert terminal.is_alive(), terminal.account()
        terminal.press(ENTER)
        assert leave(terminal) == 0
    assert_own(terminal, own)


ROWS = 275
"""A terminal of 300 lines shows at least so many regions at once."""


def batch(texts: Sequence[str], own: set[str], home: Path, columns: int = SIZE[0]) -> None:
    """Texts as names of units, in names, parties and titles, in raw bodies, in lines and in JSON."""
    home.mkdir()
    Stage(texts).recording(home / "night.cwrec", 8, units=texts)
    size = (columns, 300)
    with Terminal(["replay", "night.cwrec", "--speed", "max"], home, size) as terminal:
        terminal.until("REPLAY")
        terminal.quiet()
        terminal.press("2")
        terminal.until(f"k{ROWS - 1}k")
        terminal.quiet(ALONE_SECONDS)
        terminal.press(PAGE_DOWN)  # the first one moves no more than the cursor
        for last in [*range(2 * ROWS, len(texts), ROWS), len(texts)]:
            if f"k{last - 1}k" not in text_of(terminal.written):
                terminal.press(PAGE_DOWN)
                terminal.until(f"k{last - 1}k")
        terminal.press("3", "4", *[DOWN] * 5, ENTER, *[PAGE_DOWN] * (len(texts) // 200 + 1), ESCAPE)
        terminal.press("1", *["["] * 4)
        assert leave(terminal) == 0
    assert repertoire(terminal.written, size) <= own
    assert unclean(terminal.written) == set()
    seen = text_of(terminal.written)
    assert [number for number in range(len(texts)) if f"k{number}k" not in seen] == []
    fast = ["--speed", "max"]
    lines, codes = ran([(["replay", "night.cwrec", way, *fast], {}) for way in ("--plain", "--jsonl")]
                       + [(["show", "night.cwrec"], {}), (["show", "night.cwrec", "--json"], {})], home)  # fmt: skip
    assert codes == [0] * 4
    assert_plain(lines)
    assert all(f"k{number}k" in lines.written for number in range(len(texts)))


@pytest.mark.parametrize("columns", [SIZE[0], SMALL[0]])
def test_generated_texts(columns: int, own: set[str], tmp_path: Path) -> None:
    batch(generated(400, seed=columns), own, tmp_path / "batch", columns)


@pytest.mark.slow
@pytest.mark.parametrize("seed", range(2, 52))
def test_a_hundred_thousand_generated_texts(seed: int, own: set[str], tmp_path: Path) -> None:
    batch(generated(2000, seed), own, tmp_path / "batch", SMALL[0] if seed % 2 else SIZE[0])
