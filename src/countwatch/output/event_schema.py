"""The JSON Schema of an event line. Every key is required and no other is allowed: keys never go missing.

What may come is told by docs/jsonl.md in words; a test holds the schema, that page and real lines together.
"""

from countwatch.count.figures import BALLOTS, SHEETS
from countwatch.ledger.events import Outcome
from countwatch.model.alert import Condition
from countwatch.output.parts import Json

DIALECT = "https://json-schema.org/draft/2020-12/schema"

_TEXT: Json = {"type": "string"}
_WHOLE: Json = {"type": "integer"}
_COUNT: Json = {"type": "integer", "minimum": 0}
_NUMBER: Json = {"type": "number"}
_FLAG: Json = {"type": "boolean"}
_STAMP: Json = {"type": "string", "format": "date-time"}
_HASH: Json = {"type": "string", "pattern": "^[0-9a-f]{64}$"}
_FACTS: Json = {"type": "object", "additionalProperties": {"type": ["string", "integer", "null"]}}


def event_schema() -> Json:
    """The schema of a line of `--jsonl` and of `show --json`."""
    line = _object(
        event={"enum": [outcome.value for outcome in Outcome]},
        n={"type": "integer", "minimum": 1},
        received_at=_STAMP,
        published_at=_or_null(_STAMP),
        reason=_or_null(_TEXT),
        reason_code=_or_null(_TEXT),
        stale=_FLAG,
        totals=_or_null(_totals()),
        sheets=_or_null(_sheets()),
        standing=_or_null(_standing()),
        outlook=_or_null(_outlook()),
        changes=_list(_change()),
        correction=_or_null(_correction()),
        findings=_list(_finding()),
        sha256=_or_null(_HASH),
        record=_or_null(_HASH),
    )
    sometimes = {"feed": _TEXT, "compared": _list(_compared()), "snapshot": {"type": "object"}}
    line["properties"] |= sometimes
    return {"$schema": DIALECT, "title": "event", **line}


def line_schema() -> Json:
    """The schema of any line of `--jsonl`: an update's, or that of an alert between two of them."""
    event, alert = event_schema(), alert_schema()
    return {"$schema": DIALECT, "title": "line", "oneOf": [event, alert]}


def alert_schema() -> Json:
    """The schema of the line that an alert rule writes when it rings."""
    line = _object(
        event={"const": "alert"},
        n=_COUNT,
        at=_STAMP,
        rule=_TEXT,
        condition={"enum": [condition.value for condition in Condition]},
        limit=_or_null(_NUMBER),
        text=_TEXT,
        **_nulls(_TEXT, ("leader", "runner_up", "stage")),
        **_nulls(_COUNT, ("lead_votes", "correction_votes")),
        **_nulls(_NUMBER, ("lead_points", "counted_pct", "stale_seconds")),
    )
    line["properties"] |= {"feed": _TEXT}
    return {"title": "alert", **line}


def _object(**properties: Json) -> Json:
    return {
        "type": "object",
        "properties": properties,
        "required": list(properties),
        "additionalProperties": False,
    }


def _or_null(schema: Json) -> Json:
    return {"anyOf": [schema, {"type": "null"}]}


def _nulls(schema: Json, names: tuple[str, ...]) -> dict[str, Json]:
    return {name: _or_null(schema) for name in names}


def _list(schema: Json) -> Json:
    return {"type": "array", "items": schema}


def _by_id(schema: Json) -> Json:
    return {"type": "object", "additionalProperties": schema}


def _totals() -> Json:
    return _object(votes=_by_id(_COUNT), **_nulls(_COUNT, BALLOTS))


def _sheets() -> Json:
    shares = ("processed_pct", "counted_pct", "under_review_pct", "pending_pct")
    return _object(**_nulls(_COUNT, SHEETS), **_nulls(_NUMBER, shares))


def _standing() -> Json:
    return _object(
        **_nulls(_TEXT, ("leader", "runner_up")),
        lead_votes=_or_null(_COUNT),
        lead_points=_or_null(_NUMBER),
        shares=_by_id(_or_null(_NUMBER)),
    )


def _outlook() -> Json:
    return _object(
        basis=_or_null(_TEXT),
        **_nulls(_COUNT, ("outstanding_sheets", "outstanding_votes", "bound", "votes_low", "votes_high")),
        **_nulls(_NUMBER, ("needed_share", "needed_low", "needed_high")),
        **_nulls(_WHOLE, ("margin_low", "margin_high")),
        **_nulls(_TEXT, ("under_review_can_flip", "ahead", "behind", "bound_reason")),
        **_nulls(_FLAG, ("out_of_reach", "is_current")),
        **_nulls(_STAMP, ("as_of_oldest", "as_of_newest")),
        boards=_or_null(_boards()),
        reasons=_by_id(_TEXT),
    )


def _boards() -> Json:
    return _object(
        sheets=_COUNT,
        votes=_or_null(_COUNT),
        needed_share=_or_null(_NUMBER),
        verdict={"enum": ["no", "not_excluded", "yes"]},
        **_nulls(_TEXT, ("by", "basis")),
    )


def _change() -> Json:
    return _object(figure=_TEXT, candidate=_or_null(_TEXT), **_nulls(_COUNT, ("before", "after")), by=_WHOLE)


def _correction() -> Json:
    rise = ("null_votes", "annulled_sheets", "normal_sheets", "ordinary_votes")
    return _object(
        kind=_TEXT,
        size_votes=_COUNT,
        margin_votes=_or_null(_COUNT),
        margin_share=_or_null(_NUMBER),
        leader_changed=_FLAG,
        margin_by=_or_null(_WHOLE),
        null_rise=_or_null(_object(**_nulls(_WHOLE, rise))),
        below=_list(_object(unit=_TEXT, kind=_TEXT, counterpart=_or_null(_TEXT))),
        **_nulls(_HASH, ("before_sha256", "after_sha256")),
    )


def _finding() -> Json:
    return _object(code=_TEXT, **_nulls(_TEXT, ("unit", "document")), text=_TEXT, facts=_FACTS)


def _compared() -> Json:
    return _object(
        first=_TEXT,
        other=_TEXT,
        another_election=_FLAG,
        lag_seconds=_or_null(_NUMBER),
        differs=_or_null(_FLAG),
        changes=_list(_change()),
        only_first=_list(_TEXT),
        only_other=_list(_TEXT),
    )
