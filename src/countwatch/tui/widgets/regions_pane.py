"""The regions as a table or as a map, whichever is asked for, or both where there is room; one cursor for the two."""

from typing import TYPE_CHECKING

from textual import on
from textual.app import ComposeResult
from textual.widget import Widget

from countwatch.present.views import RegionsView
from countwatch.present.words import Words
from countwatch.tui.widgets.kept import Beside
from countwatch.tui.widgets.region_map import RegionMap
from countwatch.tui.widgets.regions import RegionsTable
from countwatch.tui.widgets.tiles import layout

if TYPE_CHECKING:
    from countwatch.present.tile_views import TileMap

FRAME = (4, 2)
"""Cells and lines that the frame of the map takes from this part of the screen."""


class RegionsPane(Beside):
    """Which of the two is in front is one choice for all screens."""

    def __init__(
        self,
        words: Words,
        *,
        id: str,  # noqa: A002 - Textual's name
    ) -> None:
        super().__init__(id=id)
        self._words = words
        self._wanted: str | None = None

    def compose(self) -> ComposeResult:
        """The table and the map."""
        heading = self._words("Home, abroad and regions")
        yield RegionsTable(self._words, heading, id="regions", classes="panel")
        yield RegionMap(self._words, self._words("Map of the regions"), id="map", classes="panel")

    def on_mount(self) -> None:
        """Follow the app's choice."""
        self.watch(self.app, "regions_as_map", self._turn)

    def _turn(self, as_map: bool) -> None:
        held = self.screen.focused in (self.table, self.map)
        self.set_class(as_map, "-map")
        if held:
            self.front.focus()

    @property
    def table(self) -> RegionsTable:
        """The table."""
        return self.query_one(RegionsTable)

    @property
    def map(self) -> RegionMap:
        """The map."""
        return self.query_one(RegionMap)

    @property
    def front(self) -> Widget:
        """The one that was asked for."""
        return self.map if self.has_class("-map") else self.table

    @property
    def selected_id(self) -> str | None:
        """The unit under the cursor of the one in front."""
        if self.has_class("-map"):
            return self.map.selected_id
        row = self.table.selected()
        return row.id if row else None

    def has_room_for(self, tiles: "TileMap") -> bool:
        """Whether this map fits into this part of the screen."""
        width, height = self.size
        return self.display and layout(tiles, width - FRAME[0], height - FRAME[1]) is not None

    def show(self, view: RegionsView) -> None:
        """Paint these regions."""
        self.set_class(view.tiles is not None, "-tiles")
        self.table.show(view)
        self.map.show(view)
        if self._wanted is not None and view.rows:
            wanted, self._wanted = self._wanted, None
            self.point_at(wanted)

    def point_at(self, unit_id: str) -> None:
        """Put both cursors on a unit, as soon as there are units."""
        if not self.table.count():
            self._wanted = unit_id
        self.table.point_at(unit_id)
        self.map.point_at(unit_id)

    def seek_name(self, text: str) -> None:
        """The table keeps what matches, the map goes to the first that does."""
        self.table.seek_name(text)
        self.map.seek_name(text)

    @on(RegionsTable.Moved)
    def lead_map(self) -> None:
        """The map follows the table."""
        row = self.table.selected()
        if row is not None:
            self.map.point_at(row.id)

    @on(RegionMap.Moved)
    def lead_table(self, event: RegionMap.Moved) -> None:
        """The table follows the map."""
        self.table.point_at(event.unit_id)
