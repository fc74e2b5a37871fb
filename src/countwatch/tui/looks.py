"""How a cell of a terminal looks, as SGR codes say it: what a code changes, and the shortest way between two looks."""

from functools import lru_cache
from typing import NamedTuple

_OFF = {"1": "22", "2": "22", "3": "23", "4": "24", "5": "25", "7": "27", "8": "28", "9": "29"}
_SEEN_ON_BLANKS = {"4", "5", "7", "9"}
_COLOUR_PARTS = {"5": 3, "2": 5}
"""How many numbers 38 and 48 begin: 38;5;n and 38;2;r;g;b."""


class Look(NamedTuple):
    """Marks are codes such as "1" for bold, ink and ground such as "38;2;0;0;0" or "" for those of the terminal."""

    marks: frozenset[str] = frozenset()
    ink: str = ""
    ground: str = ""

    def of_blanks(self) -> "Look":
        """What is left of it where there is no letter."""
        return self if self.marks & _SEEN_ON_BLANKS else Look(ground=self.ground)


PLAIN = Look()


def after(look: Look, codes: str) -> Look | None:
    """The look after an SGR sequence with these codes; None where one of them is none that is known here."""
    marks, ink, ground = set(look.marks), look.ink, look.ground
    rest = codes.split(";")
    while rest:
        code = rest[0].lstrip("0")
        size = _COLOUR_PARTS.get(rest[1] if len(rest) > 1 else "", 0) if code in {"38", "48"} else 1
        if not size or len(rest) < size:
            return None
        colour, rest = ";".join(rest[:size]), rest[size:]
        if not code:
            marks, ink, ground = set(), "", ""
        elif code in _OFF:
            marks.add(code)
        elif code in _OFF.values():
            marks = {mark for mark in marks if _OFF[mark] != code}
        elif code in {"39", "49"}:
            ink, ground = ("", ground) if code == "39" else (ink, "")
        elif _is_colour(code, "3", "9"):
            ink = colour
        elif _is_colour(code, "4", "10"):
            ground = colour
        else:
            return None
    return Look(frozenset(marks), ink, ground)


def _is_colour(code: str, dim: str, bright: str) -> bool:
    return code[:-1] in {dim, bright} and code[-1] in ("012345678" if code[:-1] == dim else "01234567")


@lru_cache(maxsize=1024)
def change(now: Look, wanted: Look) -> str:
    """The SGR sequence from one look to another: only what differs, or everything anew where that is shorter."""
    off = {_OFF[mark] for mark in now.marks - wanted.marks}
    lost = {mark for mark in now.marks if _OFF[mark] in off}
    codes = [*sorted(off), *sorted(wanted.marks - (now.marks - lost))]
    codes += [wanted.ink or "39"] if wanted.ink != now.ink else []
    codes += [wanted.ground or "49"] if wanted.ground != now.ground else []
    if not codes:
        return ""
    anew = ["0", *sorted(wanted.marks), *filter(None, (wanted.ink, wanted.ground))]
    return f"\x1b[{min(';'.join(codes), ';'.join(anew), key=len)}m"


def on_blanks(now: Look, wanted: Look) -> Look:
    """What to paint blanks of a look with: the ink in use and its marks, where they do not show."""
    return wanted if wanted.marks else Look(now.marks - _SEEN_ON_BLANKS, now.ink, wanted.ground)
