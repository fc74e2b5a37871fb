"""The history of a file in git as updates: what a git-scraped feed served, version by version.

Two git processes, however long the history: `log --raw` lists the versions, `cat-file --batch` hands over
their bytes. The line that is followed is that of first parents, oldest first, so a merge counts as the one
change that it made there. The time of a commit is the time of the fetch. Nothing is checked out.
"""

import hashlib
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass
from datetime import UTC, datetime
from itertools import groupby
from operator import attrgetter
from pathlib import Path, PurePosixPath

from countwatch.feeds import git_process
from countwatch.feeds.git_blobs import BODY_BYTES_MAX, Blobs, TooLarge
from countwatch.model.errors import NoData
from countwatch.model.finding import Finding
from countwatch.model.text import clean, shorten
from countwatch.model.update import Document, Failure, FailureKind, Update

SECONDS_MAX = 4_102_444_800
"""2100-01-01: a commit's clock may be set to anything."""

_LOG = (
    "log",
    "--first-parent",
    "--diff-merges=first-parent",
    "--raw",
    "--no-abbrev",
    "--no-renames",
    "--no-ext-diff",
    "--no-textconv",
    "--no-show-signature",
    "--no-relative",
    "--no-color",
    "--reverse",
    "-z",
    "--format=commit %H %ct",
    "--end-of-options",
)


@dataclass(frozen=True, slots=True)
class Version:
    """What the file was after one commit. `blob` is None where it was deleted, `mode` git's own ("100644")."""

    commit: str
    committed_at: datetime
    path: str
    blob: str | None
    mode: str


@dataclass(frozen=True, slots=True)
class GitFile:
    """A file of a repository: its path from the top, and the names that it had before, the newest first."""

    repository: Path
    path: str
    old_paths: Sequence[str] = ()
    branch: str = "HEAD"

    def versions(self) -> tuple[Version, ...]:
        """Every change of it, oldest first.

        `ConfigError` git_missing, not_a_repository (path) or git_refused (path, detail); `NoData`
        no_versions (path, file) where the history never touches it.
        """
        names = tuple(_plain(path) for path in (self.path, *self.old_paths))
        specs = [f":(top,literal){name}" for name in names]
        with tempfile.TemporaryFile() as complaints:
            process = git_process.start(self.repository, [*_LOG, self.branch, "--", *specs], stderr=complaints)
            listing, _ = process.communicate()
            if process.returncode != 0:
                raise git_process.refusal(self.repository, complaints)
        found = tuple(_followed(_changes(listing), names))
        if not found:
            raise NoData("no_versions", path=clean(str(self.repository)), file=_short(names[0]))
        return found

    def updates(self, versions: Sequence[Version], root_key: str) -> Iterator[Update]:
        """Each version as an update, numbered from 1: its bytes as they are, or why there are none.

        Failures: version_deleted, version_missing (an object that the repository lacks) and, refused,
        version_not_a_file and body_too_large; each with the commit.
        """
        with closing(Blobs(self.repository)) as blobs:
            for n, version in enumerate(versions, start=1):
                yield _update(n, version, root_key, blobs)


@dataclass(frozen=True, slots=True)
class _Change:
    """One line of `log --raw`: what a commit made of one path."""

    commit: str
    seconds: int
    path: str
    blob: str
    mode: str
    status: str


def _changes(listing: bytes) -> Iterator[_Change]:
    """The lines of a listing, in its order. With `-z` it is `commit …`, then `:modes ids status` and path in turn."""
    commit, seconds, line = "", 0, ""
    for token in listing.decode("utf-8", "surrogateescape").split("\0"):
        text = token.lstrip("\n")
        if line:
            _, mode, _, blob, status = line.split(" ")
            yield _Change(commit, seconds, token, blob, mode, status)
            line = ""
        elif text.startswith("commit "):
            _, commit, stamp = text.split(" ")
            seconds = int(stamp)
        elif text.startswith(":"):
            line = text


def _followed(changes: Iterator[_Change], names: Sequence[str]) -> Iterator[Version]:
    """One version a commit that changed what the file is: the first of its names that exists is the file."""
    there: dict[str, _Change] = {}
    now: _Change | None = None
    for _, together in groupby(changes, key=attrgetter("commit")):
        for change in together:
            last = change
            if change.status == "D":
                there.pop(change.path, None)
            elif change.path in names:
                there[change.path] = change
        before, now = now, next((there[name] for name in names if name in there), None)
        if now is not None and (before is None or (before.blob, before.mode) != (now.blob, now.mode)):
            yield _version(last, now.path, now)
        elif now is None and before is not None:
            yield _version(last, before.path, None)


def _version(change: _Change, path: str, now: _Change | None) -> Version:
    at = datetime.fromtimestamp(min(max(change.seconds, 0), SECONDS_MAX), UTC)
    return Version(change.commit, at, path, now.blob if now else None, now.mode if now else "")


def _update(n: int, version: Version, root_key: str, blobs: Blobs) -> Update:
    """One version as an update."""
    facts = {"commit": version.commit[:12], "file": _short(version.path)}
    if version.blob is None:
        return _failed(n, version, FailureKind.FETCH_FAILED, Finding("version_deleted", facts))
    if not version.mode.startswith("100"):
        return _failed(n, version, FailureKind.REJECTED, Finding("version_not_a_file", facts))
    try:
        body = blobs.read(version.blob)
    except TooLarge:
        return _failed(n, version, FailureKind.REJECTED, Finding("body_too_large", {"most": BODY_BYTES_MAX}))
    if body is None:
        return _failed(n, version, FailureKind.FETCH_FAILED, Finding("version_missing", facts))
    digest = hashlib.sha256(body).hexdigest()
    document = Document(root_key, _short(version.path), 200, body, digest, {"git-commit": version.commit})
    return Update(n, version.committed_at, 0.0, (document,))


def _failed(n: int, version: Version, kind: FailureKind, problem: Finding) -> Update:
    return Update(n, version.committed_at, 0.0, failure=Failure(kind, problem))


def _plain(path: str) -> str:
    """A path as git writes it: from the top, without `./`, and nothing doubled."""
    return PurePosixPath(path.lstrip("/")).as_posix()


def _short(text: str) -> str:
    return shorten(clean(text), 200) or "."
