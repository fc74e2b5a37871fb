"""A first round made up here: 18 candidates, a nation of two halves with regions in them, native bodies."""

import hashlib
import json
from datetime import UTC, datetime, timedelta
from typing import Any

from countwatch.formats import registry
from countwatch.ledger.advance import advance
from countwatch.ledger.state import WatchState
from countwatch.model.update import Document, Update

BEGUN_AT = datetime(2030, 4, 10, 20, 0, tzinfo=UTC)
IDS = [f"c{place:02}" for place in range(18)]
UNITS = [
    ("nation", None),
    ("home", "nation"),
    ("abroad", "nation"),
    ("coast", "home"),
    ("hills", "home"),
]


def votes(scale: int, bump: dict[str, int] | None = None) -> dict[str, int]:
    """Fewer votes for each next candidate, so that every place is clear; `bump` adds to some."""
    return {name: scale * (40 - place) + (bump or {}).get(name, 0) for place, name in enumerate(IDS)}


def body(minute: int, counted: int, bump: dict[str, int] | None = None) -> bytes:
    """A native snapshot with `counted` of each region's 100 sheets."""

    def tally(unit_id: str, regions: int) -> dict[str, Any]:
        return {
            "unit_id": unit_id,
            "published_at": (BEGUN_AT + timedelta(minutes=minute)).isoformat(),
            "votes": votes(counted * regions, bump if unit_id in {"nation", "home", "coast"} else None),
            "blank": 10 * regions,
            "null": 5 * regions,
            "registered": 200_000 * regions,
            "registered_counted": 1_500 * counted * regions,
            "sheets": {"total": 100 * regions, "counted": counted * regions, "under_review": 2 * regions},
        }

    sizes = {"nation": 3, "home": 2, "abroad": 1, "coast": 1, "hills": 1}
    value = {
        "schema_version": 1,
        "root_id": "nation",
        "title": "First round",
        "published_at": (BEGUN_AT + timedelta(minutes=minute)).isoformat(),
        "candidates": [{"id": name, "name": f"Candidate {name[1:]}", "party": f"Party {name[1:]}"} for name in IDS],
        "units": [
            {"id": unit_id, "name": unit_id.title()} | ({"parent_id": parent} if parent else {})
            for unit_id, parent in UNITS
        ],
        "tallies": [tally(unit_id, size) for unit_id, size in sizes.items()],
    }
    return json.dumps(value).encode()


def update(n: int, content: bytes) -> Update:
    document = Document("root", "test:root", 200, content, hashlib.sha256(content).hexdigest())
    return Update(n, BEGUN_AT + timedelta(minutes=10 * n), 0.1, (document,))


BODIES = (
    body(0, 20),
    body(10, 40),
    body(70, 60, {"c01": 900}),
    body(80, 60, {"c01": 850}),
    body(90, 61, {"c01": 850, "c02": 260}),
)
"""The second overtakes the first at the third body; at the fourth a region loses fifty of its votes."""


def states() -> list[WatchState]:
    """The state after each body."""
    found = [WatchState(registry.load("countwatch"))]
    for n, content in enumerate(BODIES, start=1):
        found.append(advance(found[-1], update(n, content)))
    return found[1:]
