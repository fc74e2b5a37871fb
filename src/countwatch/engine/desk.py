"""Where updates are judged: light ones at once, heavy ones in a thread, and never beyond the deadline of their poll."""

import asyncio
from concurrent.futures import Executor

from countwatch.ledger.events import Outcome
from countwatch.ledger.judge import Judgement, judge, kept
from countwatch.ledger.state import WatchState
from countwatch.model.finding import Finding
from countwatch.model.limits import OFF_LOOP_BYTES
from countwatch.model.update import Update

GRACE_SECONDS = 1.0
"""A poll that came at the last moment is still given this to be read."""


class Desk:
    """One judgement at a time. Without a deadline, as in a replay, each is waited for.

    A thread cannot be stopped. A judgement that was given up goes on to its end, which the caps on bodies bring near,
    and until then no other heavy update is begun: two would take the memory of two. `thread` does one thing at a
    time, and writes the journal too: each thread has a part of the memory to itself, and gives little of it back.
    """

    def __init__(self, deadline_seconds: float | None, thread: Executor) -> None:
        self._deadline_seconds = deadline_seconds
        self._thread = thread

    async def judged(self, state: WatchState, update: Update) -> Judgement:
        """The judgement; that of `read_too_long` where it takes longer than the poll's deadline and a second."""
        if sum(len(document.body) for document in update.documents) <= OFF_LOOP_BYTES:
            return judge(state, update)
        seconds = self._deadline_seconds
        left = None if seconds is None else max(seconds - update.elapsed_seconds, 0.0) + GRACE_SECONDS
        try:
            async with asyncio.timeout(left) as ending:
                return await asyncio.get_running_loop().run_in_executor(self._thread, judge, state, update)
        except TimeoutError:
            if not ending.expired():
                raise
            reason = Finding("read_too_long", {"seconds": f"{seconds:g}"}, document=state.form.root_key)
            return kept(state, update, None, Outcome.REJECTED, reason)
