import errno
import json
import os
import stat
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest

import countwatch
from countwatch.model.errors import RecordingError
from countwatch.model.protocols import Recorder
from countwatch.model.update import Update
from countwatch.record.disk import SystemDisk
from countwatch.record.reader import Recording
from countwatch.record.verify import verify
from countwatch.record.writer import RecordingWriter

from .making import (
    HEADER,
    FullDisk,
    PowerCutDisk,
    UnsyncedDisk,
    abandon,
    document,
    record,
    update,
)

UNIT_TESTS = Path(__file__).parents[1]
SOURCE = Path(countwatch.__file__).parents[1]


def child(*arguments: str) -> "subprocess.Popen[str]":
    environment = {**os.environ, "PYTHONPATH": f"{UNIT_TESTS}{os.pathsep}{SOURCE}"}
    command = [sys.executable, "-m", "record.recording_child", *arguments]
    return subprocess.Popen(command, stdout=subprocess.PIPE, text=True, env=environment)


def refusal(path: Path, disk: SystemDisk | None = None) -> str:
    before = path.read_bytes() if path.is_file() else None
    with pytest.raises(RecordingError) as caught:
        RecordingWriter.open(path, HEADER, disk=disk or SystemDisk())
    if before is not None:
        assert path.read_bytes() == before
    return caught.value.finding.code


def use(recorder: Recorder) -> Update:
    written = recorder.write(update(41))
    recorder.close()
    recorder.close()
    return written


def test_it_is_a_recorder(tmp_path: Path) -> None:
    written = use(RecordingWriter.open(tmp_path / "r", HEADER))
    assert written.n == 41
    with Recording.open(tmp_path / "r") as recording:
        assert recording.update(1) == replace(written, n=1)


def test_a_new_recording_is_private(tmp_path: Path) -> None:
    before = os.umask(0)
    try:
        record(tmp_path / "r", update(1))
    finally:
        os.umask(before)
    assert stat.S_IMODE((tmp_path / "r").stat().st_mode) == 0o600


def test_one_write_and_one_fsync_an_update(tmp_path: Path) -> None:
    class CountingDisk(SystemDisk):
        calls: list[str] = []  # noqa: RUF012 - one instance

        def write(self, fd: int, data: bytes | memoryview) -> int:
            self.calls.append("write")
            return super().write(fd, data)

        def fsync(self, fd: int) -> None:
            self.calls.append("folder" if stat.S_ISDIR(os.fstat(fd).st_mode) else "fsync")
            super().fsync(fd)

    disk = CountingDisk()
    with RecordingWriter.open(tmp_path / "r", HEADER, disk=disk) as writer:
        assert disk.calls == ["write", "fsync", "folder"]
        writer.write(update(1))
        assert disk.calls[3:] == ["write", "fsync"]
    assert disk.calls[5:] == ["write", "fsync"]


def test_equal_bytes_are_held_once(tmp_path: Path) -> None:
    bodies = [b"a", b"a", b"b", b"a", b"b", b"c", b"d", b"e", b"a"]
    record(tmp_path / "r", *(update(n, document(body)) for n, body in enumerate(bodies, 1)))
    lines = [json.loads(line) for line in (tmp_path / "r").read_bytes().splitlines()[1:-1]]
    held = [line["documents"][0].get("same_as") for line in lines]
    # The last `a` is the fifth body since: it is too long ago, and held again.
    assert held == [None, 1, None, 1, 3, None, None, None, None]
    with Recording.open(tmp_path / "r") as recording:
        assert [recording.document(n, "root").body for n in range(1, 10)] == bodies


def test_a_recording_is_continued_as_another_session(tmp_path: Path) -> None:
    first = record(tmp_path / "r", update(1), update(2))
    with RecordingWriter.open(tmp_path / "r", HEADER) as writer:
        assert (writer.head, writer.records) == (first, 2)
        writer.write(update(1))
    lines = [json.loads(line) for line in (tmp_path / "r").read_bytes().splitlines()]
    assert [line.get("n", line.get("updates")) for line in lines] == [None, 1, 2, 2, 3, 3]
    assert [line.get("session") for line in lines] == [None, 1, 1, 1, 2, 2]
    assert lines[3] == {"closed": True, "session": 1, "updates": 2, "prev": lines[2]["hash"], "hash": first}
    seen = verify(tmp_path / "r", writer.head)
    assert (seen.records, seen.sessions, seen.closed, seen.problem) == (3, 2, True, None)


def test_sessions_without_updates_and_without_footers_verify(tmp_path: Path) -> None:
    record(tmp_path / "r")
    record(tmp_path / "r", close=False)
    record(tmp_path / "r", update(1), close=False)
    record(tmp_path / "r", update(2), close=False)
    record(tmp_path / "r")
    seen = verify(tmp_path / "r")
    assert (seen.records, seen.sessions, seen.closed, seen.problem) == (2, 4, True, None)


@pytest.mark.parametrize(
    ("name", "value"), [("election", "other"), ("decoder", "onpe-2021"), ("provenance", "reconstructed")]
)
def test_a_recording_of_another_watch_is_not_continued(tmp_path: Path, name: str, value: str) -> None:
    record(tmp_path / "r", update(1))
    with pytest.raises(RecordingError, match="recording_of_another_watch") as caught:
        RecordingWriter.open(tmp_path / "r", replace(HEADER, **{name: value}))  # type: ignore[arg-type]  # by name
    assert caught.value.finding.facts["field"] == name
    RecordingWriter.open(tmp_path / "r", HEADER).close()


def test_a_second_process_is_locked_out_until_the_first_lets_go(tmp_path: Path) -> None:
    path = tmp_path / "r"
    with RecordingWriter.open(path, HEADER) as writer:
        writer.write(update(1))
        before = path.read_bytes()
        assert child("lock", str(path)).communicate()[0] == f"recording_locked {path}\n"
        assert refusal(path) == "recording_locked"
        assert path.read_bytes() == before
    assert child("lock", str(path)).communicate()[0] == ""
    assert verify(path).sessions == 2


def test_a_torn_tail_is_set_aside_at_every_byte_and_the_chain_goes_on(tmp_path: Path) -> None:
    record(tmp_path / "whole", update(1), close=False)
    kept = (tmp_path / "whole").read_bytes()
    record(tmp_path / "whole", update(2), close=False)
    data = (tmp_path / "whole").read_bytes()
    for end in range(len(kept) + 1, len(data)):
        path = tmp_path / f"{end}.cwrec"
        path.write_bytes(data[:end])
        with RecordingWriter.open(path, HEADER, disk=UnsyncedDisk()) as writer:
            assert writer.torn_path == tmp_path / f"{end}.cwrec.torn-1"
            writer.write(update(3))
        assert writer.torn_path.read_bytes() == data[len(kept) : end]
        assert path.read_bytes().startswith(kept)
        assert (verify(path).records, verify(path).problem) == (2, None)


def test_a_header_that_was_torn_at_birth_is_set_aside_at_every_byte(tmp_path: Path) -> None:
    record(tmp_path / "whole", close=False)
    header = (tmp_path / "whole").read_bytes()
    for start in [*(header[:end] for end in range(1, len(header))), bytes(len(header))]:
        path = tmp_path / "r"
        path.write_bytes(start)
        with RecordingWriter.open(path, HEADER, disk=UnsyncedDisk()) as writer:
            assert writer.torn_path is not None
            assert writer.torn_path.read_bytes() == start
        assert verify(path).problem is None


def test_each_torn_tail_has_its_own_file(tmp_path: Path) -> None:
    record(tmp_path / "r", update(1))
    for number in (1, 2, 3):
        with (tmp_path / "r").open("ab") as file:
            file.write(b"tail %d" % number)
        with RecordingWriter.open(tmp_path / "r", HEADER) as writer:
            assert writer.torn_path == tmp_path / f"r.torn-{number}"
            assert stat.S_IMODE(writer.torn_path.stat().st_mode) == 0o600


def test_a_torn_tail_that_cannot_be_set_aside_is_not_cut(tmp_path: Path) -> None:
    record(tmp_path / "r", update(1))
    with (tmp_path / "r").open("ab") as file:
        file.write(b"a tail")
    before = (tmp_path / "r").read_bytes()
    with pytest.raises(OSError, match=os.strerror(errno.ENOSPC)):
        RecordingWriter.open(tmp_path / "r", HEADER, disk=FullDisk(3))
    assert (tmp_path / "r").read_bytes() == before
    assert not (tmp_path / "r.torn-1").exists()


def test_what_is_corrupt_is_named_and_never_appended_to(tmp_path: Path) -> None:
    record(tmp_path / "good", update(1), update(2), update(3))
    header, one, two, *rest = (tmp_path / "good").read_bytes().splitlines(keepends=True)
    path = tmp_path / "r"
    for lines in (
        [header[:-1], one, two],
        [header, one, two.replace(b"body 2", b"body 7"), *rest],
        [header, two, *rest],
        [header, one, bytes(len(two) - 1) + b"\n", *rest],
        [header, one, two[:-1] + b"\x0b"],
    ):
        path.write_bytes(b"".join(lines))
        refusal(path)
        assert list(tmp_path.glob("*.torn-*")) == []
    path.write_bytes(b"".join([header, one, two.replace(b"body 2", b"body 7"), *rest]))
    with pytest.raises(RecordingError) as caught:
        RecordingWriter.open(path, HEADER)
    assert caught.value.finding.facts["record"] == 2
    assert caught.value.finding.facts["path"] == str(path)


@pytest.mark.parametrize(
    "other", [b"notes", b"notes\n", b"{}\n", b'{"format":"other"', b"\0" * 50 + b"\x01", bytes(70_000)]
)
def test_somebody_elses_file_is_left_alone(tmp_path: Path, other: bytes) -> None:
    (tmp_path / "r").write_bytes(other)
    assert refusal(tmp_path / "r") == "not_a_recording"
    assert [each.name for each in tmp_path.iterdir()] == ["r"]


def test_paths_that_cannot_be_written(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "fifo")
    assert refusal(tmp_path) == "path_is_folder"
    assert refusal(tmp_path / "absent" / "r") == "folder_not_found"
    assert refusal(tmp_path / "fifo") == "not_a_regular_file"


@pytest.mark.parametrize("number", [errno.EACCES, errno.EROFS])
def test_a_read_only_place_is_said(tmp_path: Path, number: int) -> None:
    class ReadOnlyDisk(SystemDisk):
        def open(self, path: Path, flags: int, mode: int = 0o600) -> int:
            raise OSError(number, os.strerror(number))

    assert refusal(tmp_path / "r", ReadOnlyDisk()) == "recording_not_permitted"


@pytest.mark.skipif(os.geteuid() == 0, reason="the superuser may write anywhere")
def test_a_read_only_folder(tmp_path: Path) -> None:
    tmp_path.chmod(0o500)
    assert refusal(tmp_path / "r") == "recording_not_permitted"
    tmp_path.chmod(0o700)


@pytest.mark.parametrize("truncates", [True, False])
def test_a_disk_that_fills_at_every_byte_of_a_record(tmp_path: Path, truncates: bool) -> None:
    record(tmp_path / "whole", update(1), close=False)
    before = (tmp_path / "whole").read_bytes()
    head = record(tmp_path / "whole", update(2), close=False)
    record_bytes = (tmp_path / "whole").stat().st_size - len(before)
    for room in range(record_bytes):
        path = tmp_path / f"{room}.cwrec"
        path.write_bytes(before)
        writer = RecordingWriter.open(path, HEADER, disk=FullDisk(room, truncates=truncates))
        with pytest.raises(OSError, match=os.strerror(errno.ENOSPC)):
            writer.write(update(2))
        with pytest.raises(RecordingError, match="recording_stopped"):
            writer.write(update(3))
        writer.close()
        left = path.read_bytes()
        assert left == before if truncates else len(left) == len(before) + room
        assert (verify(path).records, verify(path).problem) == (1, None)
        with RecordingWriter.open(path, HEADER, disk=UnsyncedDisk()) as after:
            assert after.write(update(2)).record == head
        assert (verify(path).records, verify(path).problem) == (2, None)


def test_a_disk_that_fills_at_every_byte_of_a_header(tmp_path: Path) -> None:
    record(tmp_path / "whole", close=False)
    for room in range((tmp_path / "whole").stat().st_size):
        with pytest.raises(OSError, match=os.strerror(errno.ENOSPC)):
            RecordingWriter.open(tmp_path / "r", HEADER, disk=FullDisk(room))
        assert (tmp_path / "r").read_bytes() == b""
    record(tmp_path / "r", update(1))
    assert verify(tmp_path / "r").problem is None


@pytest.mark.parametrize("truncates", [True, False])
def test_an_error_after_fsync(tmp_path: Path, truncates: bool) -> None:
    disk = UnsyncedDisk(truncates=truncates)
    writer = RecordingWriter.open(tmp_path / "r", HEADER, disk=disk)
    writer.write(update(1))
    before = (tmp_path / "r").read_bytes()
    disk.broken = True
    with pytest.raises(OSError, match=os.strerror(errno.EIO)):
        writer.write(update(2))
    writer.close()
    assert (tmp_path / "r").read_bytes().startswith(before)
    assert verify(tmp_path / "r").records == (1 if truncates else 2)
    record(tmp_path / "r", update(3))
    assert verify(tmp_path / "r").problem is None


def test_a_footer_that_does_not_fit_lets_go_of_the_lock(tmp_path: Path) -> None:
    record(tmp_path / "whole", update(1), close=False)
    room = (tmp_path / "whole").stat().st_size + 10
    writer = RecordingWriter.open(tmp_path / "r", HEADER, disk=FullDisk(room))
    writer.write(update(1))
    with pytest.raises(OSError, match=os.strerror(errno.ENOSPC)):
        writer.close()
    record(tmp_path / "r", update(2))
    assert verify(tmp_path / "r").records == 2


@pytest.mark.parametrize("meddle", ["cut", "added", "deleted"])
def test_a_file_that_somebody_else_changed_is_not_written_to(tmp_path: Path, meddle: str) -> None:
    path = tmp_path / "r"
    writer = RecordingWriter.open(path, HEADER)
    writer.write(update(1))
    if meddle == "deleted":
        path.unlink()
    else:
        path.write_bytes(path.read_bytes() + b"x" if meddle == "added" else b"")
    with pytest.raises(OSError, match=os.strerror(errno.ESTALE)):
        writer.write(update(2))
    writer.close()


def test_a_refused_update_does_not_stop_the_recording(tmp_path: Path) -> None:
    with RecordingWriter.open(tmp_path / "r", HEADER, line_bytes_max=2_000) as writer:
        with pytest.raises(RecordingError, match="line_too_long"):
            writer.write(update(1, document(b"x" * 2_000)))
        with pytest.raises(RecordingError, match="document_hash_wrong"):
            writer.write(update(1, replace(document(b"x"), sha256="")))
        assert writer.write(update(1)).record == writer.head
    seen = verify(tmp_path / "r")
    assert (seen.records, seen.problem) == (1, None)


def test_a_builder_may_sync_only_at_the_end_and_writes_the_same_bytes(tmp_path: Path) -> None:
    record(tmp_path / "each", update(1), update(2))
    with RecordingWriter.open(tmp_path / "end", HEADER, sync_each=False) as writer:
        writer.write(update(1))
        writer.write(update(2))
    assert (tmp_path / "end").read_bytes() == (tmp_path / "each").read_bytes()


def test_a_power_cut_loses_nothing_that_was_acknowledged(tmp_path: Path) -> None:
    disk = PowerCutDisk(tmp_path / "night")
    writer = RecordingWriter.open(tmp_path / "night", HEADER, disk=disk)
    acknowledged = [0]
    for n in (1, 2, 3):
        acknowledged.append(n - 1)
        writer.write(update(n, document(b"%d" % n)))
    abandon(writer)
    after = tmp_path / "after"
    for (synced, unsynced), promised in zip(disk.unsynced, acknowledged, strict=True):
        cuts = [synced + unsynced[:kept] for kept in range(len(unsynced) + 1)]
        holes = [synced + bytes(kept) + unsynced[kept:] for kept in range(2, len(unsynced) + 1)]
        for left in filter(None, cuts + holes):
            after.write_bytes(left)
            with RecordingWriter.open(after, HEADER, disk=UnsyncedDisk()) as continued:
                assert continued.records >= promised
                continued.write(update(9))
            assert verify(after).problem is None


def test_twenty_kills_lose_nothing_that_was_acknowledged(tmp_path: Path) -> None:
    path = tmp_path / "r"
    acknowledged: dict[int, str] = {}
    for kill in range(20):
        with child("write", str(path)) as process:
            assert process.stdout is not None
            for _ in range(1 + kill % 4):
                said = process.stdout.readline().split()
                acknowledged[int(said[0])] = said[1]
            process.kill()
            # What it said and we had not read yet was promised too; its last line may be cut short.
            for line in process.stdout.read().splitlines(keepends=True):
                if line.endswith("\n"):
                    acknowledged[int(line.split()[0])] = line.split()[1]
    record(path, update(1))
    assert verify(path).problem is None
    with Recording.open(path) as recording:
        assert {n: recording.update(n).record for n in acknowledged} == acknowledged
