"""What keys and the mouse ask of the screens: which one is shown, what fills it, what is opened over it."""

import asyncio
from datetime import datetime
from pathlib import Path

from textual import on

from countwatch.tui.actions import FeedActions
from countwatch.tui.keyboard import Keyboard
from countwatch.tui.keys import REPLAYING, Key
from countwatch.tui.mirror import Mirror
from countwatch.tui.paint import notice
from countwatch.tui.screens.base import CountScreen
from countwatch.tui.screens.feeds import FeedsScreen
from countwatch.tui.screens.live import LiveScreen
from countwatch.tui.screens.log import LogScreen
from countwatch.tui.screens.regions import RegionsScreen
from countwatch.tui.screens.timeline import TimelineScreen
from countwatch.tui.taking import save_new, screen_svg
from countwatch.tui.widgets.candidate import CandidatePanel
from countwatch.tui.widgets.field import FieldPanel
from countwatch.tui.widgets.happened import HappenedList
from countwatch.tui.widgets.log import LogTable
from countwatch.tui.widgets.region_map import RegionMap
from countwatch.tui.widgets.region_order import SHARES
from countwatch.tui.widgets.regions import RegionsTable
from countwatch.tui.widgets.regions_pane import RegionsPane
from countwatch.tui.widgets.rows import Rows

MODES: dict[str, type[CountScreen]] = {
    "live": LiveScreen,
    "regions": RegionsScreen,
    "timeline": TimelineScreen,
    "log": LogScreen,
    "feeds": FeedsScreen,
}
"""The screens by name, in the order of their keys."""


class ScreenActions(FeedActions):
    """Moves between screens and opens what is on them. Paints nothing by itself."""

    pictures: Path
    mirror: Mirror

    def paint(self) -> None:
        """Paint the latest state on the screen of the mode in use."""
        raise NotImplementedError

    async def action_show_mode(self, mode: str) -> None:
        """Go to another screen. That of several feeds is there only where there are several."""
        if mode == "feeds" and not self._are_several():
            notice(self, self.words("Only one feed is watched."))
            return
        while len(self.screen_stack) > 1:
            await self.pop_screen()
        await self.switch_mode(mode)
        self.paint()

    async def action_next_mode(self) -> None:
        """The screen after this one, and round again."""
        order = [mode for mode in MODES if mode != "feeds" or self._are_several()]
        await self.action_show_mode(order[(order.index(self.current_mode) + 1) % len(order)])

    def _are_several(self) -> bool:
        return self.feeds is not None and len(self.feeds.watches) > 1

    def action_repaint(self) -> None:
        """Paint every line anew, over what another program wrote there."""
        self.mirror.forget()
        self.screen.refresh()

    def action_maximise(self) -> None:
        """Let a panel fill the screen, or put it back."""
        if isinstance(self.screen, CountScreen):
            self.screen.toggle_maximised()

    async def action_turn_map(self) -> None:
        """The regions as a map of tiles, or as a table again; on their own screen, where this one has no room."""
        tiles = self.picture.view.regions.tiles if self.picture else None
        if tiles is None:
            notice(self, self.words("The election file gives no tiles, so there is no map of the regions."))
            return
        shown = any(pane.has_room_for(tiles) for pane in self.screen.query(RegionsPane))
        self.regions_as_map = not (shown and self.regions_as_map)
        if isinstance(self.screen, RegionsScreen):
            self.screen.uncover()
        if not shown:
            await self.action_show_mode("regions")

    async def action_save_picture(self) -> None:
        """Save the screen as SVG, in a file of its own, and say where."""
        from countwatch.present.problems import system_answer

        svg, at = screen_svg(self), datetime.now().astimezone()
        try:
            path = await asyncio.to_thread(save_new, svg, self.pictures, at)
        except OSError as error:
            reason = system_answer(error, self.words)
            notice(self, self.words("The picture could not be saved: {reason}.", reason=reason), warning=True)
        else:
            notice(self, self.words("The picture is in {path}", path=str(path)))

    def can_do(self, key: Key) -> bool:
        """Whether there is anything for that key to do on this feed."""
        is_replay = self.picture is not None and self.picture.view.replay is not None
        if key in REPLAYING:
            return is_replay
        return not (key.id == "poll_now" and is_replay) and not (key.id == "show_feeds" and not self._are_several())

    async def action_open_palette(self) -> None:
        """Choose an action or a region by its name."""
        from countwatch.tui.commands import command_palette

        await self.push_screen(command_palette(self.keyboard))

    async def action_help(self) -> None:
        """What the panel in focus shows, and what every key does."""
        from countwatch.tui.about import about
        from countwatch.tui.screens.help import HelpScreen

        election = self.watch_open.state.election if self.watch_open else None
        keyboard = Keyboard(self.words.of(election), self.keyboard.rebound)
        footnote = self.picture.view.footnote if self.picture else ""
        await self.push_screen(HelpScreen(keyboard, about(self.screen), footnote))

    async def action_search(self) -> None:
        """Search the regions, on their own screen."""
        await self.action_show_mode("regions")
        if isinstance(self.screen, RegionsScreen):
            self.screen.begin_search()

    @on(Rows.Activated)
    async def open_row(self, event: Rows.Activated) -> None:
        """A row was opened: what it means depends on its list."""
        rows = event.rows
        if isinstance(rows, HappenedList):
            self.go_to_update(rows.entry(event.index).n)
        elif isinstance(rows, LogTable):
            await self._show_body(rows.update_number(event.index))
        elif isinstance(rows, FieldPanel):
            await self._open_candidate(event.index)
        elif isinstance(rows, RegionsTable) and (row := rows.selected()) is not None:
            await self._open_here(row.id)

    @on(RegionMap.Opened)
    async def open_tile(self, event: RegionMap.Opened) -> None:
        """A tile was opened: its region's detail."""
        await self._open_here(event.unit_id)

    @on(CandidatePanel.Opened)
    async def open_strongholds(self, event: CandidatePanel.Opened) -> None:
        """A candidate was opened: its place is also the name of a column of the regions."""
        await self._sort_regions(event.place)

    async def _open_candidate(self, index: int) -> None:
        """The same from the list of candidates. The regions have columns for the first two of them."""
        if index < len(SHARES):
            await self._sort_regions(SHARES[index])
        else:
            notice(self, self.words("The regions show the shares of the first two."))

    async def _sort_regions(self, column: str) -> None:
        """The regions as a table, those first where the figure of that column is the largest."""
        self.regions_as_map = False
        await self.action_show_mode("regions")
        if isinstance(self.screen, RegionsScreen):
            self.screen.sort_by(column)

    async def _open_here(self, unit_id: str) -> None:
        if not isinstance(self.screen, RegionsScreen):  # that screen opens it itself
            await self.open_unit(unit_id)

    async def open_unit(self, unit_id: str) -> None:
        """Show a region's detail, from wherever one is."""
        await self.action_show_mode("regions")
        if isinstance(self.screen, RegionsScreen):
            self.screen.open_unit(unit_id)

    async def _show_body(self, n: int) -> None:
        body = self.body_of(n)
        if body is None:
            notice(self, self.words("The body of update {n} is not kept here; its recording has it.", n=n))
            return
        from countwatch.tui.screens.body import BodyScreen

        heading = self.words("update {n}, as it came: {count} bytes", n=n, count=self.words.count(len(body)))
        await self.push_screen(BodyScreen(heading, body, self.words))
