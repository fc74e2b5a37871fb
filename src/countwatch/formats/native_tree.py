"""The native document as a tree, before its values are made: what pydantic would not tell, and what it would take.

Another kind of document, a list without end, a stamp in another spelling, a field that nobody knows.
"""

import json
import re
from collections.abc import Iterator
from dataclasses import fields
from datetime import datetime
from functools import cache
from io import BytesIO

from pydantic import TypeAdapter

from countwatch.formats.documents import JsonObject, load_object, show
from countwatch.formats.rosters import cleaned_labels
from countwatch.formats.set_aside import set_aside
from countwatch.formats.wire import ROWS_MAX, Location, checked, path, wrong
from countwatch.model.election import Candidate, Election, ReportingUnit
from countwatch.model.errors import NotUsable
from countwatch.model.finding import Finding
from countwatch.model.snapshot import SCHEMA_VERSION, Sheets, Snapshot, UnitTally

DRIFT_MAX = 20
"""Unknown fields that are named one by one; a document of another kind has more."""

STAMP = re.compile(
    r"(?:19|20|21)[0-9]{2}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}(?::[0-5][0-9](?:\.[0-9]{1,6})?)?"
    r"(?P<offset>Z|[+-][0-9]{2}:[0-9]{2})?"
)
"""The one spelling of a stamp that is taken: pydantic would also take "1623110400" for a date."""

_TALLY = TypeAdapter(UnitTally)


def prepared(body: bytes, election: Election | None, *, mended: bool = False) -> tuple[bytes, tuple[Finding, ...]]:
    """The bytes that the model is to read, which are the body's own unless something was changed, and what was odd.

    `mended`: tallies that cannot be read are set aside. The tree is let go on return, before the model's values are
    made: both at once would be too much of a heavy body. `NotUsable` as `load_object`, and what is said here.
    """
    loaded = load_object(body)
    raw = loaded.value
    broken = set_aside(raw, lambda index, tally: _check_tally(index, tally, election)) if mended else ()
    _check_envelope(raw, election)
    stamps = _localise(raw, election)
    odd = (*loaded.findings, *broken, *_drift(raw), *stamps, *cleaned_labels(_labels(raw)))
    return (_written(raw) if stamps or broken else loaded.body), odd


def _written(raw: JsonObject) -> bytes:
    """The tree as JSON again, row by row: the whole of it as text and as bytes would be too much at once."""
    text = BytesIO()
    for name, value in raw.items():
        text.write(b",%s:" % _encoded(name) if text.tell() else b"{%s:" % _encoded(name))
        if not isinstance(value, list):
            text.write(_encoded(value))
            continue
        text.write(b"[")
        for index, row in enumerate(value):
            text.write(b",%s" % _encoded(row) if index else _encoded(row))
        text.write(b"]")
    text.write(b"}")
    return text.getvalue()


def _encoded(value: object) -> bytes:
    return json.dumps(value, default=float).encode("ascii")


def _check_tally(index: int, tally: object, election: Election | None) -> None:
    """`NotUsable` where this tally cannot be read."""
    place: Location = ("tallies", index)
    if isinstance(tally, dict):
        _refuse_many_figures(place, tally)
        tally = dict(tally)
        _give_offset((*place, "published_at"), tally, election, set())
    checked(lambda: _TALLY.validate_json(_encoded(tally)), place)


def _check_envelope(raw: JsonObject, election: Election | None) -> None:
    """What tells another kind of document from a broken one, before anything else is read."""
    if "schema_version" not in raw:
        raise NotUsable("missing_field", field="schema_version")
    version = raw["schema_version"]
    if type(version) is not int or version != SCHEMA_VERSION:
        raise NotUsable("unknown_schema_version", found=show(version), known=SCHEMA_VERSION)
    other = raw.get("election_id")
    if election and isinstance(other, str) and other != election.id:
        raise NotUsable("other_election", found=show(other), asked=election.id)
    _refuse_many(("candidates",), raw.get("candidates"))
    for index, tally in _objects(raw, "tallies"):
        _refuse_many_figures(("tallies", index), tally)


def _refuse_many_figures(place: Location, tally: JsonObject) -> None:
    """Lists of figures by id, each of which could hold errors by the hundred thousand."""
    _refuse_many((*place, "votes"), tally.get("votes"))
    sheets = tally.get("sheets")
    if isinstance(sheets, dict):
        _refuse_many((*place, "sheets", "review_reasons"), sheets.get("review_reasons"))


def _refuse_many(place: Location, rows: object) -> None:
    if isinstance(rows, (list, dict)) and len(rows) > ROWS_MAX:
        raise NotUsable("too_many", field=path(place), limit=ROWS_MAX)


def _localise(raw: JsonObject, election: Election | None) -> tuple[Finding, ...]:
    """Give every stamp without an offset the election's zone, in place, and say so once."""
    good: set[str] = set()
    naive = [place for place, holder in _stamped(raw) if _give_offset(place, holder, election, good)]
    if not naive or election is None:
        return ()
    return (Finding("naive_stamp", {"field": path(naive[0]), "stamps": len(naive), "zone": election.time_zone}),)


def _give_offset(place: Location, holder: JsonObject, election: Election | None, good: set[str]) -> bool:
    """Whether the stamp that is here had none. `NotUsable` where it is no stamp, or nobody knows its zone.

    Stamps in `good` are not looked at again: most units of a document have the same one.
    """
    stamp = holder.get("published_at")
    if stamp is None or (isinstance(stamp, str) and stamp in good):
        return False
    found = STAMP.fullmatch(stamp) if isinstance(stamp, str) else None
    if found is None or (found["offset"] is None and election is None):
        raise wrong(path(place), stamp, "stamp")
    if found["offset"] is not None or election is None:
        good.add(stamp)
        return False
    holder["published_at"] = _aware(place, stamp, election)
    return True


def _aware(place: Location, stamp: str, election: Election) -> str:
    try:
        return datetime.fromisoformat(stamp).replace(tzinfo=election.zone).isoformat()
    except ValueError:
        raise wrong(path(place), stamp, "stamp") from None


def _stamped(raw: JsonObject) -> Iterator[tuple[Location, JsonObject]]:
    yield ("published_at",), raw
    for index, tally in _objects(raw, "tallies"):
        yield ("tallies", index, "published_at"), tally


def _objects(raw: JsonObject, name: str) -> Iterator[tuple[int, JsonObject]]:
    """The objects in a list of the document, with their places; what is none is pydantic's to refuse."""
    items = raw.get(name)
    for index, item in enumerate(items if isinstance(items, list) else ()):
        if isinstance(item, dict):
            yield index, item


def _drift(raw: JsonObject) -> tuple[Finding, ...]:
    """A finding for each field that the schema does not have, whatever its number of occurrences."""
    tallies = [tally for _, tally in _objects(raw, "tallies")]
    places = (
        ("", Snapshot, (raw,)),
        ("candidates[].", Candidate, (item for _, item in _objects(raw, "candidates"))),
        ("units[].", ReportingUnit, (item for _, item in _objects(raw, "units"))),
        ("tallies[].", UnitTally, tallies),
        ("tallies[].sheets.", Sheets, (inner for tally in tallies if isinstance(inner := tally.get("sheets"), dict))),
    )
    unknown = {
        f"{place}{path((name,))}" for place, shape, items in places for name in set[str]().union(*items) - _names(shape)
    }
    return tuple(Finding("unknown_field", {"field": field}) for field in sorted(unknown)[:DRIFT_MAX])


@cache
def _names(shape: type) -> frozenset[str]:
    return frozenset(field.name for field in fields(shape))


def _labels(raw: JsonObject) -> Iterator[tuple[Location, object]]:
    yield ("title",), raw.get("title")
    for field in ("candidates", "units"):
        for index, item in _objects(raw, field):
            for name in ("name", "short_name", "party"):
                yield (field, index, name), item.get(name)
