"""One reading as a table for a terminal or a pipe: no colour, no box, nothing left out."""

from collections.abc import Sequence
from datetime import datetime

from countwatch.count.outlook import Outlook
from countwatch.ledger.state import WatchState
from countwatch.model.text import cell_width
from countwatch.present.findings import told
from countwatch.present.happened import lead_sentence
from countwatch.present.names import Names
from countwatch.present.outlook import outlook_panel
from countwatch.present.panels import candidate_views, sheets_view
from countwatch.present.plain import reading_line
from countwatch.present.regions import regions_view
from countwatch.present.words import Words


def reading_table(state: WatchState, view: Outlook | None, now: datetime, words: Words) -> str:
    """The whole reading: candidates, lead, sheets, ballots, what is out (`view`), units, findings."""
    words = words.of(state.election)
    if state.snapshot is None:
        return reading_line(state, words)
    names = Names(state)
    blocks = [_heading(state, words), _candidates(state, names, words), _sheets(state, words)]
    blocks.append(_outlook(state, view, now, names, words))
    units = _units(state, names, words)
    if units:
        blocks.append(units)
    event = state.event
    if event is not None and event.findings:
        blocks.append("\n".join(told(event.findings, words, names)))
    return "\n\n".join(blocks)


def _heading(state: WatchState, words: Words) -> str:
    snapshot = state.snapshot
    title = state.election.title if state.election else (snapshot.title if snapshot else None)
    stamp = (
        snapshot.published_at.isoformat() if snapshot and snapshot.published_at else words("the feed gives no stamp")
    )
    digest = state.root_held.sha256 if state.root_held else ""
    return "\n".join(part for part in (title, f"{stamp}  sha256 {digest}") if part)


def _candidates(state: WatchState, names: Names, words: Words) -> str:
    rows = [(view.label, view.votes, view.share, view.party) for view in candidate_views(state, names, words)]
    lead = lead_sentence(state, state.n, names, words)
    return columns(rows, right={1, 2}) + "\n" + words("lead in the count so far: {lead}", lead=lead)


def _sheets(state: WatchState, words: Words) -> str:
    view = sheets_view(state, words)
    rows = [(segment.label, segment.sheets, segment.percent) for segment in view.segments]
    lines = [f"{view.title} {view.total}".strip(), columns(rows, right={1, 2})]
    lines += [text for text in (view.processed, view.inside) if text]
    lines.append(" · ".join(line.text for line in view.ballots))
    return "\n".join(line for line in lines if line)


def _outlook(state: WatchState, view: Outlook | None, now: datetime, names: Names, words: Words) -> str:
    panel = outlook_panel(view, state, now, names, words)
    asked = []
    if view is not None and view.asked is not None and len(names.candidates) > 2:
        lead = words.signed(view.asked.lead_votes)
        ahead, behind = names(view.asked.ahead_id), names(view.asked.behind_id)
        asked.append(words("between {ahead} and {behind}: {lead}", ahead=ahead, behind=behind, lead=lead))
    return "\n".join([panel.title, *asked, *(line.text for line in panel.lines)])


def _units(state: WatchState, names: Names, words: Words) -> str:
    view = regions_view(state, names, words)
    if not view.rows:
        return ""
    rows = [view.columns]
    rows += [("  " * row.depth + cells[0], *cells[1:]) for row in view.rows for cells in (view.cells(row),)]
    return f"{view.title} ({view.caption.text})\n" + columns(rows, right=set(range(1, len(view.columns))))


def columns(rows: Sequence[tuple[str, ...]], right: set[int]) -> str:
    """Rows with their columns lined up; those in `right` end at the same place."""
    if not rows:
        return ""
    widths = [max(cell_width(row[index]) for row in rows) for index in range(len(rows[0]))]
    lines = []
    for row in rows:
        cells = []
        for index, (text, width) in enumerate(zip(row, widths, strict=True)):
            room = " " * (width - cell_width(text))
            cells.append(room + text if index in right else text + room)
        lines.append("  ".join(cells).rstrip())
    return "\n".join(lines)
