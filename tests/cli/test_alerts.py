"""Alert rules from their file to the lines, the hooks and the exit codes, in processes of their own."""

import asyncio
import json
import os
import pty
import signal
import subprocess
import sys
from collections.abc import AsyncIterator, Callable
from pathlib import Path

import jsonschema
import pytest

from countwatch.output.event_schema import line_schema
from tests.cli.program import countwatch, environment
from tests.faults.serving import RecordedServer
from tests.unit.ledger.nights import native, tally

RULES = """
[[alerts]]
lead_changed = true

[[alerts]]
name = "close"
lead_under_votes = 50_000

[[alerts]]
correction_over_votes = 275

[[alerts]]
counted_passes_percent = 99.5
once = true

[[alerts]]
stage_changed = true
"""

OF_THE_NIGHT = [
    ("close", 13, 42_166), ("lead_changed", 18, 25_499), ("correction_over_votes", 29, 90_524),
    ("counted_passes_percent", 79, 60_398), ("close", 84, 49_420), ("stage_changed", 88, 44_058),
    ("stage_changed", 93, 44_263), ("stage_changed", 93, 44_263), ("stage_changed", 93, 44_263),
]  # fmt: skip
"""Rule, update and lead of each alert of the bundled night."""


def rules(home: Path, text: str = RULES) -> None:
    (home / "countwatch.toml").write_text(text)


def hooked(out: Path, *more: str) -> str:
    """A rule whose hook writes its environment to a file."""
    hook = json.dumps(["sh", "-c", f"env > {out}.new; mv {out}.new {out}"])
    return "\n".join(["[[alerts]]", "lead_changed = true", f"hook = {hook}", *more, ""])


def told(out: Path) -> dict[str, str]:
    return dict(line.split("=", 1) for line in out.read_text("utf-8").splitlines() if "=" in line)


def test_a_replay_rings_as_the_night_did(tmp_path: Path) -> None:
    rules(tmp_path)
    ran = countwatch("replay", "--speed", "max", "--jsonl", home=tmp_path)
    lines = [json.loads(line) for line in ran.out.splitlines()]
    checked = jsonschema.Draft202012Validator(line_schema())
    for line in lines:
        checked.validate(line)
    alerts = [line for line in lines if line["event"] == "alert"]
    told = [(line["rule"], line["n"], line["lead_votes"]) for line in alerts]
    assert told == OF_THE_NIGHT
    assert [line["stage"] for line in alerts if line["rule"] == "stage_changed"] == [
        "counted", "boards", "proclaimed", "in_office",
    ]  # fmt: skip
    assert lines.index(alerts[0]) == next(i for i, line in enumerate(lines) if line["n"] == alerts[0]["n"]) + 1


@pytest.mark.parametrize(
    ("lang", "sentence"),
    [
        ("en", "13 Jun 07:05, alert close: the lead is under 50,000 votes; CASTILLO is ahead in the count so far by "),
        (
            "es",
            "13 jun 07:05, alerta close: la ventaja bajó de 50,000 votos; CASTILLO tiene la ventaja en el conteo por ",
        ),
    ],
)
def test_a_plain_line_says_the_alert_after_its_reading(lang: str, sentence: str, tmp_path: Path) -> None:
    rules(tmp_path)
    lines = countwatch("replay", "--speed", "max", "--plain", "--lang", lang, home=tmp_path).out.splitlines()
    place = next(index for index, line in enumerate(lines) if line.startswith(sentence))
    assert "49,420" in lines[place - 1]
    assert not any("\a" in line for line in lines)


def test_the_bell_rings_where_stderr_is_a_terminal_and_never_in_the_lines(tmp_path: Path) -> None:
    rules(tmp_path, '[[alerts]]\nname = "\\u001b[31mturn"\nlead_changed = true\nbell = true\n')
    for arguments in (
        ("replay", "--speed", "max", "--plain"),
        ("replay", "--speed", "max", "--jsonl"),
        ("alerts", "test"),
    ):
        ours, theirs = pty.openpty()
        ran = subprocess.run(
            [sys.executable, "-m", "countwatch.cli.main", *arguments], stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE, stderr=theirs, env=environment(tmp_path), cwd=tmp_path, check=True,
        )  # fmt: skip
        assert os.read(ours, 1000) == b"\a"
        assert b"\a" not in ran.stdout
        assert b"\x1b" not in ran.stdout
        for descriptor in (ours, theirs):
            os.close(descriptor)


def test_what_lies_before_the_start_of_a_replay_rings_nothing(tmp_path: Path) -> None:
    rules(tmp_path)
    ran = countwatch("replay", "--speed", "max", "--jsonl", "--from", "2021-06-12T12:00", home=tmp_path)
    alerts = [line["rule"] for line in map(json.loads, ran.out.splitlines()) if line["event"] == "alert"]
    assert alerts == ["close", "stage_changed", "stage_changed", "stage_changed", "stage_changed"]


@pytest.mark.parametrize(("more", "runs"), [((), False), (("hook_in_replays = true",), True)])
def test_a_replay_runs_a_hook_only_where_it_is_asked_to(more: tuple[str, ...], runs: bool, tmp_path: Path) -> None:
    out = tmp_path / "out"
    rules(tmp_path, hooked(out, *more))
    assert countwatch("replay", "--speed", "max", "--plain", home=tmp_path).code == 0
    assert out.exists() == runs
    if runs:
        facts = told(out)
        assert facts["COUNTWATCH_ALERT_MODE"] == "replay"
        assert facts["COUNTWATCH_ALERT_LEADER"] == "castillo"
        assert facts["COUNTWATCH_ALERT_LEAD_VOTES"] == "25499"
        assert facts["COUNTWATCH_ALERT_STALE_SECONDS"] == ""


BAD = [
    ("lead_under_vote = 5", "alerts[0].lead_under_vote", "lead_under_votes"),
    ("lead_changed = true\nbel = true", "alerts[0].bel", "bell"),
    ("bell = true", "alerts[0]", "lead_changed, lead_under_votes"),
    ("lead_changed = true\nstage_changed = true", "lead_changed, stage_changed", "alerts[0]"),
    ("lead_under_votes = -1", "alerts[0].lead_under_votes", "0"),
    ('lead_under_votes = "5"', "alerts[0].lead_under_votes", "5"),
    ("counted_passes_percent = 101", "alerts[0].counted_passes_percent", "100"),
    ("stale_for_seconds = 0", "alerts[0].stale_for_seconds", "0"),
    ('lead_changed = true\nhook = "notify-send hello"', "alerts[0].hook", "notify-send hello"),
    ("lead_changed = true\nhook = []", "alerts[0].hook", ""),
    ('lead_changed = true\nhook = [" ", "x"]', "alerts[0].hook", ""),
    ('lead_changed = true\nhook = ["x", "a\\u0000b"]', "alerts[0].hook[1]", ""),
    ('lead_changed = true\nhook_variables = ["A B"]', "alerts[0].hook_variables[0]", "A B"),
    ("lead_changed = true\nhook_seconds = 1e9", "alerts[0].hook_seconds", "600"),
    ("lead_changed = true\n[[alerts]]\nlead_changed = true", "lead_changed", ""),
]


@pytest.mark.parametrize(("rule", "field", "more"), BAD, ids=str)
@pytest.mark.parametrize("lang", ["en", "es"])
def test_a_bad_rule_is_refused_in_one_sentence(rule: str, field: str, more: str, lang: str, tmp_path: Path) -> None:
    rules(tmp_path, f"[[alerts]]\n{rule}\n")
    for arguments in (("config", "validate"), ("replay", "--plain"), ("alerts", "list")):
        ran = countwatch(*arguments, "--lang", lang, home=tmp_path)
        assert (ran.code, ran.out) == (2, ""), ran
        assert len(ran.err.splitlines()) == 1
        assert field in ran.err
        assert more in ran.err
        assert str(tmp_path / "countwatch.toml") in ran.err


def test_rules_of_a_feed_are_checked_and_listed_with_it(tmp_path: Path) -> None:
    feeds = tmp_path / ".config" / "countwatch" / "feeds"
    feeds.mkdir(parents=True)
    definition = 'about = "A test"\nformat = "onpe-2021"\nurl = "http://127.0.0.1:9/x"\n[[alerts]]\n'
    (feeds / "mine.toml").write_text(f"{definition}lead_chanegd = true\n")
    ran = countwatch("config", "validate", home=tmp_path)
    assert ran.code == 2
    assert "mine.toml" in ran.err
    assert "did you mean lead_changed?" in ran.err
    (feeds / "mine.toml").write_text(f"{definition}lead_changed = true\n")
    assert countwatch("config", "validate", home=tmp_path).code == 0
    listed = countwatch("alerts", home=tmp_path).out
    assert "mine" in listed
    assert "the lead changes" in listed


@pytest.mark.parametrize(
    ("lang", "mark"), [("en", "TEST with made-up figures"), ("es", "PRUEBA con cifras inventadas")]
)
def test_trying_a_rule_does_all_of_it_once_with_marked_figures(lang: str, mark: str, tmp_path: Path) -> None:
    out = tmp_path / "out"
    rules(tmp_path, hooked(out, "bell = true") + '[[alerts]]\nname = "other"\nstage_changed = true\n')
    ran = countwatch("alerts", "test", "lead_changed", "--lang", lang, home=tmp_path)
    assert (ran.code, ran.err) == (0, "")
    assert ran.out.startswith(mark)
    assert ran.out.count(mark) == 1
    assert len(ran.out.splitlines()) == 4
    facts = told(out)
    assert facts["COUNTWATCH_ALERT_MODE"] == "test"
    assert facts["COUNTWATCH_ALERT_TEXT"].startswith(mark)
    assert facts["COUNTWATCH_ALERT_LEADER_NAME"] == "EXAMPLE A"
    assert countwatch("alerts", "test", home=tmp_path).out.count("TEST") == 2


def test_trying_a_hook_that_fails_says_so_and_shows_what_it_said(tmp_path: Path) -> None:
    rules(tmp_path, '[[alerts]]\nlead_changed = true\nhook = ["sh", "-c", "echo its own words >&2; exit 3"]\n')
    ran = countwatch("alerts", "test", home=tmp_path)
    assert ran.code == 1
    assert "the hook sh ended with 3" in ran.out
    assert ran.err == "its own words\n"
    unknown = countwatch("alerts", "test", "lead_chnged", home=tmp_path)
    assert unknown.code == 2
    assert "did you mean lead_changed?" in unknown.err


def test_without_rules_that_is_said(tmp_path: Path) -> None:
    for arguments in (("alerts",), ("alerts", "test")):
        ran = countwatch(*arguments, home=tmp_path)
        assert ran.code == 0
        assert "there are no alert rules" in ran.out
    named = countwatch("alerts", "test", "close", home=tmp_path)
    assert named.code == 2
    assert "there are no alert rules" in named.err


@pytest.fixture
async def server() -> AsyncIterator[RecordedServer]:
    async with RecordedServer() as serving:
        yield serving


async def test_a_quiet_watch_says_problems_once_and_rings_through_its_hook(
    server: RecordedServer, tmp_path: Path
) -> None:
    out, key = tmp_path / "out", "canary-77aa"
    rules(
        tmp_path,
        hooked(out, 'name = "turn"')
        + f'[feeds.mine]\nabout = "A test"\nformat = "countwatch"\nurl = "{server.url("/count")}"\n'
        + 'interval_seconds = 5\nheaders_from_env = { "X-Api-Key" = "NIGHT_KEY" }\n',
    )
    server.put("/count", native(1, tally(a=5000, b=4000)))
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "countwatch.cli.main", "watch", "mine", "--quiet",
        stdout=asyncio.subprocess.PIPE, stderr=asyncio.subprocess.PIPE, stdin=asyncio.subprocess.DEVNULL,
        env=environment(tmp_path, NIGHT_KEY=key), cwd=tmp_path,
    )  # fmt: skip
    assert process.stderr is not None
    await until(lambda: len(server.asked) > 0)
    server.fail_with(500)
    said = [await line(process.stderr)]
    server.recover()
    said.append(await line(process.stderr))
    server.put("/count", native(2, tally(a=5000, b=5100)))
    said.append(await line(process.stderr))
    await until(out.exists)
    process.send_signal(signal.SIGTERM)
    rest, err = await asyncio.wait_for(process.communicate(), 30)
    assert (process.returncode, rest, err) == (143, b"", b"")
    assert "500" in said[0]
    assert said[1] == "countwatch: good answers again"
    assert said[2].startswith("countwatch: alert turn: the lead changed; ")
    facts = told(out)
    assert facts["COUNTWATCH_ALERT_MODE"] == "live"
    assert facts["COUNTWATCH_ALERT_RULE"] == "turn"
    assert "NIGHT_KEY" not in facts
    assert key not in out.read_text("utf-8")


async def until(so: Callable[[], bool]) -> None:
    """Wait until it is so; a test that waits in vain fails."""
    async with asyncio.timeout(60):
        while not so():  # noqa: ASYNC110 - what is waited for is outside this process
            await asyncio.sleep(0.01)


async def line(stream: asyncio.StreamReader) -> str:
    return (await asyncio.wait_for(stream.readline(), 60)).decode().rstrip("\n")


async def test_a_hook_that_hangs_holds_up_neither_the_watch_nor_its_end(server: RecordedServer, tmp_path: Path) -> None:
    """Nor does a second signal break off what the first one began."""
    pids, recording = tmp_path / "pid", tmp_path / "night.cwrec"
    hook = json.dumps(["sh", "-c", f"echo $$ > {pids}.new; mv {pids}.new {pids}; exec sleep 600"])
    rules(tmp_path, f"interval_seconds = 5\n[[alerts]]\nlead_changed = true\nhook = {hook}\nhook_seconds = 600\n")
    server.put("/count", native(1, tally(a=5000, b=4000)))
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "countwatch.cli.main", "watch", server.url("/count"), "--format", "countwatch", "--jsonl",
        "--record", str(recording),
        stdout=asyncio.subprocess.PIPE, stderr=asyncio.subprocess.PIPE, stdin=asyncio.subprocess.DEVNULL,
        env=environment(tmp_path), cwd=tmp_path,
    )  # fmt: skip
    assert process.stdout is not None
    events = [json.loads(await line(process.stdout))["event"]]
    for minute, votes in ((2, 5100), (3, 5200)):
        server.put("/count", native(minute, tally(a=5000, b=votes)))
        while events[-1] != "accepted" or len(events) < minute:
            events.append(json.loads(await line(process.stdout))["event"])
    assert events[:3] == ["accepted", "accepted", "alert"]
    process.send_signal(signal.SIGTERM)
    await until(lambda: b'"closed"' in recording.read_bytes())
    process.send_signal(signal.SIGINT)
    _, err = await asyncio.wait_for(process.communicate(), 30)
    assert (process.returncode, err) == (143, b"")
    with pytest.raises(ProcessLookupError):
        os.kill(int(pids.read_text()), 0)
