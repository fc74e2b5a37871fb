"""`countwatch verify`."""

from gettext import gettext
from pathlib import Path
from typing import TYPE_CHECKING

import click

from countwatch.cli.complete import recordings
from countwatch.cli.spoken import SpokenCommand, argument, option

if TYPE_CHECKING:
    from collections.abc import Sequence

    from countwatch.present.words import Words
    from countwatch.record.verify_row import RowVerification


@click.command(name="verify", cls=SpokenCommand)
@argument(
    "paths",
    nargs=-1,
    required=True,
    metavar="RECORDING|FOLDER...",
    type=click.Path(path_type=Path),
    shell_complete=recordings,
)
@option("--head", metavar="HASH", help="The head hash that the recording should end with.")
def command(paths: tuple[Path, ...], head: str | None) -> int:
    """Check a recording's chain, record by record, and print its head hash.

    A FOLDER is checked as the one chain that its files are, or as several where several feeds were recorded there.
    Files named one after the other must follow each other, too. The first bad record, or the file that is missing
    or in another's place, is named and the exit code is 4. A cut at the end can only be seen with --head.
    """
    from countwatch.cli.language import words_here
    from countwatch.cli.main import EXIT_RECORDING
    from countwatch.cli.progress import progress_bar
    from countwatch.record.verify_row import verify_row

    words = words_here()
    rows = _rows(paths)
    if head is not None and len(rows) > 1:
        raise click.UsageError(gettext("--head is that of one recording; here are several"))
    good = True
    for files, whole in rows:
        with progress_bar() as progress:
            found = verify_row(files, head, whole=whole, progress=progress)
        if len(rows) > 1 and found.problem is None:
            click.echo(_shown(files[0]))
        good &= _tell(found, files, words)
    return 0 if good else EXIT_RECORDING


def _rows(paths: "Sequence[Path]") -> "list[tuple[list[Path], bool]]":
    """The rows of each folder, which must be whole, and the files as one row, which may be a part."""
    from countwatch.record.row import rows_in
    from countwatch.record.together import no_recordings

    files = [path for path in paths if not path.is_dir()]
    found = [(files, False)] if files else []
    for folder in (path for path in paths if path.is_dir()):
        rows = rows_in(folder)
        if not rows:
            raise no_recordings(folder)
        found += [(row, True) for row in rows]
    return found


def _tell(found: "RowVerification", files: "Sequence[Path]", words: "Words") -> bool:
    """Say what came of one row; whether it holds."""
    from countwatch.present.problems import sentence

    if found.problem is not None:
        # As compilers do it: the file, and where a line is to blame its number, counted from 1.
        line = found.problem.facts.get("line")
        where = _shown(found.path or files[0]) + (f":{line}" if line is not None else "")
        click.echo(f"countwatch: {where}: {sentence(found.problem, words)}", err=True)
        return False
    for path, count in found.torn:
        told = words.plural("a torn tail of {count} byte is ignored", "a torn tail of {count} bytes is ignored",
                            count)  # fmt: skip
        click.echo(f"countwatch: {f'{_shown(path)}: ' if len(files) > 1 else ''}{told}", err=True)
    if len(files) == 1:
        click.echo(words.plural("{count} update verified", "{count} updates verified", found.records))
    else:
        told = words.plural("{count} update verified, in {files} files",
                            "{count} updates verified, in {files} files",
                            found.records, files=words.count(len(files)))  # fmt: skip
        click.echo(told)
    click.echo(found.head)
    return True


def _shown(path: Path) -> str:
    from countwatch.model.text import clean

    return clean(str(path))
