"""git, started so that nothing of a repository can run: what is told of it, and nothing else.

A repository's own configuration may name programs (a monitor, hooks, a pager, an external diff, a remote's
helper). None is started here: no shell, no pager, no hook, no monitor, no diff driver, no signature check, no
fetching; every `GIT_…` variable of ours is dropped, and paths and revisions can never be read as options.
"""

import os
import subprocess
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import IO

from countwatch.model.errors import ConfigError
from countwatch.model.text import clean, shorten

_OPTIONS = (
    "--no-pager",
    "--no-optional-locks",
    "--no-replace-objects",
    *("-c", "core.fsmonitor=false"),
    *("-c", f"core.hooksPath={os.devnull}"),
    *("-c", "protocol.allow=never"),
)
_ENVIRONMENT: Mapping[str, str] = {
    "GIT_CONFIG_NOSYSTEM": "1",
    "GIT_TERMINAL_PROMPT": "0",
    "GIT_NO_LAZY_FETCH": "1",
    "GIT_ALLOW_PROTOCOL": "none",
    "LC_ALL": "C",
}
_COMPLAINT_BYTES_MAX = 4096
_DETAIL_CELLS_MAX = 100


def environment(inherited: Mapping[str, str]) -> dict[str, str]:
    """What git is given of our environment: nothing that steers git, and what keeps it quiet and at home."""
    kept = {name: value for name, value in inherited.items() if not name.startswith("GIT_")}
    return {**kept, **_ENVIRONMENT}


def start(repository: Path, arguments: Sequence[str], *, stderr: IO[bytes] | int) -> "subprocess.Popen[bytes]":
    """Start git in that repository. `ConfigError` git_missing where there is no git, not_a_repository (path)."""
    if not repository.is_dir():
        raise ConfigError("not_a_repository", path=clean(str(repository)))
    try:
        return subprocess.Popen(  # noqa: S603 - no shell; the options above, and arguments that we build
            ["git", *_OPTIONS, "-C", str(repository.absolute()), *arguments],  # noqa: S607 - the user's own git
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=stderr,
            env=environment(os.environ),
        )
    except FileNotFoundError:
        raise ConfigError("git_missing") from None


def refusal(repository: Path, complaints: IO[bytes]) -> ConfigError:
    """What git said when it refused, as not_a_repository (path) or git_refused (path, detail)."""
    complaints.seek(0)
    said = complaints.read(_COMPLAINT_BYTES_MAX).decode("utf-8", "replace").strip()
    last = next((line for line in said.splitlines() if line.startswith(("fatal:", "error:"))), said)
    path = clean(str(repository))
    if "not a git repository" in last:
        return ConfigError("not_a_repository", path=path)
    detail = shorten(clean(last.removeprefix("fatal: ").removeprefix("error: ")), _DETAIL_CELLS_MAX)
    return ConfigError("git_refused", path=path, detail=detail)
