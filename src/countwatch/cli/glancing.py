"""One value of the settings before anything heavy is read. What is wrong with a file is said by its reader."""

import os
from collections.abc import Iterator, Mapping
from typing import Any

from countwatch.cli.paths import project_settings_file, user_settings_file

YES = frozenset({"1", "true", "t", "yes", "y", "on"})
"""What stands for yes in a variable, as in every other setting."""


def glance(name: str) -> str | None:
    """One text of the settings."""
    if value := os.environ.get(_variable(name)):
        return value
    return next((value for value in _values(name) if isinstance(value, str)), None)


def glance_flag(name: str) -> bool:
    """One yes or no of the settings; no where nothing is said."""
    if value := os.environ.get(_variable(name)):
        return value.lower() in YES
    return next((value for value in _values(name) if isinstance(value, bool)), False)


def glance_table(name: str) -> dict[str, Any]:
    """One table of the settings, each of its values from the source that wins."""
    merged: dict[str, Any] = {}
    for table in (_given(name), *_values(name)):
        if isinstance(table, Mapping):
            merged = {**table, **merged}
    return merged


def _given(name: str) -> Any:
    """What a variable says of a table, as JSON. Where there is none, nobody waits for the parser."""
    if not (text := os.environ.get(_variable(name))):
        return None
    import json

    try:
        return json.loads(text)
    except json.JSONDecodeError:
        return None


def _variable(name: str) -> str:
    return f"COUNTWATCH_{name.upper()}"


def _values(name: str) -> Iterator[Any]:
    """What the files say, those first that win. Where there is none, nobody waits for the parser."""
    found = [path for path in (project_settings_file(), user_settings_file()) if path.is_file()]
    if not found:
        return
    import tomllib

    for path in found:
        try:
            yield tomllib.loads(path.read_text("utf-8")).get(name)
        except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError):
            continue
