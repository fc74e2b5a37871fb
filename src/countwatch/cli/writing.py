"""Drafts go to stdout, or to a file that is not there yet."""

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
