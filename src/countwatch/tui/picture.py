"""What a screen is handed to paint: the live view and the means to look further."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from countwatch.present.views import LiveView, LogRow

if TYPE_CHECKING:
    from countwatch.engine.watch import Watch
    from countwatch.present.words import Words


@dataclass(frozen=True, slots=True)
class Picture:
    """One moment of a watch. `log(first, last)` formats only the updates that a list shows, from 1 to `updates`."""

    view: LiveView
    updates: int
    log: Callable[[int, int], list[LogRow]]


def take(watch: "Watch", words: "Words") -> Picture:
    """The watch as it stands now."""
    from countwatch.present.live import live_view
    from countwatch.present.log import log_rows

    state, feed = watch.state, watch.feed
    view = live_view(state, now=feed.now(), status=feed.status(), recording=watch.recording, words=words)
    return Picture(view, state.n, lambda first, last: log_rows(state, words, first, last))
