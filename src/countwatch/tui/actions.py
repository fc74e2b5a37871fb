"""What keys and the mouse ask of the feed. Only these actions travel against the stream."""

from typing import TYPE_CHECKING

from textual import on
from textual.app import App

from countwatch.present.views import Entry
from countwatch.present.words import Words
from countwatch.tui import steering
from countwatch.tui.paint import notice
from countwatch.tui.widgets.happened import EVENTS
from countwatch.tui.widgets.replay import ReplayBar

if TYPE_CHECKING:
    from countwatch.engine.watch import Watch
    from countwatch.ledger.state import WatchState
    from countwatch.model.protocols import FeedStatus, Steerable


class FeedActions(App[None]):
    """Moves a replay, asks a live feed to poll, and fetches bodies. Asks for a paint, and paints nothing."""

    words: Words
    watch_open: "Watch | None"
    _event_wanted = False

    def request_paint(self) -> None:
        """Paint soon."""
        raise NotImplementedError

    def entries(self) -> tuple[Entry, ...]:
        """What has happened so far, newest first."""
        raise NotImplementedError

    def _replay(self) -> "tuple[Steerable, FeedStatus] | None":
        """The feed and where it is, if it can be moved; a live feed is said to be live."""
        if self.watch_open is None:
            return None
        feed = self.watch_open.feed
        moved = steering.steerable(feed)
        if moved is None:
            notice(self, self.words("These keys move a replay; this feed is live."))
            return None
        self._event_wanted = False
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
        known = next(
            (n for n in range(state.n + 1, len(state.ledger) + 1) if steering.turned(state, n)), None
        )
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

    def body_of(self, n: int) -> bytes | None:
        """The root body of update `n`, where the feed keeps it."""
        if self.watch_open is None or not isinstance(self.watch_open.feed, steering.Archive):
            return None
        try:
            return self.watch_open.feed.document(n, self.watch_open.state.form.root_key).body
        except LookupError:
            return None
