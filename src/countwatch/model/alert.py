"""An alert rule: one condition, and what is done when it comes about."""

from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

HOOK_SECONDS_MAX = 10.0
"""How long a hook may take where its rule does not say."""


class Condition(StrEnum):
    """What may come about, named as it is written in a rule. All but the first and the last have a limit."""

    LEAD_CHANGED = "lead_changed"
    LEAD_UNDER_VOTES = "lead_under_votes"
    LEAD_UNDER_POINTS = "lead_under_points"
    CORRECTION_OVER_VOTES = "correction_over_votes"
    COUNTED_PASSES_PERCENT = "counted_passes_percent"
    STALE_FOR_SECONDS = "stale_for_seconds"
    STAGE_CHANGED = "stage_changed"


UNLIMITED = frozenset({Condition.LEAD_CHANGED, Condition.STAGE_CHANGED})


@dataclass(frozen=True, slots=True)
class Hook:
    """A program to run: its words, as they are, and no shell.

    `variables` are names of environment variables that it is given beside those of the alert. It is ended after
    `seconds_max`. `in_replays`: whether a replay runs it too.
    """

    words: tuple[str, ...]
    seconds_max: float = HOOK_SECONDS_MAX
    in_replays: bool = False
    variables: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class AlertRule:
    """`limit` is in the unit that the condition's name ends with; 0 where it has none.

    After an alert the rule is silent for `cooldown_seconds`, and for good where it is `once`.
    """

    name: str
    condition: Condition
    limit: Decimal = Decimal(0)
    bell: bool = False
    toast: bool = True
    hook: Hook | None = None
    cooldown_seconds: float = 0.0
    once: bool = False
