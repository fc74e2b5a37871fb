"""What is shown of one reporting unit, as values: its detail, and its history."""

from typing import NamedTuple

from countwatch.present.views import CandidateView, Entry, Line, Role, SheetsView


class RegionView(NamedTuple):
    """One reporting unit in full. `path` names the units above it, `candidates` come in the order of its votes.

    `lead` is who is ahead there, `facts` the sentences on ballots, sheets and stamp, `out` what is out
    there by estimate, `fell` the corrections that touched it, newest first, each with its update.
    """

    id: str
    name: str
    path: str
    stamp: Line
    candidates: tuple[CandidateView, ...]
    lead: Line
    sheets: SheetsView
    facts: tuple[Line, ...]
    out: tuple[Line, ...]
    fell: tuple[Entry, ...]


class HistoryRow(NamedTuple):
    """A unit after one document that changed it: its texts in the order of the columns."""

    n: int
    cells: tuple[str, ...]
    role: Role = "plain"


class HistoryView(NamedTuple):
    """The documents that changed a unit, newest first; `note` says what is missing, and why."""

    title: str
    columns: tuple[str, ...]
    rows: tuple[HistoryRow, ...]
    note: Line | None = None
