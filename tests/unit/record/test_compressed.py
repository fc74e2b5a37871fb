"""Compressed recordings: the same lines and hashes, found at any place, and as untrusted as plain ones."""

import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from countwatch.model.errors import RecordingError
from countwatch.record.chain import seal
from countwatch.record.compress import rewrite
from countwatch.record.frames import (
    FRAME_BYTES_MAX,
    INDEX_BYTES_MAX,
    INDEX_MAGIC,
    FrameIndex,
    decode_index,
    encode_index,
    index_bytes,
)
from countwatch.record.reader import Recording
from countwatch.record.verify import verify
from countwatch.record.writer import RecordingWriter
from tests.faults.clocks import dice

from .making import HEADER, document, record, update

if sys.version_info >= (3, 14):
    from compression import zstd
else:
    from backports import zstd

FRAME_RECORDS = 4
UPDATES = 10
"""With the header and two footers: lines 0 to 3, 4 to 7, 8 to 11, 12."""


@pytest.fixture(name="plain", scope="module")
def _plain(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("plain") / "night.cwrec"
    record(path, *(update(n, document(b"%d" % (n // 2)), document(b"%d" % n, "b")) for n in range(1, 7)))
    record(path, *(update(n, document(b"\xff%d" % n)) for n in range(7, UPDATES + 1)))
    return path


@pytest.fixture(name="packed", scope="module")
def _packed(plain: Path) -> Path:
    path = plain.with_name("night.cwrec.zst")
    rewrite(plain, path, compressed=True, frame_records=FRAME_RECORDS)
    return path


def index_of(path: Path) -> FrameIndex:
    data = path.read_bytes()
    whole = index_bytes(data[-8:])
    index = decode_index(data[-whole:], len(data) - whole)
    assert index is not None
    return index


def problem_of(path: Path, data: bytes, head: str | None = None) -> tuple[str, object] | None:
    path.write_bytes(data)
    problem = verify(path, head).problem
    return None if problem is None else (problem.code, problem.facts["record"])


def refusal(path: Path, data: bytes, **options: int) -> tuple[str, object]:
    path.write_bytes(data)
    with pytest.raises(RecordingError) as caught:
        read_all(path, **options)
    assert caught.value.finding.facts["path"] == str(path)
    return caught.value.finding.code, caught.value.finding.facts.get("record")


def read_all(path: Path, **options: int) -> None:
    with Recording.open(path, **options) as recording:
        for n in range(1, len(recording) + 1):
            recording.update(n)


def test_it_verifies_and_reads_the_same(plain: Path, packed: Path) -> None:
    assert [frame.lines for frame in index_of(packed).frames] == [4, 4, 4, 1]
    good, same = verify(plain), verify(packed)
    assert (same.problem, same.head, same.records, same.sessions, same.closed) == (
        None,
        good.head,
        UPDATES,
        good.sessions,
        True,
    )
    with Recording.open(plain) as one, Recording.open(packed) as other:
        assert (other.header, other.head, other.closed, len(other)) == (one.header, one.head, True, UPDATES)
        for n in (10, 1, 5, 4, 9, 2, 3):
            assert other.update(n) == one.update(n)
            assert other.received_at(n) == one.received_at(n)


def test_unpacked_it_is_the_same_file_to_the_last_bit(plain: Path, packed: Path, tmp_path: Path) -> None:
    rewrite(packed, tmp_path / "again.cwrec", compressed=False)
    assert (tmp_path / "again.cwrec").read_bytes() == plain.read_bytes()
    assert zstd.decompress(packed.read_bytes()) == plain.read_bytes(), "any zstd reads it, index and all"


def test_an_open_recording_and_its_torn_tail(plain: Path, tmp_path: Path) -> None:
    torn = tmp_path / "torn.cwrec"
    torn.write_bytes(plain.read_bytes()[:-30])
    found = rewrite(torn, tmp_path / "z", compressed=True)
    assert (found.torn_bytes > 0, found.closed) == (True, False)
    with Recording.open(tmp_path / "z") as recording:
        assert (recording.closed, recording.torn_bytes, len(recording)) == (False, 0, UPDATES)


def test_what_does_not_verify_is_not_compressed(plain: Path, tmp_path: Path) -> None:
    bad = tmp_path / "bad.cwrec"
    bad.write_bytes(plain.read_bytes().replace(b'"body":"3"', b'"body":"4"', 1))
    with pytest.raises(RecordingError) as caught:
        rewrite(bad, tmp_path / "z", compressed=True)
    assert (caught.value.finding.code, caught.value.finding.facts["path"]) == ("record_hash_differs", str(bad))


@pytest.mark.parametrize("share", [41, pytest.param(1, marks=pytest.mark.slow)])
def test_every_single_bit_flip_is_found_and_named(packed: Path, tmp_path: Path, share: int) -> None:
    good = packed.read_bytes()
    index = index_of(packed)
    path, missed = tmp_path / "flipped.cwrec.zst", []
    for at in range(0, len(good) * 8, share):
        offset, bit = divmod(at, 8)
        frame = next((k for k, one in enumerate(index.frames) if offset < one.offset + one.length), None)
        first, last = (UPDATES + 1, UPDATES + 1) if frame is None else named_in(frame)
        flipped = good[:offset] + bytes([good[offset] ^ (1 << bit)]) + good[offset + 1 :]
        problem = problem_of(path, flipped)
        # Without its magic number the file is no longer a compressed one.
        if problem is None or not (first <= int(str(problem[1])) <= last or (offset < 4 and problem[1] == 0)):
            missed.append((offset, bit, problem))
    assert missed == []


def named_in(frame: int) -> tuple[int, int]:
    """The first and last record that a problem in this frame may be reported under."""
    names = [0, 1, 2, 3, 4, 5, 6, 7, 7, 8, 9, 10, 11]
    lines = names[frame * FRAME_RECORDS : (frame + 1) * FRAME_RECORDS]
    return lines[0], lines[-1]


def test_a_flipped_bit_names_its_record_when_that_is_read(packed: Path, tmp_path: Path) -> None:
    good, frame = packed.read_bytes(), index_of(packed).frames[1]
    middle = frame.offset + frame.length // 2
    broken = good[:middle] + bytes([good[middle] ^ 4]) + good[middle + 1 :]
    code, number = refusal(tmp_path / "z", broken)
    assert code in {"frame_damaged", "body_hash_differs", "record_not_readable"}
    assert number in {4, 5, 6, 7}
    with Recording.open(tmp_path / "z") as recording:
        assert recording.update(9).n == 9, "the other frames can be read"


def frames_of(path: Path) -> list[bytes]:
    data = path.read_bytes()
    return [data[one.offset : one.offset + one.length] for one in index_of(path).frames]


def reindexed(packed: Path, frames: list[bytes], order: list[int]) -> bytes:
    """These frames with an index made for them: only the chain can tell."""
    old, index, line = index_of(packed), FrameIndex(), 0
    lines = [list(range(k * FRAME_RECORDS, min((k + 1) * FRAME_RECORDS, len(old.lengths)))) for k in range(4)]
    for k in order:
        frame = old.frames[k]
        index.frames.append(type(frame)(index.ends_at, frame.length, frame.lines, frame.sha256))
        for line in lines[k]:
            index.lengths.append(old.lengths[line])
            index.instants.append(old.instants[line])
    index.head = old.head
    return b"".join(frames[k] for k in order) + encode_index(index)


def test_frames_taken_out_or_swapped_are_named_with_and_without_an_index(packed: Path, tmp_path: Path) -> None:
    frames, path = frames_of(packed), tmp_path / "z"
    tail = packed.read_bytes()[index_of(packed).ends_at :]
    for order, number in [([0, 2, 3], 4), ([0, 2, 1, 3], 4), ([1, 0, 2, 3], 0), ([0, 1, 1, 2, 3], 7)]:
        for data in (
            b"".join(frames[k] for k in order) + tail,
            b"".join(frames[k] for k in order),
            reindexed(packed, frames, order),
        ):
            code, found = problem_of(path, data) or ("", None)
            assert code in {"chain_broken", "not_a_recording", "record_number_wrong", "frame_damaged"}
            assert found == number
        assert refusal(path, b"".join(frames[k] for k in order))[0] in {"chain_broken", "not_a_recording"}


def test_without_its_index_it_is_read_from_end_to_end(plain: Path, packed: Path, tmp_path: Path) -> None:
    path, good = tmp_path / "z", packed.read_bytes()
    path.write_bytes(good[: index_of(packed).ends_at])
    with Recording.open(path) as recording, Recording.open(plain) as one:
        assert [recording.update(n) for n in (7, 1, 10)] == [one.update(n) for n in (7, 1, 10)]
        assert recording.head == one.head
    assert problem_of(path, path.read_bytes()) == ("index_missing", UPDATES + 1)


def test_a_cut_at_any_byte_loses_nothing_of_what_is_left(packed: Path, tmp_path: Path) -> None:
    good, index, path = packed.read_bytes(), index_of(packed), tmp_path / "z"
    records = [0, 3, 6, 10, 10]
    for end in range(index.frames[0].length, len(good)):
        whole = sum(frame.offset + frame.length <= end for frame in index.frames)
        path.write_bytes(good[:end])
        found = verify(path)
        assert found.problem is not None
        assert found.problem.code == "index_missing"
        assert found.records >= records[whole]
        if end % 7 == 0:
            with Recording.open(path) as recording:
                assert len(recording) == found.records
                assert [recording.update(n).n for n in range(1, records[whole] + 1)] == [*range(1, records[whole] + 1)]


def test_an_index_that_lies_is_found_by_verify_and_when_a_line_is_read(packed: Path, tmp_path: Path) -> None:
    def lying(change: Callable[[FrameIndex], None]) -> bytes:
        index = index_of(packed)
        change(index)
        return packed.read_bytes()[: index.ends_at] + encode_index(index)

    def later(index: FrameIndex) -> None:
        index.instants[5] = (index.instants[5] or 0) + 1

    def other_head(index: FrameIndex) -> None:
        index.head = "0" * 64

    def longer(index: FrameIndex) -> None:
        index.lengths[5] += 1
        index.lengths[6] -= 1

    path = tmp_path / "z"
    assert problem_of(path, lying(later)) == ("index_wrong", 5)
    assert refusal(path, lying(later)) == ("index_wrong", 5)
    assert refusal(path, lying(other_head)) == ("index_wrong", UPDATES)
    assert problem_of(path, lying(longer)) == ("frame_damaged", 5)
    assert refusal(path, lying(longer))[1] == 5


@pytest.mark.parametrize(
    "members",
    [
        '{"cwrec_index":1',
        '{"cwrec_index":1,"frames":[],"lengths":[],"gaps":[],"head":""',
        '{"cwrec_index":1,"frames":[[9,1,"a"]],"lengths":[9],"gaps":["x"],"head":""',
        '{"cwrec_index":1,"frames":[[9,1,"a"]],"lengths":[1e400],"gaps":[null],"head":""',
        '{"cwrec_index":1,"frames":[[9,1]],"lengths":[9],"gaps":[null],"head":""',
        '{"cwrec_index":1,"frames":[[9,2,"a"]],"lengths":[9],"gaps":[null],"head":""',
        '{"cwrec_index":1,"frames":[[9,1,"a"]],"lengths":[-9],"gaps":[null],"head":""',
        '{"cwrec_index":1,"frames":[[9,1,"a"]],"lengths":[9],"gaps":[99999999999999999999],"head":""',
        '{"cwrec_index":1,"frames":[[9,1,"a"]],"lengths":[999999999999],"gaps":[null],"head":""',
        '{"cwrec_index":1,"frames":' + "[" * 5_000,
        "x" * 50,
    ],
)
def test_a_hostile_index_is_no_index(members: str) -> None:
    line = seal(members.encode())
    whole = len(line) + 16
    data = INDEX_MAGIC + (whole - 8).to_bytes(4, "little") + line + whole.to_bytes(4, "little") + b"CWIX"
    assert index_bytes(data[-8:]) == whole
    assert decode_index(data, 9) is None


def test_an_index_that_would_be_huge_is_not_read() -> None:
    assert index_bytes((INDEX_BYTES_MAX + 1).to_bytes(4, "little") + b"CWIX") == 0
    assert index_bytes(b"CWIX") == 0


def test_bombs_are_refused_in_little_memory(packed: Path, tmp_path: Path) -> None:
    zeros = bytes(1024 * 1024)

    def frame(data: bytes, repeats: int, window_log: int = 20) -> bytes:
        options: dict[int, int] = {zstd.CompressionParameter.window_log: window_log}
        press = zstd.ZstdCompressor(options=options)
        return b"".join([*(press.compress(data) for _ in range(repeats)), press.flush()])

    path, first = tmp_path / "z", frames_of(packed)[0]
    lines = b"x" * (1024 * 1024 - 1) + b"\n"
    assert refusal(path, frame(zeros, 200))[0] == "line_too_long"
    assert refusal(path, first + frame(zeros, 200))[0] == "line_too_long"
    assert refusal(path, frame(lines, 200))[0] == "not_a_recording"
    path.write_bytes(first + frame(zeros, 5, window_log=27))
    assert refusal(path, path.read_bytes())[0] == "frame_damaged", "more of a window than a recording has"
    assert refusal(path, first + frame(zeros, FRAME_BYTES_MAX // len(zeros) + 1), line_bytes_max=2**40)[0] == (
        "frame_too_large"
    )


def test_a_compressed_recording_is_not_appended_to(packed: Path, tmp_path: Path) -> None:
    copy = tmp_path / "night.cwrec"
    copy.write_bytes(packed.read_bytes())
    for path in (copy, tmp_path / "new.cwrec.zst"):
        with pytest.raises(RecordingError, match="recording_compressed"):
            RecordingWriter.open(path, HEADER)
    assert copy.read_bytes() == packed.read_bytes()
    assert not (tmp_path / "new.cwrec.zst").exists()


def test_lines_of_every_length_come_back(tmp_path: Path) -> None:
    chance = dice(60)
    sizes = [0, 1, 131_000, 131_072, 131_073, 400_000, 1_048_576, *(chance.randrange(300_000) for _ in range(20))]
    record(tmp_path / "r", *(update(n, document(chance.randbytes(size))) for n, size in enumerate(sizes, 1)))
    rewrite(tmp_path / "r", tmp_path / "z", compressed=True)
    assert verify(tmp_path / "z").head == verify(tmp_path / "r").head
    with Recording.open(tmp_path / "z") as recording:
        assert [len(recording.update(n).documents[0].body) for n in range(1, len(recording) + 1)] == sizes
    assert (tmp_path / "z").stat().st_mode & 0o777 == 0o600
