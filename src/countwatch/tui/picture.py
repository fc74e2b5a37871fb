"""What a screen is handed to paint: the live view and the means to look further."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from countwatch.present.views import LiveView, LogRow

if TYPE_CHECKING:
    from countwatch.engine.watch import Watch
    from countwatch.present.live import Still
    from countwatch.present.words import Words


@dataclass(frozen=True, slots=True)
class Picture:
    """One moment of a watch. `log(first, last)` formats only the updates that a list shows, from 1 to `updates`."""

    view: LiveView
    updates: int
    log: Callable[[int, int], list[LogRow]]
    still: "Still | None" = None


def take(watch: "Watch", words: "Words", before: Picture | None = None) -> Picture:
    """The watch as it stands now. What only an update changes is kept from the picture before."""
    from countwatch.present.live import live_view, still
    from countwatch.present.log import log_rows

    state, status = watch.state, watch.status()
    part = (
        before.still
        if before and before.still and before.still.state is state
        else still(state, status.provenance, words)
    )
    view = live_view(part, now=watch.feed.now(), status=status, recording=watch.recording, words=words)
    return Picture(view, state.n, lambda first, last: log_rows(state, words, first, last), part)
