"""The documents of one region, read again from a recording and decoded off the loop."""

import asyncio
from collections.abc import Sequence
from typing import TYPE_CHECKING

from countwatch.model.errors import CountwatchError, NotUsable
from countwatch.tui.steering import Archive

if TYPE_CHECKING:
    from countwatch.ledger.state import WatchState
    from countwatch.model.protocols import Feed
    from countwatch.model.snapshot import UnitTally
    from countwatch.present.unit_views import HistoryView
    from countwatch.present.words import Words

KNOWN_MAX = 4000
"""Tallies of so many documents are kept, so that the next update of a region costs one decoding."""

Read = dict[tuple[str, int], "tuple[UnitTally, ...]"]


class History:
    """Asked for a region's documents again and again; each is read and decoded once."""

    def __init__(self) -> None:
        self._known: Read = {}

    async def of(self, feed: "Feed", state: "WatchState", unit_id: str, words: "Words") -> "HistoryView":
        """The region's history up to the state, newest first. A feed that keeps no bodies has none, and it is said."""
        from countwatch.present.history import HISTORY_MAX, history_view, without_history
        from countwatch.present.names import Names
        from countwatch.present.problems import problem
        from countwatch.present.region import document_of
        from countwatch.present.views import Line

        if not isinstance(feed, Archive):
            told = words("the history of a live feed is in its recording: a replay shows it here")
            return without_history(Line(told, "dim"), words)
        key = document_of(state, unit_id)
        rows = state.ledger.rows_of(key, state.n)[-HISTORY_MAX:] if key else ()
        missing = [n for n in rows if key and (key, n) not in self._known]
        try:
            if key and missing:
                self._keep(await asyncio.to_thread(_read, feed, state, key, missing))
        except CountwatchError as error:
            return without_history(Line(problem(error, words), "note"), words)
        tallies = [
            (n, tally) for n in rows for tally in self._known.get((key or "", n), ()) if tally.unit_id == unit_id
        ]
        return history_view(state, unit_id, tallies, Names(state), words)

    def _keep(self, read: Read) -> None:
        if len(self._known) + len(read) > KNOWN_MAX:
            self._known.clear()
        self._known |= read


def _read(feed: Archive, state: "WatchState", key: str, rows: Sequence[int]) -> Read:
    """Decode those documents again. One that cannot be read any more, or is not there, is left out."""
    found: Read = {}
    for n in rows:
        try:
            body = feed.document(n, key).body
            found[key, n] = state.form.decode(key, body, state.election).tallies
        except (LookupError, NotUsable):
            found[key, n] = ()
    return found
