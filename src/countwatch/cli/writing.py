"""Files that are written: drafts and recordings are never written over, what takes long is there once it is whole."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import click

from countwatch.model.errors import ConfigError
from countwatch.model.text import clean


def write_new(text: str, path: Path | None) -> None:
    """Write a draft. `ConfigError` file_exists (path): what somebody worked on is never written over."""
    if path is None:
        click.echo(text, nl=False)
        return
    try:
        with path.open("x", encoding="utf-8") as file:
            file.write(text)
    except FileExistsError:
        raise ConfigError("file_exists", path=clean(str(path))) from None
    click.echo(f"countwatch: {path}", err=True)


@contextmanager
def whole_file(path: Path, *, replaces: bool = False) -> Iterator[Path]:
    """Where to write what becomes `path` when the block ends well; otherwise nothing is left.

    A pipe or a device is written to as it is: no file is put in its place.

    `ConfigError` file_exists (path) unless it `replaces`, which no recording is; folder_not_found (path).
    """
    if path.exists() and (not replaces or ".cwrec" in path.suffixes):
        raise ConfigError("file_exists", path=clean(str(path)))
    if not path.parent.is_dir():
        raise ConfigError("folder_not_found", path=clean(str(path.parent)))
    if path.exists() and not path.is_file():
        yield path
        return
    unfinished = path.with_name(f"{path.name}.part")
    unfinished.unlink(missing_ok=True)
    try:
        yield unfinished
        unfinished.rename(path)
    finally:
        unfinished.unlink(missing_ok=True)
