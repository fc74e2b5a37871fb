"""The judgement of an update: exactly one outcome, decided at the root, before anything is shown."""

from dataclasses import dataclass, replace

from countwatch.count.changes import collapsed, explain, falls
from countwatch.count.checks import consistency, impossible
from countwatch.count.figures import compare
from countwatch.ledger.events import Event, Outcome
from countwatch.ledger.reading import Reading, Shelf, read
from countwatch.ledger.state import WatchState
from countwatch.model.finding import Finding
from countwatch.model.snapshot import Snapshot, UnitTally
from countwatch.model.update import FailureKind, Update

HELD_UPDATES = 3
"""A collapse is believed at the third update in a row that says so."""

_FAILURES = {
    FailureKind.FETCH_FAILED: Outcome.FETCH_FAILED,
    FailureKind.RETRY_LATER: Outcome.RETRY_LATER,
    FailureKind.REJECTED: Outcome.REJECTED,
}


@dataclass(frozen=True, slots=True)
class Judgement:
    """The event, and what is on screen after it."""

    event: Event
    shelf: Shelf
    snapshot: Snapshot | None


def judge(state: WatchState, update: Update) -> Judgement:
    """Decide what an update is. Everything but accepted, correction and unchanged leaves the screen alone."""
    if update.failure is not None:
        reason = replace(update.failure.problem, document=update.failure.problem.document or state.form.root_key)
        return _keep(state, update, None, _FAILURES[update.failure.kind], reason)
    reading = read(state.shelf, update, state.form, state.election)
    if reading.root == "unusable":
        return _keep(state, update, reading, Outcome.REJECTED, reading.problem)
    if state.form.root_key not in reading.shelf:
        missing = Finding("root_missing", {"document": state.form.root_key}, document=state.form.root_key)
        return _keep(state, update, reading, Outcome.REJECTED, missing)
    if not reading.taken:
        return _keep(state, update, reading, Outcome.NOT_MODIFIED, None)
    snapshot = state.form.assemble({key: held.part for key, held in reading.shelf.items()}, state.election)
    return _weigh(state, update, reading, snapshot)


def _weigh(state: WatchState, update: Update, reading: Reading, snapshot: Snapshot) -> Judgement:
    """Everything was read; now compare it with itself and with what is on screen."""
    stated = reading.shelf[state.form.root_key].part
    root = next((tally for tally in stated.tallies if tally.unit_id == snapshot.root_id), snapshot.root)
    problem = impossible(root) or _roster_problem(state, snapshot) or _swapped(state, reading)
    if problem is not None:
        return _keep(state, update, reading, Outcome.REJECTED, problem)
    before = state.snapshot
    if before is not None:
        older = _older(before, snapshot)
        if older is not None:
            return _keep(state, update, reading, Outcome.STALE_EDGE, older)
        fallen = collapsed(before.root, root) if reading.root == "fresh" else ()
        streak = state.ledger.held_streak(state.n) + 1 if fallen else 0
        if fallen and streak < HELD_UPDATES:
            first = fallen[0]
            reason = Finding(
                "collapse",
                {
                    "figure": first.figure,
                    "candidate": first.candidate_id,
                    "before": first.before,
                    "after": first.after,
                    "held": streak,
                    "believed_at": HELD_UPDATES,
                },
            )
            return _keep(state, update, reading, Outcome.HELD, reason)
    return _show(state, update, reading, snapshot)


def _show(state: WatchState, update: Update, reading: Reading, snapshot: Snapshot) -> Judgement:
    before = state.snapshot
    findings = (*reading.findings, *_below(state, reading, snapshot), *consistency(snapshot))
    correction = None
    if before is None:
        outcome = Outcome.ACCEPTED
    else:
        findings = (*findings, *_identity_findings(state, reading, snapshot))
        changes = compare(before.root, snapshot.root)
        outcome = Outcome.ACCEPTED if changes else Outcome.UNCHANGED
        if falls(changes):
            outcome = Outcome.CORRECTION
            held = state.root_held
            correction = replace(
                explain(before.root, snapshot.root),
                before_sha256=held.sha256 if held else None,
                after_sha256=reading.shelf[state.form.root_key].sha256,
            )
    event = Event(
        n=update.n,
        outcome=outcome,
        received_at=update.received_at,
        published_at=snapshot.published_at,
        findings=findings,
        correction=correction,
        sha256=reading.root_sha256,
        record=update.record,
        elapsed_seconds=update.elapsed_seconds,
        taken=reading.taken,
    )
    return Judgement(event, reading.shelf, snapshot)


def _keep(
    state: WatchState, update: Update, reading: Reading | None, outcome: Outcome, reason: Finding | None
) -> Judgement:
    """The screen stays as it is."""
    root = next((document for document in update.documents if document.key == state.form.root_key), None)
    event = Event(
        n=update.n,
        outcome=outcome,
        received_at=update.received_at,
        published_at=state.snapshot.published_at if state.snapshot else None,
        reason=reason,
        findings=reading.findings if reading else (),
        sha256=root.sha256 if root else None,
        record=update.record,
        elapsed_seconds=update.elapsed_seconds,
    )
    return Judgement(event, state.shelf, state.snapshot)


def _older(before: Snapshot, after: Snapshot) -> Finding | None:
    if before.published_at is None or after.published_at is None or after.published_at >= before.published_at:
        return None
    return Finding(
        "older_stamp",
        {"stamp": after.published_at.isoformat(), "shown": before.published_at.isoformat()},
        unit_id=after.root_id,
    )


def _roster_problem(state: WatchState, snapshot: Snapshot) -> Finding | None:
    """A candidate missing at the root, or ids swapped between names."""
    votes = snapshot.root.votes
    if state.snapshot is not None:
        if not votes and state.snapshot.root.valid:
            return None  # an empty list after a full one is held, not rejected
        for candidate_id in state.snapshot.root.votes:
            if candidate_id not in votes:
                return Finding("candidate_missing", {"candidate": candidate_id}, unit_id=snapshot.root_id)
    if not votes:
        return Finding("no_candidates", unit_id=snapshot.root_id)
    expected = state.election.candidates if state.election else ()
    for candidate in expected:
        if candidate.id not in votes:
            return Finding("candidate_missing", {"candidate": candidate.id}, unit_id=snapshot.root_id)
    return None


def _names(state: WatchState, reading: Reading) -> tuple[dict[str, str], dict[str, str]]:
    """Candidate names as the root document wrote them, on screen and now (no election file over them)."""
    held = state.root_held
    old = {} if held is None else {candidate.id: candidate.name for candidate in held.part.candidates}
    new = {candidate.id: candidate.name for candidate in reading.shelf[state.form.root_key].part.candidates}
    return old, new


def _swapped(state: WatchState, reading: Reading) -> Finding | None:
    old, new = _names(state, reading)
    for candidate_id, name in new.items():
        other = next((key for key, known in old.items() if known == name and key != candidate_id), None)
        if other is not None and old.get(candidate_id) not in {None, name} and new.get(other) != name:
            return Finding("candidates_swapped", {"candidate": candidate_id, "other": other, "name": name})
    return None


def _below(state: WatchState, reading: Reading, snapshot: Snapshot) -> list[Finding]:
    """Falls and impossibilities in units below the root whose document is new."""
    old = {} if state.snapshot is None else {tally.unit_id: tally for tally in state.snapshot.tallies}
    found: list[Finding] = []
    for key in reading.taken:
        for tally in reading.shelf[key].part.tallies:
            if tally.unit_id == snapshot.root_id:
                continue
            problem = impossible(tally)
            if problem is not None:
                found.append(replace(problem, document=key))
            if tally.unit_id in old:
                found.extend(_unit_falls(old[tally.unit_id], tally, key))
    return found


def _unit_falls(before: UnitTally, after: UnitTally, key: str) -> list[Finding]:
    if before.published_at and after.published_at and after.published_at < before.published_at:
        stamps = {"stamp": after.published_at.isoformat(), "shown": before.published_at.isoformat()}
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


def _identity_findings(state: WatchState, reading: Reading, after: Snapshot) -> list[Finding]:
    """The same stamp with other numbers, or the same id with another name."""
    found: list[Finding] = []
    before = state.snapshot
    if before and before.published_at == after.published_at is not None and compare(before.root, after.root):
        found.append(Finding("same_stamp_other_numbers", {"stamp": str(after.published_at)}))
    old, new = _names(state, reading)
    for candidate_id, name in new.items():
        if old.get(candidate_id, name) != name:
            facts = {"candidate": candidate_id, "before": old[candidate_id], "after": name}
            found.append(Finding("candidate_renamed", facts))
    return found
