"""The files of a row read as one recording: updates are numbered through, and nothing else changes."""

from bisect import bisect_right
from collections.abc import Sequence
from contextlib import ExitStack
from dataclasses import replace
from datetime import datetime
from itertools import accumulate, pairwise
from pathlib import Path

from countwatch.model.errors import RecordingError
from countwatch.model.update import Document, Update
from countwatch.record.codec import Header
from countwatch.record.disk import named, shown
from countwatch.record.reader import Recording
from countwatch.record.row import rows_in


def open_recording(path: Path) -> "Recording | RecordingRow":
    """A recording, or the one that a folder holds, whole.

    `RecordingError` as `Recording.open`, no_recordings (path), several_recordings (path, known) or row_broken (found,
    before, expected, path).
    """
    if not path.is_dir():
        return Recording.open(path)
    rows = rows_in(path)
    if not rows:
        raise no_recordings(path)
    if len(rows) > 1:
        known = ", ".join(shown(Path(row[0].name)) for row in rows)
        raise RecordingError("several_recordings", path=shown(path), known=known)
    return RecordingRow.open(path, rows[0])


def no_recordings(folder: Path) -> RecordingError:
    """The error for a folder without one."""
    return RecordingError("no_recordings", path=shown(folder))


def holds_recordings(folder: Path) -> bool:
    """Whether a path is a folder with recordings in it."""
    return folder.is_dir() and bool(rows_in(folder))


class RecordingRow:
    """Several `Recording`s one after the other, with what a reader asks of one."""

    def __init__(self, path: Path, recordings: Sequence[Recording]) -> None:
        self.path = path
        self._recordings = tuple(recordings)
        self._ends = list(accumulate(len(recording) for recording in recordings))

    @classmethod
    def open(cls, path: Path, files: Sequence[Path]) -> "RecordingRow":
        """Read every index. Each file must name the head of the one before; see `open_recording`."""
        with ExitStack() as undo:
            recordings = [undo.enter_context(Recording.open(file)) for file in files]
            for before, after in pairwise(recordings):
                _require_follows(before, after)
            undo.pop_all()
        return cls(path, recordings)

    @property
    def header(self) -> Header:
        """That of the first file, with the end of the last one."""
        return replace(self._recordings[0].header, ends_at=self._recordings[-1].header.ends_at)

    def __len__(self) -> int:
        return self._ends[-1]

    def received_at(self, n: int) -> datetime:
        """When update `n` came. `LookupError` where there is none."""
        recording, number = self._place(n)
        return recording.received_at(number)

    def update(self, n: int) -> Update:
        """Update `n` as `Recording.update` reads it, under its number in the whole row."""
        recording, number = self._place(n)
        return replace(recording.update(number), n=n)

    def document(self, n: int, key: str) -> Document:
        """One document of update `n`. `LookupError` where that update has none of this key."""
        recording, number = self._place(n)
        return recording.document(number, key)

    def close(self) -> None:
        """Let go of every file."""
        for recording in self._recordings:
            recording.close()

    def _place(self, n: int) -> tuple[Recording, int]:
        if not 1 <= n <= len(self):
            raise LookupError(n)
        index = bisect_right(self._ends, n - 1)
        return self._recordings[index], n - (self._ends[index - 1] if index else 0)


def _require_follows(before: Recording, after: Recording) -> None:
    stated = after.header.previous_head
    if stated != before.head:
        broken = RecordingError("row_broken", found=stated, before=shown(before.path), expected=before.head)
        raise named(broken.finding, after.path)
