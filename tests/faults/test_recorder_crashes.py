"""Nothing that was acknowledged is lost: killed at any moment, or the power cut at any moment.

The full numbers: `python -m pytest tests/faults -m slow`. A share of each runs always.
"""

import errno
import os
import signal
from pathlib import Path
from random import Random

import pytest

from countwatch.model.errors import RecordingError
from countwatch.record.disk import SystemDisk
from countwatch.record.reader import Recording
from countwatch.record.verify import verify
from countwatch.record.writer import RecordingWriter
from tests.faults.clocks import dice
from tests.unit.record.making import HEADER, PowerCutDisk, UnsyncedDisk, abandon, document, update

FILE_KILLS = 25
"""So many kills a file: each reopening verifies all that is there."""


@pytest.mark.parametrize("kills", [50, pytest.param(1000, marks=pytest.mark.slow)])
def test_a_kill_at_a_random_moment(kills: int, tmp_path: Path) -> None:
    chance = dice(20210606)
    promised = torn = 0
    for begun in range(0, kills, FILE_KILLS):
        path = tmp_path / f"night-{begun}.cwrec"
        acknowledged: dict[int, str] = {}
        for _ in range(min(FILE_KILLS, kills - begun)):
            acknowledged.update(_killed(path, chance))
        with RecordingWriter.open(path, HEADER):
            pass
        assert verify(path).problem is None
        with Recording.open(path) as recording:
            assert {n: recording.update(n).record for n in acknowledged} == acknowledged
        promised += len(acknowledged)
        torn += len(list(tmp_path.glob(f"{path.name}.torn-*")))
    assert promised > kills, "the moments are spread over the writing, not before it"


def _killed(path: Path, chance: Random) -> dict[int, str]:
    """Let a process of its own record until it is killed; answers what it was promised."""
    seed, seconds = chance.random(), chance.random() * 0.03
    reading, writing = os.pipe()
    pid = os.fork()
    if pid == 0:
        _record_for_ever(path, writing, dice(int(seed * 2**32)))
    os.close(writing)
    said = b""
    while b"\n" not in said:
        said += os.read(reading, 4096)
    signal.sigtimedwait({signal.SIGUSR2}, seconds)
    os.kill(pid, signal.SIGKILL)
    while block := os.read(reading, 65536):
        said += block
    os.close(reading)
    os.waitpid(pid, 0)
    pairs = (line.split() for line in said.splitlines(keepends=True) if line.endswith(b"\n"))
    return {int(n): head.decode() for n, head in pairs}


def _record_for_ever(path: Path, fd: int, chance: Random) -> None:
    try:
        with RecordingWriter.open(path, HEADER) as writer:
            while True:
                n = writer.records + 1
                body = chance.randbytes(chance.choice((10, 3_000, 150_000)))
                written = writer.write(update(n, document(body)))
                os.write(fd, b"%d %s\n" % (n, (written.record or "").encode()))
    finally:
        os._exit(1)


SECTOR_BYTES = 512


@pytest.mark.parametrize("cuts", [100, pytest.param(1000, marks=pytest.mark.slow)])
def test_a_power_cut_at_a_random_moment(cuts: int, tmp_path: Path) -> None:
    """A layer that drops what was not synced: any prefix of it may be left, and any sectors of that be holes."""
    chance = dice(44263)
    left = 0
    while left < cuts:
        night = tmp_path / "night.cwrec"
        night.unlink(missing_ok=True)
        disk = PowerCutDisk(night)
        heads = [""]
        with RecordingWriter.open(night, HEADER, disk=disk) as writer:
            heads[0] = writer.head
            for n in range(1, 6):
                writer.write(update(n, document(chance.randbytes(chance.choice((5, 900, 4000))))))
                heads.append(writer.head)
        for number, (synced, unsynced) in enumerate(disk.unsynced[1:6]):
            for _ in range(4):
                _survives(tmp_path / "after.cwrec", synced + _dropped(unsynced, chance), heads[number], number)
                left += 1


def _dropped(unsynced: bytes, chance: Random) -> bytes:
    """What a disk may hold of a write that was not synced: its beginning, some sectors still empty."""
    kept = bytearray(unsynced[: chance.randrange(len(unsynced) + 1)])
    for begin in range(0, len(kept), SECTOR_BYTES):
        if len(kept) > 2 and chance.random() < 0.3:
            piece = slice(begin, min(begin + SECTOR_BYTES, len(kept)))
            kept[piece] = bytes(piece.stop - piece.start)
    return bytes(kept)


def _survives(path: Path, held: bytes, head: str, records: int) -> None:
    path.write_bytes(held)
    assert verify(path).records >= records, "readers ignore what is torn"
    with RecordingWriter.open(path, HEADER, disk=UnsyncedDisk()) as writer:
        assert writer.records in {records, records + 1}
        if writer.records == records:
            assert writer.head == head
            aside = writer.torn_path.read_bytes() if writer.torn_path else b""
            assert path.read_bytes()[: len(held) - len(aside)] + aside == held, "nothing was thrown away"
        writer.write(update(99))
    assert verify(path).problem is None
    for torn in path.parent.glob("after.cwrec.torn-*"):
        torn.unlink()


def test_a_folder_that_cannot_be_written_is_said_before_the_night_begins(tmp_path: Path) -> None:
    class ReadOnlyDisk(SystemDisk):
        def open(self, path: Path, flags: int, mode: int = 0o600) -> int:
            raise OSError(errno.EROFS, os.strerror(errno.EROFS))

    with pytest.raises(RecordingError) as refused:
        RecordingWriter.open(tmp_path / "night.cwrec", HEADER, disk=ReadOnlyDisk())
    assert refused.value.finding.code == "recording_not_permitted"
    abandoned = RecordingWriter.open(tmp_path / "night.cwrec", HEADER)
    abandon(abandoned)
