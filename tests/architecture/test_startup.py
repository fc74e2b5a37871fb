"""What a command loads: nobody waits for a screen that is not opened, or for a network that is not used."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from countwatch.cli.places import sample

from .source import REPOSITORY

RECORDING = "peru-2021-runoff/peru-2021-runoff.cwrec"
SCREEN = {"textual", "rich"}
NETWORK = {"httpx", "httpcore", "h11"}
POLLING = {"countwatch.feeds.http", "countwatch.feeds.rounds", "countwatch.feeds.polling", "countwatch.model.feed"}
SETTINGS = {"pydantic_settings", "countwatch.cli.settings", "countwatch.cli.definitions", "countwatch.model.alert"}


def loaded(*arguments: str, home: Path) -> set[str]:
    """Top-level packages and our own modules that Python imported until the command ended, which must succeed."""
    environment = {
        "PATH": os.environ["PATH"],
        "PYTHONPATH": str(REPOSITORY / "src"),
        "HOME": str(home),
        "XDG_CONFIG_HOME": str(home),
    }
    done = subprocess.run(
        [sys.executable, "-X", "importtime", "-m", "countwatch.cli.main", *arguments],
        capture_output=True,
        text=True,
        env=environment,
        cwd=home,
        timeout=120,
        check=True,
    )
    assert done.stdout
    names = {line.rpartition("|")[2].strip() for line in done.stderr.splitlines() if line.startswith("import time:")}
    return {name.partition(".")[0] for name in names} | {name for name in names if name.startswith("countwatch.")}


def test_the_version_loads_next_to_nothing(tmp_path: Path) -> None:
    seen = loaded("--version", home=tmp_path)
    assert {"countwatch", "click"} <= seen
    assert not seen & (SCREEN | NETWORK | {"pydantic", "asyncio", "babel"})
    words = {"countwatch.cli.spoken", "countwatch.present", "countwatch.present.vocabulary"}
    collector = {"countwatch.engine", "countwatch.engine.collector"}
    assert {name for name in seen if name.startswith("countwatch.")} <= {"countwatch.cli"} | words | collector


@pytest.mark.parametrize("lang", ["en", "es"])
def test_help_loads_no_more_than_words(tmp_path: Path, lang: str) -> None:
    assert not loaded("--help", "--lang", lang, home=tmp_path) & (SCREEN | NETWORK | {"pydantic", "asyncio", "babel"})


def test_verify_loads_neither_screen_nor_network(tmp_path: Path) -> None:
    seen = loaded("verify", str(sample(RECORDING)), home=tmp_path)
    assert "countwatch.record.verify" in seen
    assert not seen & (SCREEN | NETWORK | {"countwatch.tui"})


@pytest.mark.parametrize("arguments", [(), ("--json",)], ids=["table", "json"])
def test_show_loads_neither_screen_nor_network(tmp_path: Path, arguments: tuple[str, ...]) -> None:
    seen = loaded("show", str(sample(RECORDING)), *arguments, home=tmp_path)
    assert "countwatch.feeds.replay" in seen
    assert not seen & (SCREEN | NETWORK | POLLING | SETTINGS | {"countwatch.tui"})


def test_a_replay_in_lines_loads_neither_screen_nor_network(tmp_path: Path) -> None:
    seen = loaded("replay", str(sample(RECORDING)), "--jsonl", "--speed", "max", home=tmp_path)
    assert "countwatch.output.lines" in seen
    assert not seen & (SCREEN | NETWORK | POLLING | {"countwatch.tui"})


COMMANDS = {
    "show": ("show", "--json"),
    "replay": ("replay", "--jsonl", "--speed", "max"),
    "verify": ("verify", str(sample(RECORDING))),
    "elections": ("elections", "list"),
}


@pytest.mark.parametrize("arguments", COMMANDS.values(), ids=list(COMMANDS))
def test_garbage_is_collected_again_once_a_command_has_begun(tmp_path: Path, arguments: tuple[str, ...]) -> None:
    code = (
        "import atexit, gc, sys; from countwatch.__main__ import main; "
        "atexit.register(lambda: print(gc.isenabled(), gc.get_freeze_count() > 1000, file=sys.stderr)); main()"
    )
    environment = os.environ | {"HOME": str(tmp_path), "XDG_CONFIG_HOME": str(tmp_path)}
    done = subprocess.run(
        [sys.executable, "-c", code, *arguments],
        capture_output=True,
        text=True,
        env=environment,
        timeout=120,
        check=True,
    )
    assert done.stderr.split()[-2:] == ["True", "True"]
