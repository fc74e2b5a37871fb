"""The heaviest bodies that the default cap lets through, each heavy in another way.

A few are results. Most are what somebody would send who has read how bodies are read: cheap as text, and dear as
values, as errors, or as a line of a recording.
"""

import json
from bisect import bisect_left
from collections.abc import Callable
from typing import Any

from countwatch.formats.weight import VALUES_MAX, refuse_heavy
from countwatch.model.errors import NotUsable
from countwatch.model.limits import DECODED_BYTES_MAX
from tests.unit.ledger.nights import night, tally

UNITS = 19_000
"""With every figure, and blanks up to the cap: about as many as may be."""

ROOT = tally(a=1_000_000, b=900_000, registered=40_000_000, registered_counted=30_000_000)
ALL_FIGURES: dict[str, Any] = {
    "published_at": "2021-06-07T05:00:00-05:00",
    "blank": 1,
    "null": 2,
    "cast": 13,
    "registered": 300,
    "registered_counted": 300,
    "sheets": {"total": 3, "counted": 3, "under_review": 0, "pending": 0},
}
RARE = "\U00020000"
"""A letter for which Python keeps four bytes, and for each of its neighbours too."""


def results(units: int = UNITS, name: str = "Unit", **figures: Any) -> bytes:
    """A report of many units, each with its tally."""
    listed = [{"id": "nation", "name": "Nation"}]
    listed += [{"id": f"u{n}", "name": f"{name} {n}", "parent_id": "nation"} for n in range(units)]
    tallies = [{"unit_id": f"u{n}", "votes": {"a": 1, "b": 9}, **figures} for n in range(units)]
    value = night(None, units=listed, tallies=[ROOT, *tallies])
    return padded(json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode())


def with_a_rare_letter() -> bytes:
    return results(name="Un-it", **ALL_FIGURES).replace(b"Un-it", RARE.encode() + b"x", 1)


def cut() -> bytes:
    """Everything is read before it turns out to be no JSON."""
    return results(**ALL_FIGURES)[:-1] + b"x"


def tallies(piece: str) -> bytes:
    return filled(night(None, tallies=[ROOT, "@"]), piece)


def beside(piece: str) -> bytes:
    """Good results, and a field that nobody knows, full of these."""
    return filled(night(None, tally(), stray=["@"]), piece)


def votes(piece: str) -> bytes:
    """One tally with as many candidates as fit."""
    return filled(night(None, tallies=[ROOT, {"unit_id": "x", "votes": "@"}]), piece, "{", "}")


def fields(piece: str) -> bytes:
    """As many fields that nobody knows as fit."""
    return filled(night(None, tally(), stray="@"), piece, "{", "}")


def title(piece: str) -> bytes:
    """One name of eight megabytes."""
    before, after = json.dumps(night(None, tally(), title="@")).encode().split(b"@")
    return padded(before + piece.encode() * ((DECODED_BYTES_MAX - len(before + after)) // len(piece.encode())) + after)


def filled(value: dict[str, Any], piece: str, opening: str = "", closing: str = "") -> bytes:
    """`piece`, numbered where it asks for it, in the place of "@" as often as the caps on a body allow."""
    before, after = json.dumps(value).split('"@"')

    def body(times: int) -> str:
        return before + opening + ",".join(piece.replace("#", str(n)) for n in range(times)) + closing + after

    def is_too_much(times: int) -> bool:
        try:
            refuse_heavy(body(times).ljust(DECODED_BYTES_MAX))
        except NotUsable:
            return True
        return len(body(times).encode()) > DECODED_BYTES_MAX

    most = min(VALUES_MAX, DECODED_BYTES_MAX // len(piece.encode()) + 1)
    times = range(0, most, max(1, most // 128))  # to within a hundredth: each try makes a body
    return padded(body(times[bisect_left(times, True, key=is_too_much) - 1]).encode())


def padded(body: bytes) -> bytes:
    """Blanks up to the cap."""
    assert len(body) <= DECODED_BYTES_MAX, len(body)
    return body + b" " * (DECODED_BYTES_MAX - len(body))


HEAVY: dict[str, Callable[[], bytes]] = {
    "results": results,
    "results, every figure": lambda: results(**ALL_FIGURES),
    "results, a rare letter": with_a_rare_letter,
    "results, another script": lambda: results(18_500, "Пункт", **ALL_FIGURES),
    "results, no zone": lambda: results(**{**ALL_FIGURES, "published_at": "2021-06-07T05:00:00"}),
    "results, cut": cut,
    "results, long names": lambda: results(120, "n\u0301a " * 8000),
    "results, one wrong": lambda: results(**ALL_FIGURES).replace(b'"cast":13', b'"cast":""', 50),
    "tallies without votes": lambda: tallies('{"unit_id":"#","votes":{}}'),
    "tallies that are wrong": lambda: tallies("{}"),
    "tallies that are none": lambda: tallies("1"),
    "candidates": lambda: votes('"k#":1'),
    "candidates that are wrong": lambda: votes('"k#":""'),
    "a name": lambda: title("n\u0301"),
    "a name of escapes": lambda: title("\\u00e1"),
    "a name of rare letters": lambda: title(RARE),
    "a name with one rare letter": lambda: title("a").replace(b"aaaa", RARE.encode(), 1),
    "objects": lambda: beside('{"a":1}'),
    "objects in objects": lambda: beside('{"a":{}}'),
    "lists": lambda: beside("[[]]"),
    "fractions": lambda: beside("1.23456789"),
    "keys": lambda: beside('{"kkkkkkkkkkkkkkkkkkkkkkkkkkkk#":1}'),
    "strings": lambda: beside('"xxxxxxx#"'),
    "wide strings": lambda: beside('"жxxxx#"'),
    "widest strings": lambda: beside(f'"{RARE}xxx#"'),
    "long widest strings": lambda: beside(f'"{RARE}{"x" * 800}"'),
    "fields": lambda: fields('"k#":1'),
    "control characters": lambda: b"\1" * DECODED_BYTES_MAX,
    "no text": lambda: bytes(range(256)) * (DECODED_BYTES_MAX // 256),
    "letters of three bytes": lambda: "ก".encode() * (DECODED_BYTES_MAX // 3),
}
