"""The heaviest bodies that the default cap lets through, each heavy in another way."""

import json
from collections.abc import Callable
from typing import Any

from countwatch.formats.documents import VALUES_MAX
from countwatch.formats.wire import ROWS_MAX
from countwatch.model.feed import DECODED_BYTES_MAX
from tests.unit.ledger.nights import night, tally

UNITS = min(ROWS_MAX, VALUES_MAX // 12) - 10


def many_units(at: int = 1) -> bytes:
    """As many units with a tally as the rules allow, then blanks up to the cap: heavy to decode and to fold."""
    units = [{"id": "nation", "name": "Nation"}]
    units += [{"id": f"u{n}", "name": f"Unit {n}", "parent_id": "nation"} for n in range(UNITS)]
    tallies = [tally(a=1_000_000 + at)] + [{"unit_id": f"u{n}", "votes": {"a": at, "b": 9}} for n in range(UNITS)]
    return filled(night(None, units=units, tallies=tallies))


def long_name(at: int = 1) -> bytes:
    """One name of eight megabytes of letters with marks: heavy to clean."""
    mark = "n\u0301"
    return filled(night(None, tally(a=5000 + at), title=mark * ((DECODED_BYTES_MAX - 4096) // len(mark.encode()))))


def many_names(at: int = 1) -> bytes:
    """Thousands of names, each as long as a name may be."""
    long = "n\u0301a " * 5000
    names = [f"{long}{n}" for n in range(300)]
    units = [{"id": "nation", "name": "Nation"}]
    units += [{"id": f"u{n}", "name": name, "parent_id": "nation"} for n, name in enumerate(names)]
    return filled(night(None, tally(a=5000 + at), units=units))


def broken_at_its_end(at: int = 1) -> bytes:
    """Everything is read before it turns out to be no JSON."""
    return many_units(at)[:-1] + b"x"


def escapes(at: int = 1) -> bytes:
    """Escapes only: the slow path of a JSON reader."""
    body = json.dumps(night(None, tally(a=5000 + at), title="@")).encode()
    return body.replace(b'"@"', b'"' + b"\\u00e1" * ((DECODED_BYTES_MAX - 4096) // 6) + b'"')


HEAVY: dict[str, Callable[[int], bytes]] = {
    "units": many_units,
    "name": long_name,
    "names": many_names,
    "broken": broken_at_its_end,
    "escapes": escapes,
}


def filled(value: dict[str, Any]) -> bytes:
    """As JSON, with blanks up to the cap."""
    body = json.dumps(value, ensure_ascii=False).encode()
    assert len(body) <= DECODED_BYTES_MAX, len(body)
    return body + b" " * (DECODED_BYTES_MAX - len(body))
