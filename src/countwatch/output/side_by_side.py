"""Several watches as lines: each with its feed's label, and what two of them say differently of one moment."""

from typing import TextIO

from countwatch.count.alerts import Alert
from countwatch.engine.several import Several
from countwatch.engine.watch import Watch
from countwatch.ledger.state import WatchState
from countwatch.output.compared import compared_object
from countwatch.output.lines import Printer
from countwatch.present.apart import differences, troubles
from countwatch.present.comparison import Side
from countwatch.present.words import Words


class Printers:
    """Writes watches as they go. A single one is written without its label."""

    def __init__(self, out: TextIO, words: Words, feeds: Several, *, jsonl: bool) -> None:
        self._words = words
        self._feeds = feeds
        many = len(feeds.watches) > 1
        self._printers = {
            watch: Printer(
                out, words, jsonl=jsonl, feed=watch.feed.status().label if many else None, dates=watch is feeds.first
            )
            for watch in feeds.watches
        }
        self._told: dict[Watch, list[str]] = {}

    def open(self) -> None:
        """Say what is being watched."""
        for watch, printer in self._printers.items():
            printer.open(watch.feed.status(), watch.state)

    def state(self, watch: Watch, state: WatchState) -> None:
        """Write what a watch's last update brought, and then what it contradicts."""
        others = self._feeds.watches[1:] if watch is self._feeds.first else [watch]
        first = self._feeds.first
        self._printers[watch].state(
            state, lambda: [compared_object(self._side(first), self._side(other)) for other in others]
        )
        for other in others:
            self._compare(other)

    def alert(self, watch: Watch, alert: Alert) -> None:
        """Write that a rule of a watch rang."""
        self._printers[watch].alert(watch.state, alert)

    def close(self) -> None:
        """Write the calendar's steps between the last update and the end of a recording."""
        first = self._feeds.first
        self._printers[first].close(first.state, first.feed.now())

    def _compare(self, watch: Watch) -> None:
        """Each sentence is written when it becomes true, and once."""
        side = self._side(watch)
        now = differences(self._side(self._feeds.first), side, self._words)
        if side.stopped is not None:
            now += [line.text for line in troubles([side], self._words)]
        for text in now:
            if text not in self._told.get(watch, ()):
                self._printers[watch].say(text)
        self._told[watch] = now

    def _side(self, watch: Watch) -> Side:
        return Side(watch.state, watch.feed.status(), self._feeds.stopped(watch))
