"""One reporting unit in full: its candidates, its sheets, its stamp, what is out there, and what fell."""

from countwatch.count.outlook import Outlook
from countwatch.count.standing import Standing, standing
from countwatch.ledger.state import WatchState
from countwatch.model.election import local
from countwatch.model.snapshot import UnitTally
from countwatch.present.names import Names, percent_base
from countwatch.present.panels import sheets_of
from countwatch.present.problems import sentence
from countwatch.present.turning import when
from countwatch.present.unit_rest import rest_lines
from countwatch.present.unit_views import RegionView
from countwatch.present.views import CandidateView, Entry, Line, Role
from countwatch.present.vocabulary import CORRECTIONS, REASONS
from countwatch.present.words import Words


def region_view(
    state: WatchState, unit_id: str, outlook: Outlook | None, names: Names, words: Words
) -> RegionView | None:
    """All that is known of a unit now; None where it has no tally on screen."""
    words = words.of(state.election)
    tally = tally_of(state, unit_id)
    if tally is None:
        return None
    return RegionView(
        id=unit_id,
        name=names(unit_id),
        path=" › ".join(names(above) for above in reversed(_above(unit_id, names))),
        stamp=_stamp(state, tally, words),
        candidates=_candidates(state, tally, names, words),
        lead=_lead(standing(tally, percent_base(state.election)), names, words),
        sheets=sheets_of(tally, state.election, words),
        facts=_facts(tally, words),
        out=tuple(rest_lines(outlook, tally, state, names, words)),
        fell=tuple(reversed(_fell(state, unit_id, names, words))),
    )


def tally_of(state: WatchState, unit_id: str) -> UnitTally | None:
    """The unit's tally on screen."""
    tallies = state.snapshot.tallies if state.snapshot else ()
    return next((tally for tally in tallies if tally.unit_id == unit_id), None)


def document_of(state: WatchState, unit_id: str) -> str | None:
    """The key of the document that holds the unit's tally: the root's, else the first, as a reading is put together."""
    root = state.form.root_key
    for key in sorted(state.shelf, key=lambda name: (name != root, name)):
        if any(tally.unit_id == unit_id for tally in state.shelf[key].part.tallies):
            return key
    return None


def _above(unit_id: str, names: Names) -> list[str]:
    """The units above, the nearest first. A loop in a feed's tree ends where it closes."""
    found: list[str] = []
    unit = names.units.get(unit_id)
    while unit is not None and unit.parent_id is not None and unit.parent_id not in found:
        found.append(unit.parent_id)
        unit = names.units.get(unit.parent_id)
    return found


def _stamp(state: WatchState, tally: UnitTally, words: Words) -> Line:
    root = state.snapshot.published_at if state.snapshot else None
    if tally.published_at is None:
        return Line(words("the feed gives no stamp"), "dim")
    told = words("as of {stamp}", stamp=words.day_clock(local(tally.published_at, state.election)))
    if tally.published_at == root or root is None:
        return Line(told, "dim")
    total = words.day_clock(local(root, state.election))
    return Line(words("{told}; the total is of {total}", told=told, total=total), "note")


def _candidates(state: WatchState, tally: UnitTally, names: Names, words: Words) -> tuple[CandidateView, ...]:
    now = standing(tally, percent_base(state.election))
    return tuple(
        CandidateView(
            id=place.candidate_id,
            label=names(place.candidate_id),
            party=names.candidate(place.candidate_id).party or "",
            share=words.percent(place.share),
            votes=words.count(place.votes),
            change="",
            colour=names.colour(place.candidate_id),
            glyph=names.glyph(place.candidate_id),
            ahead=place.candidate_id == now.leader_id,
            fraction=None if place.share is None else float(place.share) / 100,
        )
        for place in now.places
    )


def _lead(now: Standing, names: Names, words: Words) -> Line:
    if now.lead is None or now.leader_id is None:
        return Line(words("level so far"))
    text = words(
        "{name} is ahead in the count so far by {votes} votes, {points} points",
        name=names(now.lead.ahead_id),
        votes=words.count(now.lead.votes),
        points=words.decimal(now.lead.points),
    )
    return Line(text, "strong")


def _facts(tally: UnitTally, words: Words) -> tuple[Line, ...]:
    """The roll, and why sheets are at the boards, where the feed says so."""
    lines = []
    if tally.registered is not None:
        lines.append(Line(words("registered voters {count}", count=words.count(tally.registered)), "dim"))
    reasons = {name: count for name, count in (tally.sheets.review_reasons or {}).items() if count}
    if reasons:
        told = ", ".join(
            f"{words(REASONS[name]) if name in REASONS else name} {words.count(count)}"
            for name, count in sorted(reasons.items(), key=lambda item: (-item[1], item[0]))
        )
        lines.append(Line(words("at {boards} for: {reasons}", reasons=told)))
    return tuple(lines)


def _fell(state: WatchState, unit_id: str, names: Names, words: Words) -> list[Entry]:
    """Corrections of the whole in which this unit fell too, and falls of the unit alone; oldest first."""
    found: list[Entry] = []
    explained: set[int] = set()
    for n, correction in state.ledger.corrections(state.n):
        for unit in correction.below:
            if unit.unit_id == unit_id:
                explained.add(n)
                text = words("fell with the total: {kind}", kind=words(CORRECTIONS[unit.kind]))
                if unit.counterpart_id is not None:
                    moved = names(unit.counterpart_id)
                    text = "; ".join([text, words("{unit} gained exactly that", unit=moved)])
                found.append(Entry(n, _at(state, n, words), "correction", text, "note"))
    for n, finding in state.ledger.findings(state.n):
        if finding.unit_id == unit_id and finding.code == "unit_fell":
            role: Role = "dim" if n in explained else "note"
            found.append(Entry(n, _at(state, n, words), "correction", sentence(finding, words, names), role))
    return sorted(found, key=lambda entry: entry.n)


def _at(state: WatchState, n: int, words: Words) -> str:
    return words.day_clock(local(when(state, n), state.election))
