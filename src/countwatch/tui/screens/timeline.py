"""What happened in full, beside the legal stages and the calendar."""

from textual.app import ComposeResult
from textual.containers import Horizontal
from textual.widget import Widget

from countwatch.tui.picture import Picture
from countwatch.tui.screens.base import CountScreen
from countwatch.tui.widgets.happened import HappenedList
from countwatch.tui.widgets.lead import LeadPanel
from countwatch.tui.widgets.proclamation import ProclamationPanel


class TimelineScreen(CountScreen):
    """The course of the lead, the stages, and every entry with all its words."""

    AUTO_FOCUS = "HappenedList"

    def panels(self) -> ComposeResult:
        """Chart and stages above, entries below."""
        with Horizontal(id="course"):
            yield LeadPanel(self.words, id="lead", classes="panel")
            yield ProclamationPanel(self.words("Proclamation"), id="proclamation", classes="panel")
        yield HappenedList(self.words("What happened"), id="happened", classes="panel")

    def show_panels(self, picture: Picture) -> None:
        """Paint all three."""
        self.query_one(LeadPanel).show(picture.view.lead)
        self.query_one(ProclamationPanel).show(picture.view.proclamation)
        self.query_one(HappenedList).show(picture.view.happened)

    def first_panel(self) -> Widget | None:
        """The entries."""
        return self.query_one(HappenedList)
