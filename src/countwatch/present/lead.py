"""The lead: who is ahead in the count so far, and how that came, as a line over the count."""

from countwatch.count.standing import standing
from countwatch.ledger.state import WatchState
from countwatch.model.election import local
from countwatch.present.happened import TurningPoint
from countwatch.present.names import Names, percent_base
from countwatch.present.views import ChartView, LeadView, Mark
from countwatch.present.words import Words

CHART_POINTS_MAX = 400
"""More points than any terminal has columns; longer counts are thinned to this many."""


def lead_view(state: WatchState, turns: tuple[TurningPoint, ...], names: Names, words: Words) -> LeadView:
    """The lead now, its change since the reading before, and its course."""
    chart = chart_view(state, turns, names, words)
    title = words("Lead in the count so far")
    if state.snapshot is None:
        return LeadView(title, "", "", "", words.count(None), "", "", "", chart)
    now = standing(state.snapshot.root, percent_base(state.election))
    lead, leader = now.lead, now.leader_id
    if lead is None or leader is None:
        return LeadView(title, "", "", "=", words.count(0 if lead else None), "", "", words("level so far"), chart)
    before = _lead_before(state, lead.ahead_id, lead.behind_id)
    change = "" if before is None else words.signed(lead.votes - before)
    sentence = words("{name} is ahead in the count so far", name=names(leader))
    points = words("{points} points", points=words.decimal(lead.points))
    return LeadView(
        title=title,
        label=names(leader),
        colour=names.colour(leader),
        glyph=names.glyph(leader),
        votes=words.signed(lead.votes),
        points=points,
        change=change,
        sentence=sentence,
        chart=chart,
    )


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


def chart_view(state: WatchState, turns: tuple[TurningPoint, ...], names: Names, words: Words) -> ChartView:
    """The lead between the two candidates now in front, over counted sheets (over updates where unknown)."""
    pair = _pair(state)
    if pair is None:
        return ChartView((), (), "", "", "", "", "", "", "", "")
    first, second = state.ledger.votes(pair[0]), state.ledger.votes(pair[1])
    rows = [row for row in range(1, state.n + 1) if first[row - 1] >= 0 and second[row - 1] >= 0]
    position = _positions(state, rows)
    thinned = rows[:: max(1, len(rows) // CHART_POINTS_MAX)]
    if rows and thinned[-1] != rows[-1]:
        thinned.append(rows[-1])
    leads = [first[row - 1] - second[row - 1] for row in rows]
    marks = tuple(_mark(point, position, words) for point in turns if point.n in position)
    return ChartView(
        points=tuple((position[row], first[row - 1] - second[row - 1]) for row in thinned),
        marks=marks,
        above=names(pair[0]),
        below=names(pair[1]),
        above_colour=names.colour(pair[0]),
        below_colour=names.colour(pair[1]),
        top=words.signed(max((*leads, 0))),
        bottom=words.signed(max((*(-lead for lead in leads), 0))),
        left=_edge(state, rows[0], words) if rows else "",
        right=_edge(state, rows[-1], words) if rows else "",
    )


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


def _positions(state: WatchState, rows: list[int]) -> dict[int, float]:
    """Where each row stands on the axis: by counted sheets, or by update where the feed has none."""
    counted = state.ledger.column("counted")
    values = [counted[row - 1] for row in rows]
    if not values or min(values) < 0 or max(values) == min(values):
        values = rows
    low, high = min(values, default=0), max(values, default=0)
    return {row: (value - low) / (high - low) if high > low else 0.0 for row, value in zip(rows, values, strict=True)}


def _edge(state: WatchState, row: int, words: Words) -> str:
    counted, total = state.ledger.column("counted")[row - 1], state.ledger.column("total")[row - 1]
    if counted >= 0 and total > 0:
        from countwatch.count.percent import percent

        return words.percent(percent(counted, total), 1)
    return words.clock(local(state.ledger.received_at(row), state.election))


def _mark(point: TurningPoint, position: dict[int, float], words: Words) -> Mark:
    label = {"lead_change": words("lead changed"), "correction": words("correction"), "gap": words("gap")}
    return Mark(position[point.n], point.kind, label[point.kind])
