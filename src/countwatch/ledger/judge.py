"""The judgement of an update: exactly one outcome, decided at the root, before anything is shown."""

from dataclasses import replace
from datetime import timedelta
from typing import NamedTuple

from countwatch.count.changes import Correction, collapsed, explain, falls
from countwatch.count.checks import impossible
from countwatch.count.figures import Change, compare
from countwatch.ledger.below import below_root, disagreements, renewed
from countwatch.ledger.events import Event, Outcome
from countwatch.ledger.reading import Reading, Shelf, read
from countwatch.ledger.state import WatchState
from countwatch.model.assembly import Assembly
from countwatch.model.finding import Fact, Finding
from countwatch.model.snapshot import Snapshot
from countwatch.model.update import FailureKind, Update

HELD_UPDATES = 3
"""A collapse is believed at the third update in a row that says so."""

STAMP_AHEAD_MAX = timedelta(minutes=5)
"""How far two clocks may differ: a stamp later than this after its receipt is from the future."""

_FAILURES = {
    FailureKind.FETCH_FAILED: Outcome.FETCH_FAILED,
    FailureKind.RETRY_LATER: Outcome.RETRY_LATER,
    FailureKind.REJECTED: Outcome.REJECTED,
}


class Judgement(NamedTuple):
    """The event, and what is on screen after it."""

    event: Event
    shelf: Shelf
    assembly: Assembly | None


def judge(state: WatchState, update: Update) -> Judgement:
    """Decide what an update is. Everything but accepted, correction and unchanged leaves the screen alone."""
    if update.failure is not None:
        reason = replace(update.failure.problem, document=update.failure.problem.document or state.form.root_key)
        return kept(state, update, None, _FAILURES[update.failure.kind], reason)
    reading = read(state.shelf, update, state.form, state.election)
    if reading.root == "unusable":
        return kept(state, update, reading, Outcome.REJECTED, reading.problem)
    if state.form.root_key not in reading.shelf:
        missing = Finding("root_missing", {"document": state.form.root_key}, document=state.form.root_key)
        return kept(state, update, reading, Outcome.REJECTED, missing)
    if not reading.taken:
        return kept(state, update, reading, Outcome.NOT_MODIFIED, None)
    parts = {key: held.part for key, held in reading.shelf.items()}
    return _weigh(state, update, reading, state.form.assemble(parts, state.election, state.assembly))


def _weigh(state: WatchState, update: Update, reading: Reading, assembly: Assembly) -> Judgement:
    """Everything was read; now compare it with itself and with what is on screen."""
    snapshot = assembly.snapshot
    stated = reading.shelf[state.form.root_key].part
    root = next((tally for tally in stated.tallies if tally.unit_id == snapshot.root_id), snapshot.root)
    problem = (
        impossible(root) or impossible(snapshot.root) or _roster_problem(state, snapshot) or _swapped(state, reading)
    )
    if problem is not None:
        return kept(state, update, reading, Outcome.REJECTED, problem)
    older = _older(state, update, snapshot)
    if older is not None:
        return kept(state, update, reading, Outcome.STALE_EDGE, older)
    fallen = collapsed(state.snapshot.root, root) if state.snapshot and reading.root == "fresh" else ()
    if fallen:
        streak = state.ledger.held_streak(state.n) + 1
        if streak < HELD_UPDATES:
            return kept(state, update, reading, Outcome.HELD, _collapse(fallen[0], streak))
    return _show(state, update, reading, assembly, believed=bool(fallen))


def _collapse(first: Change, streak: int) -> Finding:
    facts: dict[str, Fact] = {
        "figure": first.figure,
        "candidate": first.candidate_id,
        "before": first.before,
        "after": first.after,
        "held": streak,
        "believed_at": HELD_UPDATES,
    }
    return Finding("collapse", facts)


def _show(state: WatchState, update: Update, reading: Reading, assembly: Assembly, *, believed: bool) -> Judgement:
    """The numbers go on screen. A collapse that is `believed` is a correction even where the list is now empty."""
    before, snapshot = state.assembly, assembly.snapshot
    findings = [
        *reading.findings,
        *below_root(before, reading, snapshot.root_id, state.settled),
        *disagreements(reading, assembly, state.settled),
    ]
    findings += _ahead(update, snapshot)
    outcome, correction = Outcome.ACCEPTED, None
    if before is not None:
        findings += _identity_findings(state, reading, snapshot)
        changes = compare(before.snapshot.root, snapshot.root)
        outcome = Outcome.ACCEPTED if changes else Outcome.UNCHANGED
        if falls(changes) or believed:
            outcome, correction = Outcome.CORRECTION, _correction(state, reading, before, snapshot)
    event = Event(
        n=update.n,
        outcome=outcome,
        received_at=update.received_at,
        published_at=snapshot.published_at,
        findings=tuple(findings),
        correction=correction,
        sha256=reading.root_sha256,
        record=update.record,
        elapsed_seconds=update.elapsed_seconds,
        taken=reading.taken,
    )
    return Judgement(event, reading.shelf, assembly)


def _correction(state: WatchState, reading: Reading, before: Assembly, after: Snapshot) -> Correction:
    held = state.root_held
    return explain(before.snapshot.root, after.root, renewed(before, reading))._replace(
        before_sha256=held.sha256 if held else None,
        after_sha256=reading.shelf[state.form.root_key].sha256,
    )


def kept(
    state: WatchState, update: Update, reading: Reading | None, outcome: Outcome, reason: Finding | None
) -> Judgement:
    """The judgement that leaves the screen as it is. `reading` is None where nothing could be read."""
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
    return Judgement(event, state.shelf, state.assembly)


def _older(state: WatchState, update: Update, after: Snapshot) -> Finding | None:
    """A stamp before the one on screen: a cache's old copy.

    A stamp on screen that is still to come proves nothing: one mistyped year must not silence the feed.
    """
    shown = state.snapshot.published_at if state.snapshot else None
    if shown is None or after.published_at is None or after.published_at >= shown:
        return None
    if shown - update.received_at > STAMP_AHEAD_MAX:
        return None
    stamps = {"stamp": after.published_at.isoformat(), "shown": shown.isoformat()}
    return Finding("older_stamp", stamps, unit_id=after.root_id)


def _ahead(update: Update, snapshot: Snapshot) -> list[Finding]:
    stamp = snapshot.published_at
    if stamp is None or stamp - update.received_at <= STAMP_AHEAD_MAX:
        return []
    return [Finding("stamp_ahead", {"stamp": stamp.isoformat(), "received": update.received_at.isoformat()})]


def _roster_problem(state: WatchState, snapshot: Snapshot) -> Finding | None:
    """A candidate missing at the root, or ids swapped between names."""
    votes = snapshot.root.votes
    expected = state.election.candidates if state.election else ()
    if state.snapshot is not None:
        shown = state.snapshot.root
        if not votes and (shown.valid or not shown.votes):
            return None  # an empty list after a full one is held, not rejected; and once believed it may stay
        # Whom an election with a list does not name was shown as unknown, and may leave again: a row that
        # came by mistake must not have every later update refused.
        for candidate_id in () if expected else shown.votes:
            if candidate_id not in votes:
                return Finding("candidate_missing", {"candidate": candidate_id}, unit_id=snapshot.root_id)
    if not votes:
        return Finding("no_candidates", unit_id=snapshot.root_id)
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
