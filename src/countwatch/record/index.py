"""Where each update stands and when it came, from one pass that parses no body."""

from array import array
from dataclasses import dataclass, field
from datetime import datetime
from typing import NoReturn

from countwatch.model.errors import RecordingError
from countwatch.record.chain import stated_hash, stated_prev
from countwatch.record.codec import FOOTER_OPENS, UPDATE_OPENING, Header, decode_header
from countwatch.record.frames import EPOCH, MICROSECOND, FrameIndex
from countwatch.record.lines import Lines


@dataclass(slots=True)
class Index:
    """Offsets and lengths in bytes, and instants in microseconds since 1970, by update (n - 1).

    24 bytes an update.
    """

    header: Header
    head: str
    offsets: "array[int]" = field(default_factory=lambda: array("Q"))
    lengths: "array[int]" = field(default_factory=lambda: array("Q"))
    instants: "array[int]" = field(default_factory=lambda: array("q"))
    closed: bool = False

    def received_at(self, n: int) -> datetime:
        """When update `n` came, aware, in UTC."""
        return EPOCH + self.instants[n - 1] * MICROSECOND

    def add(self, offset: int, line: bytes) -> None:
        """Count one more line in. `RecordingError` where it cannot follow."""
        n = len(self.offsets) + 1
        stated = stated_hash(line)
        if stated is None:
            raise RecordingError("record_not_readable", record=n, field="hash", expected="hash", found=None)
        if stated_prev(line) != self.head:
            raise RecordingError("chain_broken", record=n)
        self.closed = line.startswith(FOOTER_OPENS)
        if not self.closed:
            self.instants.append(instant_of(line, n))
            self.offsets.append(offset)
            self.lengths.append(len(line))
        self.head = stated


def open_index(lines: Lines) -> Index:
    """The file's own index where it has one, else one that is built from its lines."""
    if lines.stated is None:
        return build_index(lines)
    index = _from_stated(lines, lines.stated)
    last = lines.stated.lengths[-1]
    if stated_hash(lines.read(sum(lines.stated.lengths) - last, last)) != index.head:
        raise RecordingError("index_wrong", record=len(index.offsets))
    return index


def build_index(lines: Lines) -> Index:
    """Read all lines once. `RecordingError` naming the record where the file is not a recording.

    Of the chain it checks that each line names the one before: a line that was taken out, put in or moved is
    seen here; whether its bytes are whole is for `verify`.
    """
    index: Index | None = None
    for offset, line in lines:
        if index is None:
            index = Index(decode_header(line), stated_hash(line) or _no_header())
        else:
            index.add(offset, line)
    return index or _no_header()


def _from_stated(lines: Lines, stated: FrameIndex) -> Index:
    """What the file says of itself. Each line is held against it when it is read."""
    index = Index(decode_header(lines.read(0, stated.lengths[0])), stated.head)
    offset = 0
    for length, instant in zip(stated.lengths, stated.instants, strict=True):
        index.closed = instant is None and offset > 0
        if instant is not None:
            index.offsets.append(offset)
            index.lengths.append(length)
            index.instants.append(instant)
        offset += length
    return index


def instant_of(line: bytes, n: int) -> int:
    """When update `n` came, in microseconds since 1970, by its line. `RecordingError` where it is not update `n`."""
    opening = UPDATE_OPENING.match(line)
    if opening is None:
        raise RecordingError("record_not_readable", record=n, field="line", expected="update", found=None)
    if int(opening[1]) != n:
        raise RecordingError("record_number_wrong", record=n, found=int(opening[1]))
    try:
        return (datetime.fromisoformat(opening[2].decode("ascii")) - EPOCH) // MICROSECOND
    except ValueError:
        raise RecordingError(
            "record_not_readable",
            record=n,
            field="at",
            expected="utc_instant",
            found=opening[2].decode("ascii"),
        ) from None


def _no_header() -> NoReturn:
    raise RecordingError("not_a_recording", record=0)
