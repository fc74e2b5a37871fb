"""Files of a row: what they are called, how a watch goes on in them, and that they read and verify as one recording."""

import shutil
from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta
from itertools import permutations
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from countwatch.model.errors import RecordingError
from countwatch.model.update import Update
from countwatch.record.compress import rewrite
from countwatch.record.reader import Recording
from countwatch.record.rolling import Roll
from countwatch.record.row import files_of, first_in, next_path, rows_in
from countwatch.record.succession import resume, succeed
from countwatch.record.together import open_recording
from countwatch.record.verify import verify
from countwatch.record.verify_row import verify_row
from countwatch.record.writer import RecordingWriter

from .making import HEADER, STARTED_AT, abandon, document, record, update

EACH = Roll(size_bytes=1)
"""One update a file."""


def keep(first: Path, updates: Sequence[Update], roll: Roll = EACH, *, close: bool = True) -> RecordingWriter:
    """Record as the journal does: into the last file of the row, and into the next one where it is full."""
    writer = resume(first, HEADER, roll)
    for each in updates:
        if writer.is_full(each):
            writer.close()
            writer, _ = succeed(first, HEADER, each, writer.head, each.received_at, roll=roll)
        else:
            writer.write(each)
    if close:
        writer.close()
    return writer


def names(paths: Sequence[Path]) -> list[str]:
    return [path.name for path in paths]


@pytest.fixture
def row(tmp_path: Path) -> list[Path]:
    """Four files of one update each."""
    keep(first_in(tmp_path, "night"), [update(n) for n in range(1, 5)])
    return files_of(first_in(tmp_path, "night"))


@pytest.mark.parametrize(
    ("name", "following"),
    [
        ("night.cwrec", "night-2.cwrec"),
        ("night", "night-2"),
        ("night-2.cwrec", "night-2-2.cwrec"),
        ("night-0001.cwrec", "night-0002.cwrec"),
        ("peru-2021-0009.cwrec", "peru-2021-0010.cwrec"),
        ("night-0999.cwrec", "night-01000.cwrec"),
        ("night-01000.cwrec", "night-01001.cwrec"),
        ("peru-2021.cwrec", "peru-2021-2.cwrec"),
        ("night-0001.cwrec.zst", "night-0002.cwrec"),
    ],
)
def test_the_next_name(name: str, following: str, tmp_path: Path) -> None:
    assert next_path(tmp_path / name) == tmp_path / following


def test_a_name_that_is_taken_plain_or_compressed_is_passed_over(tmp_path: Path) -> None:
    (tmp_path / "night-0002.cwrec").write_text("somebody else's")
    (tmp_path / "night-0003.cwrec.zst").write_text("somebody else's")
    assert next_path(first_in(tmp_path, "night")).name == "night-0004.cwrec"


def test_the_rows_of_a_folder(tmp_path: Path) -> None:
    for label in ("peru-2021", "mirror"):
        keep(first_in(tmp_path, label), [update(1), update(2)])
    keep(tmp_path / "night.cwrec", [update(1), update(2), update(3)])
    record(tmp_path / "night-4.cwrec", update(1))  # a night of its own: its header names none before it
    (tmp_path / "notes.txt").write_text("no recording")
    assert [names(row) for row in rows_in(tmp_path)] == [
        ["mirror-0001.cwrec", "mirror-0002.cwrec"],
        ["night-4.cwrec"],
        ["night.cwrec", "night-2.cwrec", "night-3.cwrec"],
        ["peru-2021-0001.cwrec", "peru-2021-0002.cwrec"],
    ]


def test_a_year_in_a_name_is_no_number_of_a_row(tmp_path: Path) -> None:
    """Two elections recorded beside each other, each into a file of its own, which then goes on in a second one."""
    for year in (2016, 2021):
        keep(tmp_path / f"peru-{year}.cwrec", [update(1), update(2)])
    assert [names(row) for row in rows_in(tmp_path)] == [
        ["peru-2016.cwrec", "peru-2016-2.cwrec"],
        ["peru-2021.cwrec", "peru-2021-2.cwrec"],
    ]
    assert names(files_of(tmp_path / "peru-2021.cwrec")) == ["peru-2021.cwrec", "peru-2021-2.cwrec"]
    assert [verify_row(row).problem for row in rows_in(tmp_path)] == [None, None]


def test_a_row_of_a_thousand_files_goes_on(tmp_path: Path) -> None:
    first = first_in(tmp_path, "night")
    keep(first, [update(1)])
    first.rename(tmp_path / "night-0999.cwrec")
    keep(first, [update(2), update(3)])
    row = files_of(first)
    assert names(row) == ["night-0999.cwrec", "night-01000.cwrec", "night-01001.cwrec"]
    assert verify_row(row).problem is None


def test_a_row_verifies_as_one_and_each_file_is_closed_and_named_by_the_next(row: list[Path]) -> None:
    found = verify_row(row)
    assert (found.problem, found.files, found.records) == (None, 4, 4)
    heads = [verify(path).head for path in row]
    assert found.head == heads[-1]
    assert all(verify(path).closed for path in row)
    for path, before in zip(row, [None, *heads[:-1]], strict=True):
        with Recording.open(path) as recording:
            assert recording.header.previous_head == before
    assert verify_row(row, heads[-1]).problem is None
    wrong = verify_row(row, heads[0])
    assert wrong.problem is not None
    assert wrong.problem.code == "head_differs"


def test_any_other_order_and_any_gap_is_found_and_the_file_is_named(row: list[Path], tmp_path: Path) -> None:
    """What is left after a cut at the end is the one thing that only a head tells."""
    whole = {tuple(row[:count]) for count in range(1, 5)}
    for count in range(1, 5):
        for order in permutations(row, count):
            found = verify_row(order)
            assert (found.problem is None) == (order in whole), names(order)
            if found.problem is not None:
                assert found.path == next(path for n, path in enumerate(order) if order[: n + 1] not in whole)


def test_a_missing_file_is_named(row: list[Path]) -> None:
    row[1].unlink()
    found = verify_row(rows_in(row[0].parent)[0])
    assert found.problem is not None
    assert found.problem.code == "row_file_missing"
    assert str(found.problem.facts["missing"]).endswith("night-0002.cwrec")
    assert (found.path, found.files) == (row[2], 1)


def test_swapped_files_are_named(row: list[Path]) -> None:
    aside = row[0].with_name("aside")
    for source, target in ((row[1], aside), (row[2], row[1]), (aside, row[2])):
        source.rename(target)
    found = verify_row(row)
    assert found.problem is not None
    assert (found.problem.code, found.path) == ("row_file_swapped", row[1])
    assert str(found.problem.facts["other"]).endswith("night-0003.cwrec")


def test_a_file_of_another_night_in_the_row_is_found(row: list[Path], tmp_path: Path) -> None:
    row[2].unlink()
    record(row[2], update(3))
    found = verify_row(row)
    assert found.problem is not None
    assert (found.problem.code, found.path) == ("row_not_linked", row[2])


def test_a_cut_in_the_middle_of_a_row_needs_no_head(row: list[Path]) -> None:
    lines = row[1].read_bytes().splitlines(keepends=True)
    row[1].write_bytes(b"".join(lines[:-1]))
    assert verify(row[1]).problem is None
    found = verify_row(row)
    assert found.problem is not None
    assert (found.problem.code, found.path) == ("row_broken", row[2])


def test_a_row_whose_beginning_is_gone_is_no_whole_one_but_a_part(row: list[Path]) -> None:
    found = verify_row(row[1:])
    assert found.problem is not None
    assert (found.problem.code, found.path) == ("row_begins_later", row[1])
    assert verify_row(row[1:], whole=False).problem is None


def test_a_flipped_bit_is_named_in_its_file(row: list[Path]) -> None:
    content = bytearray(row[2].read_bytes())
    content[len(content) // 2] ^= 1
    row[2].write_bytes(content)
    found = verify_row(row)
    assert found.problem is not None
    assert (found.path, found.files, found.records) == (row[2], 2, 2)


def test_compressed_files_keep_their_place_and_the_row_goes_on_after_them(row: list[Path]) -> None:
    for path in (row[1], row[3]):
        rewrite(path, path.with_name(f"{path.name}.zst"), compressed=True)
        path.unlink()
    first = row[0]
    assert verify_row(files_of(first)).problem is None
    keep(first, [update(5)])
    assert names(files_of(first))[-2:] == ["night-0004.cwrec.zst", "night-0005.cwrec"]
    found = verify_row(files_of(first))
    assert (found.problem, found.records) == (None, 5)


def test_a_row_goes_on_after_its_last_file_though_earlier_ones_were_moved_away(row: list[Path]) -> None:
    for path in row[:3]:
        path.unlink()
    keep(row[0], [update(5)])
    assert names(files_of(row[0])) == ["night-0004.cwrec", "night-0005.cwrec"]


def test_a_row_without_numbers_goes_on_after_a_compressed_file(tmp_path: Path) -> None:
    first = tmp_path / "night.cwrec"
    keep(first, [update(1), update(2)])
    for path in files_of(first):
        rewrite(path, path.with_name(f"{path.name}.zst"), compressed=True)
        path.unlink()
    keep(first, [update(3)])
    row = files_of(first)
    assert names(row) == ["night.cwrec.zst", "night-2.cwrec.zst", "night-3.cwrec"]
    assert verify_row(row).problem is None


@pytest.mark.parametrize("left", [b"", b'{"format":"cwrec","form', b"\0" * 300])
def test_a_crash_while_a_file_was_begun_is_made_good(left: bytes, row: list[Path]) -> None:
    next_path(row[0]).write_bytes(left)
    keep(row[0], [update(5)])
    found = verify_row(files_of(row[0]))
    assert (found.problem, found.records, found.files) == (None, 5, 5)


def test_a_crash_between_two_files_and_one_with_a_torn_tail_are_made_good(row: list[Path]) -> None:
    writer = keep(row[0], [update(5)], close=False)
    abandon(writer)
    with row[-1].with_name("night-0005.cwrec").open("ab") as file:
        file.write(b'{"n":2,"session":1,"at":"2021')
    keep(row[0], [update(6)])
    found = verify_row(files_of(row[0]))
    assert (found.problem, found.records) == (None, 6)
    assert list(row[0].parent.glob("*.torn-1"))


def test_a_night_rolls_at_midnight_on_the_clock_of_the_election(tmp_path: Path) -> None:
    lima = Roll(midnight_in=ZoneInfo("America/Lima"))
    start = STARTED_AT.replace(hour=4, minute=0)  # 23:00 of the day before in Lima
    updates = [replace(update(n), received_at=start + timedelta(minutes=20 * n)) for n in range(1, 7)]
    first = first_in(tmp_path, "night")
    header = replace(HEADER, created_at=start)
    writer = resume(first, header, lima)
    full = [writer.is_full(each) for each in updates]
    assert full == [False] * 6, "a file holds at least one update"
    writer.write(updates[0])
    assert [writer.is_full(each) for each in updates] == [False, False, True, True, True, True]
    writer.close()


def test_a_size_is_reached_and_then_the_next_file_is_begun(tmp_path: Path) -> None:
    bodies = [update(n, document(b"%d" % n * 400)) for n in range(1, 9)]
    first = first_in(tmp_path, "night")
    keep(first, bodies, Roll(size_bytes=2000))
    files = files_of(first)
    assert len(files) > 1
    assert all(path.stat().st_size >= 2000 for path in files[:-1])
    assert verify_row(files).records == 8


def test_a_folder_reads_as_the_one_recording_that_it_holds(tmp_path: Path) -> None:
    """The same body twice, and a document that is absent: nothing depends on where a file ends."""
    updates = [
        update(1, document(b"one"), document(b"north", "north")),
        update(2, document(b"one"), document(b"north", "north")),
        update(3, document(b"three")),
        update(4, document(b"three"), document(b"north 4", "north")),
    ]
    single = tmp_path / "single.cwrec"
    record(single, *updates)
    folder = tmp_path / "row"
    folder.mkdir()
    keep(first_in(folder, "night"), updates)
    with Recording.open(single) as one:
        row = open_recording(folder)
        assert len(row) == len(one) == 4
        for n in range(1, 5):
            assert row.received_at(n) == one.received_at(n)
            assert replace(row.update(n), record=None) == replace(one.update(n), record=None)
        assert row.document(4, "north") == one.document(4, "north")
        for n in (0, 5):
            with pytest.raises(LookupError):
                row.update(n)
        row.close()


def test_a_folder_that_is_no_one_recording_is_refused(row: list[Path], tmp_path: Path) -> None:
    empty = tmp_path / "empty"
    empty.mkdir()
    with pytest.raises(RecordingError, match="no_recordings"):
        open_recording(empty)
    record(tmp_path / "other.cwrec", update(1))
    with pytest.raises(RecordingError, match="several_recordings"):
        open_recording(tmp_path)
    (tmp_path / "other.cwrec").unlink()
    shutil.copy(row[0], row[1])
    with pytest.raises(RecordingError, match="row_broken"):
        open_recording(tmp_path)
