"""Whether figures can be, and whether they agree. Pure; what is found is said, never adjusted.

Every mismatch carries both numbers and, as `cause`, what the arithmetic points to. Sums are checked at
equal stamps only: what was published at another time is not a contradiction.
"""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, field
from operator import attrgetter, is_

from countwatch.count.figures import SHEETS
from countwatch.model.finding import Fact, Finding
from countwatch.model.snapshot import Sheets, UnitTally
from countwatch.model.tree import UnitTree

_SUMMED_BALLOTS = ("blank", "null", "cast", "registered_counted")
SUMMED = (*_SUMMED_BALLOTS, *SHEETS)
"""Figures of which the parts must come to the whole, beside each candidate's votes."""

_summed = attrgetter(*_SUMMED_BALLOTS, *(f"sheets.{name}" for name in SHEETS))


def impossible(tally: UnitTally) -> Finding | None:
    """Two figures of the same scope that cannot both be, the first such pair; None where all can be."""
    sheets = tally.sheets
    counted_and_review = _sum(sheets.counted, sheets.under_review)
    pairs = (
        ("votes", tally.valid, "registered", tally.registered),
        ("cast", tally.cast, "registered", tally.registered),
        ("cast", tally.cast, "registered_counted", tally.registered_counted),
        ("registered_counted", tally.registered_counted, "registered", tally.registered),
        ("counted", sheets.counted, "total", sheets.total),
        ("processed", counted_and_review, "total", sheets.total),
    )
    for small, part, large, whole in pairs:
        if part is not None and whole is not None and part > whole:
            return Finding(
                "impossible",
                {"part": small, "part_value": part, "whole": large, "whole_value": whole},
                unit_id=tally.unit_id,
            )
    return None


def _sum(*values: int | None) -> int | None:
    """The sum, where every figure of it is given."""
    total = 0
    for value in values:
        if value is None:
            return None
        total += value
    return total


def identities(tally: UnitTally) -> Iterable[Finding]:
    """Sums inside one tally that do not come out, where every figure of the sum is given.

    Feeds count contested ballots inside *cast* or beside it, so both come out.
    """
    ballots = _sum(tally.valid, tally.blank, tally.null)
    if tally.cast is not None and ballots is not None:
        contested = tally.contested or 0
        if tally.cast not in {ballots, ballots + contested}:
            yield _mismatch("ballots", ballots + contested, tally.cast, tally.unit_id, "fields_of_another_moment")
    yield from _sheet_identities(tally.sheets, tally.unit_id)


def _sheet_identities(sheets: Sheets, unit_id: str) -> Iterable[Finding]:
    inside = (sheets.annulled or 0) + (sheets.not_installed or 0)
    states = _sum(sheets.counted, sheets.under_review, sheets.pending)
    if states is not None and sheets.total is not None and states != sheets.total:
        outside = inside and states + inside == sheets.total
        cause = "annulled_outside_counted" if outside else "fields_of_another_moment"
        yield _mismatch("sheets", states, sheets.total, unit_id, cause)
    if sheets.counted is not None and inside > sheets.counted:
        yield _mismatch("annulled", inside, sheets.counted, unit_id, "annulled_outside_counted")
    if sheets.review_reasons and sheets.under_review is not None:
        reasons = sum(sheets.review_reasons.values())
        if reasons != sheets.under_review:
            cause = "several_reasons_a_sheet" if reasons > sheets.under_review else "reasons_not_all_told"
            yield _mismatch("review_reasons", reasons, sheets.under_review, unit_id, cause)


def _mismatch(what: str, ours: int, stated: int, unit_id: str, cause: str) -> Finding:
    facts: dict[str, Fact] = {"what": what, "sum": ours, "stated": stated, "cause": cause}
    return Finding("does_not_add_up", facts, unit_id=unit_id)


@dataclass(frozen=True, slots=True)
class Settled:
    """Tallies that were looked at and in which nothing was found, by unit: the very ones need no second look.

    `possible` can be, `agreeing` come out by themselves, and `sums` are wholes followed by their parts.
    """

    possible: dict[str, UnitTally] = field(default_factory=dict)
    agreeing: dict[str, UnitTally] = field(default_factory=dict)
    sums: dict[str, list[UnitTally]] = field(default_factory=dict)


def consistency(
    tree: UnitTree, changed: Collection[str] | None = None, settled: Settled | None = None
) -> tuple[Finding, ...]:
    """Every sum that should come out and does not: inside the units, and of parts at their whole's stamp.

    `changed` are the units whose document is new: only they, and the sums that they are part of, are
    checked again. None means all of them. What comes out is noted in `settled`, and left out where it is there.
    """
    settled, found = settled or Settled(), list[Finding]()
    for unit_id in tree.tallies if changed is None else changed:
        tally = tree.tallies.get(unit_id)
        if tally is None or settled.agreeing.get(unit_id) is tally:
            continue
        odd = list(identities(tally))
        found += odd
        if not odd:
            settled.agreeing[unit_id] = tally
    for whole_id in _wholes(tree, changed):
        summed = [tree.tallies[whole_id], *_parts(tree, whole_id)]
        known = settled.sums.get(whole_id, ())
        if len(summed) < 3 or (len(known) == len(summed) and all(map(is_, known, summed))):
            continue
        odd = list(_part_sums(summed[0], summed[1:]))
        found += odd
        if not odd:
            settled.sums[whole_id] = summed
    return tuple(found)


def _wholes(tree: UnitTree, changed: Collection[str] | None) -> list[str]:
    """Units with something below them of which they, or any unit up to them, are new."""
    if changed is None:
        return [unit_id for unit_id in tree.children if unit_id in tree.tallies]
    found: dict[str, None] = {}
    for unit_id in changed:
        here: str | None = unit_id
        while here is not None and here not in found:  # a feed's parents may run in a circle
            found[here] = None
            unit = tree.units.get(here)
            here = None if unit is None or here == tree.root_id else unit.parent_id
    return [unit_id for unit_id in found if unit_id in tree.children and unit_id in tree.tallies]


def _parts(tree: UnitTree, whole_id: str) -> list[UnitTally]:
    """What makes up a unit at its own stamp; empty where some of it is of another stamp.

    A part that is of another stamp itself is taken as what it consists of, one level down.
    """
    stamp, tallies = tree.tallies[whole_id].published_at, tree.tallies
    found: list[UnitTally] = []
    for child in tree.below(whole_id):
        tally = tallies.get(child)
        if tally is not None and tally.published_at == stamp:
            found.append(tally)
            continue
        below = [tree.at(unit_id, stamp) for unit_id in tree.below(child)]
        told = [part for part in below if part is not None]
        if not told or len(told) != len(below):
            return []
        found.extend(told)
    return found


def _part_sums(whole: UnitTally, parts: Sequence[UnitTally]) -> Iterable[Finding]:
    for candidate_id, votes in whole.votes.items():
        total = _sum(*(part.votes.get(candidate_id) for part in parts))
        if total is not None and total != votes:
            yield _parts_differ("votes", candidate_id, total, votes, whole)
    for name, stated, *figures in zip(SUMMED, _summed(whole), *map(_summed, parts), strict=True):
        ours = None if stated is None else _sum(*figures)
        if ours is not None and stated is not None and ours != stated:
            yield _parts_differ(name, None, ours, stated, whole)


def _parts_differ(what: str, candidate_id: str | None, ours: int, stated: int, whole: UnitTally) -> Finding:
    cause = "parts_behind" if ours < stated else "parts_ahead"
    facts: dict[str, Fact] = {
        "what": what,
        "candidate": candidate_id,
        "sum": ours,
        "stated": stated,
        "cause": cause,
    }
    return Finding("parts_differ", facts, unit_id=whole.unit_id)
