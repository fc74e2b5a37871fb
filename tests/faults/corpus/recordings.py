"""Cases 500 to 508: what can happen to a recording between the night and its reading."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from countwatch.record.codec import Header
from countwatch.record.writer import RecordingWriter
from tests.faults.clocks import BEGIN
from tests.faults.corpus.shapes import NATIVE
from tests.unit.ledger.nights import update

UPDATES = 5
HEADER = Header(feed="Island", decoder="countwatch", created_at=BEGIN, election="island")


@dataclass(frozen=True)
class RecordingCase:
    """Damage to a file of five updates that was never closed, and what reading it must say.

    `records` are the updates that are played before a reading ends; `code` and `record` what `verify` names,
    `torn` that it tells of a torn tail. `appends` says whether a writer may go on with the file.
    """

    number: int
    what: str
    damage: Callable[[list[bytes]], bytes]
    records: int
    code: str | None = None
    record: int | None = None
    torn: bool = False
    appends: bool = True


def write(path: Path) -> None:
    """Five updates; the process dies without a footer."""
    writer = RecordingWriter.open(path, HEADER, sync_each=False)
    for n in range(1, UPDATES + 1):
        writer.write(update(n, NATIVE.good(n)))
    whole = path.read_bytes()
    writer.close()
    path.write_bytes(whole)


def _flipped(lines: list[bytes]) -> bytes:
    line = bytearray(lines[2])
    line[len(line) // 2] ^= 0x01
    return b"".join([*lines[:2], bytes(line), *lines[3:]])


RECORDINGS = (
    RecordingCase(500, "nothing", b"".join, 5),
    RecordingCase(501, "the last line torn", lambda lines: b"".join(lines)[:-40], 4, torn=True),
    RecordingCase(502, "one bit flipped", _flipped, 1, "record_hash_differs", 2, appends=False),
    RecordingCase(503, "a record taken out", lambda lines: b"".join(lines[:2] + lines[3:]), 0, "chain_broken", 2,
                  appends=False),
    RecordingCase(504, "two records swapped",
                  lambda lines: b"".join([*lines[:2], lines[3], lines[2], *lines[4:]]), 0, "chain_broken", 2,
                  appends=False),
    RecordingCase(505, "the end cut at a record", lambda lines: b"".join(lines[:-1]), 4),
    RecordingCase(506, "zeros at the end", lambda lines: b"".join(lines) + bytes(4096), 5, torn=True),
    RecordingCase(507, "empty", lambda _: b"", 0, "empty_recording"),
    RecordingCase(508, "a line of 3 MB that never ends", lambda lines: b"".join(lines[:2]) + b"x" * 3_000_000, 1,
                  torn=True),
)  # fmt: skip
