"""A native snapshot of 2,100 units, 600 KB: from bytes to checked values."""

import json
from collections.abc import Iterator
from datetime import datetime
from functools import partial
from typing import Any

from pydantic import TypeAdapter
from pydantic.dataclasses import dataclass

from benchmarks.measuring import Effort, Row, cpu_seconds, weighed
from benchmarks.nights import ROOT, Night
from countwatch.formats.countwatch import FORMAT


@dataclass(slots=True)
class PlainSheets:
    """As `Sheets`, with nothing checked but types."""

    total: int
    counted: int
    under_review: int
    pending: int


@dataclass(slots=True)
class PlainTally:
    """As `UnitTally`."""

    unit_id: str
    votes: dict[str, int]
    published_at: datetime
    blank: int
    null: int
    cast: int
    registered_counted: int
    sheets: PlainSheets


@dataclass(slots=True)
class PlainUnit:
    """As `ReportingUnit`."""

    id: str
    name: str
    kind: str
    parent_id: str | None = None


@dataclass(slots=True)
class PlainSnapshot:
    """As `Snapshot`."""

    schema_version: int
    root_id: str
    published_at: datetime
    units: list[PlainUnit]
    tallies: list[PlainTally]


def unrepeated(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    """An object of JSON none of whose keys comes twice."""
    value = dict(pairs)
    if len(value) != len(pairs):
        raise ValueError(pairs)
    return value


def measure(effort: Effort) -> Iterator[Row]:
    """One row."""
    body = Night(effort.size(105, 3)).body()
    plain = TypeAdapter(PlainSnapshot)

    def floor() -> None:
        json.loads(body, object_pairs_hook=unrepeated)
        plain.validate_json(body)

    yield weighed(
        Row(
            "decode",
            f"decode and validate a native snapshot, {len(body) // 1000} KB, CPU",
            "json.loads that refuses repeated keys + pydantic validate_json into slotted dataclasses",
            unit="s",
            limit=1.3,
        ),
        effort,
        measured=partial(cpu_seconds, lambda: FORMAT.decode(ROOT, body, None)),
        floor=partial(cpu_seconds, floor),
    )
