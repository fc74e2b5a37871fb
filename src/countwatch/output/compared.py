"""The `compared` of an event line, where several feeds are watched at once: one of them held against the first."""

from countwatch.output.parts import Json, change_object
from countwatch.present.comparison import Side, are_of_two_elections, hold_against


def compared_object(first: Side, side: Side) -> Json:
    """What two feeds say of one election; `changes` contradict each other only where `differs`. docs/jsonl.md."""
    held = hold_against(first.state, side.state)
    return {
        "first": first.label,
        "other": side.label,
        "another_election": are_of_two_elections(first.state, side.state),
        "lag_seconds": held.lag.total_seconds() if held and held.lag is not None else None,
        "differs": held.differs if held else None,
        "changes": [change_object(change) for change in held.changes] if held else [],
        "only_first": list(held.only_first) if held else [],
        "only_other": list(held.only_other) if held else [],
    }
