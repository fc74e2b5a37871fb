"""The counts of one contest of a NIST report: one figure for each selection and unit, and the whole's.

A type "total" is the figure where it is given, else the other types together: never both. The whole's
figures are those of the contest's district, else of the election's scope; only where the report gives
neither are units summed, each vote once, and never units that overlap or could.
"""

import json
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from countwatch.formats.nist_err_wire import Others, Race, Unit, Votes
from countwatch.formats.wire import UNITS_MAX, Location, path, read
from countwatch.model.errors import NotUsable

TOTAL, SEATS = "total", "seats"
STEPS_MAX = 300_000
"""Walks from units to those inside them. A state with all its precincts and districts takes some 100,000."""
_PRECINCTS = frozenset({"precinct", "combined-precinct", "split-precinct", "ballot-style-area"})
_PLACES = frozenset({"polling-place", "vote-center", "drop-box", "ballot-batch"})

_Cell = tuple[str, str, str | None]
"""A unit, a type, and what "other" stands for."""


@dataclass
class Counts:
    """Votes by unit and selection, the types that each unit has, and what was left out on the way."""

    votes: dict[str, dict[str, int]] = field(default_factory=lambda: defaultdict(dict))
    types: dict[str, set[str]] = field(default_factory=lambda: defaultdict(set))
    units: set[str] = field(default_factory=set)
    """All units that any row is of; more than a country has are refused before much is made of them."""
    suppressed: int = 0
    rounds: int = 0
    exceeded: list[tuple[str, str, int, int]] = field(default_factory=list)
    """Unit, selection, the sum of its types, the smaller total that the report gives."""


def read_counts(race: Race, place: Location) -> Counts:
    """Every count of the contest. `NotUsable` duplicate_count where the same one is given twice."""
    counts = Counts()
    rows: dict[str, dict[int, dict[_Cell, int]]] = {}
    for number, selection in enumerate(race.selections):
        here = (*place, "ContestSelection", number, "VoteCounts")
        rows[selection.id] = _by_round(selection.counts, here, counts)
    rounds = {number for by_round in rows.values() for number in by_round}
    counts.rounds = len(rounds)
    for selection_id, by_round in rows.items():
        _settle(selection_id, by_round.get(min(rounds, default=0), {}), counts)
    return counts


def _by_round(raw: list[object], place: Location, counts: Counts) -> dict[int, dict[_Cell, int]]:
    """Counts of one selection by round (0 where none is named). Those of devices only where no whole is given."""
    plain: dict[int, dict[_Cell, int]] = defaultdict(dict)
    devices: dict[int, dict[_Cell, int]] = defaultdict(lambda: defaultdict(int))
    seen: set[tuple[int, _Cell, str]] = set()
    for number, item in enumerate(raw):
        row = read(Votes, item, (*place, number))
        if row.type == SEATS:
            continue
        if row.suppressed:
            counts.suppressed += 1
            continue
        counts.units.add(row.unit)
        if len(counts.units) > UNITS_MAX:
            raise NotUsable("too_many", field=path(place), limit=UNITS_MAX)
        cell, turn = (row.unit, row.type, row.other_type), row.round or 0
        device = json.dumps(row.device, sort_keys=True, default=str) if row.device else ""
        if (turn, cell, device) in seen:
            raise NotUsable("duplicate_count", field=path((*place, number)), unit=row.unit, type=row.type)
        seen.add((turn, cell, device))
        if row.device:
            devices[turn][cell] += row.count
        else:
            plain[turn][cell] = row.count
    return {turn: {**devices.get(turn, {}), **plain.get(turn, {})} for turn in {*plain, *devices}}


def _settle(selection_id: str, cells: Mapping[_Cell, int], counts: Counts) -> None:
    parts: dict[str, int] = defaultdict(int)
    totals: dict[str, int] = {}
    for (unit, kind, _), count in cells.items():
        counts.types[unit].add(kind)
        if kind == TOTAL:
            totals[unit] = totals.get(unit, 0) + count
        else:
            parts[unit] += count
    for unit in {**parts, **totals}:
        counts.votes[unit][selection_id] = totals[unit] if unit in totals else parts[unit]
        if unit in totals and parts.get(unit, 0) > totals[unit]:
            counts.exceeded.append((unit, selection_id, parts[unit], totals[unit]))


def inside(units: Iterable[Unit]) -> dict[str, frozenset[str]]:
    """All units inside each unit, however deep. `NotUsable` unit_inside_itself, too_many."""
    composing = {unit.id: unit.composing for unit in units}
    found: dict[str, frozenset[str]] = {}
    steps = 0
    for start in composing:
        reached: set[str] = set()
        ahead = list(composing[start])
        while ahead:
            unit = ahead.pop()
            if unit == start:
                raise NotUsable("unit_inside_itself", field="GpUnit[].ComposingGpUnitIds", id=start)
            if unit not in reached:
                reached.add(unit)
                below = found[unit] if unit in found else composing.get(unit, ())
                ahead.extend(below)
                steps += 1 + len(below)
                if steps > STEPS_MAX:
                    raise NotUsable("too_many", field="GpUnit[].ComposingGpUnitIds", limit=STEPS_MAX)
        found[start] = frozenset(reached)
    return found


def whole(
    race: Race, scope: str, counts: Counts, units: Mapping[str, Unit], within: Mapping[str, frozenset[str]]
) -> tuple[str, tuple[str, ...]]:
    """The unit that stands for the whole contest, and the units to sum for it (none where it has its own counts)."""
    given = set(counts.types)
    for unit in (race.district, scope):
        if unit in given:
            _refuse_partial(unit, given - {unit}, counts)
            return unit, ()
    return race.district, _apart(given, counts, units, within)


def _apart(
    given: set[str], counts: Counts, units: Mapping[str, Unit], within: Mapping[str, frozenset[str]]
) -> tuple[str, ...]:
    """The largest units that have counts; each vote is in one of them. `NotUsable` overlapping_units."""
    contained = {below for unit in given for below in within.get(unit, ()) if below in given}
    widest = sorted(given - contained)
    owner: dict[str, str] = {}
    for unit in widest:
        _refuse_partial(unit, within.get(unit, frozenset()) & given, counts)
        for leaf in {unit, *within.get(unit, ())}:
            if leaf in owner:
                raise NotUsable("overlapping_units", unit=owner[leaf], other=unit)
            owner[leaf] = unit
    families = {unit: _family(units.get(unit)) for unit in widest}
    for unit in widest:
        # An area that does not say what is inside it may hold any of the others.
        if families[unit] == "precinct" or within.get(unit):
            continue
        other = next((name for name in widest if families[name] != families[unit]), None)
        if other is not None:
            raise NotUsable("overlapping_units", unit=unit, other=other)
    return tuple(widest)


def _family(unit: Unit | None) -> str:
    if unit is None:
        return "unknown"
    return "precinct" if unit.kind in _PRECINCTS else "place" if unit.kind in _PLACES else unit.kind


def _refuse_partial(unit: str, below: Iterable[str], counts: Counts) -> None:
    """A unit that has only its own absentee votes, say, does not hold what the units inside it counted."""
    if TOTAL in counts.types[unit]:
        return
    for other in sorted(below):
        if not counts.types[other] <= counts.types[unit]:
            raise NotUsable("overlapping_units", unit=unit, other=other)


def others(race: Race) -> dict[str, Others]:
    """What else was counted, by unit: rows of single devices are left out. `NotUsable` duplicate_count."""
    found: dict[str, Others] = {}
    for number, row in enumerate(race.others):
        if row.device is not None:
            continue
        if row.unit in found:
            raise NotUsable("duplicate_count", field=f"OtherCounts[{number}]", unit=row.unit, type="other")
        found[row.unit] = row
    return found


def summed(selected: Iterable[str], counts: Counts) -> dict[str, int]:
    """Votes of several units together, by selection."""
    votes: dict[str, int] = defaultdict(int)
    for unit in selected:
        for selection_id, count in counts.votes[unit].items():
            votes[selection_id] += count
    return dict(votes)
