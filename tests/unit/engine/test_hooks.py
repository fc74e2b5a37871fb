"""Hooks are real programs: no shell, a few at a time, ended when they hang, none left behind, no key in reach."""

import asyncio
import os
import sys
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from countwatch.engine.hooks import RUNNING_MAX, WAITING_MAX, Hooks
from countwatch.model.alert import AlertRule, Condition, Hook
from countwatch.model.finding import Finding

FACTS = {"COUNTWATCH_ALERT_RULE": "close", "COUNTWATCH_ALERT_LEADER_NAME": "$(touch pwned) ‘Ñandú’; `id` \ufffd"}


def rule(*words: str, name: str = "close", seconds_max: float = 30.0, variables: tuple[str, ...] = ()) -> AlertRule:
    return AlertRule(name, Condition.LEAD_CHANGED, hook=Hook(words, seconds_max, variables=variables))


def python(program: str) -> tuple[str, ...]:
    return (sys.executable, "-S", "-c", program)


class Desk:
    """Hooks that write down what they were told is wrong."""

    def __init__(self, **environment: str) -> None:
        self.troubles: list[Finding] = []
        self.hooks = Hooks(self.troubles.append, {"PATH": os.environ["PATH"], **environment})

    async def run(self, one: AlertRule) -> Finding | None:
        assert one.hook is not None
        return await self.hooks.run(one, one.hook, FACTS)


async def test_words_reach_the_program_as_they_are_and_facts_as_variables(tmp_path: Path) -> None:
    out = tmp_path / "out"
    program = "import os, sys; open(sys.argv[1], 'wb').write(repr((sys.argv[2:], dict(os.environb))).encode())"
    words = (*python(program), str(out), "$HOME", "a; touch pwned", "$(touch pwned)")
    assert await Desk(HOME="/nowhere").run(rule(*words)) is None
    arguments, environment = eval(out.read_text("utf-8"))  # noqa: S307 - written by the program above
    assert arguments == ["$HOME", "a; touch pwned", "$(touch pwned)"]
    assert environment[b"COUNTWATCH_ALERT_LEADER_NAME"] == FACTS["COUNTWATCH_ALERT_LEADER_NAME"].encode()
    assert not (tmp_path / "pwned").exists()


async def test_only_what_is_listed_of_our_environment_is_given_on(tmp_path: Path) -> None:
    out = tmp_path / "out"
    told = rule("sh", "-c", f"env > {out}", variables=("PAGER_DESK",))
    desk = Desk(FEED_KEY="secret", COUNTWATCH_LANG="es", LC_ALL="C.UTF-8", HOME="/nowhere", PAGER_DESK="own")
    assert await desk.run(told) is None
    names = {line.partition("=")[0] for line in out.read_text("utf-8").splitlines()}
    assert {"HOME", "LC_ALL", "PAGER_DESK", *FACTS} <= names
    assert not names & {"FEED_KEY", "COUNTWATCH_LANG"}


@pytest.mark.parametrize(
    ("words", "code", "fact"),
    [
        (("/no/such/program",), "hook_not_started", ("detail", "No such file or directory")),
        (("sh", "-c", "exit 3"), "hook_failed", ("status", "3")),
        (("sh", "-c", "kill -9 $$"), "hook_failed", ("status", "-9")),
    ],
)
async def test_what_went_wrong_is_told(words: tuple[str, ...], code: str, fact: tuple[str, str]) -> None:
    found = await Desk().run(rule(*words))
    assert found is not None
    assert (found.code, found.facts[fact[0]]) == (code, fact[1])


async def test_one_that_hangs_is_ended_with_all_that_it_started(tmp_path: Path) -> None:
    pids = tmp_path / "pids"
    hangs = f"trap '' TERM; sleep 600 & echo $$ $! > {pids}; wait; wait"
    found = await Desk().run(rule("sh", "-c", hangs, seconds_max=1.0))
    assert found is not None
    assert (found.code, found.facts["seconds"]) == ("hook_timed_out", "1")
    for pid in pids.read_text().split():
        assert await soon(gone, int(pid))


def gone(pid: int) -> bool:
    """Whether there is no such process any more; an orphan that ended is reaped by whoever it was given to."""
    try:
        return " Z " in Path(f"/proc/{pid}/stat").read_text()
    except FileNotFoundError:
        return True


async def soon(so: Callable[..., bool], *arguments: int) -> bool:
    """Wait until it is so, half a minute at most."""
    for _ in range(3000):
        if so(*arguments):
            return True
        await asyncio.sleep(0.01)
    return False


async def test_begin_waits_for_nothing_and_few_run_at_once(tmp_path: Path) -> None:
    desk = Desk()
    # Each takes a place for as long as it runs, and fails where it finds more places taken than there may be.
    program = (
        "import os, sys, time; d = sys.argv[1]; p = f'{d}/{os.getpid()}'; open(p, 'w'); time.sleep(0.2); "
        "n = len(os.listdir(d)); os.remove(p); sys.exit(n > int(sys.argv[2]))"
    )
    for number in range(12):
        desk.hooks.begin(rule(*python(program), str(tmp_path), str(RUNNING_MAX), name=str(number)), FACTS)
    await desk.hooks.settled()
    assert desk.troubles == []


async def test_more_than_can_wait_are_left_out_and_said_once() -> None:
    desk = Desk()
    for _ in range(WAITING_MAX + 5):
        desk.hooks.begin(rule("sleep", "600"), FACTS)
    assert [trouble.code for trouble in desk.troubles] == ["hooks_waiting"]
    await desk.hooks.aclose()
    await desk.hooks.settled()  # or this test hangs


async def test_a_failure_is_said_once_until_the_hook_ends_well_again(tmp_path: Path) -> None:
    desk, flag = Desk(), tmp_path / "flag"
    for well in (False, False, True, False):
        flag.unlink(missing_ok=True)
        if well:
            flag.touch()
        desk.hooks.begin(rule("test", "-e", str(flag)), FACTS)
        await desk.hooks.settled()
    assert [trouble.code for trouble in desk.troubles] == ["hook_failed", "hook_failed"]


async def test_closing_leaves_no_program_behind(tmp_path: Path) -> None:
    desk, pids = Desk(), tmp_path / "pids"
    desk.hooks.begin(rule("sh", "-c", f"echo $$ > {pids}.new; mv {pids}.new {pids}; exec sleep 600"), FACTS)
    assert await soon(pids.exists)
    await desk.hooks.aclose()
    assert await soon(gone, int(pids.read_text()))
    assert desk.troubles == []


async def test_a_rule_without_a_hook_runs_nothing(caplog: pytest.LogCaptureFixture) -> None:
    desk = Desk()
    desk.hooks.begin(replace(rule("true"), hook=None), FACTS)
    await desk.hooks.settled()
    assert (desk.troubles, caplog.records) == ([], [])
