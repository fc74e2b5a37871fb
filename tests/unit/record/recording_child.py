"""A process of its own: `lock PATH` tries to write and says why not; `write PATH` records until it is killed."""

import sys
from pathlib import Path

from countwatch.model.errors import RecordingError
from countwatch.record.writer import RecordingWriter

from .making import HEADER, document, update


def try_lock(path: Path) -> None:
    try:
        RecordingWriter.open(path, HEADER).close()
    except RecordingError as error:
        sys.stdout.write(f"{error.finding.code} {error.finding.facts['path']}\n")


def write_for_ever(path: Path) -> None:
    writer = RecordingWriter.open(path, HEADER)
    while True:
        n = writer.records + 1
        written = writer.write(update(n, document(b"%09d" % n * 5_000)))
        sys.stdout.write(f"{n} {written.record}\n")
        sys.stdout.flush()


{"lock": try_lock, "write": write_for_ever}[sys.argv[1]](Path(sys.argv[2]))
