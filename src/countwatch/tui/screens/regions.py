"""The regions on a screen of their own: a tree to sort, fold and search, and the detail of one region beside it."""

from typing import TYPE_CHECKING, ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.message import Message
from textual.widget import Widget
from textual.widgets import Input

from countwatch.tui.keys import IN_REGIONS, bindings
from countwatch.tui.picture import Picture
from countwatch.tui.screens.base import CountScreen
from countwatch.tui.widgets.kept import Beside
from countwatch.tui.widgets.region import RegionDetail
from countwatch.tui.widgets.region_map import RegionMap
from countwatch.tui.widgets.regions import RegionsTable
from countwatch.tui.widgets.regions_pane import RegionsPane
from countwatch.tui.widgets.rows import Rows
from countwatch.tui.widgets.typed import TypedLine

if TYPE_CHECKING:
    from countwatch.ledger.state import WatchState
    from countwatch.present.live import Still
    from countwatch.present.unit_views import HistoryView, RegionView
    from countwatch.tui.keyboard import Keyboard


class RegionsScreen(CountScreen):
    """All regions. `/` searches by name, Enter opens the detail, Escape closes what is open.

    The detail follows the cursor and every update. On a narrow screen it takes the table's place.
    """

    AUTO_FOCUS = "RegionsTable"
    BINDINGS: ClassVar[list[BindingType]] = bindings(IN_REGIONS)

    class HistoryWanted(Message):
        """The detail of a region is open, and a document of it came that its history does not have yet."""

        def __init__(self, screen: "RegionsScreen", unit_id: str, state: "WatchState") -> None:
            super().__init__()
            self.screen = screen
            self.unit_id = unit_id
            self.state = state

    def __init__(self, keyboard: "Keyboard", opening: str = "") -> None:
        super().__init__(keyboard, opening)
        self._still: Still | None = None
        self._shown: tuple[Still, str, RegionView | None] | None = None
        self._history: tuple[str, HistoryView] | None = None
        self._asked: tuple[object, ...] = ()

    def panels(self) -> ComposeResult:
        """The table, the detail, and the line in which one types."""
        with Beside(id="split"):
            yield RegionsPane(self.words, id="pane")
            yield RegionDetail(self.words, id="detail", classes="panel")
        search = TypedLine(placeholder="", id="search", select_on_focus=False, compact=True)
        search.display = False
        yield search

    def show_panels(self, picture: Picture) -> None:
        """Paint the table, and the detail where it is open."""
        self._still = picture.still
        self.pane.show(picture.view.regions)
        self._show_detail()

    def uncover(self) -> None:
        """Close the detail where it has taken the place of the table and the map."""
        if self.is_detailed and self.has_class("-narrow"):
            self._close_detail()

    @property
    def pane(self) -> RegionsPane:
        """The table and the map."""
        return self.query_one(RegionsPane)

    @property
    def is_detailed(self) -> bool:
        """Whether the detail is open."""
        return self.has_class("-detail")

    def show_history(self, unit_id: str, view: "HistoryView") -> None:
        """The documents of a region, read again."""
        self._history = (unit_id, view)
        self._show_detail()

    def _show_detail(self) -> None:
        unit_id, part = self.pane.selected_id, self._still
        if not self.is_detailed or unit_id is None or part is None:
            return
        if self._shown is None or self._shown[0] is not part or self._shown[1] != unit_id:
            from countwatch.present.region import region_view

            self._shown = part, unit_id, region_view(part.state, unit_id, part.outlook, part.names, self.words)
        history = self._history[1] if self._history and self._history[0] == unit_id else None
        self.query_one(RegionDetail).show(self._shown[2], history)
        self._ask(part, unit_id)

    def _ask(self, part: "Still", unit_id: str) -> None:
        """Ask for the history once for each region and each document of it."""
        from countwatch.present.region import document_of

        key = document_of(part.state, unit_id)
        held = part.state.shelf.get(key) if key else None
        wanted = (unit_id, held.n if held else 0)
        if wanted != self._asked:
            self._asked = wanted
            self.post_message(self.HistoryWanted(self, unit_id, part.state))

    def begin_search(self) -> None:
        """Open the line in which one types. It has the focus when this answers, so that it gets the next key."""
        self._hide_detail()
        search = self.query_one(Input)
        search.display = True
        self.set_focus(search)

    def action_go_back(self) -> None:
        """Close the detail; where it is closed, show all regions again."""
        if self.is_detailed:
            self._close_detail()
            return
        search = self.query_one(Input)
        search.value = ""
        search.display = False
        self.pane.seek_name("")
        self.pane.front.focus()

    def _close_detail(self) -> None:
        self._hide_detail()
        self.pane.front.focus()

    def _hide_detail(self) -> None:
        self.remove_class("-detail")
        self._asked = ()

    def sort_by(self, column: str) -> None:
        """By a column, the largest first, from the top."""
        self.query_one(RegionsTable).begin_with(column)

    def action_sort_next(self) -> None:
        """By the next column."""
        self.query_one(RegionsTable).sort_next()

    def action_sort_back(self) -> None:
        """The other way round."""
        self.query_one(RegionsTable).sort_back()

    def action_fold(self) -> None:
        """Fold or unfold the units inside the one under the cursor."""
        self.query_one(RegionsTable).fold()

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Space folds where there is something to fold; elsewhere it is the replay's, as on every screen."""
        if action != "fold":
            return super().check_action(action, parameters)
        table = self.query_one(RegionsTable)
        return table.has_focus and table.can_fold()

    @on(Rows.Activated)
    def open_detail(self, event: Rows.Activated) -> None:
        """Enter on a region opens its detail; once more goes into it."""
        if isinstance(event.rows, RegionsTable):
            self._open_detail()

    @on(RegionMap.Opened)
    def open_tile(self) -> None:
        """The same on the map."""
        self._open_detail()

    def open_unit(self, unit_id: str) -> None:
        """Open the detail of a unit, as from another screen."""
        self.pane.point_at(unit_id)
        self._open_detail()

    def _open_detail(self) -> None:
        if self.is_detailed or self.has_class("-narrow"):
            self.call_after_refresh(self.query_one(RegionDetail).focus)
        self.add_class("-detail")
        self._show_detail()

    @on(RegionMap.Moved)
    @on(RegionsTable.Moved)
    def follow(self) -> None:
        """The detail is that of the region under the cursor."""
        self._show_detail()

    @on(Input.Changed)
    def narrow(self, event: Input.Changed) -> None:
        """Keep what matches so far."""
        self.pane.seek_name(event.value)

    @on(Input.Submitted)
    def keep(self) -> None:
        """Go back to the table with what was kept."""
        self.pane.front.focus()

    def first_panel(self) -> Widget | None:
        """The table, or the map."""
        return self.pane.front
