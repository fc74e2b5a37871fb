"""A disk that fails in the middle of a night: the count goes on, it is said since when, and a new file is begun."""

import asyncio
import errno
import os
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from countwatch.engine.journal import Journal, Succession
from countwatch.engine.retry import FIRST_SECONDS, WAIT_SECONDS_MAX, BackOff
from countwatch.engine.watch import Watch
from countwatch.ledger.state import WatchState
from countwatch.model.errors import RecordingError
from countwatch.model.finding import Finding
from countwatch.model.protocols import Recorder, RecordingStatus
from countwatch.model.update import Update
from countwatch.record.codec import decode_header
from countwatch.record.disk import Disk, SystemDisk
from countwatch.record.reader import Recording
from countwatch.record.rolling import Roll
from countwatch.record.row import next_path
from countwatch.record.succession import succeed
from countwatch.record.verify import verify
from countwatch.record.writer import RecordingWriter
from tests.tui.stage import moment
from tests.unit.engine.scripted import ScriptedFeed
from tests.unit.ledger.nights import Sketch, outcomes, received, sketch
from tests.unit.ledger.nights import update as night_update
from tests.unit.record.making import HEADER, FullDisk, UnsyncedDisk, document, update

QUOTED = "what an exception quotes"


class Watched:
    """One watch of five updates on a first disk that fails, and another disk for the files after it."""

    def __init__(self, folder: Path, disk: Disk, later: Disk, count: int = 5, roll: Roll | None = None) -> None:
        self.path = folder / "night.cwrec"
        self.seconds = 0.0
        self.tries: list[float] = []
        self.later = later
        self.roll = roll
        writer = RecordingWriter.open(self.path, HEADER, disk=disk, roll=roll)
        items = [night_update(n, sketch(n, 5000 + n)) for n in range(1, count + 1)]
        self.watch = Watch(
            ScriptedFeed(items),
            WatchState(Sketch()),
            writer,
            RecordingStatus(str(self.path), writer.head),
            succession=self.succession,
            monotonic=self.monotonic,
        )

    def monotonic(self) -> float:
        return self.seconds

    def succession(self, update: Update, previous_head: str | None) -> tuple[Recorder, str, Update]:
        self.tries.append(self.seconds)
        writer, written = succeed(self.path, HEADER, update, previous_head, update.received_at, disk=self.later,
                                  roll=self.roll)  # fmt: skip
        return writer, str(writer.path), written

    async def run(self) -> list[WatchState]:
        states = [state async for state in self.watch.states()]
        await self.watch.aclose()
        return states


def nights(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.glob("night*"))


def line_bytes(folder: Path) -> tuple[int, int]:
    """How long the header and the first update's line are."""
    with RecordingWriter.open(folder / "measure.cwrec", HEADER) as writer:
        header = writer.path.stat().st_size
        writer.write(night_update(1, sketch(1, 5001)))
        return header, writer.path.stat().st_size - header


async def test_a_disk_that_fills_at_every_byte_of_a_record_loses_no_update(tmp_path: Path) -> None:
    header_bytes, record_bytes = line_bytes(tmp_path)
    for room in range(record_bytes):
        folder = tmp_path / str(room)
        folder.mkdir()
        watched = Watched(folder, FullDisk(header_bytes + record_bytes + room), SystemDisk(), count=3)
        states = await watched.run()
        assert outcomes(states) == ["accepted"] * 3
        first, second = verify(watched.path), verify(folder / "night-2.cwrec")
        assert (first.problem, second.problem) == (None, None)
        assert first.records + second.records == 3
        assert second.header is not None
        assert second.header.previous_head == first.head
        assert second.closed


async def test_an_error_after_fsync_goes_on_in_the_next_file(tmp_path: Path) -> None:
    disk = UnsyncedDisk()
    watched = Watched(tmp_path, disk, SystemDisk())
    states = watched.watch.states()
    await anext(states)
    disk.broken = True
    async for _ in states:
        pass
    await watched.watch.aclose()
    assert watched.watch.recording is not None
    assert watched.watch.recording.path == str(tmp_path / "night-2.cwrec")
    assert watched.watch.recording.problem is None
    with Recording.open(tmp_path / "night-2.cwrec") as recording:
        assert [document.body for document in recording.update(1).documents] == [sketch(2, 5002)]
        assert len(recording) == 4


async def test_the_screen_says_since_when_and_the_count_goes_on(tmp_path: Path) -> None:
    full = FullDisk(0)
    header_bytes, record_bytes = line_bytes(tmp_path)
    watched = Watched(tmp_path, FullDisk(header_bytes + record_bytes), full)
    said = []
    async for _ in watched.watch.states():
        header = moment(watched.watch).view.header
        said.append(header.recording.text if header.recording else "")
        if watched.watch.state.n == 4:
            full.room_bytes = 1_000_000
            watched.seconds += 3600
    await watched.watch.aclose()
    since = f"NOT RECORDING since {received(2):%H:%M}"
    assert said == ["recording", since, since, since, "recording"]
    assert watched.watch.recording is not None
    assert watched.watch.recording.head != verify(watched.path).head
    assert nights(tmp_path) == ["night-2.cwrec", "night.cwrec"]


async def test_a_full_disk_is_not_filled_with_empty_files(tmp_path: Path) -> None:
    header_bytes, record_bytes = line_bytes(tmp_path)
    watched = Watched(tmp_path, FullDisk(header_bytes), FullDisk(header_bytes * 40 + 1))
    watched.later = FullDisk(header_bytes + record_bytes // 2)
    states = watched.watch.states()
    async for _ in states:
        watched.seconds += 400
        watched.later = FullDisk(header_bytes + record_bytes // 2)
    await watched.watch.aclose()
    assert len(watched.tries) == 5
    assert nights(tmp_path) == ["night.cwrec"]


async def test_tries_are_spaced_out(tmp_path: Path) -> None:
    watched = Watched(tmp_path, FullDisk(line_bytes(tmp_path)[0]), FullDisk(0), count=400)
    async for _ in watched.watch.states():
        watched.seconds += 5
    await watched.watch.aclose()
    waits = [after - before for before, after in zip(watched.tries, watched.tries[1:], strict=False)]
    assert waits[:7] == [5, 10, 20, 40, 80, 160, 300]
    assert set(waits[6:]) == {300}


def test_the_back_off_forgets_at_a_success() -> None:
    back_off = BackOff()
    assert back_off.is_due(0.0)
    for expected in (FIRST_SECONDS, 10.0, 20.0, 40.0, 80.0, 160.0, WAIT_SECONDS_MAX, WAIT_SECONDS_MAX):
        back_off.failed(0.0)
        assert back_off.wait_seconds == expected
        assert not back_off.is_due(expected - 0.01)
        assert back_off.is_due(expected)
    back_off.succeeded()
    assert back_off.is_due(0.0)


def test_a_name_that_is_taken_is_passed_over(tmp_path: Path) -> None:
    path = tmp_path / "night.cwrec"
    (tmp_path / "night-2.cwrec").write_text("somebody else's")
    (tmp_path / "night-3.cwrec").symlink_to("nowhere")
    assert next_path(path) == tmp_path / "night-4.cwrec"
    writer, written = succeed(path, HEADER, update(1), "a" * 64, received(9))
    writer.close()
    assert written.record is not None
    assert (tmp_path / "night-2.cwrec").read_text() == "somebody else's"
    header = decode_header((tmp_path / "night-4.cwrec").read_bytes().splitlines(keepends=True)[0])
    assert (header.previous_head, header.created_at) == ("a" * 64, received(9))


def test_an_update_that_is_refused_says_why_and_leaves_no_file(tmp_path: Path) -> None:
    twice = update(1, document(b"one"), document(b"two"))
    with pytest.raises(RecordingError, match="document_twice"):
        succeed(tmp_path / "night.cwrec", HEADER, twice, None, received(1))
    assert list(tmp_path.iterdir()) == []


def test_a_folder_that_became_read_only_leaves_nothing(tmp_path: Path) -> None:
    class ReadOnlyDisk(SystemDisk):
        def open(self, path: Path, flags: int, mode: int = 0o600) -> int:
            raise OSError(errno.EROFS, os.strerror(errno.EROFS))

    with pytest.raises(RecordingError):
        succeed(tmp_path / "night.cwrec", HEADER, update(1), None, received(1), disk=ReadOnlyDisk())
    assert list(tmp_path.iterdir()) == []


async def test_where_no_file_can_follow_a_full_one_it_is_said_and_tried_again(tmp_path: Path) -> None:
    full, later = Roll(size_bytes=1), FullDisk(0)
    watched = Watched(tmp_path, SystemDisk(), later, roll=full)
    problems = []
    async for state in watched.watch.states():
        assert watched.watch.recording is not None
        problems.append(watched.watch.recording.problem)
        watched.seconds += 5
        if state.n == 3:
            later.room_bytes = 1_000_000
    await watched.watch.aclose()
    assert [problem is None for problem in problems] == [True, False, False, False, True]
    first, second = verify(watched.path), verify(tmp_path / "night-2.cwrec")
    assert (first.problem, first.closed, first.records) == (None, True, 1)
    assert second.header is not None
    assert second.header.previous_head == first.head


async def test_a_bug_in_a_recorder_does_not_stop_the_count(caplog: pytest.LogCaptureFixture) -> None:
    class Buggy:
        head = ""

        def is_full(self, update: Update) -> bool:
            return False

        def write(self, update: Update) -> Update:
            raise ZeroDivisionError(QUOTED)

        def close(self) -> None:
            return

    items = [night_update(n, sketch(n, 5000 + n)) for n in (1, 2)]
    watch = Watch(ScriptedFeed(items), WatchState(Sketch()), Buggy(), RecordingStatus("night.cwrec"))
    assert outcomes([state async for state in watch.states()]) == ["accepted", "accepted"]
    await watch.aclose()
    assert watch.recording is not None
    assert watch.recording.problem == Finding("not_recording", {"path": "night.cwrec", "detail": "ZeroDivisionError"})
    assert QUOTED not in caplog.text


async def test_a_line_that_was_begun_is_finished_where_the_watch_is_cancelled(tmp_path: Path) -> None:
    class SlowDisk(SystemDisk):
        def __init__(self) -> None:
            self.begun = asyncio.Event()
            self.loop = asyncio.get_running_loop()
            self.slow = False

        def fsync(self, fd: int) -> None:
            if self.slow:
                self.loop.call_soon_threadsafe(self.begun.set)
                os.sched_yield()
            super().fsync(fd)

    disk = SlowDisk()
    path = tmp_path / "night.cwrec"
    recorder = RecordingWriter.open(path, HEADER, disk=disk)
    with ThreadPoolExecutor(1) as thread:
        journal = Journal(recorder, RecordingStatus(str(path)), no_more, lambda: 0.0, thread)
        disk.slow = True
        writing = asyncio.ensure_future(journal.write(update(1, document(b"x"))))
        await disk.begun.wait()
        writing.cancel()
        await asyncio.gather(writing, return_exceptions=True)
        await journal.aclose(lambda: received(1))
    found = verify(path)
    assert (found.problem, found.records, found.closed) == (None, 1, True)


no_more: Succession | None = None
