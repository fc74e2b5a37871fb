"""Several feeds of one election: each with its own figures, and what sets it apart from the first one."""

from textual.app import ComposeResult
from textual.widget import Widget

from countwatch.tui.picture import Picture
from countwatch.tui.screens.base import CountScreen
from countwatch.tui.widgets.feeds import FeedsTable


class FeedsScreen(CountScreen):
    """Only where more than one feed is watched."""

    AUTO_FOCUS = "FeedsTable"

    def panels(self) -> ComposeResult:
        """The table."""
        yield FeedsTable(self.words("Feeds side by side, never merged"), id="feeds", classes="panel")

    def show_panels(self, picture: Picture) -> None:
        """Paint it."""
        if picture.feeds is not None:
            self.query_one(FeedsTable).show(picture.feeds)

    def first_panel(self) -> Widget | None:
        """The table."""
        return self.query_one(FeedsTable)
