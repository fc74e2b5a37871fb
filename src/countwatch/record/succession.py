"""The file after the one whose disk failed: `night.cwrec`, then `night-2.cwrec`, and so on."""

from dataclasses import replace
from datetime import datetime
from pathlib import Path

from countwatch.model.errors import RecordingError
from countwatch.model.update import Update
from countwatch.record.codec import Header
from countwatch.record.disk import SYSTEM_DISK, Disk
from countwatch.record.writer import RecordingWriter


def next_path(path: Path) -> Path:
    """The first name of the row that nothing bears yet."""
    number = 2
    while (candidate := path.with_name(f"{path.stem}-{number}{path.suffix}")).exists() or candidate.is_symlink():
        number += 1
    return candidate


def succeed(
    path: Path, header: Header, update: Update, previous_head: str | None, at: datetime, *, disk: Disk = SYSTEM_DISK
) -> tuple[RecordingWriter, Update]:
    """Begin the next file with this update; its header names the head of the file before.

    `path` is the first file of the row. `OSError` or `RecordingError` where it cannot be done: then no file
    is left behind, so that a full disk does not fill with empty recordings.
    """
    fresh = next_path(path)
    try:
        writer = RecordingWriter.open(
            fresh, replace(header, created_at=at, previous_head=previous_head or None), disk=disk
        )
    except OSError:
        _remove_unless_written(fresh)
        raise
    try:
        return writer, writer.write(update)
    except (OSError, RecordingError):
        fresh.unlink(missing_ok=True)
        writer.close()
        raise


def _remove_unless_written(path: Path) -> None:
    """What an opening that failed left: nothing, or an empty file."""
    if path.is_file() and path.stat().st_size == 0:
        path.unlink()
