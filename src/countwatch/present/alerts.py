"""What an alert says: a sentence for people, and facts by name for programs."""

from datetime import timedelta
from decimal import Decimal
from typing import Final

from countwatch.count.alerts import Alert, Moment
from countwatch.ledger.state import WatchState
from countwatch.model.alert import AlertRule, Condition
from countwatch.model.text import clean
from countwatch.present.freshness import age
from countwatch.present.names import Names, stage_label
from countwatch.present.vocabulary import msg
from countwatch.present.words import Words

PREFIX = "COUNTWATCH_ALERT_"

_UNNAMED: Final = {
    Condition.LEAD_CHANGED: msg("the lead changes"),
    Condition.LEAD_UNDER_VOTES: msg("the lead is under {limit} votes"),
    Condition.LEAD_UNDER_POINTS: msg("the lead is under {limit} points"),
    Condition.CORRECTION_OVER_VOTES: msg("a correction is of more than {limit} votes"),
    Condition.COUNTED_PASSES_PERCENT: msg("counted passes {limit} %"),
    Condition.STALE_FOR_SECONDS: msg("no good copy has come for {limit}"),
    Condition.STAGE_CHANGED: msg("the stage changes"),
}
"""Conditions as a list of rules tells them."""


def condition_text(rule: AlertRule, words: Words) -> str:
    """What the rule waits for."""
    return words(_UNNAMED[rule.condition], limit=_limit(rule, words))


def alert_sentence(alert: Alert, state: WatchState, words: Words) -> str:
    """What came about, after our own words: no text from a feed stands where a program might look for an option."""
    words = words.of(state.election)
    if alert.rule.name == alert.rule.condition:
        return words("alert: {text}", text=_told(alert, state, words))
    return words("alert {rule}: {text}", rule=clean(alert.rule.name), text=_told(alert, state, words))


def alert_facts(alert: Alert, state: WatchState, feed: str, mode: str, words: Words) -> dict[str, str]:
    """The same as environment variables of a hook: cleaned text, plain numbers, "" for what is not known."""
    moment, names = alert.moment, Names(state)
    values = {
        "RULE": alert.rule.name,
        "CONDITION": alert.rule.condition.value,
        "LIMIT": f"{alert.rule.limit:f}",
        "TEXT": alert_sentence(alert, state, words),
        "FEED": feed,
        "MODE": mode,
        "AT": moment.at.isoformat(),
        "UPDATE": moment.n,
        "LEADER": moment.leader_id,
        "LEADER_NAME": moment.leader_id and names(moment.leader_id),
        "RUNNER_UP": moment.runner_up_id,
        "RUNNER_UP_NAME": moment.runner_up_id and names(moment.runner_up_id),
        "LEAD_VOTES": moment.lead_votes,
        "LEAD_POINTS": moment.lead_points,
        "COUNTED_PERCENT": moment.counted_percent,
        "CORRECTION_VOTES": moment.correction_votes or None,
        "STAGE": moment.stage,
        "STALE_SECONDS": None if moment.stale_seconds is None else int(moment.stale_seconds),
    }
    return {PREFIX + name: "" if value is None else clean(str(value)) for name, value in values.items()}


def example_sentence(alert: Alert, state: WatchState, words: Words) -> str:
    """The same about figures that are made up, and says so first."""
    return words("TEST with made-up figures: {text}", text=alert_sentence(alert, state, words))


def _told(alert: Alert, state: WatchState, words: Words) -> str:
    moment, limit = alert.moment, _limit(alert.rule, words)
    match alert.rule.condition:
        case Condition.LEAD_CHANGED:
            return words("the lead changed; {lead}", lead=_lead(moment, state, words))
        case Condition.LEAD_UNDER_VOTES:
            return words("the lead is under {limit} votes; {lead}", limit=limit, lead=_lead(moment, state, words))
        case Condition.LEAD_UNDER_POINTS:
            return words("the lead is under {limit} points; {lead}", limit=limit, lead=_lead(moment, state, words))
        case Condition.CORRECTION_OVER_VOTES:
            size = words.count(moment.correction_votes)
            return words("a correction of {votes} votes, more than {limit}", votes=size, limit=limit)
        case Condition.COUNTED_PASSES_PERCENT:
            return words("counted {percent}, past {limit} %", percent=words.percent(moment.counted_percent),
                         limit=limit)  # fmt: skip
        case Condition.STALE_FOR_SECONDS:
            return words("no good copy has come for {limit}", limit=_span(moment.stale_seconds, words))
        case Condition.STAGE_CHANGED:
            election, stage = state.election, moment.stage
            reached = stage_label(stage, election, words) if election and stage else ""
            return words("the stage is now: {stage}", stage=reached)


def _lead(moment: Moment, state: WatchState, words: Words) -> str:
    if moment.leader_id is None:
        return words("level so far")
    return words(
        "{name} is ahead in the count so far by {votes} votes, {points} points",
        name=clean(Names(state)(moment.leader_id)),
        votes=words.count(moment.lead_votes),
        points=words.decimal(moment.lead_points),
    )


def _limit(rule: AlertRule, words: Words) -> str:
    if rule.condition is Condition.STALE_FOR_SECONDS:
        return _span(float(rule.limit), words)
    return words.decimal(rule.limit, _places(rule.limit))


def _span(seconds: float | None, words: Words) -> str:
    return age(timedelta(seconds=seconds or 0), words)


def _places(number: Decimal) -> int:
    """The decimals that a limit was written with."""
    exponent = number.normalize().as_tuple().exponent
    return max(-exponent, 0) if isinstance(exponent, int) else 0
