"""A watch that nobody looks at: only problems and alerts, each when it comes, for the log of a service."""

from typing import TextIO

from countwatch.count.alerts import Alert
from countwatch.engine.several import Several
from countwatch.engine.watch import Watch
from countwatch.ledger.events import Event, Outcome
from countwatch.ledger.state import WatchState
from countwatch.model.text import clean
from countwatch.present.alerts import alert_sentence
from countwatch.present.header import outcome_label
from countwatch.present.names import Names
from countwatch.present.problems import sentence
from countwatch.present.words import Words

TROUBLES = frozenset({Outcome.HELD, Outcome.REJECTED, Outcome.FETCH_FAILED, Outcome.RETRY_LATER})
"""A problem stands until a good copy comes. An older copy is neither: caches serve them all night long."""

Told = tuple[Outcome, str | None]


class QuietPrinters:
    """Writes to `err`. A problem that lasts is told once, and then that it is over."""

    def __init__(self, err: TextIO, words: Words, feeds: Several) -> None:
        self._err = err
        self._words = words
        self._feeds = feeds
        self._told: dict[Watch, Told] = {}
        self._stopped: set[Watch] = set()

    def open(self) -> None:
        """Nothing is wrong yet."""

    def state(self, watch: Watch, state: WatchState) -> None:
        """Write what is wrong with a watch since its last update, or that nothing is any more."""
        reason = self._feeds.stopped(watch)
        if reason is not None and watch not in self._stopped:
            self._stopped.add(watch)
            self._say(watch, self._words("{feed} stopped: {reason}", feed=_label(watch),
                                         reason=sentence(reason, self._words)))  # fmt: skip
        elif (event := state.event) is not None:
            self._update(watch, state, event)

    def alert(self, watch: Watch, alert: Alert) -> None:
        """Write that a rule of a watch rang."""
        self._say(watch, alert_sentence(alert, watch.state, self._words))

    def close(self) -> None:
        """Nothing more is wrong."""

    def _update(self, watch: Watch, state: WatchState, event: Event) -> None:
        if event.outcome in TROUBLES:
            now = (event.outcome, event.reason.code if event.reason else None)
            if self._told.get(watch) != now:
                self._told[watch] = now
                words = self._words.of(state.election)
                reason = sentence(event.reason, words, Names(state)) if event.reason else ""
                self._say(watch, words("{outcome}: {reason}", outcome=outcome_label(event.outcome, words),
                                       reason=reason))  # fmt: skip
        elif event.outcome is not Outcome.STALE_EDGE and watch in self._told:
            del self._told[watch]
            self._say(watch, self._words("good answers again"))

    def _say(self, watch: Watch, text: str) -> None:
        label = f"{_label(watch)}: " if len(self._feeds.watches) > 1 else ""
        self._err.write(f"countwatch: {label}{text}\n")
        self._err.flush()


def _label(watch: Watch) -> str:
    return clean(watch.feed.status().label)
