"""Parts that the JSON ways out have in common."""

from typing import Any

from countwatch.count.figures import Change

Json = dict[str, Any]


def picked(value: object, *names: str) -> Json:
    """Those attributes under their own names."""
    return {name: getattr(value, name) for name in names}


def change_object(change: Change) -> Json:
    """A figure that differs: `before` and `after` are None where it is not given."""
    return {"figure": change.figure, "candidate": change.candidate_id, **picked(change, "before", "after", "by")}
