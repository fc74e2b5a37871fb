"""A key is read from the environment, travels in a header, and is found nowhere else: a canary over every channel."""

import asyncio
import logging
import sys
from pathlib import Path

import pytest

from countwatch.cli.compose import live_watch
from countwatch.cli.secrets import secret_headers
from countwatch.engine.watch import Watch
from countwatch.model.errors import ConfigError
from countwatch.model.feed import FeedDefinition
from countwatch.output.jsonl import event_line
from countwatch.present.words import Words
from countwatch.tui.app import CountwatchApp
from tests.cli.program import countwatch, environment
from tests.faults.clocks import RacingClock
from tests.faults.serving import RecordedServer
from tests.tui.stage import screen_text, until
from tests.unit.ledger.nights import native

CANARY = "canary-4f9d21c7"
VARIABLE = "NIGHT_KEY"


def definition(server: RecordedServer, key: Path | None) -> FeedDefinition:
    return FeedDefinition(
        url=server.url(f"/results?api_key={CANARY}"),
        format="countwatch",
        headers_from_env={} if key else {"X-Api-Key": VARIABLE},
        headers_from_file={"X-Api-Key": str(key)} if key else {},
    )


@pytest.mark.parametrize("source", ["environment", "file"])
async def test_nothing_that_is_written_or_shown_holds_the_key(
    source: str,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
    capfd: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.setenv(VARIABLE, CANARY)
    key = kept(tmp_path / "key", f"{CANARY}\n") if source == "file" else None
    caplog.set_level(logging.DEBUG)
    async with RecordedServer() as server:
        server.put(f"/results?api_key={CANARY}", native(1))
        path = tmp_path / "night.cwrec"
        app = CountwatchApp(lambda: opened(definition(server, key), path), Words())
        async with app.run_test(size=(200, 50)) as pilot:
            await until(pilot, lambda: app.watch_open is not None and app.watch_open.state.n >= 3)
            shown = []
            for mode in ("live", "regions", "timeline", "log"):
                await app.action_show_mode(mode)
                await pilot.pause()
                shown.append(screen_text(app))
            picture = app.export_screenshot()
            assert app.watch_open is not None
            line = event_line(app.watch_open.state, Words())
        assert any(headers.get("x-api-key") == CANARY for _, headers, _ in server.asked), "the key did travel"
    said = capfd.readouterr()
    channels = {
        "screens": "".join(shown), "picture": picture, "json": line, "log": caplog.text, "stdout": said.out,
        "stderr": said.err, "recording": await asyncio.to_thread(path.read_text, "utf-8"),
    }  # fmt: skip
    assert [name for name, text in channels.items() if CANARY in text] == []
    assert all(channels[name] for name in ("screens", "picture", "json", "recording"))


async def opened(feed: FeedDefinition, path: Path) -> Watch:
    return live_watch(feed, record=path, clock=RacingClock())


def kept(path: Path, text: str, mode: int = 0o600) -> Path:
    """A file of a key."""
    path.write_text(text)
    path.chmod(mode)
    return path


@pytest.mark.parametrize(
    ("text", "mode", "said"),
    [
        (CANARY, 0o644, "chmod 600"),
        (CANARY, 0o660, "chmod 600"),
        ("", 0o600, "one line"),
        (f"{CANARY}\nmore", 0o600, "one line"),
        (f"{CANARY}\x1b[2J", 0o600, "one line"),
        (f"{CANARY}é", 0o600, "one line"),
        (CANARY * 1000, 0o600, "one line"),
    ],
)
def test_a_key_that_others_may_read_or_that_is_none_is_refused(text: str, mode: int, said: str, tmp_path: Path) -> None:
    kept(tmp_path / "key", text, mode)
    (tmp_path / "night.toml").write_text(
        'about = "x"\nurl = "http://127.0.0.1:9/"\nformat = "countwatch"\nheaders_from_file = { K = "key" }\n'
    )
    ran = countwatch("watch", "--feed", "night.toml", "--plain", home=tmp_path)
    assert ran.code == 2
    assert said in ran.err
    assert CANARY not in ran.out + ran.err
    assert len(ran.err.splitlines()) == 1


def test_a_file_of_a_key_that_is_not_there_is_said(tmp_path: Path) -> None:
    with pytest.raises(ConfigError) as refused:
        secret_headers(FeedDefinition("http://a.example/", "countwatch", headers_from_file={"K": "/no/key"}), {})
    assert refused.value.finding.code == "unreadable_file"


def test_an_address_with_credentials_is_refused_with_the_way_to_do_it_right(tmp_path: Path) -> None:
    ran = countwatch("watch", f"https://me:{CANARY}@results.example/x", "--format", "countwatch", home=tmp_path)
    assert ran.code == 2
    assert CANARY not in ran.out + ran.err
    assert "headers_from_env" in ran.err
    assert len(ran.err.splitlines()) == 1


def test_settings_that_are_shown_hold_no_key(tmp_path: Path) -> None:
    urls = {"COUNTWATCH_FEED": f"https://results.example/x?token={CANARY}", VARIABLE: CANARY}
    ran = countwatch("config", "show", home=tmp_path, **urls)
    assert ran.code == 0
    assert CANARY not in ran.out + ran.err
    ran = countwatch("config", "show", home=tmp_path, COUNTWATCH_FEED=f"https://me:{CANARY}@results.example/x")
    assert CANARY not in ran.out + ran.err


async def test_a_crash_report_holds_no_value(tmp_path: Path) -> None:
    script = "from countwatch.cli.problems import explain\n"
    script += "def fail(key):\n    raise RuntimeError(key)\n"
    script += "import os, sys\ntry: fail(os.environ['NIGHT_KEY'])\nexcept Exception as error: sys.exit(explain(error))"
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-c", script, stderr=asyncio.subprocess.PIPE,
        env=environment(tmp_path, TMPDIR=str(tmp_path), NIGHT_KEY=CANARY),
    )  # fmt: skip
    _, err = await process.communicate()
    report = reported(tmp_path)
    assert process.returncode == 1
    assert CANARY not in err.decode() + report.read_text("utf-8")


def reported(folder: Path) -> Path:
    """The one crash report there."""
    (report,) = folder.glob("countwatch-*.txt")
    return report
