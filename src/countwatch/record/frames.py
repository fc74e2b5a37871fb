"""The index of a compressed recording: which frames there are, and which lines stand in them.

A `.cwrec.zst` is zstd frames of whole lines, then one skippable frame (RFC 8878, 3.1.2) with a line of JSON that
is sealed as all lines are, and eight bytes by which that frame is found from the end of the file. Decompressors
pass it over. What it says is untrusted: it is used to find lines, and each line says itself what it is.
"""

from array import array
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from itertools import accumulate, pairwise
from typing import NamedTuple

from countwatch.model.errors import RecordingError
from countwatch.record.chain import holds, seal
from countwatch.record.codec import LINE_BYTES_MAX
from countwatch.record.fields import parse
from countwatch.record.parts import dump

FRAME_RECORDS = 60
FRAME_BYTES = 32 * 1024 * 1024
"""A frame ends with the line that fills it, or with the sixtieth: so much is decompressed to read one line."""
FRAME_BYTES_MAX = FRAME_BYTES + LINE_BYTES_MAX
INDEX_BYTES_MAX = 32 * 1024 * 1024
"""Over a million updates; a longer one is not read."""

FRAME_MAGIC = (0xFD2FB528).to_bytes(4, "little")
INDEX_MAGIC = (0x184D2A5C).to_bytes(4, "little")
TRAILER_MAGIC = b"CWIX"
TRAILER_BYTES = 8
_HEAD_BYTES = 8

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
MICROSECOND = timedelta(microseconds=1)
_INSTANT_MIN = (datetime.min.replace(tzinfo=UTC) - EPOCH) // MICROSECOND
_INSTANT_MAX = (datetime.max.replace(tzinfo=UTC) - EPOCH) // MICROSECOND


class Frame(NamedTuple):
    """One frame: where it stands in the file, the lines in it, and the sha256 of its compressed bytes."""

    offset: int
    length: int
    lines: int
    sha256: str


@dataclass(slots=True)
class FrameIndex:
    """Frames in order; of each line its length, and when its update came in microseconds since 1970.

    The instant of a header or a footer is None. `head` is the hash of the last line.
    """

    frames: list[Frame] = field(default_factory=list)
    lengths: "array[int]" = field(default_factory=lambda: array("Q"))
    instants: list[int | None] = field(default_factory=list)
    head: str = ""

    @property
    def ends_at(self) -> int:
        """Where the last frame ends in the file."""
        return self.frames[-1].offset + self.frames[-1].length if self.frames else 0

    def starts(self) -> list[int]:
        """Where each frame begins in the decompressed lines, and at last where those end."""
        ends = [0, *accumulate(self.lengths)]
        return [ends[lines] for lines in accumulate((frame.lines for frame in self.frames), initial=0)]


def encode_index(index: FrameIndex) -> bytes:
    """The skippable frame at the end of the file, whole."""
    members = {
        "cwrec_index": 1,
        "frames": [[frame.length, frame.lines, frame.sha256] for frame in index.frames],
        "lengths": list(index.lengths),
        "gaps": list(_gaps(index.instants)),
        "head": index.head,
    }
    line = seal(dump(members)[:-1].encode("ascii"))
    whole = len(line) + _HEAD_BYTES + TRAILER_BYTES
    head = INDEX_MAGIC + (whole - _HEAD_BYTES).to_bytes(4, "little")
    return head + line + whole.to_bytes(4, "little") + TRAILER_MAGIC


def index_bytes(trailer: bytes) -> int:
    """How long the frame is by its last eight bytes; 0 where they are not those of an index that can be read."""
    if len(trailer) != TRAILER_BYTES or trailer[4:] != TRAILER_MAGIC:
        return 0
    whole = int.from_bytes(trailer[:4], "little")
    return whole if _HEAD_BYTES + TRAILER_BYTES < whole <= INDEX_BYTES_MAX else 0


def decode_index(whole: bytes, starts_at: int) -> FrameIndex | None:
    """The index in such a frame, which stands at that place of the file; None where it is not one that we wrote."""
    line = whole[_HEAD_BYTES:-TRAILER_BYTES]
    if not whole.startswith(INDEX_MAGIC) or not holds(line):
        return None
    try:
        members = parse(line, 0).members
    except RecordingError:
        return None
    index = _read(members)
    if index is None or index.ends_at != starts_at or not _is_bounded(index):
        return None
    # Written again it must be the same bytes: nothing else is in it, and not one bit of it was changed.
    return index if encode_index(index) == whole else None


def _read(members: dict[str, object]) -> FrameIndex | None:
    frames, lengths, gaps, head = (members.get(name) for name in ("frames", "lengths", "gaps", "head"))
    if not (isinstance(frames, list) and isinstance(lengths, list) and isinstance(gaps, list) and type(head) is str):
        return None
    if not (_are_counts(lengths) and all(gap is None or type(gap) is int for gap in gaps)):
        return None
    index = FrameIndex(lengths=array("Q", lengths), instants=list(_instants(gaps)), head=head)
    for row in frames:
        if not (isinstance(row, list) and len(row) == 3 and _are_counts(row[:2]) and type(row[2]) is str):
            return None
        index.frames.append(Frame(index.ends_at, *row))
    return index


def _are_counts(values: Sequence[object]) -> bool:
    return all(type(value) is int and 0 < value < 2**53 for value in values)


def _is_bounded(index: FrameIndex) -> bool:
    """Whether frames and lines tally, no frame is larger than one may be, and each instant is of a calendar."""
    if not 0 < len(index.lengths) == len(index.instants) == sum(frame.lines for frame in index.frames):
        return False
    starts = index.starts()
    sizes = (end - start for start, end in pairwise(starts))
    known = (instant for instant in index.instants if instant is not None)
    return max(sizes) <= FRAME_BYTES_MAX and all(_INSTANT_MIN <= instant <= _INSTANT_MAX for instant in known)


def _gaps(instants: Iterable[int | None]) -> Iterable[int | None]:
    """Each instant less the one before it: short to write."""
    before = 0
    for instant in instants:
        yield None if instant is None else instant - before
        before = before if instant is None else instant


def _instants(gaps: Iterable[int | None]) -> Iterable[int | None]:
    before = 0
    for gap in gaps:
        before += gap or 0
        yield None if gap is None else before
