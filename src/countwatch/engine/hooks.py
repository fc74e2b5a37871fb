"""Programs that an alert runs: beside the watch, a few at a time, each with a time-out, none left behind."""

import asyncio
import logging
import os
import signal
import traceback
from asyncio.subprocess import DEVNULL, Process
from collections.abc import Callable, Mapping
from contextlib import suppress

from countwatch.model.alert import AlertRule, Hook
from countwatch.model.finding import Finding

RUNNING_MAX = 4
WAITING_MAX = 32
"""Alerts that come while so many hooks wait run none, and that is said: a hook that hangs must not fill the memory."""

GRACE_SECONDS = 2.0
"""What a hook is given to end when the watch does, or after it was asked to."""

KEPT = frozenset(
    {
        *("PATH", "HOME", "USER", "LOGNAME", "SHELL", "TMPDIR", "TZ", "LANG", "LANGUAGE"),
        *("DISPLAY", "WAYLAND_DISPLAY", "XAUTHORITY", "DBUS_SESSION_BUS_ADDRESS", "XDG_RUNTIME_DIR"),
    }
)
"""What a hook is given of our environment: where it is, and how to reach a desktop. A list of what is kept, since
keys of feeds and of anything else may stand under any name."""

log = logging.getLogger(__name__)


class Hooks:
    """Runs hooks in tasks of its own. `trouble` is told a failure once, until that hook ends well again.

    Failures are hook_not_started (hook, detail), hook_failed (hook, status), hook_timed_out (hook, seconds) and
    hooks_waiting (hook, limit), each with the alert's rule. `loud` leaves a hook our stderr, for trying it out.
    """

    def __init__(
        self, trouble: Callable[[Finding], None], environment: Mapping[str, str], *, loud: bool = False
    ) -> None:
        self._trouble = trouble
        self._environment = environment
        self._loud = loud
        self._room = asyncio.Semaphore(RUNNING_MAX)
        self._tasks: set[asyncio.Task[None]] = set()
        self._told: dict[str, str] = {}

    async def settled(self) -> None:
        """Return once no hook runs or waits."""
        while self._tasks:
            await asyncio.wait(self._tasks)

    def begin(self, rule: AlertRule, facts: Mapping[str, str]) -> None:
        """Have the rule's hook run, at once or when there is room. Waits for nothing."""
        if rule.hook is None:
            return
        if len(self._tasks) >= WAITING_MAX:
            told = Finding("hooks_waiting", {"rule": rule.name, "hook": rule.hook.words[0], "limit": WAITING_MAX})
            self._tell(rule, told)
            return
        task = asyncio.create_task(self._supervised(rule, rule.hook, facts))
        self._tasks.add(task)
        task.add_done_callback(self._over)

    async def aclose(self) -> None:
        """Wait a little for hooks that run or wait, then end them. None is left when this returns."""
        with suppress(TimeoutError):
            async with asyncio.timeout(GRACE_SECONDS):
                await self.settled()
        for task in self._tasks:
            task.cancel()
        if self._tasks:
            await asyncio.wait(self._tasks)

    async def run(self, rule: AlertRule, hook: Hook, facts: Mapping[str, str]) -> Finding | None:
        """Run it to its end, and answer what was wrong with it."""
        names = KEPT.union(hook.variables)
        given = {name: text for name, text in self._environment.items() if name in names or name.startswith("LC_")}
        told = {name: text.encode() for name, text in facts.items()}  # UTF-8 in every locale
        try:
            process = await asyncio.create_subprocess_exec(
                *map(str.encode, hook.words),
                stdin=DEVNULL,
                stdout=DEVNULL,
                stderr=None if self._loud else DEVNULL,
                env={**{name: os.fsencode(text) for name, text in given.items()}, **told},
                # A group of its own: what the hook starts is ended with it, and Ctrl-C is not for it.
                start_new_session=True,
            )
        except OSError as error:
            detail = error.strerror or type(error).__name__
            return Finding("hook_not_started", {"rule": rule.name, "hook": hook.words[0], "detail": detail})
        try:
            status = await asyncio.wait_for(process.wait(), hook.seconds_max)
        except TimeoutError:
            seconds = f"{hook.seconds_max:g}"
            return Finding("hook_timed_out", {"rule": rule.name, "hook": hook.words[0], "seconds": seconds})
        finally:
            await _ended(process)
        if status == 0:
            return None
        return Finding("hook_failed", {"rule": rule.name, "hook": hook.words[0], "status": str(status)})

    async def _supervised(self, rule: AlertRule, hook: Hook, facts: Mapping[str, str]) -> None:
        async with self._room:
            found = await self.run(rule, hook, facts)
        if found is None:
            self._told.pop(rule.name, None)
        else:
            self._tell(rule, found)

    def _over(self, task: asyncio.Task[None]) -> None:
        self._tasks.discard(task)
        error = None if task.cancelled() else task.exception()
        if error is not None:
            # Without the error's own words: they may quote the feed, and a log may be a terminal.
            where = "".join(traceback.format_tb(error.__traceback__))
            log.error("a hook could not be run: %s\n%s", type(error).__name__, where)

    def _tell(self, rule: AlertRule, found: Finding) -> None:
        if self._told.get(rule.name) != found.code:
            self._told[rule.name] = found.code
            self._trouble(found)


async def _ended(process: Process) -> None:
    """See to it that the process is over, be it asked, be it killed; also where the caller is being cancelled."""
    if process.returncode is not None:
        return
    _signal(process, signal.SIGTERM)
    try:
        await asyncio.wait_for(process.wait(), GRACE_SECONDS)
    except TimeoutError:
        _signal(process, signal.SIGKILL)
        await process.wait()


def _signal(process: Process, number: signal.Signals) -> None:
    with suppress(ProcessLookupError):
        os.killpg(process.pid, number)
