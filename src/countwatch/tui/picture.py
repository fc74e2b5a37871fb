"""What a screen is handed to paint: the live view and the means to look further."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from countwatch.present.views import LiveView, LogRow

if TYPE_CHECKING:
    from countwatch.engine.several import Several
    from countwatch.engine.watch import Watch
    from countwatch.present.live import Still
    from countwatch.present.side_by_side import SideBySideView
    from countwatch.present.words import Words


@dataclass(frozen=True, slots=True)
class Picture:
    """One moment of a watch. `log(first, last)` formats only the updates that a list shows, from 1 to `updates`.

    `feeds` is there where more than one feed is watched.
    """

    view: LiveView
    updates: int
    log: Callable[[int, int], list[LogRow]]
    still: "Still | None" = None
    feeds: "SideBySideView | None" = None


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


def beside(picture: Picture, feeds: "Several", words: "Words") -> Picture:
    """The same moment with all feeds in it. Figures that two give differently at one stamp are told on every screen."""
    from countwatch.present.comparison import Side
    from countwatch.present.side_by_side import side_by_side

    if len(feeds.watches) == 1:
        return picture
    sides = [Side(watch.state, watch.status(), feeds.stopped(watch)) for watch in feeds.watches]
    told, view = side_by_side(sides, feeds.first.feed.now(), words), picture.view
    view = replace(
        view,
        health=replace(view.health, lines=(told.summary, *view.health.lines)),
        header=replace(view.header, banner=view.header.banner or told.differs),
    )
    return replace(picture, view=view, feeds=told)
