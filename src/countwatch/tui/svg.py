"""Textual's picture of the screen, made to look the same in every viewer and to call nobody.

Textual leaves all to one font that is fetched from elsewhere, and to viewers that keep runs of blanks. Here every
word stands at its own place, and bars, borders and big digits are shapes. What the screen says is in `<desc>`, line
by line, for whoever cannot see the shapes.
"""

import re
from collections import defaultdict
from html import escape, unescape

from countwatch.tui.paint import cells

CELL_WIDTH, CELL_HEIGHT = 12.2, 24.4
"""Of one cell, in the units of Textual's picture."""
_BASELINE = 18.5
"""From a cell's upper edge to its line of writing."""
_FONTS = "DejaVu Sans Mono, Menlo, Consolas, Liberation Mono, monospace"
_TEXT = re.compile(
    r'<text class="([\w-]+)" x="([\d.]+)" y="([\d.]+)" textLength="[\d.]+"[^>]*>([^<]*)</text>\n?', re.DOTALL
)
_REMOTE = re.compile(r"@font-face \{.*?\}|<!--.*?-->", re.DOTALL)
_CLIPS = re.compile(r'<clipPath id="[\w-]+-line-\d+">.*?</clipPath>\s*', re.DOTALL)

Box = tuple[float, float, float, float]
"""Left, top, right, bottom, each a part of the cell."""

_BOXES: dict[str, Box] = {
    "▀": (0, 0, 1, 0.5),
    "▐": (0.5, 0, 1, 1),
    "─": (0, 0.47, 1, 0.53),
    "━": (0, 0.43, 1, 0.57),
    "╸": (0, 0.43, 0.5, 0.57),
    "╺": (0.5, 0.43, 1, 0.57),
    "│": (0.44, 0, 0.56, 1),
    **{block: (0, 1 - place / 8, 1, 1) for place, block in enumerate("▁▂▃▄▅▆▇█", start=1)},
    **{block: (0, 0, place / 8, 1) for place, block in enumerate("▏▎▍▌▋▊▉", start=1)},
}
_SHADES = "░▒▓"
_CORNERS = {"╭": (1, 1), "╮": (-1, 1), "╰": (1, -1), "╯": (-1, -1)}
"""Which way a corner's two arms go: right or left, down or up."""
_PARTS = re.compile(
    "[{drawn}]+|[{shades}]+|[{braille}]+|[^\\s{drawn}{shades}{braille}]+".format(
        drawn="".join([*_BOXES, *_CORNERS]), shades=_SHADES, braille="\u2800-\u28ff"
    )
)


def portable(svg: str) -> str:
    """The same picture with words in their places, shapes for blocks and lines, and no font from elsewhere."""
    told: dict[float, list[tuple[int, str]]] = defaultdict(list)

    def redrawn(found: re.Match[str]) -> str:
        style, x, y, text = found[1], float(found[2]), float(found[3]), unescape(found[4]).replace("\xa0", " ")
        told[y].append((round(x / CELL_WIDTH), text.rstrip("\n")))
        return "".join(_drawn(part, style, x, y, text) for part in _PARTS.finditer(text))

    body = _TEXT.sub(redrawn, _CLIPS.sub("", _REMOTE.sub("", svg))).replace("Fira Code", _FONTS)
    said = "\n".join(_joined(pieces) for _, pieces in sorted(told.items()))
    head, tag, rest = body.partition("<style>")
    return f"{head}<desc>{escape(said)}\n</desc>\n    {tag}{rest}"


def _joined(pieces: list[tuple[int, str]]) -> str:
    line = ""
    for column, text in sorted(pieces):
        line += " " * (column - cells(line)) + text
    return line.rstrip()


def _drawn(part: re.Match[str], style: str, x: float, y: float, text: str) -> str:
    """One word, or one run of shapes, of a text that begins at (x, y)."""
    left, top, run = x + CELL_WIDTH * cells(text[: part.start()]), y - _BASELINE, part[0]
    if run[0] in _SHADES:
        return f'<path class="{style}" shape-rendering="crispEdges" d="{_shade(run[0], left, top, len(run))}"/>'
    if run[0] in _CORNERS:
        return f'<path class="{style}" d="{_shapes(run, left, top)}"/>'
    if run[0] in _BOXES:
        return f'<path class="{style}" shape-rendering="crispEdges" d="{_shapes(run, left, top)}"/>'
    if "\u2800" <= run[0] <= "\u28ff":
        places = " ".join(f"{left + CELL_WIDTH * place:.5g}" for place in range(len(run)))
        return f'<text class="{style}" x="{places}" y="{y:g}">{run}</text>'
    long = f"{CELL_WIDTH * cells(run):g}"
    return f'<text class="{style}" x="{left:g}" y="{y:g}" textLength="{long}">{escape(run, quote=False)}</text>'


def _shade(character: str, left: float, top: float, count: int) -> str:
    """Thin upright lines, lying stripes, or nearly all: told apart without colour."""
    if character == "░":
        boxes = ((place + third, 0, place + third + 0.1, 1) for place in range(count) for third in (0.1, 0.43, 0.77))
        return "".join(_rectangle(left, top, 1, box) for box in boxes)
    part = {"▒": 0.5, "▓": 0.75}[character] / 6
    return "".join(_rectangle(left, top, count, (0, row / 6, 1, row / 6 + part)) for row in range(6))


def _shapes(run: str, left: float, top: float) -> str:
    drawn = []
    for same in re.finditer(r"(.)\1*", run):
        start, character = left + CELL_WIDTH * same.start(), same[1]
        places = [start + CELL_WIDTH * place for place in range(len(same[0]))]
        if character in _CORNERS:
            drawn += [_corner(character, place, top) for place in places]
        elif (box := _BOXES[character])[2] - box[0] == 1:
            drawn.append(_rectangle(start, top, len(places), box))
        else:
            drawn += [_rectangle(place, top, 1, box) for place in places]
    return "".join(drawn)


def _rectangle(left: float, top: float, count: int, box: Box) -> str:
    x, y = left + CELL_WIDTH * box[0], top + CELL_HEIGHT * box[1]
    width, height = CELL_WIDTH * (box[2] - box[0]) * count, CELL_HEIGHT * (box[3] - box[1])
    return f"M{x:.5g} {y:.5g}h{width:.5g}v{height:.5g}h{-width:.5g}z"


def _corner(character: str, left: float, top: float) -> str:
    """A quarter of a round, as thick as the lines that it joins."""
    across, down = _CORNERS[character]
    middle_x, middle_y = left + CELL_WIDTH / 2, top + CELL_HEIGHT / 2
    thick = 0.06 * CELL_WIDTH
    outer_x, inner_x = middle_x - across * thick, middle_x + across * thick
    outer_y, inner_y = middle_y - down * thick, middle_y + down * thick
    end_x, end_y = middle_x + across * CELL_WIDTH / 2, middle_y + down * CELL_HEIGHT / 2
    return (
        f"M{outer_x:.5g} {end_y:.5g}Q{outer_x:.5g} {outer_y:.5g} {end_x:.5g} {outer_y:.5g}"
        f"V{inner_y:.5g}Q{inner_x:.5g} {inner_y:.5g} {inner_x:.5g} {end_y:.5g}z"
    )
