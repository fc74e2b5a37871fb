"""The legal stages and the time left to the deadline. Counted is never shown as proclaimed."""

from collections.abc import Sequence

from textual.strip import Strip

from countwatch.present.views import ProclamationView, Step
from countwatch.tui.paint import Pieces, drawing, flow, lines, measure, piece, spread, title
from countwatch.tui.widgets.digits import HEIGHT, big, can_draw
from countwatch.tui.widgets.digits import width as big_width
from countwatch.tui.widgets.painted import Painted
from countwatch.tui.widgets.panel import wrapped

_GLYPHS = {"done": "✓", "current": "▸", "ahead": "·"}
BIG_LINES = 6
"""From so many lines on, the countdown is drawn big."""


class ProclamationPanel(Painted, can_focus=True):
    """Stages on one line, the countdown, what it runs to, and what was last and comes next."""

    def __init__(self, heading: str, **options: str) -> None:
        super().__init__(**options)
        self._heading = heading
        self._view: ProclamationView | None = None

    def on_mount(self) -> None:
        """An empty panel already says what it will hold."""
        self.head(title((self._heading, "")))

    def show(self, view: ProclamationView) -> None:
        """Paint these stages."""
        if not self.is_new(view):
            return
        self._view = view
        self.head(title((view.title, "")))
        self.repaint()

    def draw(self, width: int, height: int) -> Sequence[Strip]:
        """Stages, countdown, then sentences in what is left."""
        view, palette = self._view, self.palette
        if view is None:
            return lines([], width, height)
        rows = self._stages(view, width, 2 if height > 3 else 1)
        deadline = [piece(view.deadline, palette.dim)]
        if height >= BIG_LINES + len(rows) - 1 and can_draw(view.digits) and big_width(view.digits) <= width:
            rows += [[piece("")]] if height > HEIGHT + len(rows) + 4 else []
            rows += big(view.digits, palette.strong, palette.dim)
            rows += [deadline]
        elif view.countdown:
            countdown = [piece(view.countdown, palette.strong), drawing("  ")]
            if view.deadline_day and measure(countdown) + measure(deadline) > width:
                deadline = [piece(view.deadline_day, palette.dim)]
            rows.append(spread([*countdown, *deadline], [], width))
        elif view.deadline:
            rows.append(deadline)
        return lines([*rows, *wrapped(view.lines, width, height - len(rows), palette)], width, height)

    def _stages(self, view: ProclamationView, width: int, rows_max: int) -> list[Pieces]:
        """Their whole names on one line, else their short ones, else the nearest and how many more there are."""
        named = [self._step(step, step.label) for step in view.steps]
        if sum(map(measure, named)) + len(named) - 1 <= width:
            return flow(named, width, 1, gap=1)
        short = [self._step(step, step.short or step.label) for step in view.steps]
        rows = flow(short, width, rows_max, gap=1)
        if sum(map(measure, rows)) + len(rows) - 1 >= sum(map(measure, short)) + len(short) - 1:
            return rows
        at = next((index for index, step in enumerate(view.steps) if step.state == "current"), 0)
        more = [[drawing(f"+{len(short) - at - 2}", self.palette.dim)]] if len(short) > at + 2 else []
        return flow([*short[at : at + 2], *more], width, rows_max, gap=1)

    def _step(self, step: Step, label: str) -> Pieces:
        palette = self.palette
        style = {"done": palette.note, "current": palette.strong, "ahead": palette.dim}[step.state]
        return [drawing(f"{_GLYPHS[step.state]} ", style), piece(label, style)]
