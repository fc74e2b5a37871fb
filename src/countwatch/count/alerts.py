"""When a rule rings: pure, from one moment of a watch to the next.

A condition is held against the moment before. What is so at the first moment is the past and rings nothing; what
stays so rings once; what ends and comes again rings again.
"""

from collections.abc import Sequence
from datetime import datetime, timedelta
from decimal import Decimal
from typing import NamedTuple

from countwatch.model.alert import AlertRule, Condition
from countwatch.model.election import Stage

_Mark = bool | int | str
"""What a condition looks at. False and 0 never ring; another value than before does."""


class Moment(NamedTuple):
    """What is on screen after update `n`, at an instant (aware). What is not known is None.

    `correction_votes` is the size of the correction that this very update is, 0 where it is none. `stale_seconds`
    is since when no good copy came.
    """

    n: int
    at: datetime
    leader_id: str | None = None
    runner_up_id: str | None = None
    lead_votes: int | None = None
    lead_points: Decimal | None = None
    counted_percent: Decimal | None = None
    correction_votes: int | None = None
    stage: Stage | None = None
    stale_seconds: float | None = None


class Alert(NamedTuple):
    """A rule that rang, and the moment at which it did."""

    rule: AlertRule
    moment: Moment


class _Memory(NamedTuple):
    """What one rule saw last, and when it rang last."""

    mark: _Mark | None = None
    rang_at: datetime | None = None


class Vigil(NamedTuple):
    """Rules, and what each of them remembers, up to the latest moment seen."""

    rules: tuple[AlertRule, ...]
    memories: tuple[_Memory, ...]
    n: int = 0
    at: datetime | None = None

    @classmethod
    def of(cls, rules: Sequence[AlertRule]) -> "Vigil":
        """Rules that saw nothing yet."""
        return cls(tuple(rules), (_Memory(),) * len(rules))


def look(vigil: Vigil, moment: Moment, *, past: bool = False) -> tuple[Vigil, tuple[Alert, ...]]:
    """The vigil after a moment, and what rang at it. Of the `past` it takes note, and nothing rings.

    A moment of an earlier update is a replay that went back: it is passed over, and so is all that follows until
    the replay is where it was. Time may run ahead of the updates, as it does where one seeks: a stage that the clock
    has come to is not left again.
    """
    if moment.n < vigil.n:
        return vigil, ()
    latest = moment.at if vigil.at is None else max(vigil.at, moment.at)
    memories, alerts = [], []
    for rule, memory in zip(vigil.rules, vigil.memories, strict=True):
        if rule.condition is Condition.STAGE_CHANGED and moment.at < latest:
            memories.append(memory)
            continue
        after, rings = _step(rule, memory, moment)
        if rings and not past:
            after = after._replace(rang_at=moment.at)
            alerts.append(Alert(rule, moment))
        memories.append(after)
    return vigil._replace(memories=tuple(memories), n=moment.n, at=latest), tuple(alerts)


def _step(rule: AlertRule, memory: _Memory, moment: Moment) -> tuple[_Memory, bool]:
    """What the rule remembers from here on, and whether it would ring."""
    mark = _mark(rule, moment)
    if mark is None:
        return memory, False
    rings = memory.mark is not None and mark != memory.mark and bool(mark) and _may_ring(rule, memory, moment.at)
    return memory._replace(mark=mark), rings


def _may_ring(rule: AlertRule, memory: _Memory, at: datetime) -> bool:
    if memory.rang_at is None:
        return True
    return not rule.once and at - memory.rang_at >= timedelta(seconds=rule.cooldown_seconds)


def _mark(rule: AlertRule, moment: Moment) -> _Mark | None:
    """What the rule's condition makes of a moment; None where that cannot be told."""
    match rule.condition:
        case Condition.LEAD_CHANGED:
            return moment.leader_id
        case Condition.STAGE_CHANGED:
            return moment.stage or ""
        case Condition.CORRECTION_OVER_VOTES:
            # Each correction is news, so its update's number is the mark.
            size = moment.correction_votes
            return None if size is None else moment.n if size > rule.limit else 0
        case Condition.LEAD_UNDER_VOTES:
            return None if moment.lead_votes is None else moment.lead_votes < rule.limit
        case Condition.LEAD_UNDER_POINTS:
            return None if moment.lead_points is None else moment.lead_points < rule.limit
        case Condition.COUNTED_PASSES_PERCENT:
            return None if moment.counted_percent is None else moment.counted_percent >= rule.limit
        case Condition.STALE_FOR_SECONDS:
            return None if moment.stale_seconds is None else moment.stale_seconds >= rule.limit
