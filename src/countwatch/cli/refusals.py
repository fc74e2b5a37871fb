"""What pydantic refuses of settings, as one of our codes."""

from typing import Any

from pydantic_core import ErrorDetails

from countwatch.formats.wire import path, problem
from countwatch.model.errors import ConfigError

_BOUNDS = {
    "greater_than_equal": ("ge", "at_least"),
    "less_than_equal": ("le", "at_most"),
    "greater_than": ("gt", "more_than"),
    "less_than": ("lt", "less_than"),
}
"""pydantic's error types by the bound that they carry, and what was expected."""


def bad_setting(error: ErrorDetails, where: str) -> ConfigError:
    """`ConfigError` bad_setting (where, field, found, expected, choices) of pydantic's error."""
    field = path(error["loc"])
    if error["type"] in _BOUNDS:
        bound, expected = _BOUNDS[error["type"]]
        limit = f"{error.get('ctx', {}).get(bound, 0):.15g}"
        found = str(error["input"])
        return ConfigError("bad_setting", where=where, field=field, found=found, expected=expected, choices=limit)
    facts: dict[str, Any] = {**problem(error).finding.facts}
    facts.setdefault("found", str(error["input"]))
    facts.setdefault("expected", "text")
    return ConfigError(
        "bad_setting",
        where=where,
        field=field,
        found=facts["found"],
        expected=facts["expected"],
        choices=facts.get("choices"),
    )
