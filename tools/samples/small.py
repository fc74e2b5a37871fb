"""The small samples: one native body, and recordings of nights that go wrong in one way each."""

import json
from collections.abc import Callable, Sequence
from datetime import timedelta
from pathlib import Path

from countwatch.record.codec import Header
from tools.samples import hostile
from tools.samples.island import (
    ABROAD,
    NORTH,
    ROOT_ID,
    SOUTH,
    JsonObject,
    Progress,
    at_minute,
    progress,
    snapshot,
    tally,
    written,
)
from tools.samples.recordings import CREATED_AT, document, encode, update, write

URL = "https://results.example/island.json"
STEP_MINUTES = 10
KEY = "root"
Change = Callable[[JsonObject], JsonObject]


def build_small(folder: Path) -> list[Path]:
    """Write them all."""
    native = json.dumps(_native(), ensure_ascii=False, indent=2) + "\n"
    built = [write(folder / "native.json", native.encode())]
    for name, note, bodies in (
        ("late", "Regions come late, and at other stamps than the whole.", late()),
        ("shrinking", "Figures fall: a correction, a collapse that is held, one that stays.", shrinking()),
        ("malformed", "Every second body is broken in another way.", malformed()),
        ("hostile-text", "Names carry control sequences, markup and formulas.", hostile.bodies()),
    ):
        built.append(write(folder / f"{name}.cwrec", _recording(note, bodies)))
    return built


def _recording(note: str, bodies: Sequence[bytes]) -> bytes:
    received = [at_minute(STEP_MINUTES * n) for n in range(len(bodies))]
    header = Header(
        feed="Isla Fingida",
        decoder="countwatch",
        created_at=CREATED_AT,
        ends_at=received[-1] + timedelta(hours=1),
        provenance="reconstructed",
        notes=("Invented: no such place, no such people, no such votes.", note),
    )
    items = zip(received, bodies, strict=True)
    return encode(header, (update(n, at, [document(KEY, URL, body)]) for n, (at, body) in enumerate(items, start=1)))


def _native() -> JsonObject:
    return snapshot(0, progress(150, 90, 12, under_review=6))


def late() -> list[bytes]:
    """Regions that are missing, behind, and ahead of the whole; then an old copy, and the same bytes again."""
    north_only = snapshot(0, progress(120, 0, 0), [tally(NORTH.id, 0, [Progress(NORTH, 120)])])
    south_behind = snapshot(
        10,
        progress(180, 90, 0),
        [tally(NORTH.id, 10, [Progress(NORTH, 180)]), tally(SOUTH.id, 4, [Progress(SOUTH, 60)])],
    )
    abroad_ahead = snapshot(
        20,
        progress(180, 90, 0),
        [
            tally(NORTH.id, 10, [Progress(NORTH, 180)]),
            tally(SOUTH.id, 20, [Progress(SOUTH, 90)]),
            tally(ABROAD.id, 25, [Progress(ABROAD, 5)]),
        ],
    )
    together = snapshot(30, progress(260, 200, 20, under_review=8))
    all_of_it = snapshot(40, progress(300, 240, 60))
    bodies = (north_only, south_behind, abroad_ahead, together, south_behind, together, all_of_it)
    return [written(body) for body in bodies]


def shrinking() -> list[bytes]:
    """A sheet goes back to the boards; zero twice, then figures again; a fall that is there three times."""
    nothing = progress(0, 0, 0)
    counts = (
        progress(100, 60, 5),
        progress(160, 110, 15, under_review=3),
        progress(160, 109, 15, under_review=4),
        nothing,
        nothing,
        progress(200, 150, 30, under_review=4),
        progress(180, 120, 20, under_review=4),
        progress(180, 121, 20, under_review=4),
        progress(181, 121, 20, under_review=4),
        progress(210, 160, 35, under_review=4),
    )
    return [written(snapshot(STEP_MINUTES * n, count)) for n, count in enumerate(counts)]


def malformed() -> list[bytes]:
    """Good bodies with every broken kind between them."""
    good = [written(snapshot(STEP_MINUTES * 2 * n, progress(100 + 10 * n, 60 + 10 * n, 5 + n))) for n in range(10)]
    broken = (
        good[0][: len(good[0]) // 2],
        b"<!DOCTYPE html><html><head><title>Sorry</title></head><body>Try later</body></html>",
        _changed(lambda tally: tally | {"blank": "330"}),
        good[1].replace(b'"blank":', b'"blank":NaN,"was":', 1),
        good[1].replace(b'"root_id":', b'"root_id":"island","root_id":', 1),
        _changed(lambda tally: tally | {"votes": {"ancla": 14860}}),
        _changed(lambda tally: tally | {"sheets": {"total": 600, "counted": 601, "under_review": 0, "pending": 0}}),
        b"",
        b"\x1f\x8b\x08\x00 compressed, and not said to be",
    )
    return [body for pair in zip(good, broken, strict=False) for body in pair] + [good[-1]]


def _changed(change: Change) -> bytes:
    """A later body whose whole was changed, and whose regions were not."""
    value = snapshot(200, progress(200, 150, 20))
    tallies = value["tallies"]
    if not isinstance(tallies, list) or tallies[0]["unit_id"] != ROOT_ID:
        raise ValueError(tallies)
    return written(value | {"tallies": [change(tallies[0]), *tallies[1:]]})
