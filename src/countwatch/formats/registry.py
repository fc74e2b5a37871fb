"""The table of formats: a name and the module that holds its `FORMAT`, imported when asked for."""

from collections.abc import Mapping
from importlib import import_module

from countwatch.model.errors import ConfigError
from countwatch.model.protocols import Format
from countwatch.model.text import clean, shorten

_MODULES: Mapping[str, str] = {
    "countwatch": "countwatch.formats.countwatch",
    "onpe-2021": "countwatch.formats.onpe_2021",
    "onpe-2026": "countwatch.formats.onpe_2026",
    "tse": "countwatch.formats.tse",
}


def names() -> tuple[str, ...]:
    """Every format's name, sorted. Imports none of them."""
    return tuple(sorted(_MODULES))


def load(name: str) -> Format:
    """The format of that name. `ConfigError` unknown_format (name, known) where there is none."""
    if name not in _MODULES:
        raise ConfigError("unknown_format", name=shorten(clean(name[:1000]), 60), known=", ".join(names()))
    found: Format = import_module(_MODULES[name]).FORMAT
    return found
