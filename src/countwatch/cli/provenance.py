"""Where each setting comes from, value by value, also inside tables; and what of it may be shown."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Literal

from pydantic_settings import EnvSettingsSource, TomlConfigSettingsSource

from countwatch.cli.paths import project_settings_file, user_settings_file
from countwatch.cli.settings import PREFIX, Settings, source_of
from countwatch.feeds.urls import MASK, is_telling, redact
from countwatch.model.text import clean

Kind = Literal["flag", "environment", "project", "user", "default"]
KEYLESS = ("headers_from_env", "headers_from_file", "alerts")
"""Tables that name where a key is, or have fields of ours alone: they hold none."""


@dataclass(frozen=True, slots=True)
class Set:
    """A value by its dotted name, as it may be shown; `where` is a flag, a variable or a file."""

    name: str
    value: str | None
    kind: Kind
    where: str | None = None


@dataclass(frozen=True, slots=True)
class _Source:
    kind: Kind
    where: str
    values: Mapping[str, Any]


def provenance(settings: Settings, flags: Mapping[str, str]) -> Iterator[Set]:
    """Every value of the settings, in the order of the fields. `flags` are those given, by the field they set."""
    sources = [_Source("flag", "--", flags), *_read()]
    for field in Settings.model_fields:
        leaves = list(_leaves(flags.get(field, getattr(settings, field)), (field,)))
        for steps, value in leaves or [((field,), None)]:
            found = next((source for source in sources if _has(source.values, steps)), None)
            yield Set(_dotted(steps), _shown(steps, value), found.kind if found else "default", _where(found, field))


def _read() -> Iterator[_Source]:
    """The sources in the order in which they win, as pydantic-settings reads them."""
    yield _Source("environment", PREFIX, EnvSettingsSource(Settings)())
    files: tuple[tuple[Kind, Any], ...] = (("project", project_settings_file()), ("user", user_settings_file()))
    for kind, path in files:
        if path.is_file():
            yield _Source(kind, clean(str(path)), TomlConfigSettingsSource(Settings, path)())


def _leaves(value: Any, steps: tuple[str | int, ...]) -> Iterator[tuple[tuple[str | int, ...], Any]]:
    """Values inside tables and lists, each with the way to it."""
    if isinstance(value, Mapping):
        for name, inner in value.items():
            yield from _leaves(inner, (*steps, str(name)))
    elif isinstance(value, (list, tuple)) and value:
        for index, inner in enumerate(value):
            yield from _leaves(inner, (*steps, index))
    else:
        yield steps, value


def _has(values: Any, steps: tuple[str | int, ...]) -> bool:
    """Whether a source says something at that place. A list that it gives is its own to the end."""
    for step in steps:
        if isinstance(values, (list, tuple)):
            return True
        if not isinstance(values, Mapping) or step not in values:
            return False
        values = values[step]
    return True


def _where(source: _Source | None, field: str) -> str | None:
    if source is None:
        return None
    if source.kind == "flag":
        return f"--{field}"
    if source.kind == "environment":
        return source_of(field)
    return source.where


def _dotted(steps: tuple[str | int, ...]) -> str:
    text = ""
    for step in steps:
        text += f"[{step}]" if isinstance(step, int) else f".{clean(step)}" if text else clean(step)
    return text


def _shown(steps: tuple[str | int, ...], value: Any) -> str | None:
    """A value without what may be a key: this is what people paste into a report."""
    if value is None:
        return None
    names = [step for step in steps if isinstance(step, str)]
    if not any(name in KEYLESS for name in names) and any(is_telling(name) for name in names[-1:]):
        return MASK
    if isinstance(value, bool):
        return str(value).lower()
    return clean(redact(str(value)) if "://" in str(value) else str(value))
