"""Big digits, three lines tall, on half blocks: every figure of a share, a lead and a countdown.

Units (%, d, h) stand beside them in ordinary letters on the lowest line.
"""

from itertools import groupby

from rich.style import Style

from countwatch.tui.paint import Pieces, drawing

HEIGHT = 3
_FONT = {
    "0": ("▄▀▀▄", "█  █", "▀▄▄▀"),
    "1": (" ▄█ ", "  █ ", " ▄█▄"),
    "2": ("▀▀▀▄", "▄▀▀ ", "█▄▄▄"),
    "3": ("▀▀▀▄", " ▀▀▄", "▄▄▄▀"),
    "4": (" ▄▀█", "█▄▄█", "   █"),
    "5": ("█▀▀▀", "▀▀▀▄", "▄▄▄▀"),
    "6": ("▄▀▀ ", "█▀▀▄", "▀▄▄▀"),
    "7": ("▀▀▀█", " ▄▀ ", " █  "),
    "8": ("▄▀▀▄", "▄▀▀▄", "▀▄▄▀"),
    "9": ("▄▀▀▄", "▀▄▄█", " ▄▄▀"),
    ".": (" ", " ", "▄"),
    ",": (" ", " ", "▞"),
    ":": ("▄", " ", "▀"),
    "+": (" ▄ ", "▀█▀", "   "),
    "−": ("   ", "▀▀▀", "   "),
    "-": ("   ", "▀▀▀", "   "),
    "–": ("   ", "▀▀▀", "   "),
    **{unit: (" ", " ", unit) for unit in "%dhms"},
    **dict.fromkeys((" ", "\N{NO-BREAK SPACE}", "\N{NARROW NO-BREAK SPACE}"), ("", "", "")),
}
_UNITS = "%dhms"


def can_draw(text: str) -> bool:
    """Whether every character has a big form."""
    return bool(text) and all(character in _FONT for character in text)


def width(text: str) -> int:
    """Cells that the text fills in big digits."""
    return sum(len(_FONT[character][0]) + 1 for character in text) - 1 if text else 0


def big(text: str, style: Style, unit_style: Style | None = None) -> list[Pieces]:
    """Three lines of pieces. Units may be given a quieter style than figures."""
    runs = [(quiet, "".join(run)) for quiet, run in groupby(text, _UNITS.__contains__)]
    return [
        [
            drawing(
                "".join(_FONT[character][row] + " " for character in run).removesuffix(" " * (at == len(runs))),
                (unit_style or style) if quiet else style,
            )
            for at, (quiet, run) in enumerate(runs, start=1)
        ]
        for row in range(HEIGHT)
    ]
