"""`countwatch verify`."""

from pathlib import Path

import click

from countwatch.cli.complete import recordings
from countwatch.cli.spoken import SpokenCommand, argument, option


@click.command(name="verify", cls=SpokenCommand)
@argument("recording", metavar="RECORDING", type=click.Path(path_type=Path), shell_complete=recordings)
@option("--head", metavar="HASH", help="The head hash that the recording should end with.")
def command(recording: Path, head: str | None) -> int:
    """Check a recording's chain, record by record, and print its head hash.

    The first bad record is named and the exit code is 4. A cut at the end can only be seen with --head.
    """
    from countwatch.cli.language import words_here
    from countwatch.cli.main import EXIT_RECORDING
    from countwatch.cli.progress import progress_bar
    from countwatch.model.text import clean
    from countwatch.present.problems import sentence
    from countwatch.record.verify import verify

    words = words_here()
    with progress_bar() as progress:
        found = verify(recording, head, progress=progress)
    if found.problem is not None:
        # As compilers do it: the file, and where a line is to blame its number, counted from 1.
        line = found.problem.facts.get("line")
        where = f"{clean(str(recording))}:{line}" if line is not None else clean(str(recording))
        click.echo(f"countwatch: {where}: {sentence(found.problem, words)}", err=True)
        return EXIT_RECORDING
    if found.torn_bytes:
        told = words.plural("a torn tail of {count} byte is ignored", "a torn tail of {count} bytes is ignored",
                            found.torn_bytes)  # fmt: skip
        click.echo(f"countwatch: {told}", err=True)
    click.echo(words.plural("{count} update verified", "{count} updates verified", found.records))
    click.echo(found.head)
    return 0
