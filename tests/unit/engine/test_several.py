"""Several watches: each goes its own way, whatever becomes of the others."""

import asyncio
from collections.abc import AsyncIterator
from dataclasses import replace

import pytest

from countwatch.engine.several import Several
from countwatch.engine.watch import Watch
from countwatch.ledger.state import WatchState
from countwatch.model.errors import RecordingError
from countwatch.model.update import Rewound, Update
from tests.unit.ledger.nights import Sketch, sketch, update

from .scripted import ScriptedFeed

UPDATES = [replace(update(n, sketch(n, 5000 + n)), record=None) for n in range(1, 6)]


class BreakingFeed(ScriptedFeed):
    """Says two updates and breaks."""

    def __init__(self, error: Exception) -> None:
        super().__init__(UPDATES[:2])
        self._error = error

    async def updates(self) -> AsyncIterator[Update | Rewound]:
        async for item in super().updates():
            yield item
        raise self._error


def watch(feed: ScriptedFeed) -> Watch:
    return Watch(feed, WatchState(Sketch()))


async def seen(feeds: Several) -> dict[Watch, list[int]]:
    """The updates after which each watch said something new."""
    found: dict[Watch, list[int]] = {each: [] for each in feeds.watches}
    async for one, state in feeds.states():
        if state.n not in found[one]:
            found[one].append(state.n)
    return found


async def test_one_watch_alone_is_as_it_was() -> None:
    only = watch(ScriptedFeed(UPDATES))
    feeds = Several.of(only)
    assert Several.of(feeds) is feeds
    assert await seen(feeds) == {only: [1, 2, 3, 4, 5]}
    assert feeds.first is only


async def test_every_state_of_every_watch_comes_with_its_watch() -> None:
    one, two = watch(ScriptedFeed(UPDATES)), watch(ScriptedFeed(UPDATES[:3]))
    feeds = Several([one, two])
    assert await seen(feeds) == {one: [1, 2, 3, 4, 5], two: [1, 2, 3]}
    assert feeds.first is one
    assert one.state.snapshot != two.state.snapshot
    await feeds.aclose()


async def test_a_feed_that_breaks_disturbs_no_other() -> None:
    one, two = watch(ScriptedFeed(UPDATES)), watch(BreakingFeed(RecordingError("chain_broken", record=2)))
    feeds = Several([one, two])
    assert await seen(feeds) == {one: [1, 2, 3, 4, 5], two: [1, 2]}
    assert feeds.stopped(one) is None
    stopped = feeds.stopped(two)
    assert stopped is not None
    assert (stopped.code, stopped.facts) == ("chain_broken", {"record": 2})
    assert two.state.snapshot is not None, "its last numbers stay"
    await feeds.aclose()


async def test_a_bug_in_one_feed_is_named_and_logged_without_its_words(caplog: pytest.LogCaptureFixture) -> None:
    one, two = watch(ScriptedFeed(UPDATES)), watch(BreakingFeed(ZeroDivisionError("\x1b[31m")))
    feeds = Several([one, two])
    assert (await seen(feeds))[one] == [1, 2, 3, 4, 5]
    stopped = feeds.stopped(two)
    assert stopped is not None
    assert (stopped.code, stopped.facts) == ("watch_ended", {"error": "ZeroDivisionError"})
    assert "ZeroDivisionError" in caplog.text
    assert "\x1b" not in caplog.text
    await feeds.aclose()


async def test_what_ended_the_first_is_raised_once_the_others_are_over() -> None:
    one, two = watch(BreakingFeed(RecordingError("chain_broken"))), watch(ScriptedFeed(UPDATES))
    feeds = Several([one, two])
    with pytest.raises(RecordingError, match="chain_broken"):
        await seen(feeds)
    assert two.state.n == 5
    await feeds.aclose()


async def test_closing_closes_all_even_where_one_refuses() -> None:
    scripts = [ScriptedFeed([]), ScriptedFeed([], refuses_to_close=OSError("no")), ScriptedFeed([])]
    feeds = Several([watch(script) for script in scripts])
    with pytest.raises(OSError, match="no"):
        await feeds.aclose()
    assert [script.closed for script in scripts] == [True] * 3


async def test_closing_in_the_middle_leaves_nothing_running() -> None:
    class EndlessFeed(ScriptedFeed):
        ended = False

        async def updates(self) -> AsyncIterator[Update | Rewound]:
            try:
                yield UPDATES[0]
                await asyncio.Event().wait()
            finally:
                self.ended = True

    scripts = [EndlessFeed([]), EndlessFeed([])]
    feeds = Several([watch(script) for script in scripts])
    states = feeds.states()
    assert {(await anext(states))[0] for _ in range(2)} == set(feeds.watches)
    await feeds.aclose()
    assert [script.closed for script in scripts] == [True, True]
    assert all(task.done() for task in feeds._tasks)
