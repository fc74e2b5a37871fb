"""A machine that looks away for a while swallows no timer that comes once."""

from itertools import count

import pytest
from textual import _time
from textual.app import App

from countwatch.tui.timely import TimelyApp
from tests.tui.stage import until


@pytest.mark.parametrize(("kind", "comes"), [(TimelyApp, True), (App, False)], ids=["ours", "Textual's own"])
async def test_a_timer_comes_however_late(kind: type[App[None]], comes: bool, monkeypatch: pytest.MonkeyPatch) -> None:
    """Each look at the clock is a second after the one before: longer than the first timer waits."""
    app, came = kind(), list[str]()
    async with app.run_test() as pilot:
        seconds = count()
        with monkeypatch.context() as slow:
            slow.setattr(_time, "get_time", lambda: float(next(seconds)))
            app.set_timer(0.05, lambda: came.append("late"))
            await pilot.pause()
        app.set_timer(0.2, lambda: came.append("after it"))
        await until(pilot, lambda: "after it" in came)
    assert came == (["late", "after it"] if comes else ["after it"])
