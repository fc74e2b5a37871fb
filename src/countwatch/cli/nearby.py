"""What was probably meant: the nearest known name, or the nearest file of a folder."""

from collections.abc import Iterable
from pathlib import Path
from typing import Any

from countwatch.cli.spoken import nearest
from countwatch.model.errors import ConfigError
from countwatch.model.text import clean, excerpt

_FILES_MAX = 2000


def unknown(name: str, known: Iterable[str]) -> dict[str, Any]:
    """The facts of an unknown `name`: all the `known` ones, and the `near`est, where there is one."""
    listed = sorted(known)
    near = nearest(name, listed)
    return {"name": excerpt(name), "known": ", ".join(listed), "near": near and excerpt(near)}


def no_such_file(path: Path) -> ConfigError:
    """`ConfigError` no_such_file (path; near, the file of that folder that may be meant)."""
    folder = path.parent
    names = [one.name for _, one in zip(range(_FILES_MAX), folder.iterdir(), strict=False)] if folder.is_dir() else []
    near = nearest(path.name, [name for name in names if name != path.name])
    return ConfigError("no_such_file", path=clean(str(path)), near=excerpt(str(folder / near)) if near else None)
