import json
import os
import threading
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest

from countwatch.model.errors import RecordingError
from countwatch.record.chain import seal
from countwatch.record.codec import encode_header
from countwatch.record.reader import Recording
from countwatch.record.writer import RecordingWriter

from .making import HEADER, STARTED_AT, document, record, update


def refusal(path: Path, **options: int) -> tuple[str, object]:
    with pytest.raises(RecordingError) as caught:
        Recording.open(path, **options)
    return caught.value.finding.code, caught.value.finding.facts.get("record")


def test_any_update_can_be_read_in_any_order(tmp_path: Path) -> None:
    path = tmp_path / "night.cwrec"
    acknowledged = []
    with RecordingWriter.open(path, HEADER) as writer:
        for n in range(1, 30):
            same = [document(b"a" * 9, "a"), document(b"%d" % (n // 7), "b"), document(b"%d" % n, "c")]
            acknowledged.append(writer.write(update(n, *same)))
    with Recording.open(path) as recording:
        assert (len(recording), recording.header, recording.head) == (29, HEADER, writer.head)
        assert recording.closed
        for n in (29, 1, 15, 14, 28, 3):
            assert recording.update(n) == acknowledged[n - 1]
            assert recording.received_at(n) == acknowledged[n - 1].received_at
            assert recording.document(n, "b") == acknowledged[n - 1].documents[1]


def test_microseconds_and_years_before_1970_are_exact(tmp_path: Path) -> None:
    instants = [datetime(1931, 10, 11, 1, 2, 3, 999_999, UTC), datetime(2021, 6, 7, 0, 0, 0, 1, UTC)]
    record(tmp_path / "r", *(replace(update(1), received_at=at) for at in instants))
    with Recording.open(tmp_path / "r") as recording:
        assert [recording.received_at(n) for n in (1, 2)] == instants


@pytest.mark.parametrize("n", [0, -1, 2])
def test_an_update_that_is_not_there(tmp_path: Path, n: int) -> None:
    record(tmp_path / "r", update(1))
    with Recording.open(tmp_path / "r") as recording:
        for read in (recording.update, recording.received_at):
            with pytest.raises(LookupError):
                read(n)


def test_a_document_that_is_not_there(tmp_path: Path) -> None:
    record(tmp_path / "r", update(1))
    with Recording.open(tmp_path / "r") as recording, pytest.raises(LookupError, match="abroad"):
        recording.document(1, "abroad")


def test_a_torn_tail_is_left_out_and_counted_at_every_byte(tmp_path: Path) -> None:
    whole = tmp_path / "whole"
    record(whole, update(1), close=False)
    before = whole.stat().st_size
    record(whole, update(2), close=False)
    data = whole.read_bytes()
    for end in range(before, len(data)):
        (tmp_path / "torn").write_bytes(data[:end])
        with Recording.open(tmp_path / "torn") as recording:
            assert (len(recording), recording.torn_bytes) == (1, end - before)
            assert recording.update(1).documents[0].body == b"body 1"


@pytest.mark.parametrize("tail", [b"\0" * 5_000, b'{"n":3' + b"\0" * 700 + b'"}\n', b"\0\0\0\n\0\0"])
def test_zeros_that_a_power_cut_left_are_a_torn_tail(tmp_path: Path, tail: bytes) -> None:
    record(tmp_path / "r", update(1), update(2))
    with (tmp_path / "r").open("ab") as file:
        file.write(tail)
    with Recording.open(tmp_path / "r") as recording:
        assert (len(recording), recording.torn_bytes) == (2, len(tail))


def test_paths_that_are_no_recording(tmp_path: Path) -> None:
    (tmp_path / "empty").touch()
    (tmp_path / "page").write_text("<!doctype html>\n<p>not found</p>\n")
    (tmp_path / "zeros").write_bytes(bytes(300))
    os.mkfifo(tmp_path / "fifo")
    assert refusal(tmp_path / "absent")[0] == "recording_not_found"
    assert refusal(tmp_path)[0] == "path_is_folder"
    assert refusal(tmp_path / "fifo")[0] == "not_a_regular_file"
    assert refusal(tmp_path / "empty")[0] == "empty_recording"
    assert refusal(tmp_path / "page")[0] == "not_a_recording"
    assert refusal(tmp_path / "zeros")[0] == "not_a_recording"
    assert refusal(tmp_path / "page" / "inside")[0] == "recording_not_opened"
    assert refusal(tmp_path / ("n" * 300))[0] == "recording_not_opened"


@pytest.mark.skipif(os.geteuid() == 0, reason="the superuser may read any file")
def test_a_file_that_may_not_be_read(tmp_path: Path) -> None:
    record(tmp_path / "r", update(1))
    (tmp_path / "r").chmod(0)
    assert refusal(tmp_path / "r")[0] == "recording_not_permitted"


def test_a_header_that_is_broken_or_from_the_future(tmp_path: Path) -> None:
    header = json.loads(encode_header(HEADER))
    for name, value, code in [
        ("format_version", 2, "recording_version_unknown"),
        ("decoder", None, "record_not_readable"),
        ("provenance", "invented", "record_not_readable"),
        ("notes", "text", "record_not_readable"),
        ("created_at", "2021-06-07T05:48:00", "record_not_readable"),
    ]:
        changed = {key: item for key, item in {**header, name: value}.items() if key != "hash"}
        (tmp_path / "r").write_bytes(seal(json.dumps(changed, separators=(",", ":"))[:-1].encode()))
        assert refusal(tmp_path / "r") == (code, 0)


def test_an_endless_line_is_refused_and_a_long_torn_tail_is_not(tmp_path: Path) -> None:
    record(tmp_path / "r", update(1), close=False)
    good = (tmp_path / "r").read_bytes()
    (tmp_path / "r").write_bytes(good + b"x" * 5_000 + b"\n")
    assert refusal(tmp_path / "r", line_bytes_max=2_000)[0] == "line_too_long"
    (tmp_path / "r").write_bytes(good + b"x" * 5_000)
    with Recording.open(tmp_path / "r", line_bytes_max=2_000) as recording:
        assert (len(recording), recording.torn_bytes) == (1, 5_000)


def test_a_line_taken_out_moved_or_unreadable_is_named_at_opening(tmp_path: Path) -> None:
    record(tmp_path / "good", update(1), update(2), update(3), close=False)
    header, one, two, three = (tmp_path / "good").read_bytes().splitlines(keepends=True)
    for lines, expected in [
        ([header, two, three], ("chain_broken", 1)),
        ([header, one, three, two], ("chain_broken", 2)),
        ([header, one, b"oops\n", three], ("record_not_readable", 2)),
        ([header, one, header, two], ("chain_broken", 2)),
        ([one, two], ("not_a_recording", 0)),
    ]:
        (tmp_path / "r").write_bytes(b"".join(lines))
        assert refusal(tmp_path / "r") == expected


def test_a_body_that_is_not_what_its_sha256_says_is_named_when_read(tmp_path: Path) -> None:
    record(tmp_path / "r", update(1), update(2))
    (tmp_path / "r").write_bytes((tmp_path / "r").read_bytes().replace(b'"body":"body 2"', b'"body":"body 9"'))
    with Recording.open(tmp_path / "r") as recording:
        assert recording.update(1).documents[0].body == b"body 1"
        with pytest.raises(RecordingError) as caught:
            recording.update(2)
    assert (caught.value.finding.code, caught.value.finding.facts["record"]) == ("body_hash_differs", 2)
    assert caught.value.finding.document == "root"


@pytest.mark.parametrize("holder", [1, 2, 3])
def test_same_as_that_points_at_other_bytes_itself_or_ahead_is_refused(tmp_path: Path, holder: int) -> None:
    record(tmp_path / "r", update(1), update(2, document(b"two")), update(3, document(b"two")))
    data = (tmp_path / "r").read_bytes().replace(b'"body":"two"', b'"same_as":%d' % holder)
    (tmp_path / "r").write_bytes(data)
    with Recording.open(tmp_path / "r") as recording, pytest.raises(RecordingError, match="same_as_wrong"):
        recording.update(2)


def test_threads_may_read_at_once(tmp_path: Path) -> None:
    record(tmp_path / "r", *(update(n, document(b"%d" % (n // 5) * 1_000)) for n in range(1, 60)))
    wrong: list[int] = []
    with Recording.open(tmp_path / "r") as recording:

        def read(start: int) -> None:
            wrong.extend(
                n for n in range(start, 60) if recording.update(n).documents[0].body != b"%d" % (n // 5) * 1_000
            )

        threads = [threading.Thread(target=read, args=(start,)) for start in (1, 20, 40, 7)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
    assert wrong == []


def test_opening_in_the_midst_of_a_recording_night_sees_what_is_there(tmp_path: Path) -> None:
    with RecordingWriter.open(tmp_path / "r", HEADER) as writer:
        writer.write(update(1))
        with Recording.open(tmp_path / "r") as recording:
            writer.write(update(2))
            assert len(recording) == 1
            assert not recording.closed
            assert recording.received_at(1) > STARTED_AT
