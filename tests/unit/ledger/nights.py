"""Counting nights made up here: native bodies, a small format of many documents, and updates that carry them."""

import hashlib
import json
from collections.abc import Callable, Mapping, Sequence
from datetime import UTC, datetime, timedelta
from typing import Any

from countwatch.formats import registry
from countwatch.formats.assembly import assemble
from countwatch.formats.documents import load_object
from countwatch.ledger.advance import advance
from countwatch.ledger.events import Event
from countwatch.ledger.state import WatchState
from countwatch.model.assembly import Assembly
from countwatch.model.election import Candidate, Election, ReportingUnit
from countwatch.model.errors import NotUsable
from countwatch.model.finding import Finding
from countwatch.model.part import Part
from countwatch.model.snapshot import Sheets, Snapshot, UnitTally
from countwatch.model.update import Document, Failure, FailureKind, Request, Update

NATIVE = registry.load("countwatch")
BEGUN_AT = datetime(2021, 6, 8, 0, 0, tzinfo=UTC)
ELECTION = Election(
    id="test",
    title="Test",
    candidates=(Candidate("a", "Ana"), Candidate("b", "Ben")),
    units=(
        ReportingUnit("nation", "Nation", "nation", registered=100_000),
        ReportingUnit("north", "North", "region", "nation", registered=60_000),
        ReportingUnit("south", "South", "region", "nation", registered=40_000),
    ),
)


def stamp(minute: int) -> str:
    """Minutes after the night began, as feeds write it."""
    return (BEGUN_AT + timedelta(minutes=minute)).isoformat()


def tally(unit_id: str = "nation", a: int = 5000, b: int = 4000, **more: Any) -> dict[str, Any]:
    """One tally that adds up: 100 blank, 200 null, 80 of 100 sheets counted. `sheets` may be given in part."""
    sheets = {"total": 100, "counted": 80, "under_review": 5, "pending": 15, "annulled": 1} | more.pop("sheets", {})
    figures = {"blank": 100, "null": 200, "registered_counted": 15_000} | more
    if "cast" not in figures:
        figures["cast"] = a + b + figures["blank"] + figures["null"]
    return {"unit_id": unit_id, "votes": {"a": a, "b": b}, "sheets": sheets} | figures


def night(minute: int | None, *tallies: dict[str, Any], **more: Any) -> dict[str, Any]:
    """A native snapshot; the first tally is the root's. Without a minute it has no stamp."""
    return {
        "schema_version": 1,
        "root_id": "nation",
        "published_at": None if minute is None else stamp(minute),
        "candidates": [{"id": "a", "name": "Ana"}, {"id": "b", "name": "Ben"}],
        "units": [
            {"id": "nation", "name": "Nation"},
            {"id": "north", "name": "North", "parent_id": "nation"},
            {"id": "south", "name": "South", "parent_id": "nation"},
        ],
        "tallies": list(tallies or (tally(),)),
    } | more


def native(minute: int | None, *tallies: dict[str, Any], **more: Any) -> bytes:
    return json.dumps(night(minute, *tallies, **more)).encode()


def document(key: str, body: bytes, status: int = 200, problem: Finding | None = None) -> Document:
    return Document(key, f"test:{key}", status, body, hashlib.sha256(body).hexdigest(), problem=problem)


def update(n: int, *bodies: bytes, **by_key: bytes) -> Update:
    """Update `n`, one a minute: a body alone is the root document, further ones are named by their key."""
    documents = [document("root", body) for body in bodies]
    documents += [document(key, body) for key, body in by_key.items()]
    return Update(n, received(n), 0.1, tuple(documents), record=hashlib.sha256(b"%d" % n).hexdigest())


def failed(n: int, kind: FailureKind = FailureKind.FETCH_FAILED) -> Update:
    return Update(n, received(n), 30.0, failure=Failure(kind, Finding("timeout", {"seconds": 30})))


def received(n: int) -> datetime:
    return BEGUN_AT + timedelta(hours=2, minutes=n)


def play(updates: Sequence[Update], state: WatchState | None = None) -> list[WatchState]:
    """The state after each update, without an election file."""
    states = [state or WatchState(NATIVE)]
    for each in updates:
        states.append(advance(states[-1], each))
    return states[1:]


def play_bodies(*bodies: bytes | None) -> list[WatchState]:
    """The state after each native body; None is a poll that failed."""
    return play([failed(n) if body is None else update(n, body) for n, body in enumerate(bodies, start=1)])


def outcomes(states: Sequence[WatchState]) -> list[str]:
    return [last(state).outcome.value for state in states]


def last(state: WatchState) -> Event:
    assert state.event is not None
    return state.event


def reason(state: WatchState) -> str | None:
    found = last(state).reason
    return found.code if found else None


def codes(state: WatchState) -> set[str]:
    return {finding.code for finding in last(state).findings}


def root(state: WatchState) -> UnitTally:
    assert state.snapshot is not None
    return state.snapshot.root


def shown(state: WatchState) -> tuple[Snapshot | None, Mapping[str, object]]:
    """All that is on screen of the count."""
    return state.snapshot, state.shelf


class Sketch:
    """A format of one document a unit: `{"votes": {...}, "counted": n, "at": minute}`. It notes what it decodes.

    The document "root" is the nation; any other key is a unit's id. A body with a member "bug" raises `bug()`.
    """

    name = "sketch"
    root_key = "root"
    default_election: str | None = None

    def __init__(self, bug: Callable[[], Exception] = RuntimeError) -> None:
        self.decoded: list[tuple[str, bytes]] = []
        self.bug = bug

    def plan(
        self, election: Election | None, earlier: Mapping[str, Document], fetched: Mapping[str, Document]
    ) -> Sequence[Request]:
        return ()

    def decode(self, key: str, body: bytes, election: Election | None) -> Part:
        self.decoded.append((key, body))
        value = load_object(body).value
        if "bug" in value:
            raise self.bug()
        if not all(isinstance(votes, int) for votes in value["votes"].values()):
            raise NotUsable("wrong_value", field="votes", expected="count")
        unit_id = "nation" if key == "root" else key
        at = datetime.fromisoformat(stamp(value["at"])) if "at" in value else None
        figures = {name: value[name] for name in ("blank", "null", "cast", "registered") if name in value}
        sheets = Sheets(total=value.get("total"), counted=value.get("counted"))
        return Part(
            key=key,
            tallies=(UnitTally(unit_id, value["votes"], published_at=at, sheets=sheets, **figures),),
            published_at=at,
            candidates=tuple(Candidate(name, value.get("names", {}).get(name, name)) for name in value["votes"]),
            units=(ReportingUnit(unit_id, unit_id, parent_id=None if key == "root" else "nation"),),
        )

    def assemble(
        self, parts: Mapping[str, Part], election: Election | None, before: Assembly | None = None
    ) -> Assembly:
        return assemble(parts, election, self.root_key, before)


def sketch(at: int | None = None, a: int = 5000, b: int = 4000, **more: Any) -> bytes:
    value = {"votes": {"a": a, "b": b}} | ({} if at is None else {"at": at}) | more
    return json.dumps(value).encode()
