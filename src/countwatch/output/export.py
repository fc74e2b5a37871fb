"""A recording as a tidy table: one row a candidate, a unit and a time at which that unit's figures came.

The columns are `COLUMNS`, in that order, and only grow at the end. What a feed does not give is an
empty cell (null in JSON lines), never 0.
"""

import csv
import json
from collections.abc import Iterator
from typing import TextIO

from countwatch.count.progress import progress
from countwatch.ledger.state import WatchState
from countwatch.model.snapshot import UnitTally
from countwatch.present.names import Names

COLUMNS = (
    "n",
    "event",
    "received_at",
    "published_at",
    "unit_id",
    "unit_name",
    "parent_id",
    "candidate_id",
    "candidate_name",
    "votes",
    "valid",
    "blank",
    "null",
    "contested",
    "cast",
    "registered",
    "registered_counted",
    "sheets_total",
    "sheets_counted",
    "sheets_under_review",
    "sheets_pending",
    "sheets_annulled",
    "sheets_not_installed",
    "sha256",
    "record",
)

Row = tuple[str | int | None, ...]

FORMULA_OPENS = ("=", "+", "-", "@", "\t", "\r")
"""What a spreadsheet takes for a formula when a cell begins with it."""


def defused(text: str) -> str:
    """Text that no spreadsheet runs: an apostrophe before what would open a formula."""
    return f"'{text}" if text.startswith(FORMULA_OPENS) else text


def rows(state: WatchState) -> Iterator[Row]:
    """The rows that the state's last update brought on screen; none where it brought nothing."""
    event, snapshot = state.event, state.snapshot
    if event is None or snapshot is None or not event.outcome.shows:
        return
    names = Names(state)
    untold = {tally.unit_id: tally for tally in snapshot.tallies}
    for key in event.taken:
        held = state.shelf[key]
        for told in held.part.tallies:
            tally = untold.pop(told.unit_id, None)
            if tally is not None:
                yield from _unit_rows(tally, held.sha256, state, names)


def _unit_rows(tally: UnitTally, sha256: str, state: WatchState, names: Names) -> Iterator[Row]:
    event = state.event
    if event is None:
        return
    unit = names.units.get(tally.unit_id)
    done = progress(tally.sheets)
    for candidate_id, votes in tally.votes.items():
        yield (
            event.n,
            event.outcome.value,
            event.received_at.isoformat(),
            tally.published_at.isoformat() if tally.published_at else None,
            tally.unit_id,
            unit.name if unit else None,
            unit.parent_id if unit else None,
            candidate_id,
            names.candidate(candidate_id).name,
            votes,
            tally.valid,
            tally.blank,
            tally.null,
            tally.contested,
            tally.cast,
            tally.registered,
            tally.registered_counted,
            done.total,
            done.counted,
            done.under_review,
            done.pending,
            done.annulled,
            done.not_installed,
            sha256,
            event.record,
        )


class Exporter:
    """Writes rows as CSV (RFC 4180, a header line, formulas defused) or as JSON lines (one object a row)."""

    def __init__(self, out: TextIO, *, as_json: bool) -> None:
        self._out = out
        self._csv = None if as_json else csv.writer(out)
        if self._csv is not None:
            self._csv.writerow(COLUMNS)

    def state(self, state: WatchState) -> None:
        """Write what the state's last update brought."""
        for row in rows(state):
            if self._csv is not None:
                self._csv.writerow([defused(cell) if isinstance(cell, str) else cell for cell in row])
            else:
                record = dict(zip(COLUMNS, row, strict=True))
                self._out.write(json.dumps(record, ensure_ascii=False, separators=(",", ":")) + "\n")
