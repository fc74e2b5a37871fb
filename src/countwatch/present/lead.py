"""The lead: who is ahead in the count so far, and how that came, as a line over the count."""

from array import array
from collections.abc import Sequence

from countwatch.count.percent import percent
from countwatch.count.standing import Standing, standing
from countwatch.ledger.state import WatchState
from countwatch.model.election import local
from countwatch.present.chart_views import ChartView, Mark
from countwatch.present.names import Names, percent_base
from countwatch.present.turning import TurningPoint, when
from countwatch.present.views import LeadView, Line
from countwatch.present.words import Words

CHART_POINTS_MAX = 400
"""More points than any terminal has columns; longer counts are thinned to this many."""


def lead_view(state: WatchState, turns: tuple[TurningPoint, ...], names: Names, words: Words) -> LeadView:
    """The lead now, its change since the reading before, and its course over the count and over time."""
    chart, timed = chart_views(state, turns, names, words)
    title, short = words("Lead in the count so far"), words("Lead so far")
    if state.snapshot is None:
        return LeadView(title, "", "", "", words.count(None), "", "", "", chart, timed, short_title=short)
    now = standing(state.snapshot.root, percent_base(state.election))
    lead, leader = now.lead, now.leader_id
    second = _second(now, names, words)
    if lead is None or leader is None:
        level = words.count(0 if lead else None)
        return LeadView(
            title, "", "", "=", level, "", "", words("level so far"), chart, timed, second.text, short, second.short
        )
    before = _lead_before(state, lead.ahead_id, lead.behind_id)
    return LeadView(
        title=title,
        label=names(leader),
        colour=names.colour(leader),
        glyph=names.glyph(leader),
        votes=words.signed(lead.votes),
        points=words("{points} points", points=words.decimal(lead.points)),
        change="" if before is None else words.signed(lead.votes - before),
        sentence=words("{name} is ahead in the count so far", name=names(leader)),
        chart=chart,
        timed=timed,
        second=second.text,
        short_title=short,
        short_second=second.short,
    )


def _second(now: Standing, names: Names, words: Words) -> Line:
    """Who is second, and by how much before the third: what a first round turns on; "" with two candidates."""
    if len(now.places) < 3 or not now.places[0].votes:
        return Line("")
    lead = now.between(1, 2)
    name, other = names(lead.ahead_id), names(lead.behind_id)
    if not lead.votes:
        text = words("second place is level so far: {name} and {other}", name=name, other=other)
        return Line(text, short=words("second is level: {name}, {other}", name=name, other=other))
    votes = words.count(lead.votes)
    text = words(
        "{name} is second so far, {votes} votes ({points} points) before {other}",
        name=name, votes=votes, points=words.decimal(lead.points), other=other,
    )  # fmt: skip
    return Line(text, short=words("second {name}, {votes} before {other}", name=name, votes=votes, other=other))


def _lead_before(state: WatchState, ahead: str, behind: str) -> int | None:
    """The same lead in the reading before this one on screen."""
    first, second = state.ledger.votes(ahead), state.ledger.votes(behind)
    here = first[state.n - 1] - second[state.n - 1]
    for row in range(state.n - 1, 0, -1):
        if first[row - 1] < 0 or second[row - 1] < 0:
            return None
        there = first[row - 1] - second[row - 1]
        if there != here:
            return there
    return None


def chart_views(
    state: WatchState, turns: tuple[TurningPoint, ...], names: Names, words: Words
) -> tuple[ChartView, ChartView]:
    """The lead between the two now in front: over counted sheets (over updates where unknown), and over time."""
    pair = _pair(state)
    if pair is None:
        empty = ChartView((), (), "", "", "", "", "", "", "", "")
        return empty, empty
    first, second = state.ledger.votes(pair[0]), state.ledger.votes(pair[1])
    rows = array("q", (n for n in range(1, state.n + 1) if first[n - 1] >= 0 and second[n - 1] >= 0))

    def lead(row: int) -> int:
        return first[row - 1] - second[row - 1]

    marks = tuple(point for point in turns if first[point.n - 1] >= 0 and second[point.n - 1] >= 0)
    drawn = {*_thinned(rows), *(point.n for point in marks)}
    over_count, over_time = _positions(state, rows, drawn), _times(state, rows, drawn)
    ends = (rows[0], rows[-1]) if rows else None
    counted = ("", "") if ends is None else (_edge(state, ends[0], words), _edge(state, ends[1], words))
    timed = ("", "") if ends is None else (_stamp(state, ends[0], words), _stamp(state, ends[1], words))

    def chart(position: dict[int, float], edges: tuple[str, str], axis: str = "") -> ChartView:
        return ChartView(
            points=tuple((position[row], lead(row)) for row in _thinned(rows)),
            marks=tuple(_mark(point, position, words) for point in marks),
            above=names(pair[0]),
            below=names(pair[1]),
            above_colour=names.colour(pair[0]),
            below_colour=names.colour(pair[1]),
            top=words.signed(max(0, max(map(lead, rows), default=0))),
            bottom=words.signed(max(0, -min(map(lead, rows), default=0))),
            left=edges[0],
            right=edges[1],
            above_glyph=names.glyph(pair[0]),
            below_glyph=names.glyph(pair[1]),
            axis=axis,
        )

    counts = bool(rows) and _counts(state, rows[0])
    return chart(over_count, counted, words("counted") if counts else ""), chart(over_time, timed)


def _thinned(rows: "array[int]") -> Sequence[int]:
    """At most about so many rows as any terminal has columns, always with the last."""
    thinned = rows[:: max(1, len(rows) // CHART_POINTS_MAX)]
    return [*thinned, rows[-1]] if rows and thinned[-1] != rows[-1] else thinned


def _pair(state: WatchState) -> tuple[str, str] | None:
    """The two in front, in the election's order, so that up and down keep their meaning all night."""
    if state.snapshot is None:
        return None
    places = standing(state.snapshot.root).places
    if len(places) < 2:
        return None
    order = [candidate.id for candidate in state.snapshot.candidates]
    rank = {candidate_id: index for index, candidate_id in enumerate(order)}
    first, second = sorted((place.candidate_id for place in places[:2]), key=lambda name: rank.get(name, len(rank)))
    return first, second


def _positions(state: WatchState, rows: "array[int]", drawn: set[int]) -> dict[int, float]:
    """Where the rows that are drawn stand on the axis: by counted sheets, or by update where the feed has none."""
    if not rows:
        return {}
    counted = state.ledger.column("counted")
    low, high = min(counted[row - 1] for row in rows), max(counted[row - 1] for row in rows)
    if low < 0 or low == high:
        low, span = rows[0], max(1, rows[-1] - rows[0])
        return {row: (row - low) / span for row in drawn}
    return {row: (counted[row - 1] - low) / (high - low) for row in drawn}


def _times(state: WatchState, rows: "array[int]", drawn: set[int]) -> dict[int, float]:
    """Where the rows that are drawn stand between the first stamp and the newest; older ones where the newest did."""
    found: dict[int, float] = {}
    if not rows:
        return found
    newest = start = when(state, rows[0])
    at = {rows[0]: start}
    for row in rows:
        newest = max(newest, when(state, row))
        if row in drawn:
            at[row] = newest
    span = (newest - start).total_seconds()
    return {row: (here - start).total_seconds() / span if span else 0.0 for row, here in at.items()}


def _stamp(state: WatchState, row: int, words: Words) -> str:
    return words.day_clock(local(when(state, row), state.election))


def _counts(state: WatchState, row: int) -> bool:
    """Whether a reading says how many sheets are counted, and of how many."""
    return state.ledger.column("counted")[row - 1] >= 0 and state.ledger.column("total")[row - 1] > 0


def _edge(state: WatchState, row: int, words: Words) -> str:
    if _counts(state, row):
        counted, total = state.ledger.column("counted")[row - 1], state.ledger.column("total")[row - 1]
        return words.percent(percent(counted, total), 1)
    return words.clock(local(state.ledger.received_at(row), state.election))


def _mark(point: TurningPoint, position: dict[int, float], words: Words) -> Mark:
    label = {"lead_change": words("lead changed"), "correction": words("correction"), "gap": words("gap")}
    return Mark(position[point.n], point.kind, label[point.kind])
