"""One JSON object an update, for scripts: the same facts as the screen, keys that do not move.

What a feed does not give is null, never 0. `totals`, `sheets` and `standing` are those on screen
after the update. `reason` and `findings` carry a stable `code` beside the sentence.
"""

import json
from collections.abc import Sequence
from decimal import Decimal

from countwatch.count.changes import Correction
from countwatch.count.figures import BALLOTS, SHEETS, compare
from countwatch.count.outlook import Outlook
from countwatch.count.progress import progress
from countwatch.count.standing import standing
from countwatch.ledger.events import Event
from countwatch.ledger.state import WatchState
from countwatch.model.finding import Finding
from countwatch.model.snapshot import Snapshot, UnitTally
from countwatch.output.outlook import outlook_object
from countwatch.output.parts import Json, change_object, picked
from countwatch.present.freshness import has_failed_long
from countwatch.present.names import Names, percent_base
from countwatch.present.outlook import outlook_of
from countwatch.present.problems import sentence
from countwatch.present.words import Words


def event_line(state: WatchState, words: Words, feed: str | None = None, compared: Sequence[Json] = ()) -> str:
    """The state's last event as one line of JSON, without the newline.

    Where there are several feeds, `feed` is the label of this one and `compared` what sets it apart.
    """
    value = event_object(state, words)
    return dump({"feed": feed, **value, "compared": list(compared)} if feed else value)


def dump(value: Json) -> str:
    """Compact JSON in one line; text as it is, since it is clean."""
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"), default=_number)


def _number(value: object) -> float:
    if isinstance(value, Decimal):
        return float(value)
    raise TypeError(type(value).__name__)


def event_object(state: WatchState, words: Words, view: Outlook | None = None) -> Json:
    """The event and what is on screen after it. `LookupError` before the first update."""
    event = state.event
    if event is None:
        raise LookupError(state.n)
    names = Names(state)
    root = state.snapshot.root if state.snapshot else None
    return {
        "event": event.outcome.value,
        "n": event.n,
        "received_at": event.received_at.isoformat(),
        "published_at": state.snapshot.published_at.isoformat()
        if state.snapshot and state.snapshot.published_at
        else None,
        "reason": sentence(event.reason, words, names) if event.reason else None,
        "reason_code": event.reason.code if event.reason else None,
        "stale": has_failed_long(state),
        "totals": _totals(root),
        "sheets": _sheets(root),
        "standing": _standing(root, state),
        "outlook": outlook_object(view or outlook_of(state)),
        "changes": _changes(state, event, root),
        "correction": _correction(event.correction),
        "findings": [_finding(finding, words, names) for finding in event.findings],
        "sha256": event.sha256,
        "record": event.record,
    }


def _totals(root: UnitTally | None) -> Json | None:
    if root is None:
        return None
    return {"votes": dict(root.votes), **picked(root, *BALLOTS)}


def _sheets(root: UnitTally | None) -> Json | None:
    if root is None:
        return None
    done = progress(root.sheets)
    return {
        **picked(done, *SHEETS),
        "processed_pct": done.share(done.processed),
        "counted_pct": done.share(done.counted),
        "under_review_pct": done.share(done.under_review),
        "pending_pct": done.share(done.pending),
    }


def _standing(root: UnitTally | None, state: WatchState) -> Json | None:
    if root is None:
        return None
    now = standing(root, percent_base(state.election))
    return {
        "leader": now.leader_id,
        "runner_up": now.places[1].candidate_id if now.leader_id and len(now.places) > 1 else None,
        "lead_votes": now.lead.votes if now.lead else None,
        "lead_points": now.lead.points if now.lead else None,
        "shares": {place.candidate_id: place.share for place in now.places},
    }


def _changes(state: WatchState, event: Event, root: UnitTally | None) -> list[Json]:
    """Every root figure that differs from what was on screen before."""
    if root is None or not event.outcome.shows or event.n < 2:
        return []
    if event.correction is not None:
        return [change_object(change) for change in event.correction.changes]
    before = state.ledger.tally(event.n - 1, root.unit_id)
    after = state.ledger.tally(event.n, root.unit_id)
    return [change_object(change) for change in compare(before, after)] if before and after else []


def _correction(correction: Correction | None) -> Json | None:
    if correction is None:
        return None
    rise = correction.null_rise
    return {
        **picked(correction, "kind", "size_votes", "margin_votes", "margin_share", "leader_changed", "margin_by"),
        "null_rise": rise and picked(rise, "null_votes", "annulled_sheets", "normal_sheets", "ordinary_votes"),
        "below": [
            {"unit": unit.unit_id, "kind": unit.kind, "counterpart": unit.counterpart_id} for unit in correction.below
        ],
        **picked(correction, "before_sha256", "after_sha256"),
    }


def _finding(finding: Finding, words: Words, names: Names) -> Json:
    return {
        "code": finding.code,
        "unit": finding.unit_id,
        "document": finding.document,
        "text": sentence(finding, words, names),
        "facts": dict(finding.facts),
    }


def snapshot_object(state: WatchState) -> Json | None:
    """The reading on screen as the native feed format; None where there is none."""
    if state.snapshot is None:
        return None
    from pydantic import TypeAdapter

    value: Json = TypeAdapter(Snapshot).dump_python(state.snapshot, mode="json")
    return value
