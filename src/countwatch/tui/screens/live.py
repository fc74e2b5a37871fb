"""The live screen: shares, lead, sheets, what is still out, the countdown, regions and what happened."""

from textual.app import ComposeResult
from textual.widget import Widget

from countwatch.tui.picture import Picture
from countwatch.tui.screens.base import CountScreen
from countwatch.tui.widgets.candidate import CandidatePanel
from countwatch.tui.widgets.field import FieldPanel
from countwatch.tui.widgets.happened import HappenedList
from countwatch.tui.widgets.kept import Beside
from countwatch.tui.widgets.lead import LeadPanel
from countwatch.tui.widgets.panel import TextPanel
from countwatch.tui.widgets.proclamation import ProclamationPanel
from countwatch.tui.widgets.regions_pane import RegionsPane
from countwatch.tui.widgets.sheets import SheetsPanel


class LiveScreen(CountScreen):
    """Everything at a glance. Which panels there are depends on the size; what they say does not."""

    def panels(self) -> ComposeResult:
        """Shares, lead and sheets above; what is out and the calendar; regions and what happened below."""
        words = self.words
        with Beside(id="top"):
            yield CandidatePanel(words("votes"), id="first", classes="panel")
            yield CandidatePanel(words("votes"), id="second", classes="panel")
            yield FieldPanel(words, id="field", classes="panel")
            yield LeadPanel(words, id="lead", classes="panel")
            yield SheetsPanel(id="sheets", classes="panel")
        with Beside(id="middle"):
            yield TextPanel(words("Still out"), id="outlook", classes="panel")
            yield ProclamationPanel(words("Proclamation"), id="proclamation", classes="panel")
            yield TextPanel(words("Feed"), id="health", classes="panel")
        with Beside(id="bottom"):
            yield RegionsPane(words, id="pane")
            yield HappenedList(words("What happened"), id="happened", classes="panel")

    def show_panels(self, picture: Picture) -> None:
        """Paint every panel that is on the screen."""
        view = picture.view
        many = len(view.candidates) > 2
        self.set_class(many, "-field")
        if many:
            self.query_one(FieldPanel).show(view.candidates)
        else:
            for name, candidate in zip(("#first", "#second"), view.candidates, strict=False):
                self.query_one(name, CandidatePanel).show(candidate)
        self.query_one(LeadPanel).show(view.lead)
        self.query_one(SheetsPanel).show(view.sheets)
        self.query_one("#outlook", TextPanel).show(view.outlook)
        self.query_one(ProclamationPanel).show(view.proclamation)
        self.query_one(RegionsPane).show(view.regions)
        self.query_one(HappenedList).show(view.happened)
        self.query_one("#health", TextPanel).show(view.health)

    def first_panel(self) -> Widget | None:
        """The chart of the lead."""
        return self.query_one(LeadPanel)
