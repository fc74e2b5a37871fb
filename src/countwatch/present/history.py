"""The history of one reporting unit: what each document that changed it said, newest first."""

from collections.abc import Sequence

from countwatch.count.percent import percent
from countwatch.count.standing import standing
from countwatch.ledger.state import WatchState
from countwatch.model.election import local
from countwatch.model.snapshot import UnitTally
from countwatch.present.names import Names, percent_base
from countwatch.present.region import tally_of
from countwatch.present.unit_views import HistoryRow, HistoryView
from countwatch.present.views import Line
from countwatch.present.words import Words

HISTORY_MAX = 100
"""So many documents are read again for a unit's history, the newest."""


def history_view(
    state: WatchState, unit_id: str, tallies: Sequence[tuple[int, UnitTally]], names: Names, words: Words
) -> HistoryView:
    """A row for each document that changed the unit, newest first. `tallies` are (update, tally), oldest first."""
    words = words.of(state.election)
    now = tally_of(state, unit_id)
    pair = [place.candidate_id for place in standing(now).places[:2]] if now else []
    rows: list[HistoryRow] = []
    before: UnitTally | None = None
    for n, tally in tallies:
        if before is not None and (tally.votes, tally.sheets) == (before.votes, before.sheets):
            continue
        rows.append(_row(state, n, before, tally, pair, names, words))
        before = tally
    columns = (
        words("as of"),
        *(names(candidate_id) for candidate_id in pair),
        words("lead"),
        words.within("column", "counted"),
        words("change"),
    )
    title = words.plural("History: {count} document", "History: {count} documents", len(rows))
    note = None if rows else Line(words("no document of this unit in the recording yet"), "dim")
    return HistoryView(title, columns, tuple(reversed(rows)), note)


def _row(
    state: WatchState, n: int, before: UnitTally | None, tally: UnitTally, pair: list[str], names: Names, words: Words
) -> HistoryRow:
    here = standing(tally, percent_base(state.election))
    lead = words.count(here.lead.votes if here.lead else None)
    if here.lead and here.leader_id:
        lead = f"{names.glyph(here.leader_id)} {words.signed(here.lead.votes)}"
    counted = tally.sheets.counted
    stamp = tally.published_at or state.ledger.received_at(n)
    change, fell = "", False
    if before is not None:
        change = words.signed(tally.valid - before.valid)
        fell = any(tally.votes.get(name, 0) < votes for name, votes in before.votes.items())
    cells = (
        words.day_clock(local(stamp, state.election)),
        *(words.count(tally.votes.get(candidate_id)) for candidate_id in pair),
        lead,
        words.decimal(None if counted is None else percent(counted, tally.sheets.total), 2),
        change,
    )
    return HistoryRow(n, cells, "note" if fell else "plain")


def without_history(note: Line, words: Words) -> HistoryView:
    """A history that is not to be had, or not yet, and why."""
    return HistoryView(words("History"), (), (), note)
