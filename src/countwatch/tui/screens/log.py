"""Every update: its outcome, its stamp, its hash, and what came of it."""

from textual.app import ComposeResult
from textual.widget import Widget

from countwatch.tui.picture import Picture
from countwatch.tui.screens.base import CountScreen
from countwatch.tui.widgets.log import LogTable
from countwatch.tui.widgets.panel import TextPanel


class LogScreen(CountScreen):
    """The feed's health above, the log below; Enter shows the body of an update as it came."""

    AUTO_FOCUS = "LogTable"

    def panels(self) -> ComposeResult:
        """Health and log."""
        yield TextPanel(self.words("Feed"), id="health", classes="panel")
        yield LogTable(self.words, self.words("Updates"), id="log", classes="panel")

    def show_panels(self, picture: Picture) -> None:
        """Paint both."""
        self.query_one("#health", TextPanel).show(picture.view.health)
        self.query_one(LogTable).show(picture.updates, picture.log)

    def first_panel(self) -> Widget | None:
        """The log."""
        return self.query_one(LogTable)
