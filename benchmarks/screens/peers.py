"""What others would use for the same content.

python -m benchmarks.screens.peers rich | widgets

`rich` is a Live table of the regions that fit on the screen under three panels, in colours; `widgets` is a Textual
screen of Static panels, a plotext chart of the lead, and a DataTable of all regions in which only changed cells are
written.
"""

import asyncio
import sys

from rich.columns import Columns
from rich.console import Console, Group
from rich.live import Live
from rich.panel import Panel
from rich.table import Table
from rich.text import Text
from textual.app import App, ComposeResult
from textual.containers import Horizontal
from textual.widgets import DataTable, Static

from benchmarks.screens.night import Frame, framer, states
from benchmarks.screens.talk import Talk

HEADS = ("unit", "A", "B", "lead", "counted", "out")
LEAD = HEADS.index("lead")
QUIET = {"counted", "out"}
INKS = {"●": "#e69f00", "▲": "#56b4e9"}
"""The colours of both candidates, by the sign that stands before a lead."""
PANEL_LINES = 6


def rich_screen(frame: Frame, console: Console) -> Group:
    """Three panels over as many rows as fit, with the colours that ours has: of candidates, leads and quiet figures."""
    table = Table(expand=True, box=None)
    for place, head in enumerate(HEADS):
        table.add_column(head, justify="right" if place else "left", style="dim" if head in QUIET else "")
    for row in frame.rows[: console.height - PANEL_LINES - 1]:
        lead = Text(row[LEAD], INKS.get(row[LEAD][:1], ""))
        table.add_row(*row[:LEAD], lead, *row[LEAD + 1 :])
    panels = [
        Panel(Text.assemble((head, f"bold {ink}"), between, rest), border_style=ink)
        for (head, between, rest), ink in zip(
            (text.partition("\n") for text in frame.panels), (*INKS.values(), ""), strict=True
        )
    ]
    return Group(Columns(panels, equal=True, expand=True), table)


async def rich_live() -> None:
    """Refresh once a frame."""
    console, frames = Console(force_terminal=True), list(map(framer(), states()))
    with Live(rich_screen(frames[0], console), console=console, auto_refresh=False, screen=True) as live:
        await Talk().paint_on(
            lambda number: live.update(rich_screen(frames[number % len(frames)], console), refresh=True)
        )


class Widgets(App[None]):
    """The widgets that there are."""

    CSS = "#top { height: 15; } Static, PlotextPlot { width: 1fr; height: 1fr; } DataTable { height: 1fr; }"

    def compose(self) -> ComposeResult:
        """Panels, chart, table."""
        from textual_plotext import PlotextPlot

        with Horizontal(id="top"):
            yield Static(id="panel0", markup=False)
            yield Static(id="panel1", markup=False)
            yield PlotextPlot()
        yield DataTable[str]()

    def on_mount(self) -> None:
        """Begin once the first frame is painted."""
        self.call_after_refresh(lambda: self.run_worker(self._paint()))

    async def _paint(self) -> None:
        from textual_plotext import PlotextPlot

        frames = list(map(framer(), states()))
        table: DataTable[str] = self.query_one(DataTable)
        columns = table.add_columns(*HEADS)
        keys = table.add_rows(frames[0].rows)
        shown = [list(frames[0].rows)]

        def painted(number: int) -> None:
            frame = frames[number % len(frames)]
            for panel, text in enumerate(frame.panels[:2]):
                self.query_one(f"#panel{panel}", Static).update(text)
            chart = self.query_one(PlotextPlot)
            chart.plt.clear_data()
            chart.plt.plot(frame.leads)
            chart.refresh()
            for key, before, after in zip(keys, shown[0], frame.rows, strict=True):
                if before != after:
                    for column, text in zip(columns, after, strict=True):
                        table.update_cell(key, column, text)
            shown[0] = list(frame.rows)

        await Talk().paint_on(painted)


if __name__ == "__main__":
    if sys.argv[1] == "rich":
        asyncio.run(rich_live())
    else:
        Widgets().run()
