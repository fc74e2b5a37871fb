"""Keys of a feed: from the environment or from a file that only its owner can read, and into headers alone."""

import os
import stat
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from countwatch.model.errors import ConfigError, system_code
from countwatch.model.text import clean

if TYPE_CHECKING:
    from countwatch.model.feed import FeedDefinition

KEY_BYTES_MAX = 8192
"""Servers refuse longer headers."""


def secret_headers(definition: "FeedDefinition", environment: Mapping[str, str]) -> dict[str, str]:
    """The headers that hold keys, by name.

    `ConfigError` missing_variable (name), unreadable_file (path, detail), open_secret (path, mode),
    not_a_secret (path). None of them holds a key, or a part of one.
    """
    return {
        **{header: _variable(name, environment) for header, name in definition.headers_from_env.items()},
        **{header: _line(Path(path)) for header, path in definition.headers_from_file.items()},
    }


def _variable(name: str, environment: Mapping[str, str]) -> str:
    if name not in environment:
        raise ConfigError("missing_variable", name=name)
    return environment[name]


def _line(path: Path) -> str:
    """The one line of a file that belongs to its owner alone. Mode and text are those of the same open file."""
    where = clean(str(path))
    try:
        with path.open("rb") as file:
            mode = os.fstat(file.fileno()).st_mode
            if stat.S_ISREG(mode) and mode & (stat.S_IRWXG | stat.S_IRWXO):
                raise ConfigError("open_secret", path=where, mode=f"{stat.S_IMODE(mode):04o}")
            content = file.read(KEY_BYTES_MAX + 1)
    except OSError as error:
        raise ConfigError("unreadable_file", path=where, detail=system_code(error)) from error
    line = content.decode("ascii", "replace").strip()
    if not line or not line.isascii() or not line.isprintable() or len(content) > KEY_BYTES_MAX:
        raise ConfigError("not_a_secret", path=where)
    return line
