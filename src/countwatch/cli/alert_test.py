"""Trying an alert rule out: made-up figures at which it rings, and what each of its actions comes to."""

import os
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime

from countwatch.cli.alerts import rules_from, settings_rules
from countwatch.cli.feeds import named_feeds
from countwatch.cli.formats import load_format
from countwatch.cli.nearby import unknown
from countwatch.cli.settings import load_settings, source_of
from countwatch.count.alerts import Alert, Moment
from countwatch.count.percent import percent
from countwatch.engine.hooks import Hooks
from countwatch.ledger.state import WatchState
from countwatch.model.alert import AlertRule, Condition
from countwatch.model.election import Candidate, Election, Stage
from countwatch.model.errors import ConfigError
from countwatch.model.finding import Finding
from countwatch.present.alerts import PREFIX, alert_facts, example_sentence
from countwatch.present.words import Words

FEED = "EXAMPLE"
_FIGURE = 1234


@dataclass(frozen=True, slots=True)
class Placed:
    """A rule, and where it is written; `feed` is the one that it is for, where it is not for all."""

    rule: AlertRule
    where: str
    feed: str | None = None


@dataclass(frozen=True, slots=True)
class Tried:
    """What a hook came to: the seconds that it took, and what was wrong."""

    seconds: float
    problem: Finding | None


def placed_rules() -> list[Placed]:
    """Every rule of the settings and of the feed definitions. `ConfigError` where one cannot be read."""
    settings = load_settings()
    return [*(Placed(rule, source_of("alerts")) for rule in settings_rules(settings)), *_of_feeds()]


def _of_feeds() -> Iterator[Placed]:
    for name, feed in named_feeds().items():
        for rule in rules_from(feed.file.alerts, feed.origin):
            yield Placed(rule, feed.origin, name)


def rules_called(name: str | None) -> list[Placed]:
    """The rules of that name, or all. `ConfigError` no_alerts, unknown_alert (name, known, near)."""
    placed = placed_rules()
    if name is not None and not placed:
        raise ConfigError("no_alerts")
    found = [one for one in placed if name is None or one.rule.name == name]
    if name is not None and not found:
        raise ConfigError("unknown_alert", **unknown(name, {one.rule.name for one in placed}))
    return found


def example_state() -> WatchState:
    """A count that never was: two candidates, and no figures."""
    candidates = (Candidate("example-a", "EXAMPLE A"), Candidate("example-b", "EXAMPLE B"))
    return WatchState(load_format("countwatch"), Election(id="example", title=FEED, candidates=candidates))


def example_alert(rule: AlertRule) -> Alert:
    """The rule as it rings at figures that are just past its limit."""
    limit = rule.limit
    moment = Moment(
        n=1,
        at=datetime.now(UTC),
        leader_id="example-a",
        runner_up_id="example-b",
        lead_votes=max(int(limit) - 1, 0) if rule.condition is Condition.LEAD_UNDER_VOTES else _FIGURE,
        lead_points=limit / 2 if rule.condition is Condition.LEAD_UNDER_POINTS else percent(1, 80),
        counted_percent=limit if rule.condition is Condition.COUNTED_PASSES_PERCENT else percent(95, 100),
        correction_votes=int(limit) + 1 if rule.condition is Condition.CORRECTION_OVER_VOTES else None,
        stage=Stage.COUNTED,
        stale_seconds=float(limit) if rule.condition is Condition.STALE_FOR_SECONDS else 0.0,
    )
    return Alert(rule, moment)


async def try_hook(rule: AlertRule, words: Words) -> Tried:
    """Run the rule's hook once, with our stderr. `LookupError` where it has none."""
    if rule.hook is None:
        raise LookupError(rule.name)
    alert, state = example_alert(rule), example_state()
    facts = {
        **alert_facts(alert, state, FEED, "test", words),
        f"{PREFIX}TEXT": example_sentence(alert, state, words),
    }
    hooks = Hooks(lambda trouble: None, os.environ, loud=True)
    begun = time.monotonic()
    problem = await hooks.run(rule, rule.hook, facts)
    return Tried(time.monotonic() - begun, problem)


def ring_bell() -> bool:
    """Ring the terminal, where there is one."""
    if not sys.stderr.isatty():
        return False
    sys.stderr.write("\a")
    sys.stderr.flush()
    return True
