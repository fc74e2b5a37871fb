"""The regions on a screen of their own, with search."""

from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.widget import Widget
from textual.widgets import Input

from countwatch.tui.keys import ORDER
from countwatch.tui.picture import Picture
from countwatch.tui.screens.base import CountScreen
from countwatch.tui.widgets.regions import RegionsTable


class RegionsScreen(CountScreen):
    """All regions; `/` searches by name, Escape shows all again, `o` changes the order."""

    AUTO_FOCUS = "RegionsTable"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding(ORDER.bound, ORDER.action, ORDER.message, show=False),
        Binding("escape", "end_search", "show all regions", show=False),
    ]

    def panels(self) -> ComposeResult:
        """The table, and the line in which one types."""
        yield RegionsTable(self.words, self.words("Home, abroad and regions"), id="regions", classes="panel")
        search = Input(placeholder="", id="search", select_on_focus=False, compact=True)
        search.display = False
        yield search

    def show_panels(self, picture: Picture) -> None:
        """Paint the table."""
        self.query_one(RegionsTable).show(picture.view.regions)

    def begin_search(self) -> None:
        """Open the line in which one types."""
        search = self.query_one(Input)
        search.display = True
        search.focus()

    def action_end_search(self) -> None:
        """Show all regions again."""
        search = self.query_one(Input)
        search.value = ""
        search.display = False
        self.query_one(RegionsTable).seek_name("")
        self.query_one(RegionsTable).focus()

    def action_reorder(self) -> None:
        """The next order of the table."""
        self.query_one(RegionsTable).reorder()

    @on(Input.Changed)
    def narrow(self, event: Input.Changed) -> None:
        """Keep what matches so far."""
        self.query_one(RegionsTable).seek_name(event.value)

    @on(Input.Submitted)
    def keep(self) -> None:
        """Go back to the table with what was kept."""
        self.query_one(RegionsTable).focus()

    def first_panel(self) -> Widget | None:
        """The table."""
        return self.query_one(RegionsTable)
