"""Every update: its outcome, its stamp, its hash, and what came of it."""

from textual import on
from textual.app import ComposeResult
from textual.widget import Widget

from countwatch.tui.picture import Picture
from countwatch.tui.screens.base import CountScreen
from countwatch.tui.widgets.log import LogTable, RowInFull
from countwatch.tui.widgets.panel import TextPanel


class LogScreen(CountScreen):
    """The feed's health above, the log below; Enter shows the body of an update as it came."""

    AUTO_FOCUS = "LogTable"

    def panels(self) -> ComposeResult:
        """Health, log, and the row under the cursor in full."""
        yield TextPanel(self.words("Feed"), id="health", classes="panel")
        yield LogTable(self.words, self.words("Updates"), id="log", classes="panel")
        yield RowInFull(id="row")

    def show_panels(self, picture: Picture) -> None:
        """Paint both."""
        self.query_one("#health", TextPanel).show(picture.view.health)
        self.query_one(LogTable).show(picture.updates, picture.log)

    @on(LogTable.Pointed)
    def tell(self, event: LogTable.Pointed) -> None:
        """Another row is under the cursor."""
        self.query_one(RowInFull).show(event.row)

    def first_panel(self) -> Widget | None:
        """The log."""
        return self.query_one(LogTable)
