"""Walking the chain: every line's hash, its place, and the sha256 of every body."""

from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

from countwatch.model.errors import RecordingError
from countwatch.model.finding import Fact, Finding
from countwatch.record.chain import holds, stated_hash
from countwatch.record.codec import (
    FOOTER_OPENS,
    LINE_BYTES_MAX,
    Footer,
    Header,
    RecordedUpdate,
    decode_footer,
    decode_header,
    decode_update,
)
from countwatch.record.lines import Lines, open_lines
from countwatch.record.parts import sha256_of

Progress = Callable[[int, int], None]
"""Called after each line with the bytes done and the bytes in all."""


@dataclass(frozen=True, slots=True)
class Verification:
    """What the walk came to. `records` and `head` are those of the good lines before `problem`, if any.

    `records` counts updates; `head` is the hash of the last good line (None if the header is not good);
    `closed` says that the last line is a footer; `good_bytes` is where the good lines end. A torn tail
    is no problem in itself: it was never acknowledged.
    """

    records: int
    sessions: int
    head: str | None
    closed: bool
    torn_bytes: int
    good_bytes: int
    header: Header | None = None
    problem: Finding | None = None


def verify(
    path: Path,
    head: str | None = None,
    *,
    progress: Progress | None = None,
    line_bytes_max: int = LINE_BYTES_MAX,
) -> Verification:
    """Check a recording from end to end, and against a head hash noted elsewhere where one is given.

    `RecordingError` only where there is no file to walk (see `open_lines`); all else is `problem`, with
    the facts `record` (number of the first bad update; 0 is the header) and `line` (counted from 1).
    """
    lines = open_lines(path, line_bytes_max)
    try:
        return walk(lines, head, progress)
    finally:
        lines.close()


def walk(
    lines: Lines,
    head: str | None = None,
    progress: Progress | None = None,
    each: Callable[[bytes], None] | None = None,
) -> Verification:
    """The same over lines that are already open. `each` is handed every line that holds."""
    seen = _Seen(expected_head=head.strip().lower() if head is not None else None)
    problem = _first_problem(lines, seen, progress, each) or seen.wrong_head()
    return Verification(
        records=seen.records,
        sessions=seen.session,
        head=seen.head,
        closed=seen.closed,
        torn_bytes=lines.torn_bytes,
        good_bytes=seen.good_bytes,
        header=seen.header,
        problem=problem,
    )


def _first_problem(
    lines: Lines, seen: "_Seen", progress: Progress | None, each: Callable[[bytes], None] | None
) -> Finding | None:
    size_bytes = lines.size_bytes
    try:
        for offset, line in lines:
            seen.take(line)
            seen.good_bytes = offset + len(line)
            if each is not None:
                each(line)
            if progress is not None:
                progress(lines.done_bytes, size_bytes)
        seen.take_end(lines)
    except RecordingError as error:
        facts = {**error.finding.facts, "record": seen.next_record, "line": seen.lines + 1}
        return Finding(error.finding.code, facts, document=error.finding.document)
    return None


@dataclass(slots=True)
class _Seen:
    """What the good lines so far add up to."""

    expected_head: str | None
    header: Header | None = None
    head: str | None = None
    records: int = 0
    session: int = 0
    lines: int = 0
    good_bytes: int = 0
    closed: bool = False
    head_seen_at: int | None = None
    bodies: set[int] = field(default_factory=set)
    """Python's hash of (n, key, sha256) for each body held: salted by the process, and 60 bytes each."""

    @property
    def next_record(self) -> int:
        """The number that the next update must have; 0 while the header is missing."""
        return self.records + 1 if self.header else 0

    def take(self, line: bytes) -> None:
        """Check one more line and count it in. `RecordingError` where it does not hold."""
        if self.header is None:
            header = decode_header(line)
            _require(holds(line), "record_hash_differs")
            self.header = header
        else:
            _require(holds(line), "record_hash_differs")
            if line.startswith(FOOTER_OPENS):
                self._take_footer(decode_footer(line, self.records))
            else:
                self._take_update(decode_update(line, self.next_record))
        self.lines += 1
        self.head = stated_hash(line)
        if self.head == self.expected_head:
            self.head_seen_at = self.records

    def take_end(self, lines: Lines) -> None:
        """Check what comes after the last line."""
        lines.check_end()
        _require(self.header is not None, "not_a_recording")

    def wrong_head(self) -> Finding | None:
        """The finding where another head was expected."""
        if self.expected_head is None or self.head == self.expected_head:
            return None
        facts: dict[str, Fact] = {
            "record": self.records,
            "expected": self.expected_head,
            "found": self.head,
            "seen_at_record": self.head_seen_at,
        }
        return Finding("head_differs", facts)

    def _take_update(self, update: RecordedUpdate) -> None:
        _require(update.prev == self.head, "chain_broken")
        _require(update.n == self.next_record, "record_number_wrong", found=update.n)
        self._take_session(update.session)
        for recorded in update.documents:
            document = recorded.document
            if recorded.same_as is None:
                same = sha256_of(document.body) == document.sha256
                _require(same, "body_hash_differs", document=document.key)
                self.bodies.add(hash((update.n, document.key, document.sha256)))
            else:
                held = hash((recorded.same_as, document.key, document.sha256)) in self.bodies
                _require(held, "same_as_wrong", document=document.key, found=recorded.same_as)
        self.records += 1
        self.closed = False

    def _take_footer(self, footer: Footer) -> None:
        _require(footer.prev == self.head, "chain_broken")
        _require(footer.updates == self.records, "footer_wrong", found=footer.updates, expected=self.records)
        self._take_session(footer.session)
        self.closed = True

    def _take_session(self, session: int) -> None:
        begins = self.session + 1
        follows = session == begins or (session == self.session and not self.closed)
        _require(follows, "session_wrong", found=session, expected=begins if self.closed else self.session)
        self.session = session


def _require(
    condition: bool,
    code: str,
    *,
    document: str | None = None,
    found: int | None = None,
    expected: int | None = None,
) -> None:
    if not condition:
        raise RecordingError(code, document=document, found=found, expected=expected)
