"""Who is ahead in the count so far, by how much, and how that came."""

from collections.abc import Sequence

from textual.strip import Strip

from countwatch.present.views import LeadView, Line
from countwatch.present.words import Words
from countwatch.tui.paint import TITLE_FRAME, Pieces, drawing, lines, measure, piece, spread, title, worded, wrap
from countwatch.tui.widgets.chart import draw_chart, has_course, spark
from countwatch.tui.widgets.digits import big, can_draw
from countwatch.tui.widgets.digits import width as big_width
from countwatch.tui.widgets.painted import Painted

BIG_HEIGHT = 9
"""From so many lines on, the lead itself is drawn big above the chart."""
GAP = 2
"""Cells between big digits and what stands beside them."""


class LeadPanel(Painted, can_focus=True):
    """The lead in votes and points over a chart of its course; only the figures where there is little room."""

    def __init__(self, words: Words, **options: str) -> None:
        super().__init__(**options)
        self._words = words
        self._view: LeadView | None = None
        self._by_time = False

    def on_mount(self) -> None:
        """Which axis the chart has is one choice for all screens."""
        self.watch(self.app, "chart_by_time", self._turn)

    def _turn(self, by_time: bool) -> None:
        self._by_time = by_time
        self.repaint()

    def show(self, view: LeadView) -> None:
        """Paint this lead."""
        if not self.is_new(view):
            return
        self._view = view
        self._entitle(view)
        self.repaint()

    def on_resize(self) -> None:
        """The title is shorter where there is less room."""
        if self._view is not None:
            self._entitle(self._view)

    def _entitle(self, view: LeadView) -> None:
        room = self.size.width - TITLE_FRAME
        since = self._words("{change} since the reading before", change=view.change) if view.change else ""
        since = worded(Line(since, short=view.change), room)
        told = worded(Line(view.title, short=view.short_title), room) or view.title
        self.head(title((told, "")), title((since, self.palette.css(self.palette.dim))) if since else None)

    def draw(self, width: int, height: int) -> Sequence[Strip]:
        """Figures first, then the chart in what is left."""
        view = self._view
        if view is None:
            return lines([], width, height)
        figures = self._figures(view, width, height)
        shown = view.timed if self._by_time and view.timed else view.chart
        if shown.points and not has_course(shown):
            said = wrap(self._words("one reading so far; the chart begins with the second"), width)
            return lines([*figures, *([piece(part, self.palette.dim)] for part in said)], width, height)
        chart = draw_chart(shown, width, height - len(figures), self.palette)
        return lines([*figures, *chart], width, height)

    def _figures(self, view: LeadView, width: int, height: int) -> list[Pieces]:
        palette = self.palette
        ink = palette.ink(view.colour, bold=True)
        name = [piece(f"{view.glyph} {view.label}".strip(), ink)]
        votes = [piece(view.votes, ink)]
        points = [piece(view.points, palette.plain)]
        said = [piece(view.sentence, palette.dim)]
        second: list[Pieces] = (
            [[piece(part, palette.plain)] for part in wrap(view.second, width)] if view.second else []
        )
        room = width - big_width(view.votes) - GAP
        if height >= BIG_HEIGHT and can_draw(view.votes) and room >= max(measure(name), measure(points)):
            digits = big(view.votes, ink)
            beside = [name, points, said if measure(said) <= room else []]
            drawn = [[*row, drawing(" " * GAP), *part] for row, part in zip(digits, beside, strict=True)]
            return [*drawn, *second, []]
        if height < 5:
            change = [piece(view.change, palette.dim)]
            heads = [spread(name, votes, width), spread(points, change, width)]
            if not view.second:
                return [*heads, spark(view.chart, width, palette)]
            rest = wrap(view.short_second, width)
            if len(rest) == height - 1 and measure(name) + measure(votes) + measure(points) + 3 <= width:
                heads = [spread(name, [*votes, drawing("  "), *points], width)]
            return [*heads[: height - len(rest)], *([piece(part)] for part in rest)]
        first = [*name, piece("  "), *votes]
        if measure(first) + measure(points) + 2 <= width:
            return [spread(first, points, width), *second]
        return [spread(first, [], width), spread(points, [], width), *second]
