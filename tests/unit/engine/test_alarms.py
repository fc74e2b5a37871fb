"""Rules held against watches: each its own, silence by a clock that nobody can set, hooks only for what happens now."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime, timedelta
from decimal import Decimal

import pytest

from countwatch.count.alerts import Alert
from countwatch.engine.alarms import Alarms
from countwatch.engine.hooks import Hooks
from countwatch.engine.several import Several
from countwatch.engine.watch import Watch
from countwatch.ledger.state import WatchState
from countwatch.model.alert import AlertRule, Condition, Hook
from countwatch.model.election import CalendarEntry
from countwatch.model.election import Stage as Step
from countwatch.model.protocols import FeedStatus
from tests.unit.engine.scripted import ScriptedFeed
from tests.unit.ledger.nights import BEGUN_AT, ELECTION, NATIVE, native, tally
from tests.unit.ledger.nights import update as night_update

CHANGED = AlertRule("turn", Condition.LEAD_CHANGED)
STALE = AlertRule("silence", Condition.STALE_FOR_SECONDS, Decimal(300))
STAGE = AlertRule("stage", Condition.STAGE_CHANGED)


class Desk:
    """Watches of one night in which the lead changes at the second update, and what rang."""

    def __init__(self, *rules: tuple[AlertRule, ...], feed: ScriptedFeed | None = None) -> None:
        self.seconds = 0.0
        self.said: list[tuple[str, int]] = []
        self.told: list[str] = []
        bodies = [native(n, tally(a=5000, b=4000 + 800 * n)) for n in (1, 2, 3)]
        night = [night_update(n, body) for n, body in enumerate(bodies, 1)]
        self.feeds = Several(
            [
                Watch(feed or ScriptedFeed(night), WatchState(NATIVE, ELECTION), monotonic=self.monotonic, rules=own)
                for own in rules
            ]
        )
        self.alarms = Alarms(self.feeds, Hooks(lambda trouble: self.told.append(trouble.code), {}), self.facts)

    def monotonic(self) -> float:
        return self.seconds

    def facts(self, watch: Watch, alert: Alert) -> Mapping[str, str]:
        return {"RULE": alert.rule.name}

    async def play(self) -> None:
        async for watch, state in self.feeds.states():
            number = self.feeds.watches.index(watch)
            self.said += [(f"{number} {alert.rule.name}", alert.moment.n) for alert in self.alarms.came(watch, state)]
        await self.feeds.aclose()
        await self.alarms.aclose()

    def passed(self) -> list[str]:
        return [alert.rule.name for _, alert in self.alarms.passed()]


async def test_each_watch_is_held_against_its_own_rules() -> None:
    desk = Desk((), (CHANGED,), (replace(CHANGED, name="other"),))
    await desk.play()
    assert sorted(desk.said) == [("1 turn", 2), ("2 other", 2)]


async def test_silence_rings_once_from_the_last_good_copy_or_from_the_beginning() -> None:
    desk = Desk((STALE,))
    assert desk.passed() == []
    desk.seconds = 299.0
    assert desk.passed() == []
    desk.seconds = 300.0
    assert [desk.passed(), desk.passed()] == [["silence"], []]
    await desk.play()
    desk.seconds = 599.0
    assert desk.passed() == []
    desk.seconds = 600.0
    assert [desk.passed(), desk.passed()] == [["silence"], []]


class Replay(ScriptedFeed):
    """A replay whose viewing begins with its first update."""

    def status(self) -> FeedStatus:
        return super().status()._replace(mode="replay", begins_at=BEGUN_AT)


@pytest.mark.parametrize(
    ("in_replays", "kind", "runs"), [(False, ScriptedFeed, True), (False, Replay, False), (True, Replay, True)]
)
async def test_a_hook_runs_live_and_in_a_replay_only_where_it_is_asked_to(
    in_replays: bool, kind: type[ScriptedFeed], runs: bool
) -> None:
    night = [night_update(n, native(n, tally(a=5000, b=4000 + 800 * n))) for n in (1, 2)]
    hook = Hook(("/no/such/program",), in_replays=in_replays)
    desk = Desk((replace(CHANGED, hook=hook),), feed=kind(night))
    await desk.play()
    assert desk.said == [("0 turn", 2)]
    assert desk.told == (["hook_not_started"] if runs else [])


async def test_a_step_that_was_passed_between_two_looks_rings_at_its_own_instant() -> None:
    def entry(minutes: int, step: Step) -> CalendarEntry:
        at = BEGUN_AT + timedelta(minutes=minutes)
        return CalendarEntry(
            on=at.date(), at=at, status="happened", kind="step", stage=step, text={"en": str(step)}, source="made up"
        )

    class Later(Replay):
        at: datetime = BEGUN_AT

        def now(self) -> datetime:
            return self.at

    calendar = (entry(10, Step.VOTED), entry(30, Step.COUNTED), entry(50, Step.PROCLAIMED))
    feed = Later([])
    watch = Watch(feed, WatchState(NATIVE, replace(ELECTION, calendar=calendar)), rules=(STAGE,))
    alarms = Alarms(Several([watch]), Hooks(lambda trouble: None, {}), lambda *_: {})
    assert alarms.passed() == ()
    feed.at = BEGUN_AT + timedelta(minutes=60)
    rung = [(alert.moment.stage, alert.moment.at - BEGUN_AT) for _, alert in alarms.passed()]
    assert rung == [
        (Step.VOTED, timedelta(minutes=10)), (Step.COUNTED, timedelta(minutes=30)),
        (Step.PROCLAIMED, timedelta(minutes=50)),
    ]  # fmt: skip
