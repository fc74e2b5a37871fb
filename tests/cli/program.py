"""Run the program as a user does: in its own process, with pipes."""

import os
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

REPOSITORY = Path(__file__).parents[2]


@dataclass(frozen=True)
class Ran:
    """What a run came to."""

    code: int
    out: str
    err: str


def environment(home: Path, **extra: str) -> dict[str, str]:
    """A clean environment whose settings live in `home`."""
    return {
        "PATH": os.environ["PATH"],
        "PYTHONPATH": str(REPOSITORY / "src"),
        "HOME": str(home),
        "XDG_CONFIG_HOME": str(home / ".config"),
        "LANG": "C.UTF-8",
        **extra,
    }


def countwatch(*arguments: str, home: Path, **extra: str) -> Ran:
    """Run `countwatch` to its end."""
    done = subprocess.run(
        [sys.executable, "-m", "countwatch.cli.main", *arguments],
        capture_output=True,
        text=True,
        env=environment(home, **extra),
        cwd=home,
        timeout=120,
        check=False,
        stdin=subprocess.DEVNULL,
    )
    return Ran(done.returncode, done.stdout, done.stderr)
