"""Several feeds of one election: what each is called, which file each is written to, and their watches."""

import asyncio
import re
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path

from countwatch.cli.addresses import is_path
from countwatch.cli.compose import live_watch
from countwatch.cli.formats import load_format
from countwatch.engine.several import Several
from countwatch.engine.watch import Watch
from countwatch.model.errors import ConfigError, CountwatchError
from countwatch.model.feed import FeedDefinition
from countwatch.model.protocols import Clock
from countwatch.record.row import first_in

NAME_CHARACTERS_MAX = 80
_UNSAFE = re.compile(r"[^A-Za-z0-9._-]+")


def several_watches(
    definitions: Sequence[FeedDefinition],
    *,
    record: Path | None = None,
    roll: str | None = None,
    clock: Clock | None = None,
) -> Several:
    """A watch for each definition, the first one first; `record` is a folder, one row of files a feed.

    A feed that names no election is read with the first one's. `ConfigError` record_not_a_folder (path).
    """
    feeds = named_apart(definitions)
    paths: list[Path | None] = [None] * len(feeds)
    if record is not None:
        paths = [*recordings_in(record, [feed.name or "" for feed in feeds])]
    watches: list[Watch] = []
    try:
        for feed, path in zip(feeds, paths, strict=True):
            election = feed.election or (_shared(feed, feeds[0], watches[0]) if watches else None)
            watches.append(live_watch(replace(feed, election=election), record=path, roll=roll, clock=clock))
    except (CountwatchError, OSError):
        _close(watches)
        raise
    return Several(watches)


def _shared(feed: FeedDefinition, first: FeedDefinition, watch: Watch) -> str | None:
    """The first feed's election, for a feed that names none and whose format has none of its own."""
    if watch.state.election is None or load_format(feed.format, feed.contest).default_election is not None:
        return None
    return first.election or watch.state.election.id


def named_apart(definitions: Sequence[FeedDefinition]) -> list[FeedDefinition]:
    """The same definitions, each with a name that no other one has: its own, its host or its file, then numbered."""
    names = distinct([one.name or _place(one.url) for one in definitions])
    return [replace(one, name=name) for one, name in zip(definitions, names, strict=True)]


def recording_of(definition: FeedDefinition, record: Path) -> Path:
    """Where a feed alone is recorded: the file that is named, or the first file of its row in the folder.

    What is not there yet is a folder if its name has no suffix.
    """
    if record.is_dir() or not (record.suffix or record.exists()):
        return recordings_in(record, [one.name or "" for one in named_apart([definition])])[0]
    return record


def recordings_in(folder: Path, labels: Sequence[str]) -> list[Path]:
    """The first file of a row a feed in a folder, which is made if it is not there.

    The folder above it is not made: its name may be mistyped. `ConfigError` record_not_a_folder (path), `OSError`
    where it cannot be made.
    """
    if folder.exists() and not folder.is_dir():
        raise ConfigError("record_not_a_folder", path=str(folder))
    folder.mkdir(mode=0o700, exist_ok=True)
    names = distinct([file_name(label) for label in labels], "{name}-{number}")
    return [first_in(folder, name) for name in names]


def file_name(label: str) -> str:
    """A label as the name of a file: plain letters, digits, dots, hyphens; never a path, never hidden, never empty."""
    return _UNSAFE.sub("-", label).strip("-._")[:NAME_CHARACTERS_MAX] or "feed"


def distinct(names: Sequence[str], numbered: str = "{name} ({number})") -> list[str]:
    """The same names, later ones numbered where an earlier one is equal, be it in other letter case."""
    taken: set[str] = set()
    found = []
    for name in names:
        number, candidate = 1, name
        while candidate.casefold() in taken:
            number += 1
            candidate = numbered.format(name=name, number=number)
        taken.add(candidate.casefold())
        found.append(candidate)
    return found


def _place(url: str) -> str:
    """The host with its port, or the last part of a path. Nothing that may hold a password."""
    if is_path(url):
        return Path(url).name or "feed"
    return url.partition("://")[2].partition("/")[0].partition("?")[0].rpartition("@")[2] or "feed"


def _close(watches: Sequence[Watch]) -> None:
    """Let go of what was opened before another one could not be. In a thread: a loop may run in this one."""
    if watches:
        with ThreadPoolExecutor(1) as pool:
            pool.submit(asyncio.run, Several(watches).aclose()).result()
