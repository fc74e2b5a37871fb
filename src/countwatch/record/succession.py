"""Going on in the next file of a row: when a disk failed, when a file is full, when a watch is started again."""

from contextlib import suppress
from dataclasses import replace
from datetime import datetime
from pathlib import Path

from countwatch.model.errors import RecordingError
from countwatch.model.update import Update
from countwatch.record.codec import Header
from countwatch.record.disk import SYSTEM_DISK, Disk
from countwatch.record.index import open_index
from countwatch.record.lines import open_lines
from countwatch.record.rolling import Roll
from countwatch.record.row import COMPRESSED, files_of, header_of, next_path
from countwatch.record.writer import RecordingWriter


def resume(first: Path, header: Header, roll: Roll | None = None) -> RecordingWriter:
    """The last file of the row that begins with `first`, continued; or `first`, begun.

    After a file that was compressed meanwhile, and so is not added to, the next one is begun. Raises as
    `RecordingWriter.open`.
    """
    files = files_of(first)
    if not files:
        return RecordingWriter.open(first, header, roll=roll)
    last = files[-1]
    if last.name.endswith(COMPRESSED):
        return RecordingWriter.open(next_path(first), replace(header, previous_head=_head_of(last)), roll=roll)
    if len(files) > 1 and not _has_header(last):
        # The crash came while this file was being begun: its header is still to be written.
        header = replace(header, previous_head=_head_of(files[-2]))
    return RecordingWriter.open(last, header, roll=roll)


def succeed(
    path: Path,
    header: Header,
    update: Update,
    previous_head: str | None,
    at: datetime,
    *,
    roll: Roll | None = None,
    disk: Disk = SYSTEM_DISK,
) -> tuple[RecordingWriter, Update]:
    """Begin the next file with this update; its header names the head of the file before.

    `path` is a file of the row. `OSError` or `RecordingError` where it cannot be done: then no file
    is left behind, so that a full disk does not fill with empty recordings.
    """
    fresh = next_path(path)
    try:
        writer = RecordingWriter.open(
            fresh, replace(header, created_at=at, previous_head=previous_head or None), disk=disk, roll=roll
        )
    except OSError:
        _remove_unless_written(fresh)
        raise
    try:
        return writer, writer.write(update)
    except (OSError, RecordingError):
        fresh.unlink(missing_ok=True)
        with suppress(OSError):  # a file that is gone takes no footer
            writer.close()
        raise


def _remove_unless_written(path: Path) -> None:
    """What an opening that failed left: nothing, or an empty file."""
    if path.is_file() and path.stat().st_size == 0:
        path.unlink()


def _has_header(path: Path) -> bool:
    try:
        header_of(path)
    except RecordingError:
        return False
    return True


def _head_of(path: Path) -> str:
    lines = open_lines(path)
    try:
        return open_index(lines).head
    finally:
        lines.close()
