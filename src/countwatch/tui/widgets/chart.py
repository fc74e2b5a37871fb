"""The lead over the count, as a filled braille curve: up for one candidate, down for the other.

Between two readings nothing is known, so the curve holds the earlier one: it is drawn in steps.
"""

from bisect import bisect_right
from math import ceil
from typing import NamedTuple

from rich.segment import Segment
from rich.style import Style

from countwatch.present.chart_views import ChartView, Mark
from countwatch.tui.paint import Pieces, cells, column, drawing, flow, line, measure, piece
from countwatch.tui.palette import Palette

MARKS = {"lead_change": "↕", "correction": "±", "gap": "┆", "held": "○", "now": "●"}
"""One glyph for each kind of mark, on the chart and on the replay bar; none of them can be a candidate's."""
_LEFT, _RIGHT = (0x01, 0x02, 0x04, 0x40), (0x08, 0x10, 0x20, 0x80)
_DOTS = 4
_RANK = ("gap", "now", "held", "correction", "lead_change")


class Scale(NamedTuple):
    """Lines above and below the zero line, and the votes that one braille dot stands for."""

    above: int
    below: int
    votes_per_dot: float


def scale(points: tuple[tuple[float, int], ...], height: int) -> Scale:
    """One scale for both sides, so that equal heights are equal leads; the lines are split so that it is the finest."""
    top = max((votes for _, votes in points), default=0)
    bottom = max((-votes for _, votes in points), default=0)
    top, bottom, room = max(top, 0), max(bottom, 0), max(height - 1, 1)
    if not top and not bottom:
        return Scale(room // 2, room - room // 2, 1.0)
    least, most = (1 if top else 0), room - (1 if bottom else 0)
    splits = range(least, most + 1) or [round(room * top / (top + bottom))]
    return min((_split(top, bottom, above, room - above) for above in splits), key=lambda sizes: sizes.votes_per_dot)


def _split(top: int, bottom: int, above: int, below: int) -> Scale:
    """So many lines above and below, and the finest scale that fits both."""
    needed = [votes / (rows * _DOTS) for votes, rows in ((top, above), (bottom, below)) if votes and rows]
    return Scale(above, below, max(needed, default=1.0))


def has_course(chart: ChartView) -> bool:
    """Whether there is a way to draw: a single reading would be a block that says nothing."""
    return len({x for x, _ in chart.points}) > 1


def draw_chart(chart: ChartView, width: int, height: int, palette: Palette) -> list[Pieces]:
    """The chart in `height` lines: the plot with its zero line, and the ends of the axis below it."""
    if not chart.points or height < 3 or width < 12:
        return []
    plot_height = height - 1
    sizes = scale(chart.points, plot_height)
    top, bottom = f"{chart.above_glyph} {chart.top}".strip(), f"{chart.below_glyph} {chart.bottom}".strip()
    label = max(cells(top), cells(bottom)) + 1
    plot = max(1, width - label)
    heights = _heights(chart, plot * 2, sizes)
    texts = {
        _extreme(heights, -1): (bottom, palette.ink(chart.below_colour)),
        _extreme(heights, 1): (top, palette.ink(chart.above_colour)),
        0: ("0", palette.dim),
    }
    rows: list[Pieces] = []
    for row in range(plot_height):
        level = sizes.above - row
        text, ink = texts.get(level, ("", palette.dim))
        margin = [piece(column(text, label - 1, right=True) + " ", ink)]
        rows.append(margin + (_zero(chart, plot, palette) if level == 0 else _cells(chart, heights, level, palette)))
    return [*rows, _axis(chart, label, plot, palette)]


def _heights(chart: ChartView, columns: int, sizes: Scale) -> list[int]:
    """The curve's height in dots at each dot column; a lead that is not zero shows at least one dot."""
    xs = [x for x, _ in chart.points]
    heights = []
    for index in range(columns):
        at = index / max(1, columns - 1)
        votes = chart.points[max(0, bisect_right(xs, at + 1e-9) - 1)][1]
        dots = round(abs(votes) / sizes.votes_per_dot)
        dots = max(dots, 1) if votes else 0
        heights.append(dots if votes > 0 else -dots)
    return heights


def _extreme(heights: list[int], side: int) -> int:
    """The line that the curve reaches on one side (1 above, -1 below), 0 where it never goes there."""
    return side * ceil(max(dots * side for dots in (*heights, 0)) / _DOTS)


def _cells(chart: ChartView, heights: list[int], level: int, palette: Palette) -> Pieces:
    """One line of the plot. `level` counts lines from the zero line: 1 just above, -1 just below."""
    up = level > 0
    colour = chart.above_colour if up else chart.below_colour
    edge, body = palette.ink(colour), palette.wash(colour)
    base = (abs(level) - 1) * _DOTS
    pieces: Pieces = []
    run, run_style = "", edge
    for index in range(0, len(heights), 2):
        pair = heights[index : index + 2]
        sides = [min(max((dots if up else -dots) - base, 0), _DOTS) for dots in pair]
        bits = sum(_column(dots, side, up) for dots, side in zip(sides, (_LEFT, _RIGHT), strict=True))
        deep = min((dots if up else -dots) for dots in pair) > base + _DOTS
        style = body if deep else edge
        if style is not run_style and run:
            pieces.append(drawing(run, run_style))
            run = ""
        run_style = style
        run += chr(0x2800 + bits) if bits else " "
    return [*pieces, drawing(run, run_style)]


def _column(dots: int, side: tuple[int, ...], up: bool) -> int:
    filled = side[_DOTS - dots :] if up else side[:dots]
    return sum(filled)


def _zero(chart: ChartView, plot: int, palette: Palette) -> Pieces:
    return dotted("─", plot, placed(chart.marks, plot, palette), palette.rule)


def placed(marks: tuple[Mark, ...], width: int, palette: Palette) -> dict[int, Segment]:
    """Marks by the cell that they stand on; where two meet, a lead change shows before a correction or a gap."""
    found: dict[int, Segment] = {}
    for mark in sorted(marks, key=lambda mark: _RANK.index(mark.kind)):
        cell = min(width - 1, max(0, int(mark.at * (width - 1) + 0.5)))
        found[cell] = drawing(MARKS[mark.kind], palette.dim if mark.kind == "gap" else palette.strong)
    return found


def dotted(glyph: str, width: int, marks: dict[int, Segment], style: Style) -> Pieces:
    """A rule with marks on some of its cells."""
    pieces: Pieces = []
    last = 0
    for place in sorted(marks):
        pieces += [drawing(glyph * (place - last), style), marks[place]]
        last = place + 1
    return [part for part in (*pieces, drawing(glyph * (width - last), style)) if part.text]


def _axis(chart: ChartView, label: int, plot: int, palette: Palette) -> Pieces:
    """The ends of the axis; between them what it counts, what the marks mean, who is up and who is down."""
    left, right = piece(chart.left, palette.dim), piece(chart.right, palette.dim)
    room = plot - left.cell_length - right.cell_length
    if room < 1:
        return [drawing(" " * label), *line([left], plot)]
    legend = next(iter(flow(_legend(chart, palette), room - 4, 1)), [])
    before = (room - measure(legend)) // 2
    return [drawing(" " * label), left, *line([drawing(" " * before), *legend], room), right]


def _legend(chart: ChartView, palette: Palette) -> list[Pieces]:
    """What is said between the ends of the axis, the most needed first."""
    meanings = {mark.kind: mark.text for mark in chart.marks}
    kinds = sorted(meanings, key=_RANK.index, reverse=True)
    return [
        *([[piece(chart.axis, palette.dim)]] if chart.axis else []),
        [piece(f"↑ {chart.above}", palette.ink(chart.above_colour))],
        [piece(f"↓ {chart.below}", palette.ink(chart.below_colour))],
        *([drawing(f"{MARKS[kind]} ", palette.strong), piece(meanings[kind], palette.dim)] for kind in kinds),
    ]


def spark(chart: ChartView, width: int, palette: Palette) -> Pieces:
    """The size of the lead on one line, in the colour of who had it; a mark says where that changed.

    It stands between the signs of who had it first and who has it now.
    """
    largest = max((abs(votes) for _, votes in chart.points), default=0)
    width -= 2
    if not largest or width < 1 or not has_course(chart):
        return []
    xs = [x for x, _ in chart.points]
    changes = {round(mark.at * (width - 1)) for mark in chart.marks if mark.kind == "lead_change"}
    pieces: Pieces = []
    for place in range(width):
        votes = chart.points[max(0, bisect_right(xs, place / max(1, width - 1) + 1e-9) - 1)][1]
        level = max(1, round(abs(votes) / largest * 8)) if votes else 0
        ink = palette.ink(chart.above_colour if votes > 0 else chart.below_colour)
        turned = place in changes
        pieces.append(drawing(MARKS["lead_change"], palette.strong) if turned else drawing(" ▁▂▃▄▅▆▇█"[level], ink))
    first, last = (_sign(chart, votes, palette) for votes in (chart.points[0][1], chart.points[-1][1]))
    return [first, *pieces, last]


def _sign(chart: ChartView, votes: int, palette: Palette) -> Segment:
    """The glyph of who is ahead, in that one's colour."""
    glyph, colour = (chart.above_glyph, chart.above_colour) if votes > 0 else (chart.below_glyph, chart.below_colour)
    return piece(glyph if votes and glyph else " ", palette.ink(colour))
