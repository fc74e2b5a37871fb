"""Formats by name: our own, mappings that come with countwatch or are the user's, and those of other packages.

Our own names come first, so that no other package can stand in for one of them.
"""

import os
from collections.abc import Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from importlib.metadata import EntryPoint, entry_points
from importlib.resources import files
from pathlib import Path
from typing import NamedTuple

from countwatch.cli.nearby import no_such_file, unknown
from countwatch.cli.paths import user_mappings_folder
from countwatch.cli.toml_files import text_of
from countwatch.formats import registry
from countwatch.model.errors import ConfigError
from countwatch.model.protocols import Format
from countwatch.model.text import excerpt

ENTRY_POINTS = "countwatch.formats"
"""The group under which another package offers a format: an object that is a `Format`, or a class of one."""

SUFFIX = ".toml"
FILE_NAME_BYTES_MAX = 255
"""A recording may name anything as its decoder; no file has a longer name."""

CONTEST_SIGN = "#"
"""In the decoder of a recording: `nist-err-v2#cc-1` reads that contest."""

_WANTED = ("name", "root_key", "default_election", "plan", "decode", "assemble")


class FormatRow(NamedTuple):
    """A format that can be named: where it comes from, and what its mapping says that it is about."""

    name: str
    origin: str


def load_format(name: str, contest: str | None = None, *, beside: Path | None = None) -> Format:
    """The format of that name, or the mapping in that file. `beside` is a folder whose mappings count too.

    `ConfigError` unknown_format (name, known, near), contest_not_taken (format), no_such_file (path, near),
    unreadable_file (path, detail), those of a mapping, and plugin_failed (name, package, detail),
    plugin_not_a_format (name, package, field) or plugins_off (name) for a format of another package.
    """
    plain, _, recorded = name.partition(CONTEST_SIGN) if not _is_path(name) else (name, "", "")
    contest = contest or recorded or None
    if plain in registry.names():
        return registry.load(plain, contest)
    if contest is not None:
        raise ConfigError("contest_not_taken", format=excerpt(plain))
    path = mapping_path(plain, beside=beside)
    return mapping_format(path) if path is not None else _of_other_packages(plain)


def decoder_name(form: Format, contest: str | None) -> str:
    """What a recording's header says, so that `load_format` finds the same format again."""
    return f"{form.name}{CONTEST_SIGN}{contest}" if contest else form.name


def mapping_path(name: str, *, beside: Path | None = None) -> Path | None:
    """The file of a mapping by its name or path; None where there is no mapping of that name."""
    if _is_path(name):
        path = (beside / name) if beside is not None else Path(name)
        if not path.is_file():
            raise no_such_file(path)
        return path
    folders = (_bundled_folder(), user_mappings_folder(), *((beside,) if beside is not None else ()))
    if len(os.fsencode(name)) + len(SUFFIX) > FILE_NAME_BYTES_MAX:
        return None
    return next((path for folder in folders if (path := folder / f"{name}{SUFFIX}").is_file()), None)


def _is_path(name: str) -> bool:
    return name.endswith(SUFFIX) or os.sep in name


def mapping_format(path: Path) -> Format:
    """The format that a mapping's file makes, under the file's name."""
    from countwatch.formats.mapped import format_from

    return format_from(text_of(path), path.stem)


def known_formats() -> tuple[FormatRow, ...]:
    """Every format that can be named, without loading any."""
    rows = {row.name: row for row in reversed([*_listed()])}
    return tuple(rows[name] for name in sorted(rows))


def _listed() -> Iterator[FormatRow]:
    """Those that win where two have the same name come first."""
    yield from (FormatRow(name, "countwatch") for name in registry.names())
    for folder, origin in ((_bundled_folder(), "mapping"), (user_mappings_folder(), str(user_mappings_folder()))):
        yield from (FormatRow(path.stem, origin) for path in sorted(folder.glob(f"*{SUFFIX}")))
    yield from (FormatRow(name, _package(point)) for name, point in _points().items())


def _bundled_folder() -> Path:
    return Path(str(files("countwatch"))) / "mappings"


def _points() -> Mapping[str, EntryPoint]:
    """What other packages offer; nothing where they are turned off."""
    from countwatch.cli.settings import load_settings

    return {point.name: point for point in entry_points(group=ENTRY_POINTS)} if load_settings().plugins else {}


def _package(point: EntryPoint) -> str:
    return excerpt(point.dist.name) if point.dist is not None else excerpt(point.module)


def _of_other_packages(name: str) -> Format:
    point = _points().get(name)
    if point is None:
        if any(off.name == name for off in entry_points(group=ENTRY_POINTS)):
            raise ConfigError("plugins_off", name=excerpt(name))
        raise ConfigError("unknown_format", **unknown(name, (row.name for row in known_formats())))
    return _checked(_loaded(point), point)


def _loaded(point: EntryPoint) -> object:
    """Import it. Whatever another package raises is that package's failure, and is named as such."""

    def made() -> object:
        found = point.load()
        return found() if isinstance(found, type) else found

    with ThreadPoolExecutor(1) as pool:
        done = pool.submit(made)
        error = done.exception()
    if error is not None:
        detail = f"{type(error).__name__}: {error}" if str(error) else type(error).__name__
        raise ConfigError("plugin_failed", name=excerpt(point.name), package=_package(point), detail=excerpt(detail))
    return done.result()


def _checked(found: object, point: EntryPoint) -> Format:
    missing = next((field for field in _WANTED if not hasattr(found, field)), None)
    if missing is not None:
        raise ConfigError("plugin_not_a_format", name=excerpt(point.name), package=_package(point), field=missing)
    form: Format = found  # type: ignore[assignment]  # it has every member of the protocol, just checked
    return form
