"""A file or a folder that another program rewrites, polled as a feed."""

import hashlib
import os
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from countwatch.feeds.folder import SETTLED_SECONDS, Files, FileSource, PathFeed, Present
from countwatch.feeds.rounds import Held, Poll, hold
from countwatch.model.feed import FeedDefinition
from countwatch.model.update import Document, FailureKind, Request
from tests.faults.clocks import SteppedClock
from tests.faults.forms import PlannedForm

BYTES_MAX = 4096


class WallClock(SteppedClock):
    """Stands well after the stamps of files that are made now, or right at them."""

    def __init__(self, ahead_seconds: float = 60.0) -> None:
        super().__init__()
        self._wall = datetime.now(UTC) + timedelta(seconds=ahead_seconds)

    def now(self) -> datetime:
        return self._wall


class Poller:
    """Polls one path again and again, holding what it had."""

    def __init__(self, path: Path, form: PlannedForm | None = None, clock: SteppedClock | None = None) -> None:
        files = Files(path, "root")
        self.form = Present(form or PlannedForm(), files)
        self.source = FileSource(files, BYTES_MAX, clock or WallClock())
        self.held: dict[str, Held] = {}

    async def poll(self) -> Poll:
        poll = Poll(self.form, None, self.held)
        await self.source.serve(poll)
        hold(self.held, poll.answers)
        return poll

    async def root(self) -> Document:
        (root,) = (document for document in (await self.poll()).documents() if document.key == "root")
        return root

    async def failure(self) -> tuple[FailureKind, str]:
        failure = (await self.poll()).failure()
        assert failure is not None
        return failure.kind, failure.problem.code


def older(path: Path, seconds: float) -> None:
    """Set a file's stamp back."""
    at = path.stat().st_mtime - seconds
    os.utime(path, (at, at))


async def test_a_file_is_read_and_not_read_again_until_it_changes(tmp_path: Path) -> None:
    path = tmp_path / "r.json"
    path.write_bytes(b"one")
    poller = Poller(path)
    first = await poller.root()
    assert (first.status, first.body, first.sha256) == (200, b"one", hashlib.sha256(b"one").hexdigest())
    assert set(first.headers) == {"etag", "last-modified"}
    same = await poller.root()
    assert (same.status, same.body) == (304, b"one")
    path.write_bytes(b"two and more")
    assert (await poller.root()).body == b"two and more"


async def test_a_file_that_is_replaced_by_renaming_is_seen_though_stamp_and_length_are_the_same(tmp_path: Path) -> None:
    path, beside = tmp_path / "r.json", tmp_path / "r.json.tmp"
    path.write_bytes(b"one")
    poller = Poller(path)
    await poller.root()
    beside.write_bytes(b"two")
    os.utime(beside, ns=(path.stat().st_atime_ns, path.stat().st_mtime_ns))
    beside.rename(path)
    assert (await poller.root()).body == b"two"


async def test_a_fresh_stamp_is_not_trusted(tmp_path: Path) -> None:
    path = tmp_path / "r.json"
    path.write_bytes(b"one")
    stamp = path.stat().st_mtime_ns
    poller = Poller(path, clock=WallClock(ahead_seconds=SETTLED_SECONDS / 2))
    assert "etag" not in (await poller.root()).headers
    path.write_bytes(b"two")
    os.utime(path, ns=(stamp, stamp))
    assert (await poller.root()).body == b"two", "same stamp, same length, same inode, other bytes"


async def test_what_is_not_there_is_said_and_comes_back(tmp_path: Path) -> None:
    path = tmp_path / "r.json"
    poller = Poller(path)
    assert await poller.failure() == (FailureKind.FETCH_FAILED, "file_not_there")
    path.write_bytes(b"one")
    assert (await poller.root()).body == b"one"
    path.unlink()
    assert await poller.failure() == (FailureKind.FETCH_FAILED, "file_not_there")


async def test_pipes_folders_and_giants_are_refused_and_never_waited_for(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")
    assert await Poller(tmp_path / "pipe").failure() == (FailureKind.REJECTED, "file_not_regular")
    (tmp_path / "giant").write_bytes(b"x" * (BYTES_MAX + 1))
    assert await Poller(tmp_path / "giant").failure() == (FailureKind.REJECTED, "body_too_large")
    (tmp_path / "empty").mkdir()
    assert await Poller(tmp_path / "empty").failure() == (FailureKind.FETCH_FAILED, "folder_without_files")


async def test_a_file_that_is_written_while_it_is_read_is_not_taken(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "r.json"
    path.write_bytes(b"one")
    real = os.fstat
    looks = 0

    def growing(fd: int) -> os.stat_result:
        nonlocal looks
        looks += 1
        if looks == 2:
            with path.open("ab") as file:
                file.write(b" and a half")
        return real(fd)

    poller = Poller(path)
    with monkeypatch.context() as patch:
        patch.setattr("countwatch.feeds.folder.os.fstat", growing)
        assert await poller.failure() == (FailureKind.FETCH_FAILED, "file_changing")
    assert (await poller.root()).body == b"one and a half"


async def test_a_folder_of_numbered_bodies_gives_the_newest_whole_one(tmp_path: Path) -> None:
    for number, name in enumerate(("a.json", "c.json", "b.json")):
        (tmp_path / name).write_bytes(name.encode())
        older(tmp_path / name, 300 - number * 100)
    (tmp_path / ".hidden").write_bytes(b"no")
    (tmp_path / "d.json.tmp").write_bytes(b"no")
    (tmp_path / "later").mkdir()
    poller = Poller(tmp_path)
    assert (await poller.root()).body == b"b.json"
    (tmp_path / "0.json").write_bytes(b"the next")
    assert (await poller.root()).body == b"the next"


async def test_documents_of_a_folder_are_found_by_their_keys(tmp_path: Path) -> None:
    form = PlannedForm(((Request("root"), Request("votes/01"), Request("votes/02"), Request("../out")),))
    folder = tmp_path / "feed"
    (folder / "votes").mkdir(parents=True)
    (tmp_path / "out.json").write_bytes(b"outside")
    (folder / "root.json").write_bytes(b"root")
    (folder / "zzz.json").write_bytes(b"newer, and nobody's")
    (folder / "votes" / "01.json").write_bytes(b"one")
    poller = Poller(folder, form)
    found = {document.key: document.body for document in (await poller.poll()).documents()}
    assert found == {"root": b"root", "votes/01": b"one"}
    (folder / "votes" / "02.xml").write_bytes(b"two")
    assert {document.key for document in (await poller.poll()).documents()} == {"root", "votes/01", "votes/02"}


async def test_links_that_lead_nowhere_are_passed_over_and_never_end_a_watch(tmp_path: Path) -> None:
    (tmp_path / "loop").symlink_to("loop")
    (tmp_path / "gone").symlink_to("nowhere")
    poller = Poller(tmp_path)
    assert await poller.failure() == (FailureKind.FETCH_FAILED, "folder_without_files")
    (tmp_path / "b.json").write_bytes(b"b")
    assert (await poller.root()).body == b"b"
    (tmp_path / "root").symlink_to("root")
    assert (await poller.root()).body == b"b"


async def test_a_path_that_cannot_even_be_looked_at_is_a_failed_poll(tmp_path: Path) -> None:
    """A folder that is closed to us answers in the same way, but not to root."""
    poller = Poller(tmp_path / ("z" * 300))
    assert await poller.failure() == (FailureKind.FETCH_FAILED, "file_unreadable")


async def test_a_file_alone_is_asked_for_nothing_but_the_root(tmp_path: Path) -> None:
    path = tmp_path / "r.json"
    path.write_bytes(b"one")
    (tmp_path / "other.json").write_bytes(b"other")
    form = PlannedForm(((Request("version"),), (Request("root"), Request("other"))))
    assert [document.key for document in (await Poller(path, form).poll()).documents()] == ["root"]


async def test_it_is_a_live_feed_like_any_other(tmp_path: Path) -> None:
    path = tmp_path / "r.json"
    path.write_bytes(b"one")
    clock = SteppedClock()
    definition = FeedDefinition(url=str(path), format="planned", interval_seconds=5)
    feed = PathFeed(definition, PlannedForm(), None, clock=clock)
    updates = feed.updates()
    first = await anext(updates)
    assert (first.n, first.documents[0].body, feed.status().label, feed.status().mode) == (1, b"one", "r.json", "live")
    await feed.aclose()
    assert [update async for update in updates] == []
