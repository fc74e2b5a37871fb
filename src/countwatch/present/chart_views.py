"""What the chart of the lead shows, as values, and the marks that it has in common with the replay bar."""

from typing import Literal, NamedTuple


class Mark(NamedTuple):
    """A marker on the chart or the replay bar: where (0 to 1 of the width), what, and a word for it."""

    at: float
    kind: Literal["lead_change", "correction", "gap", "held", "now"]
    text: str


class ChartView(NamedTuple):
    """The lead over the count. `points` are (x from 0 to 1, votes: positive for `above`, negative for `below`).

    `left` and `right` are the ends of the axis, `axis` what it counts ("" where its ends say it).
    """

    points: tuple[tuple[float, int], ...]
    marks: tuple[Mark, ...]
    above: str
    below: str
    above_colour: str
    below_colour: str
    top: str
    bottom: str
    left: str
    right: str
    above_glyph: str = ""
    below_glyph: str = ""
    axis: str = ""
