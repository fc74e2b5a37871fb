"""The table of formats: a name and the module that holds its `FORMAT`, imported when asked for."""

from collections.abc import Mapping
from importlib import import_module

from countwatch.formats.contests import OfContests
from countwatch.model.errors import ConfigError
from countwatch.model.protocols import Format
from countwatch.model.text import excerpt

_MODULES: Mapping[str, str] = {
    "clarity": "countwatch.formats.clarity",
    "countwatch": "countwatch.formats.countwatch",
    "nist-err-v2": "countwatch.formats.nist_err_v2",
    "onpe-2021": "countwatch.formats.onpe_2021",
    "onpe-2026": "countwatch.formats.onpe_2026",
    "tse": "countwatch.formats.tse",
}


def names() -> tuple[str, ...]:
    """Every format's name, sorted. Imports none of them."""
    return tuple(sorted(_MODULES))


def load(name: str, contest: str | None = None) -> Format:
    """The format of that name, reading that contest of bodies that may hold several.

    `ConfigError` unknown_format (name, known) where there is none, contest_not_taken (format) where its
    bodies are of one contest.
    """
    if name not in _MODULES:
        raise ConfigError("unknown_format", name=excerpt(name), known=", ".join(names()))
    found: Format = import_module(_MODULES[name]).FORMAT
    if contest is None:
        return found
    if not isinstance(found, OfContests):
        raise ConfigError("contest_not_taken", format=name)
    return found.choose(contest)
