"""What the terminal shows, so that a frame says only what differs.

Textual sends each changed line from the left edge of its widget, and each piece of it with its whole style. The same
screen comes of the few cells that are new, each with what of its style is not set already.
"""

import re
from collections.abc import Iterator
from functools import lru_cache
from itertools import pairwise
from typing import NamedTuple

from rich.cells import cell_len

from countwatch.tui.looks import PLAIN, Look, after, change, on_blanks

_STEP = re.compile(r"([0-9;]*)([mH])([^\x00-\x1f\x7f-\x9f]*)(\n?)")
"""What follows the beginning of a sequence in a frame: codes of a style or a place, text, and the end of a line."""
_PLACE = re.compile(r"([1-9][0-9]*);([1-9][0-9]*)")
_RUN = re.compile(r"(.)\1*")
_INKED = re.compile(r"[^ ]")
_UNSEEN = frozenset({"\x1b[?2026h", "\x1b[?2026l", "\x07"})
"""Begin and end of a frame, and the bell: they change no cell."""
_UNKNOWN = "\0"
_FIRST_SIGN = 0x100
GAP_CELLS = 8
"""So few unchanged cells between two changed ones are sent again: to go over them costs as much."""


class Stroke(NamedTuple):
    """Text on one line from a place on, both counted from 0; `looks` has a sign for each of its characters."""

    y: int
    x: int
    text: str
    looks: str


class Mirror:
    """The screen after all that was sent. What is no frame is sent as it is, and nothing is known after it."""

    def __init__(self) -> None:
        self._lines: dict[int, tuple[str, str]] = {}
        self._signs: dict[Look, str] = {}
        self._looks: dict[str, Look] = {}
        self._of_blanks: dict[str, str] = {}
        self._after: dict[tuple[str, str], str] = {}

    def forget(self) -> None:
        """Whatever is painted next is sent whole."""
        self._lines.clear()

    def thrifty(self, frame: str) -> str:
        """A shorter frame, after which the terminal shows the same and the cursor stands at the same place."""
        if frame in _UNSEEN:
            return frame
        strokes = self._strokes(frame)
        if strokes is None:
            self.forget()
            return frame
        sent, pen = list[str](), PLAIN
        for part in (part for stroke in strokes for part in self._news(stroke)):
            sent.append(_place(part))
            for run in _RUN.finditer(part.looks):
                text, look = part.text[run.start() : run.end()], self._looks[run[1]]
                wanted = look if text.strip(" ") else on_blanks(pen, look)
                sent.append(change(pen, wanted) + text)
                pen = wanted
        return "".join((*sent, change(pen, PLAIN), _place(strokes[-1])))

    def _strokes(self, frame: str) -> list[Stroke] | None:
        """The frame taken apart. None where it is anything but text that is placed and styled, and a last place."""
        begin, *steps = frame.split("\x1b[")
        strokes, is_placed = list[Stroke](), False
        plain = sign = self._sign(PLAIN)
        for step in steps:
            if step == "0m":  # every other one
                sign = plain
                continue
            found = _STEP.fullmatch(step)
            if found is None:
                return None
            codes, kind, text, feed = found.groups()
            if kind == "m":
                sign = self._after.get((sign, codes)) or self._learnt(sign, codes)
            elif place := _PLACE.fullmatch(codes):
                strokes.append(Stroke(int(place[1]) - 1, int(place[2]) - 1, "", ""))
                is_placed = True
            if not sign or not is_placed:
                return None
            if text:
                y, x, before, looks = strokes[-1]
                strokes[-1] = Stroke(y, x, before + text, looks + self._signed(text, sign))
            is_placed = not feed
        is_frame = not begin and strokes and not strokes[-1].text and is_placed and sign == plain
        return strokes if is_frame else None

    def _signed(self, text: str, sign: str) -> str:
        """A sign for each character: that of the look, or of what shows of it where there is no letter."""
        if " " not in text:
            return sign * len(text)
        return _INKED.sub(sign, text).replace(" ", self._of_blanks[sign])

    def _learnt(self, sign: str, codes: str) -> str:
        """The sign of the look that codes lead to from another; "" where they are none that are known."""
        look = after(self._looks[sign], codes)
        if look is None:
            return ""
        self._after[sign, codes] = self._sign(look)
        return self._after[sign, codes]

    def _sign(self, look: Look) -> str:
        sign = self._signs.get(look)
        if sign is None:
            sign = self._signs[look] = chr(_FIRST_SIGN + len(self._signs))
            self._looks[sign] = look
            self._of_blanks[sign] = self._sign(look.of_blanks())
        return sign

    def _news(self, stroke: Stroke) -> Iterator[Stroke]:
        """The parts of it that the terminal does not show yet; from now on it does."""
        y, x, text, looks = stroke
        end = x + len(text)
        known, known_looks = (cells.ljust(end, _UNKNOWN) for cells in self._lines.get(y, ("", "")))
        if not _is_narrow(text):
            self._lines[y] = (known[:x], known_looks[:x])
            yield stroke
        elif (text, looks) != (known[x:end], known_looks[x:end]):
            self._lines[y] = (known[:x] + text + known[end:], known_looks[:x] + looks + known_looks[end:])
            for start, stop in _changed((known[x:end], known_looks[x:end]), (text, looks)):
                yield Stroke(y, x + start, text[start:stop], looks[start:stop])


def _place(stroke: Stroke) -> str:
    return f"\x1b[{stroke.y + 1};{stroke.x + 1}H"


def _changed(before: tuple[str, str], now: tuple[str, str]) -> Iterator[tuple[int, int]]:
    """From where to where two lines with their looks differ, in whole words; what is close together is one."""
    places = [at for at, cells in enumerate(zip(*before, *now, strict=True)) if cells[:2] != cells[2:]]
    text, start = now[0], places[0]
    for at, following in pairwise([*places, places[-1] + 2 * GAP_CELLS]):
        if following - at > GAP_CELLS:
            yield _whole_words(text, start, at + 1)
            start = following


def _whole_words(text: str, start: int, stop: int) -> tuple[int, int]:
    """The part of a text without the half of a word at its ends: so what is sent can be read."""
    while start > 0 and text[start - 1 : start + 1].isalnum():
        start -= 1
    while stop < len(text) and text[stop - 1 : stop + 1].isalnum():
        stop += 1
    return start, stop


def _is_narrow(text: str) -> bool:
    """Whether each character fills one cell by itself, so that its place is known."""
    return text.isascii() or all(map(_fills_one, set(text)))


@lru_cache(maxsize=1024)
def _fills_one(character: str) -> bool:
    return cell_len(character) == 1
