"""An alert as one line of JSON, between the lines of the updates."""

from decimal import Decimal

from countwatch.count.alerts import Alert
from countwatch.ledger.state import WatchState
from countwatch.model.alert import UNLIMITED
from countwatch.output.jsonl import dump
from countwatch.output.parts import Json, picked
from countwatch.present.alerts import alert_sentence
from countwatch.present.words import Words


def alert_line(state: WatchState, alert: Alert, words: Words, feed: str | None = None) -> str:
    """The alert, without the newline. `feed` is the label of its feed, where there are several."""
    value = alert_object(state, alert, words)
    return dump({"feed": feed, **value} if feed else value)


def alert_object(state: WatchState, alert: Alert, words: Words) -> Json:
    """What rang, and the figures that it rang at; what is not known is null."""
    rule, moment = alert.rule, alert.moment
    return {
        "event": "alert",
        "n": moment.n,
        "at": moment.at.isoformat(),
        "rule": rule.name,
        "condition": rule.condition.value,
        "limit": None if rule.condition in UNLIMITED else _plain(rule.limit),
        "text": alert_sentence(alert, state, words),
        "leader": moment.leader_id,
        "runner_up": moment.runner_up_id,
        **picked(moment, "lead_votes", "lead_points"),
        "counted_pct": moment.counted_percent,
        "correction_votes": moment.correction_votes or None,
        **picked(moment, "stage", "stale_seconds"),
    }


def _plain(limit: Decimal) -> int | Decimal:
    """A whole number as one."""
    whole = int(limit)
    return whole if whole == limit else limit
