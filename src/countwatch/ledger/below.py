"""What new documents say below the root: falls, impossibilities and sums that do not come out. All are findings."""

from dataclasses import replace

from countwatch.count.changes import fallen
from countwatch.count.checks import Settled, consistency, impossible
from countwatch.count.stated import stated_differ
from countwatch.ledger.reading import Reading
from countwatch.model.assembly import Assembly
from countwatch.model.finding import Finding
from countwatch.model.snapshot import UnitTally


def renewed(before: Assembly, reading: Reading) -> list[tuple[UnitTally, UnitTally]]:
    """Units below the root whose document is new and not an older copy, each before and after."""
    old, root_id = before.tree.tallies, before.tree.root_id
    new = [
        tally
        for key in reading.taken
        for tally in reading.shelf[key].part.tallies
        if tally.unit_id in old and tally.unit_id != root_id
    ]
    return [(old[tally.unit_id], tally) for tally in new if not _is_older(tally, old[tally.unit_id])]


def _is_older(tally: UnitTally, shown: UnitTally) -> bool:
    stamps = tally.published_at, shown.published_at
    return stamps[0] is not None and stamps[1] is not None and stamps[0] < stamps[1]


def below_root(shown: Assembly | None, reading: Reading, root_id: str, settled: Settled) -> list[Finding]:
    """Falls and impossibilities in units below the root whose document is new."""
    old = {} if shown is None else shown.tree.tallies
    found: list[Finding] = []
    for key in reading.taken:
        for tally in reading.shelf[key].part.tallies:
            unit_id = tally.unit_id
            if unit_id == root_id:
                continue
            if settled.possible.get(unit_id) is not tally:
                problem = impossible(tally)
                if problem is None:
                    settled.possible[unit_id] = tally
                else:
                    found.append(replace(problem, document=key))
            before = old.get(unit_id)
            if before is not None and before is not tally and before != tally:
                found.extend(_unit_falls(before, tally, key))
    return found


def disagreements(reading: Reading, assembly: Assembly, settled: Settled) -> list[Finding]:
    """Sums and printed percentages that do not come out, where a document is new; the rest was said when it came."""
    new = dict.fromkeys(tally.unit_id for key in reading.taken for tally in reading.shelf[key].part.tallies)
    found = list(consistency(assembly.tree, new, settled))
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
        for change in fallen(before, after)
    ]


def _iso(tally: UnitTally) -> str | None:
    return None if tally.published_at is None else tally.published_at.isoformat()
