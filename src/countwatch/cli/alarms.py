"""Alerts of a watch, joined: the rules, their hooks, and the words in which a hook is told."""

import os
from collections.abc import Callable, Mapping

from countwatch.count.alerts import Alert
from countwatch.engine.alarms import Alarms
from countwatch.engine.hooks import Hooks
from countwatch.engine.several import Several
from countwatch.engine.watch import Watch
from countwatch.model.finding import Finding
from countwatch.present.alerts import alert_facts
from countwatch.present.words import Words


def alarms_for(feeds: Several, words: Words, trouble: Callable[[Finding], None]) -> Alarms:
    """The rules of these watches. `trouble` is told what is wrong with a hook, once. Call it where a loop runs."""

    def facts(watch: Watch, alert: Alert) -> Mapping[str, str]:
        status = watch.feed.status()
        return alert_facts(alert, watch.state, status.label, status.mode, words)

    return Alarms(feeds, Hooks(trouble, os.environ), facts)
