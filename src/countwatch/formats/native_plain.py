"""Whether a native document is plain: every member is a field of ours, given once, with a value of its own.

Then its tree would tell nothing that its values do not, and none need be made. It is proved by counting: the text
has as many members as the values have figures, names and stamps, so none is unknown, repeated, or given as nothing.
"""

import re
from collections.abc import Iterable
from itertools import chain
from operator import attrgetter
from typing import Any

from countwatch.formats.native_tree import STAMP
from countwatch.formats.wire import ROWS_MAX
from countwatch.model.snapshot import Sheets, Snapshot
from countwatch.model.text import is_altered

_VERSION = re.compile(rb'"schema_version":\s?1\s?[,}]')
_STAMPS = re.compile(rb'"published_at":\s?"([^"]*)"')
_NOTHING = (b":null", b": null")
_START_BYTES = 64 * 1024
_SPACES = (b" ", b"\t", b"\n", b"\r")
_ASCII = bytes(range(128))

# What may be left out, by the value that it belongs to; what must be there is in `_members`.
_of_snapshot = attrgetter("published_at", "election_id", "title")
_of_candidate = attrgetter("short_name", "party", "colour", "glyph")
_of_unit = attrgetter("parent_id", "registered", "sheets", "short_name")
_of_tally = attrgetter("published_at", "blank", "null", "contested", "cast", "registered", "registered_counted")
_of_sheets = attrgetter("total", "counted", "under_review", "pending", "annulled", "not_installed", "review_reasons")
_NO_SHEETS = _of_sheets(Sheets())


def may_be_plain(body: bytes) -> bool:
    """Whether it is worth trying: who writes nulls for what is not known writes them from the start."""
    start = body[:_START_BYTES]
    return not any(nothing in start for nothing in _NOTHING)


def is_plain(body: bytes, snapshot: Snapshot) -> bool:
    """Whether `body`, of which that snapshot was read, is plain.

    False of some that are: a tile, an escape, or a colon after a space in a label, has the tree looked at.
    """
    return (
        body.count(b'":') == _members(snapshot)
        and _is_plain_text(body)
        and _VERSION.search(body) is not None
        and _has_plain_stamps(body, snapshot)
        and _has_short_lists(snapshot)
    )


def _members(snapshot: Snapshot) -> int:
    """The members that have a value of their own: each must be in the text, and once is enough for it."""
    candidates, units, tallies = snapshot.candidates, snapshot.units, snapshot.tallies
    sheets = [tally.sheets for tally in tallies]
    told = [_of_sheets(one) for one in sheets]
    votes = [tally.votes for tally in tallies]
    reasons = [one.review_reasons for one in sheets if one.review_reasons is not None]
    return (
        len(("schema_version", "root_id", "candidates", "units", "tallies"))
        + len(("id", "name")) * (len(candidates) + len(units))
        + len(("unit_id", "votes")) * len(tallies)
        + _given([_of_snapshot(snapshot), *map(_of_candidate, candidates), *map(_of_unit, units)])
        + _given([*map(_of_tally, tallies), *told])
        + sum(1 for candidate in candidates if candidate.codes)
        + sum(1 for unit in units if unit.kind != "other")
        + len(told)
        - told.count(_NO_SHEETS)
        + sum(map(len, chain(votes, reasons)))
    )


def _given(rows: Iterable[tuple[Any, ...]]) -> int:
    """How many of those values are there at all."""
    values = list(chain.from_iterable(rows))
    return len(values) - values.count(None)


def _is_plain_text(body: bytes) -> bool:
    """No escape, no space before a colon, no minus zero, and no character that cleaning would take away."""
    if b"\\" in body or b"\x7f" in body or _holds(body, b":-0"):
        return False
    if any(space in body and (_holds(body, space + b":") or _holds(body, space + b"-0")) for space in _SPACES):
        return False
    return body.isascii() or not any(map(is_altered, set(body.translate(None, _ASCII).decode("utf-8"))))


def _holds(body: bytes, few: bytes) -> bool:
    """Whether those bytes are in it. They hardly ever are, and Python is done three times as soon from the end."""
    return body.rfind(few) >= 0


def _has_plain_stamps(body: bytes, snapshot: Snapshot) -> bool:
    """Every stamp with its offset, in the one spelling that is taken."""
    written = _STAMPS.findall(body)
    read = [snapshot.published_at, *(tally.published_at for tally in snapshot.tallies)]
    spelled = (STAMP.fullmatch(stamp.decode("utf-8")) for stamp in set(written))
    return len(written) == len(read) - read.count(None) and all(found and found["offset"] for found in spelled)


def _has_short_lists(snapshot: Snapshot) -> bool:
    figures = chain.from_iterable((tally.votes, tally.sheets.review_reasons or ()) for tally in snapshot.tallies)
    return max(len(snapshot.candidates), *map(len, figures)) <= ROWS_MAX and not any(
        unit.tile for unit in snapshot.units
    )
