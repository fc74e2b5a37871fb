"""What new documents say below the root: falls, impossibilities and sums that do not come out. All are findings."""

from dataclasses import replace

from countwatch.count.changes import falls
from countwatch.count.checks import consistency, impossible
from countwatch.count.figures import compare
from countwatch.count.stated import stated_differ
from countwatch.ledger.reading import Reading
from countwatch.model.finding import Finding
from countwatch.model.snapshot import Snapshot, UnitTally


def renewed(before: Snapshot, reading: Reading) -> list[tuple[UnitTally, UnitTally]]:
    """Units below the root whose document is new and not an older copy, each before and after."""
    old = {tally.unit_id: tally for tally in before.tallies if tally.unit_id != before.root_id}
    new = [tally for key in reading.taken for tally in reading.shelf[key].part.tallies if tally.unit_id in old]
    return [(old[tally.unit_id], tally) for tally in new if not _is_older(tally, old[tally.unit_id])]


def _is_older(tally: UnitTally, shown: UnitTally) -> bool:
    stamps = tally.published_at, shown.published_at
    return stamps[0] is not None and stamps[1] is not None and stamps[0] < stamps[1]


def below_root(shown: Snapshot | None, reading: Reading, snapshot: Snapshot) -> list[Finding]:
    """Falls and impossibilities in units below the root whose document is new."""
    old = {} if shown is None else {tally.unit_id: tally for tally in shown.tallies}
    found: list[Finding] = []
    for key in reading.taken:
        for tally in reading.shelf[key].part.tallies:
            if tally.unit_id == snapshot.root_id:
                continue
            problem = impossible(tally)
            if problem is not None:
                found.append(replace(problem, document=key))
            before = old.get(tally.unit_id)
            if before is not None and before != tally:
                found.extend(_unit_falls(before, tally, key))
    return found


def disagreements(reading: Reading, snapshot: Snapshot) -> list[Finding]:
    """Sums and printed percentages that do not come out, where a document is new; the rest was said when it came."""
    new = {tally.unit_id for key in reading.taken for tally in reading.shelf[key].part.tallies}
    found = list(consistency(snapshot, new))
    for key in reading.taken:
        found += [replace(finding, document=key) for finding in stated_differ(reading.shelf[key].part)]
    return found


def _unit_falls(before: UnitTally, after: UnitTally, key: str) -> list[Finding]:
    if _is_older(after, before):
        stamps = {"stamp": _iso(after), "shown": _iso(before)}
        return [Finding("unit_older", stamps, unit_id=after.unit_id, document=key)]
    return [
        Finding(
            "unit_fell",
            {
                "figure": change.figure,
                "candidate": change.candidate_id,
                "before": change.before,
                "after": change.after,
            },
            unit_id=after.unit_id,
            document=key,
        )
        for change in falls(compare(before, after))
    ]


def _iso(tally: UnitTally) -> str | None:
    return None if tally.published_at is None else tally.published_at.isoformat()
