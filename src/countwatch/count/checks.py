"""Whether figures can be, and whether they agree. Pure; what is found is said, never adjusted."""

from collections.abc import Iterable

from countwatch.model.finding import Finding
from countwatch.model.snapshot import Snapshot, UnitTally


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
    return None if any(value is None for value in values) else sum(value or 0 for value in values)


def identities(tally: UnitTally) -> Iterable[Finding]:
    """Sums inside one tally that do not come out, where every figure of the sum is given."""
    sheets = tally.sheets
    ballots = _sum(tally.blank, tally.null)
    if tally.cast is not None and ballots is not None:
        total = tally.valid + ballots + (tally.contested or 0)
        if total != tally.cast:
            yield _mismatch("ballots", total, tally.cast, tally.unit_id)
    states = _sum(sheets.counted, sheets.under_review, sheets.pending)
    if states is not None and sheets.total is not None and states != sheets.total:
        yield _mismatch("sheets", states, sheets.total, tally.unit_id)


def _mismatch(what: str, ours: int, stated: int, unit_id: str) -> Finding:
    return Finding("does_not_add_up", {"what": what, "sum": ours, "stated": stated}, unit_id=unit_id)


def consistency(snapshot: Snapshot) -> tuple[Finding, ...]:
    """Every sum that should come out at the root's stamp and does not: inside the root, and of its parts."""
    return (*identities(snapshot.root), *_children(snapshot))


def _children(snapshot: Snapshot) -> Iterable[Finding]:
    root = snapshot.root
    members = [unit.id for unit in snapshot.units if unit.parent_id == snapshot.root_id]
    tallies = {tally.unit_id: tally for tally in snapshot.tallies}
    parts = [tallies[unit_id] for unit_id in members if unit_id in tallies]
    if len(parts) < 2 or len(parts) != len(members):
        return
    if any(part.published_at != root.published_at for part in parts):
        return
    for candidate_id, votes in root.votes.items():
        total = sum(part.votes.get(candidate_id, 0) for part in parts)
        if total != votes:
            yield Finding(
                "parts_differ",
                {"candidate": candidate_id, "sum": total, "stated": votes},
                unit_id=snapshot.root_id,
            )
