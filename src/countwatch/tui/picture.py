"""What a screen is handed to paint: the live view and the means to look further."""

from collections.abc import Callable
from datetime import datetime
from typing import TYPE_CHECKING, NamedTuple

from countwatch.present.views import LiveView, LogRow

if TYPE_CHECKING:
    from countwatch.engine.several import Several
    from countwatch.engine.watch import Watch
    from countwatch.model.protocols import FeedStatus
    from countwatch.present.live import Still
    from countwatch.present.side_by_side import SideBySideView
    from countwatch.present.words import Words


class Picture(NamedTuple):
    """One moment of a watch. `log(first, last)` formats only the updates that a list shows, from 1 to `updates`.

    `feeds` is there where more than one feed is watched. `now` and `status` are those of the moment.
    """

    view: LiveView
    updates: int
    log: Callable[[int, int], list[LogRow]]
    still: "Still | None" = None
    feeds: "SideBySideView | None" = None
    now: datetime | None = None
    status: "FeedStatus | None" = None
    is_frozen: bool = False


def take(watch: "Watch", words: "Words", part: "Still") -> Picture:
    """The watch as it stands now. `part` is what only an update changes, of the latest state that is ready."""
    from countwatch.present.live import live_view
    from countwatch.present.log import log_rows

    state, status, now = part.state, watch.status(), watch.feed.now()
    view = live_view(part, now=now, status=status, recording=watch.recording, words=words)
    return Picture(view, state.n, lambda first, last: log_rows(state, words, first, last), part, now=now, status=status)


def frozen(kept: Picture, live: Picture, key: str, words: "Words") -> Picture:
    """A picture that is kept while the count goes on. `key` is the one that goes on with it."""
    from countwatch.model.election import local
    from countwatch.present.frozen import frozen_view

    if kept.now is None or kept.still is None:
        return kept
    at = local(kept.now, kept.still.state.election)
    view = frozen_view(kept.view, live.view, at, max(0, live.updates - kept.updates), key, words)
    return kept._replace(view=view, is_frozen=True)


def beside(picture: Picture, feeds: "Several", words: "Words") -> Picture:
    """The same moment with all feeds in it. Figures that two give differently at one stamp are told on every screen."""
    from countwatch.present.comparison import Side
    from countwatch.present.side_by_side import side_by_side

    if len(feeds.watches) == 1:
        return picture
    sides = [Side(watch.state, watch.status(), feeds.stopped(watch)) for watch in feeds.watches]
    told, view = side_by_side(sides, feeds.first.feed.now(), words), picture.view
    view = view._replace(
        health=view.health._replace(lines=(told.summary, *view.health.lines)),
        header=view.header._replace(banner=view.header.banner or told.differs),
    )
    return picture._replace(view=view, feeds=told)
