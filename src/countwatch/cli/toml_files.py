"""TOML files that somebody wrote: settings, elections, feed definitions, mappings."""

import tomllib
from pathlib import Path
from typing import Any

from countwatch.formats.toml_place import toml_place
from countwatch.model.errors import ConfigError, system_code
from countwatch.model.text import clean


def text_of(path: Path) -> str:
    """The file's text. `ConfigError` unreadable_file (path, detail), or not_toml (path, byte) where it is no UTF-8."""
    try:
        return path.read_text("utf-8")
    except OSError as error:
        raise ConfigError("unreadable_file", path=clean(str(path)), detail=system_code(error)) from error
    except UnicodeDecodeError as error:
        raise ConfigError("not_toml", path=clean(str(path)), byte=error.start) from error
    except ValueError as error:  # a NUL in the path
        raise ConfigError("unreadable_file", path=clean(str(path)), detail="") from error


def table_of(path: Path) -> dict[str, Any]:
    """The file's table. Those of `text_of`, and `ConfigError` not_toml (path, line, column)."""
    text = text_of(path)
    try:
        return tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise ConfigError("not_toml", path=clean(str(path)), **toml_place(error, text)) from error
