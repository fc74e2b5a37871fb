"""Who is ahead in the count so far, by how much, and how that came."""

from collections.abc import Sequence

from textual.strip import Strip

from countwatch.present.views import LeadView
from countwatch.present.words import Words
from countwatch.tui.paint import Pieces, lines, measure, piece, spread, title, wrap
from countwatch.tui.widgets.chart import draw_chart, spark
from countwatch.tui.widgets.digits import big, can_draw
from countwatch.tui.widgets.painted import Painted

BIG_HEIGHT = 12
"""From so many lines on, the lead itself is drawn big above the chart."""
BIG_WIDTH = 60


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
        since = self._words("{change} since the reading before", change=view.change) if view.change else ""
        muted = self.palette.css(self.palette.dim)
        self.head(title((view.title, "")), title((since, muted)) if since else None)
        self.repaint()

    def draw(self, width: int, height: int) -> Sequence[Strip]:
        """Figures first, then the chart in what is left."""
        view = self._view
        if view is None:
            return lines([], width, height)
        figures = self._figures(view, width, height)
        shown = view.timed if self._by_time and view.timed else view.chart
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
        if height >= BIG_HEIGHT and width >= BIG_WIDTH and can_draw(view.votes):
            digits = big(view.votes, ink)
            beside = [name, points, said]
            return [[*row, piece("   "), *part] for row, part in zip(digits, beside, strict=True)] + second
        if height < 5:
            last = [[piece(view.second)]] if view.second else [spark(view.chart, width, palette)]
            return [spread(name, votes, width), spread(points, [], width), *last]
        first = [*name, piece("  "), *votes]
        if measure(first) + measure(points) + 2 <= width:
            return [spread(first, points, width), *second]
        return [spread(first, [], width), spread(points, [], width), *second]
