"""A count of many units is put into words beside the screen: until it is ready, the one before stays."""

import asyncio
import hashlib
from collections.abc import AsyncIterator

from countwatch.engine.watch import Watch
from countwatch.formats import registry
from countwatch.ledger.state import WatchState
from countwatch.model.update import Document, Rewound, Update
from countwatch.present.words import Words
from countwatch.tui.app import CountwatchApp
from countwatch.tui.stills import UNITS_AT_ONCE, Stills
from tests.faults.heavy import results
from tests.tui.stage import START, LiveTestFeed, until


class FedFeed(LiveTestFeed):
    """A feed that brings what it is given."""

    def __init__(self) -> None:
        super().__init__()
        self.bodies: asyncio.Queue[bytes] = asyncio.Queue()

    async def updates(self) -> AsyncIterator[Update | Rewound]:
        n = 0
        while True:
            body, n = await self.bodies.get(), n + 1
            document = Document("root", "test:", 200, body, hashlib.sha256(body).hexdigest())
            yield Update(n, START, 0.1, (document,))


async def test_a_large_count_comes_on_screen_and_so_does_the_next() -> None:
    feed = FedFeed()

    async def opened() -> Watch:
        return Watch(feed, WatchState(registry.load("countwatch")))

    body = results(UNITS_AT_ONCE + 100)
    app = CountwatchApp(opened, Words())
    async with app.run_test() as pilot:
        for n, one in enumerate((body, body.replace(b'{"a":1,', b'{"a":2,')), start=1):
            feed.bodies.put_nowait(one)
            await until(pilot, lambda n=n: app.picture is not None and app.picture.updates == n)  # type: ignore[misc]  # mypy cannot infer a lambda with a default
            assert app.picture is not None
            assert len(app.picture.view.regions.rows) == UNITS_AT_ONCE + 100
            assert app.has_settled()


async def test_until_it_is_ready_the_one_before_stays() -> None:
    feed, words, ready = FedFeed(), Words(), asyncio.Event()
    watch = Watch(feed, WatchState(registry.load("countwatch")))
    stills = Stills(asyncio.ensure_future, ready.set)
    empty = stills.of(watch, words)
    feed.bodies.put_nowait(results(UNITS_AT_ONCE + 1))
    await anext(watch.states())
    assert stills.of(watch, words) is empty
    assert stills.of(watch, words) is empty
    await ready.wait()
    assert stills.of(watch, words).state is watch.state
