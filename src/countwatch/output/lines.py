"""Lines on stdout: sentences for people, JSON for scripts. Narration goes to stderr, never here."""

from collections.abc import Callable, Sequence
from datetime import datetime
from typing import TextIO

from countwatch.count.alerts import Alert
from countwatch.ledger.state import WatchState
from countwatch.model.election import local
from countwatch.model.protocols import FeedStatus
from countwatch.output.alerts import alert_line
from countwatch.output.jsonl import event_line
from countwatch.output.parts import Json
from countwatch.present.alerts import alert_sentence
from countwatch.present.plain import calendar_lines, opening_line, standing_line, update_lines
from countwatch.present.words import Words


class Printer:
    """Writes a watch as it goes; every line is flushed, so that a pipe sees it at once.

    Where there are several watches each has a printer of its own: `feed` is its label, which stands before every
    plain line and in every JSON line; the calendar is written by the one with `dates`. Of what lies before the
    beginning of a viewing only the reading that stood then is written.
    """

    def __init__(self, out: TextIO, words: Words, *, jsonl: bool, feed: str | None = None, dates: bool = True) -> None:
        self._out = out
        self._words = words
        self._jsonl = jsonl
        self._feed = feed
        self._dates = dates
        self._told: datetime | None = None
        self._n = 0
        self._begins_at: datetime | None = None
        self._before: tuple[WatchState, Callable[[], Sequence[Json]]] | None = None

    def open(self, status: FeedStatus, state: WatchState) -> None:
        """Say what is being watched."""
        self._begins_at = status.begins_at if status.begins_at != status.starts_at else None
        self._told = self._begins_at
        if not self._jsonl:
            self._write(opening_line(status, state, self._words))

    def state(self, state: WatchState, compared: Callable[[], Sequence[Json]] = tuple) -> None:
        """Write what the state's last update brought; `compared` says in JSON what sets its feed apart."""
        event = state.event
        if event is None or event.n <= self._n:
            return
        self._n = event.n
        if self._begins_at is not None and event.received_at < self._begins_at:
            self._before = state, compared
            return
        self._tell_before()
        if self._jsonl:
            self._write(event_line(state, self._words, self._feed, compared()))
            return
        self._calendar(state, event.received_at)
        for line in update_lines(state, self._words):
            self.say(line)

    def _tell_before(self) -> None:
        """Write the reading that stood when the viewing began, once."""
        if self._before is None:
            return
        (state, compared), self._before = self._before, None
        if self._jsonl:
            self._write(event_line(state, self._words, self._feed, compared()))
        elif state.snapshot is not None:
            self.say(standing_line(state, self._words))

    def alert(self, state: WatchState, alert: Alert) -> None:
        """Write that an alert rule rang."""
        if self._jsonl:
            self._write(alert_line(state, alert, self._words, self._feed))
            return
        when = self._words.day_clock(local(alert.moment.at, state.election))
        self.say(f"{when}, {alert_sentence(alert, state, self._words)}.")

    def close(self, state: WatchState, now: datetime) -> None:
        """Write the calendar's steps between the last update and the end of the recording."""
        self._tell_before()
        if not self._jsonl:
            self._calendar(state, now)

    def say(self, text: str) -> None:
        """Write a sentence about this watch, with its feed's label before it where there are several."""
        if not self._jsonl:
            self._write(f"{self._feed}: {text.strip()}" if self._feed else text)

    def _calendar(self, state: WatchState, until: datetime) -> None:
        if not self._dates:
            return
        for line in calendar_lines(state, self._told, until, self._words):
            self._write(line)
        self._told = until

    def _write(self, line: str) -> None:
        self._out.write(line + "\n")
        self._out.flush()
