"""`countwatch import`."""

from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import click

from countwatch.cli.options import contest_option, election_option, required_format_option
from countwatch.cli.spoken import SpokenGroup, argument, option

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from countwatch.feeds.git_history import GitFile, Version
    from countwatch.model.protocols import Format
    from countwatch.record.codec import Header
    from countwatch.record.writer import RecordingWriter


@click.group(name="import", cls=SpokenGroup)
def command() -> None:
    """Make a recording of what somebody else kept."""


@command.command(name="git")
@argument("repository", type=click.Path(path_type=Path), metavar="REPO")
@option(
    "--path",
    "paths",
    multiple=True,
    required=True,
    metavar="FILE",
    help="The file, from the top; again for each older name of it.",
)
@option("--branch", default="HEAD", metavar="B", help="Which line to follow. [default: HEAD]")
@required_format_option
@contest_option
@election_option
@option(
    "--output",
    "-o",
    type=click.Path(path_type=Path),
    required=True,
    metavar="OUT",
    help="The recording to write; it must not exist.",
)
def from_git(
    repository: Path,
    paths: tuple[str, ...],
    branch: str,
    form: str,
    contest: str | None,
    election: str | None,
    output: Path,
) -> int:
    """Turn the history of a git-scraped file into a recording.

    Each commit that changed the file is an update, received at the time of the commit, along first parents
    and oldest first. Deleted, missing, empty and broken versions stay what they are. REPO may be bare, and
    nothing in it is run. The new recording's head hash is printed.
    """
    from countwatch.cli.compose import election_for
    from countwatch.cli.formats import load_format
    from countwatch.cli.language import words_here
    from countwatch.cli.progress import SEEN_FROM_UPDATES, progress_bar
    from countwatch.feeds.git_history import GitFile

    words = words_here()
    read_by = load_format(form, contest)
    known = election_for(election, read_by)
    file = GitFile(repository, paths[0], paths[1:], branch)
    versions = file.versions()
    header = _header(file, versions, read_by, contest, known.id if known else None)
    with _new_recording(output, header) as writer, progress_bar(SEEN_FROM_UPDATES) as progress:
        for update in file.updates(versions, read_by.root_key):
            writer.write(update)
            if progress is not None:
                progress(update.n, len(versions))
    told = words.plural("{count} version imported", "{count} versions imported", len(versions))
    click.echo(f"countwatch: {told}", err=True)
    click.echo(writer.head)
    return 0


def _header(
    file: "GitFile", versions: "Sequence[Version]", form: "Format", contest: str | None, election: str | None
) -> "Header":
    from countwatch.cli.formats import decoder_name
    from countwatch.feeds.clock import SystemClock
    from countwatch.model.text import clean
    from countwatch.record.codec import Header

    # Only the folder's own name: the way to it is nobody else's business.
    name = clean(file.repository.absolute().name)
    first, last = versions[0].commit, versions[-1].commit
    return Header(
        feed=f"{name}: {clean(file.path)}",
        decoder=decoder_name(form, contest),
        created_at=SystemClock().now(),
        election=election,
        provenance="git-scraped",
        notes=("The time of an update is that of its commit.", f"git commits {first} to {last}, first parents"),
        sources=tuple(clean(path) for path in (file.path, *file.old_paths)),
    )


@contextmanager
def _new_recording(path: Path, header: "Header") -> "Iterator[RecordingWriter]":
    """A recording that is there once it is whole."""
    from countwatch.cli.writing import whole_file
    from countwatch.record.writer import RecordingWriter

    with whole_file(path) as unfinished, RecordingWriter.open(unfinished, header, sync_each=False) as writer:
        yield writer
