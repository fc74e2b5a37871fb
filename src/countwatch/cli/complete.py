"""What a shell may fill in: names that are known, and files of the right kind.

A shell asks while somebody types, so each answer is cheap, and whatever cannot be read is passed over in silence.
"""

from collections.abc import Iterable
from pathlib import Path

import click
from click.shell_completion import CompletionItem

RECORDING_SUFFIXES = (".cwrec", ".cwrec.zst")
_FILES_MAX = 500
_BODY_BYTES_MAX = 8_000_000

Items = list[CompletionItem]


def feeds(ctx: click.Context, param: click.Parameter, incomplete: str) -> Items:
    """Feeds by name; where none begins so, files: a definition, a body, a folder."""
    return _feeds(incomplete) or _any_file(incomplete)


def _feeds(incomplete: str) -> Items:
    from countwatch.cli.feeds import named_feeds
    from countwatch.cli.language import words_for
    from countwatch.model.errors import CountwatchError

    words = words_for(None)
    try:
        known = {name: words.pick(feed.file.about) for name, feed in named_feeds().items()}
    except CountwatchError:
        known = {}
    return [CompletionItem(name, help=about) for name, about in known.items() if name.startswith(incomplete)]


def sources(ctx: click.Context, param: click.Parameter, incomplete: str) -> Items:
    """What `show` reads: recordings, feeds by name, any other file."""
    found = [*_files(incomplete, RECORDING_SUFFIXES), *_feeds(incomplete)]
    return found or _any_file(incomplete)


def formats(ctx: click.Context, param: click.Parameter, incomplete: str) -> Items:
    """Formats and mappings by name, or the file of a mapping."""
    from countwatch.cli.formats import known_formats
    from countwatch.model.errors import CountwatchError

    try:
        named = _named((row.name for row in known_formats()), incomplete)
    except CountwatchError:
        named = []
    return named or _files(incomplete, (".toml",))


def elections(ctx: click.Context, param: click.Parameter, incomplete: str) -> Items:
    """Bundled elections by name, or the file of one."""
    from countwatch.cli.elections import bundled_elections

    return _named(bundled_elections(), incomplete) or _files(incomplete, (".toml",))


def recordings(ctx: click.Context, param: click.Parameter, incomplete: str) -> Items:
    """Recordings of the folder that is being typed."""
    return _files(incomplete, RECORDING_SUFFIXES)


def alert_rules(ctx: click.Context, param: click.Parameter, incomplete: str) -> Items:
    """Alert rules by name."""
    from countwatch.cli.alert_test import placed_rules
    from countwatch.model.errors import CountwatchError

    try:
        return _named((placed.rule.name for placed in placed_rules()), incomplete)
    except CountwatchError:
        return []


def contests(ctx: click.Context, param: click.Parameter, incomplete: str) -> Items:
    """Contests of the body that is named on the same line, where it is a file and its format is known."""
    from countwatch.model.errors import CountwatchError

    given = ctx.params.get("source") or ctx.params.get("feeds") or ctx.params.get("body")
    named = given[0] if isinstance(given, tuple) else given
    form = ctx.params.get("form")
    if not named or not form:
        return []
    try:
        listed = _contests(Path(str(named)), str(form))
    except (CountwatchError, OSError):
        return []
    return [CompletionItem(an_id, help=title) for an_id, title in listed if an_id.startswith(incomplete)]


def _contests(path: Path, form: str) -> list[tuple[str, str]]:
    from countwatch.cli.formats import load_format
    from countwatch.formats.contests import OfContests

    read_by = load_format(form)
    if not isinstance(read_by, OfContests) or not path.is_file() or path.stat().st_size > _BODY_BYTES_MAX:
        return []
    return [(contest.id, contest.title) for contest in read_by.contests(path.read_bytes())]


def _named(names: Iterable[str], incomplete: str) -> Items:
    return [CompletionItem(name) for name in names if name.startswith(incomplete)]


def _files(incomplete: str, suffixes: tuple[str, ...]) -> Items:
    """Files of those kinds and folders, of the folder that is being typed; the shell's own choice where none is."""
    typed = Path(incomplete)
    folder = typed if incomplete.endswith("/") else typed.parent
    start = "" if incomplete.endswith("/") else typed.name
    try:
        listed = sorted(path for _, path in zip(range(_FILES_MAX), folder.iterdir(), strict=False))
    except OSError:
        return []
    found = []
    for path in listed:
        if path.name.startswith(start) and (start.startswith(".") or not path.name.startswith(".")):
            if path.is_dir():
                found.append(CompletionItem(f"{path}/"))
            elif path.name.endswith(suffixes):
                found.append(CompletionItem(str(path)))
    return found


def _any_file(incomplete: str) -> Items:
    return [CompletionItem(incomplete, type="file")]
