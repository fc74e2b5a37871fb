"""The keys that the settings bind: `[keys]` names what is done, and by which key or keys."""

from collections.abc import Mapping
from typing import Any

from countwatch.cli.glancing import glance_table
from countwatch.cli.nearby import unknown
from countwatch.model.errors import ConfigError
from countwatch.model.text import excerpt


def rebound() -> dict[str, str]:
    """The keys of the settings as the app takes them; nothing heavy is read for it."""
    return checked(glance_table("keys"))


def checked(table: Mapping[str, Any]) -> dict[str, str]:
    """Textual's names of keys, joined with commas, by the names of what they do.

    `ConfigError` unknown_key_name (name, known, near) of what a key could do, unknown_key (field, found, near),
    bad_setting of what is no text, key_taken (field, found), key_twice (found, one, other).
    """
    from countwatch.tui.keyboard import TAKEN, clashes, normal
    from countwatch.tui.keys import KEYS

    found: dict[str, str] = {}
    for name, value in table.items():
        if name not in KEYS:
            raise ConfigError("unknown_key_name", where=_where(), **unknown(name, KEYS))
        keys = [normal(key) for key in _texts(name, value)]
        for key in keys:
            _check(name, key, TAKEN)
        found[name] = ",".join(dict.fromkeys(keys))
    for key, one, other in clashes(found):
        raise ConfigError("key_twice", where=_where(), found=key, one=one, other=other)
    return found


def _where() -> str:
    from countwatch.cli.settings import source_of

    return source_of("keys")


def _texts(name: str, value: object) -> list[str]:
    keys = [value] if isinstance(value, str) else value
    if isinstance(keys, list) and keys and all(isinstance(key, str) and key for key in keys):
        return keys
    found = excerpt(str(value))
    raise ConfigError("bad_setting", where=_where(), field=f"keys.{name}", found=found, expected="keys")


def _check(name: str, key: str, taken: frozenset[str]) -> None:
    from countwatch.cli.spoken import nearest
    from countwatch.tui.keyboard import is_key, known_keys
    from countwatch.tui.keys import KEYS

    field, where = f"keys.{name}", _where()
    if not is_key(key):
        near = nearest(key, sorted(known_keys()))
        raise ConfigError("unknown_key", where=where, field=field, found=excerpt(key), near=near)
    if key in taken and key not in KEYS[name].bound.split(","):
        raise ConfigError("key_taken", where=where, field=field, found=key)
