"""What keys and the mouse ask of the feed. Only these actions travel against the stream."""

from typing import TYPE_CHECKING

from textual import on
from textual.reactive import reactive

from countwatch.present.views import Entry
from countwatch.tui import steering
from countwatch.tui.history import History
from countwatch.tui.leaving import LeavingApp
from countwatch.tui.paint import notice
from countwatch.tui.picture import Picture, frozen
from countwatch.tui.screens.regions import RegionsScreen
from countwatch.tui.widgets.happened import EVENTS
from countwatch.tui.widgets.region import RegionDetail
from countwatch.tui.widgets.replay import ReplayBar
from countwatch.tui.widgets.rows import Rows

if TYPE_CHECKING:
    from datetime import datetime

    from countwatch.engine.several import Several
    from countwatch.engine.watch import Watch
    from countwatch.ledger.state import WatchState
    from countwatch.model.protocols import FeedStatus, Steerable


class FeedActions(LeavingApp):
    """Moves a replay, asks a live feed to poll, and fetches bodies. Asks for a paint, and paints nothing."""

    watch_open: "Watch | None" = None
    feeds: "Several | None" = None
    picture: Picture | None = None
    """The latest picture of the watch."""
    kept: Picture | None = None
    """The one that stays on the screen while it is frozen."""
    chart_by_time: reactive[bool] = reactive(False)
    """Whether charts of the lead run over time, on every screen; else over the count."""
    regions_as_map: reactive[bool] = reactive(False)
    """Whether the regions are a map of tiles, on every screen; else a table."""
    _event_wanted = False
    _history: tuple["Watch", History] | None = None

    def request_paint(self) -> None:
        """Paint soon."""
        raise NotImplementedError

    def entries(self) -> tuple[Entry, ...]:
        """What has happened so far, newest first."""
        return self.picture.view.happened.entries if self.picture else ()

    def shown(self, latest: Picture) -> Picture:
        """What is painted: the latest picture, or the one that is kept while the screen is frozen."""
        if self.kept is None:
            return latest
        return frozen(self.kept, latest, self.keyboard.first("freeze"), self.words)

    def action_freeze(self) -> None:
        """Keep what is on the screen while the count goes on, or go on with it."""
        self.kept = self.picture if self.kept is None else None
        self.request_paint()

    def _replay(self) -> "tuple[Steerable, FeedStatus] | None":
        """The feed and where it is, if it can be moved; a live feed is said to be live.

        Whoever moves it wants to see where it comes to: a frozen screen goes on.
        """
        if self.watch_open is None:
            return None
        feed = self.watch_open.feed
        moved = steering.steerable(feed)
        if moved is None:
            notice(self, self.words("These keys move a replay; this feed is live."))
            return None
        self._event_wanted = False
        self.kept = None
        self.request_paint()
        return moved, feed.status()

    def action_toggle_pause(self) -> None:
        """Stop or start the recorded clock."""
        if found := self._replay():
            found[0].pause(paused=not found[0].paused)

    def action_nudge(self, direction: int) -> None:
        """Seek by a fiftieth of the recording."""
        if found := self._replay():
            steering.nudge(*found, direction)

    def action_step(self, updates: int) -> None:
        """Pause, and move by updates."""
        if found := self._replay():
            found[0].step(updates)

    def action_pace(self, direction: int) -> None:
        """Play faster or slower."""
        if found := self._replay():
            found[0].set_speed(steering.next_speed(found[0].speed, direction))

    def action_ends(self, fraction: int) -> None:
        """Seek to the start (0) or the end (1)."""
        if found := self._replay():
            found[0].seek_fraction(float(fraction))

    @on(ReplayBar.Scrubbed)
    def scrub(self, event: ReplayBar.Scrubbed) -> None:
        """Seek to where the mouse points."""
        if found := self._replay():
            found[0].seek_fraction(event.fraction)

    async def action_go_to_time(self) -> None:
        """Ask for a time, and seek to it."""
        found = self._replay()
        if found is None or self.watch_open is None or found[1].position is None:
            return
        from countwatch.model.election import local
        from countwatch.present.moments import instant_of
        from countwatch.tui.screens.going import GoingScreen

        feed, here = found[0], local(found[1].position, self.watch_open.state.election)
        between = found[1].starts_at or here, found[1].ends_at or here

        def read(text: str) -> "datetime | str":
            return instant_of(text, here, between, self.words)

        def go(at: "datetime | None") -> None:
            if at is not None:
                feed.seek(at)
                self.request_paint()

        await self.push_screen(GoingScreen(read, self.words.day_clock(here), self.words), go)

    def go_to_update(self, n: int) -> None:
        """Move a replay to an update; entries of the calendar have none."""
        if n and (found := self._replay()):
            found[0].seek_update(n)

    def action_previous_event(self) -> None:
        """Seek to the last event before this update."""
        found = self._replay()
        if found is None or self.watch_open is None:
            return
        here = self.watch_open.state.n
        earlier = [entry.n for entry in self.entries() if entry.kind in EVENTS and 0 < entry.n < here]
        if earlier:
            found[0].seek_update(max(earlier))
        else:
            notice(self, self.words("No earlier event."))

    def action_next_event(self) -> None:
        """Seek to the next event, reading on until one comes."""
        found = self._replay()
        if found is None or self.watch_open is None:
            return
        state, (feed, status) = self.watch_open.state, found
        known = next((n for n in range(state.n + 1, len(state.ledger) + 1) if steering.turned(state, n)), None)
        if known is not None:
            feed.seek_update(known)
        elif status.updates is not None and len(state.ledger) >= status.updates:
            notice(self, self.words("No later event in this recording."))
        else:
            self._event_wanted = True
            feed.seek_fraction(1.0)

    def arrived(self, state: "WatchState") -> None:
        """A state came: stop at it where it is the event that was asked for."""
        if not self._event_wanted or self.watch_open is None or not steering.turned(state, state.n):
            return
        self._event_wanted = False
        feed = steering.steerable(self.watch_open.feed)
        if feed is not None:
            feed.seek_update(state.n)

    def action_poll_now(self) -> None:
        """Ask a live feed not to wait."""
        if self.watch_open is None:
            return
        feed = self.watch_open.feed
        if isinstance(feed, steering.Pollable):
            feed.poll_now()
            self.request_paint()
        else:
            notice(self, self.words("A replay has nothing to poll."))

    def action_turn_axis(self) -> None:
        """The chart of the lead over time, or over the count again."""
        self.chart_by_time = not self.chart_by_time

    def action_copy_bulletin(self) -> None:
        """Put the reading on screen into the clipboard, as sentences that can be cited."""
        shown = self.kept or self.picture
        if shown is None or shown.still is None or shown.now is None or shown.status is None:
            return
        from countwatch.present.bulletin import bulletin

        if shown.still.state.snapshot is None:
            notice(self, self.words("There are no good numbers to cite yet."))
            return
        self.copy_to_clipboard(bulletin(shown.still.state, shown.now, shown.status, self.words))
        notice(self, self.words("The bulletin is in the clipboard, where this terminal allows it."))

    @on(Rows.Activated)
    def open_document(self, event: Rows.Activated) -> None:
        """A line of a region's history or corrections: move a replay to its update."""
        if isinstance(event.rows, RegionDetail):
            self.go_to_update(event.rows.update_number(event.index))

    @on(RegionsScreen.HistoryWanted)
    def read_history(self, event: RegionsScreen.HistoryWanted) -> None:
        """Read a region's documents again; the newest wish is the one that counts."""
        if self.watch_open is not None:
            self.run_worker(self._tell_history(self.watch_open, event), exclusive=True, group="history")

    async def _tell_history(self, watch: "Watch", event: RegionsScreen.HistoryWanted) -> None:
        if self._history is None or self._history[0] is not watch:
            self._history = watch, History()
        view = await self._history[1].of(watch.feed, event.state, event.unit_id, self.words)
        event.screen.show_history(event.unit_id, view)

    def body_of(self, n: int) -> bytes | None:
        """The root body of update `n`, where the feed keeps it."""
        if self.watch_open is None or not isinstance(self.watch_open.feed, steering.Archive):
            return None
        try:
            return self.watch_open.feed.document(n, self.watch_open.state.form.root_key).body
        except LookupError:
            return None
