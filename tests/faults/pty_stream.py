"""What a terminal was sent, taken apart: control sequences by their shape, and the text between them."""

import re
from functools import lru_cache

from countwatch.model.text import is_altered

_SEQUENCE = re.compile(
    r"\x1b\[[0-?]*[ -/]*[@-~]"  # CSI
    r"|\x1b\][^\x07\x1b]*(?:\x07|\x1b\\)"  # OSC
    r"|\x1b[PX^_][^\x1b]*\x1b\\"  # DCS, SOS, PM, APC
    r"|\x1b[ -/]*[0-~]"  # two characters
    r"|\r\n"  # a line's end as a terminal is sent it
    r"|[\x00-\x1f\x7f-\x9f\x1b]"  # C0, DEL, C1, and an ESC that begins nothing
)
_MOVE = re.compile(r"\x1b\[(\d+);(\d+)H")
_STYLE = re.compile(r"\x1b\[([0-9;]*)m")
_COLOUR = re.compile(r"([34]8);2;\d{1,3};\d{1,3};\d{1,3}")


def text_of(written: str) -> str:
    """Everything but the control sequences."""
    return _SEQUENCE.sub("", written)


def repertoire(written: str, size: tuple[int, int]) -> set[str]:
    """The shapes of all control sequences: any cell of the screen and any true colour is one shape, all else itself.

    The parts of a style are counted one by one, so that a blinking or hidden text is a shape of its own.
    """
    shapes: set[str] = set()
    for sequence in set(_SEQUENCE.findall(written)):
        shapes |= _shapes(sequence, size)
    return shapes


def _shapes(sequence: str, size: tuple[int, int]) -> set[str]:
    moved = _MOVE.fullmatch(sequence)
    if moved:
        inside = 1 <= int(moved[1]) <= size[1] and 1 <= int(moved[2]) <= size[0]
        return {"move"} if inside else {repr(sequence)}
    styled = _STYLE.fullmatch(sequence)
    if styled:
        return {f"style {part}" for part in _COLOUR.sub(r"\1:rgb", styled[1]).split(";")}
    return {repr(sequence)}


def unclean(written: str) -> set[str]:
    """Characters between the sequences that cleaning would have taken away."""
    return {character for character in set(text_of(written)) if _is_unclean(character)}


@lru_cache(maxsize=65536)
def _is_unclean(character: str) -> bool:
    return is_altered("a" + character)
