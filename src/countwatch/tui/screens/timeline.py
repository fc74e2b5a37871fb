"""The whole course: the lead, the legal stages, the calendar with what was said, and the turning points."""

from textual.app import ComposeResult
from textual.widget import Widget

from countwatch.tui.picture import Picture
from countwatch.tui.screens.base import CountScreen
from countwatch.tui.widgets.happened import HappenedList
from countwatch.tui.widgets.kept import Beside
from countwatch.tui.widgets.lead import LeadPanel
from countwatch.tui.widgets.proclamation import ProclamationPanel


class TimelineScreen(CountScreen):
    """Every entry with all its words and its source; beside it what turned, kind by kind. Enter moves a replay."""

    AUTO_FOCUS = "#timeline"

    def panels(self) -> ComposeResult:
        """Chart and stages above, the two lists below."""
        with Beside(id="course"):
            yield LeadPanel(self.words, id="lead", classes="panel")
            yield ProclamationPanel(self.words("Proclamation"), id="proclamation", classes="panel")
        with Beside(id="chronicle"):
            heading = self.words("Calendar, claims and count")
            yield HappenedList(heading, sourced=True, id="timeline", classes="panel")
            yield HappenedList(self.words("Turning points"), id="turning", classes="panel")

    def show_panels(self, picture: Picture) -> None:
        """Paint all four."""
        view = picture.view
        self.query_one(LeadPanel).show(view.lead)
        self.query_one(ProclamationPanel).show(view.proclamation)
        self.query_one("#timeline", HappenedList).show(view.timeline)
        self.query_one("#turning", HappenedList).show(view.turning)

    def first_panel(self) -> Widget | None:
        """The entries."""
        return self.query_one("#timeline", HappenedList)
