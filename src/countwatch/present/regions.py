"""The table of reporting units: home and abroad, then regions, each at its own stamp."""

from collections.abc import Callable, Container
from decimal import Decimal
from typing import NamedTuple

from countwatch.count.percent import PLACES
from countwatch.count.progress import progress
from countwatch.count.standing import standing
from countwatch.ledger.state import WatchState
from countwatch.model.election import local
from countwatch.model.snapshot import Snapshot, UnitTally
from countwatch.present.names import Names, percent_base, sheets_word
from countwatch.present.panels import candidate_views
from countwatch.present.tiles import tile_map
from countwatch.present.views import Line, RegionRow, RegionsView
from countwatch.present.words import UNKNOWN, Words

Earlier = tuple[WatchState, RegionsView]
"""A state and the view that was made of it."""


def regions_view(state: WatchState, names: Names, words: Words, before: Earlier | None = None) -> RegionsView:
    """Every unit below the root that has reported, as a tree in the election's order.

    Rows of the view `before` are taken over for units of which nothing new came.
    """
    candidates = candidate_views(state, names, words)
    columns = (
        words("unit"),
        *(candidate.label for candidate in candidates[:2]),
        words("lead"),
        words.within("column", "counted"),
        words.within("column", "out"),
    )
    rows = _rows(state, names, words, before)
    return RegionsView(
        title=words("Home, abroad and regions"),
        caption=_caption(state, rows, words),
        columns=columns,
        candidates=candidates,
        rows=rows,
        cells=_cells(names, words, [candidate.id for candidate in candidates]),
        tiles=tile_map(rows, state.election, words),
        short_title=words("Regions"),
    )


def _rows(state: WatchState, names: Names, words: Words, before: Earlier | None) -> tuple[RegionRow, ...]:
    snapshot = state.snapshot
    if snapshot is None:
        return ()
    tallies = {tally.unit_id: tally for tally in snapshot.tallies}
    order = [candidate.id for candidate in candidate_views(state, names, words)]
    tree = _tree(snapshot, tallies)
    parents = {node.parent_id for node in tree}
    kept = _unchanged(state, before, order)
    rows = []
    for node in tree:
        tally, row, is_parent = tallies[node.id], kept.get(node.id), node.id in parents
        if row is None or not _stands(row, node, is_parent, tally.published_at != snapshot.published_at, names):
            row = _row(tally, node, is_parent, order, snapshot, state, names, words)
        rows.append(row)
    return tuple(rows)


def _unchanged(state: WatchState, before: Earlier | None, order: list[str]) -> dict[str, RegionRow]:
    """The rows of units whose tally is the very one that they were made of."""
    if before is None or before[0].snapshot is None or state.snapshot is None:
        return {}
    then, view = before
    if then.election is not state.election or [candidate.id for candidate in view.candidates] != order:
        return {}
    tallies = {tally.unit_id: tally for tally in before[0].snapshot.tallies}
    same = {tally.unit_id for tally in state.snapshot.tallies if tallies.get(tally.unit_id) is tally}
    return {row.id: row for row in view.rows if row.id in same}


def _stands(row: RegionRow, node: "_Node", is_parent: bool, late: bool, names: Names) -> bool:
    """Whether what a row says besides its own figures still holds: its place, its name, whose bulletin it is."""
    place = (row.depth, row.parent_id, row.is_parent, row.late, row.name)
    return place == (node.depth, node.parent_id, is_parent, late, names(node.id))


class _Node(NamedTuple):
    """A unit that has reported, and the nearest unit above it that has (None right below the root)."""

    id: str
    depth: int
    parent_id: str | None


def _tree(snapshot: Snapshot, reported: Container[str]) -> list[_Node]:
    """Reported units below the root, parents before their children; those without a parent come last."""
    children: dict[str | None, list[str]] = {}
    for unit in snapshot.units:
        children.setdefault(unit.parent_id, []).append(unit.id)
    ordered: list[_Node] = []
    stack = [_Node(unit_id, 0, None) for unit_id in reversed(children.get(snapshot.root_id, []))]
    while stack:
        node = stack.pop()
        below = _Node("", node.depth, node.parent_id)
        if node.id in reported:
            ordered.append(node)
            below = _Node("", node.depth + 1, node.id)
        stack.extend(below._replace(id=child) for child in reversed(children.get(node.id, [])))
    seen = {node.id for node in ordered} | {snapshot.root_id}
    ordered.extend(_Node(tally.unit_id, 0, None) for tally in snapshot.tallies if tally.unit_id not in seen)
    return ordered


def _row(
    tally: UnitTally,
    node: _Node,
    is_parent: bool,
    order: list[str],
    snapshot: Snapshot,
    state: WatchState,
    names: Names,
    words: Words,
) -> RegionRow:
    now = standing(tally, percent_base(state.election))
    done = progress(tally.sheets)
    shares = {place.candidate_id: place.share for place in now.places}
    counted = done.share(done.counted)
    leader, lead = now.leader_id, now.lead
    return RegionRow(
        id=tally.unit_id,
        depth=node.depth,
        name=names(tally.unit_id),
        leader=order.index(leader) if leader in order else None,
        shares=tuple(_thousandths(shares.get(candidate_id)) for candidate_id in order),
        lead=lead.votes if lead else None,
        counted=_thousandths(counted),
        out=done.outstanding,
        valid=tally.valid,
        stamp=words.day_clock(local(tally.published_at, state.election)) if tally.published_at else "",
        late=tally.published_at != snapshot.published_at,
        published_at=tally.published_at,
        parent_id=node.parent_id,
        is_parent=is_parent,
        points=_thousandths(lead.points) if lead else None,
    )


def _thousandths(share: Decimal | None) -> int | None:
    return None if share is None else int(share.scaleb(PLACES))


def _caption(state: WatchState, rows: tuple[RegionRow, ...], words: Words) -> Line:
    """Says so where the units are not of the root's stamp: they are never summed into it."""
    snapshot = state.snapshot
    if snapshot is None or not rows:
        return Line(words("this feed gives no units below the total yet"), "dim")
    stamps = {tally.published_at for tally in snapshot.tallies if tally.unit_id != snapshot.root_id}
    known = sorted(stamp for stamp in stamps if stamp is not None)
    if known == [snapshot.published_at] and None not in stamps:
        return Line(words("same bulletin as the total"), "dim")
    if not known:
        return Line(words("{sheets} by unit; the feed gives units no stamp", sheets=sheets_word(state.election, words)))
    begin, end = local(known[0], state.election), local(known[-1], state.election)
    first, last = words.day_clock(begin), words.day_clock(end)
    if first == last:
        return Line(words("units as of {stamp}, not of the total's bulletin", stamp=first), "note", first)
    is_one_day = begin.date() == end.date()
    short = f"{first}–{words.clock(end)}" if is_one_day else f"{words.day(begin)}–{words.day(end)}"
    return Line(words("units as of {first} to {last}", first=first, last=last), "note", short)


def _cells(names: Names, words: Words, order: list[str]) -> Callable[[RegionRow], tuple[str, ...]]:
    def share(value: int | None) -> str:
        return UNKNOWN if value is None else words.decimal(Decimal(value).scaleb(-PLACES), 2)

    def cells(row: RegionRow) -> tuple[str, ...]:
        lead = UNKNOWN if row.lead is None else words.count(row.lead)
        if row.leader is not None and row.lead:
            lead = f"{names.glyph(order[row.leader])} {words.signed(row.lead)}"
        return (row.name, *(share(value) for value in row.shares[:2]), lead, share(row.counted), words.count(row.out))

    return cells
