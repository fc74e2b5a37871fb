import os
from collections.abc import Callable
from itertools import combinations
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from countwatch.model.finding import Fact
from countwatch.record.chain import seal
from countwatch.record.codec import encode_footer, encode_update
from countwatch.record.lines import PlainLines
from countwatch.record.verify import verify, walk

from .making import document, record, update


@pytest.fixture(name="night", scope="module")
def _night(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Header, three updates (one of them `same_as`), footer, update, footer: seven lines."""
    path = tmp_path_factory.mktemp("recordings") / "night.cwrec"
    record(path, update(1), update(2, document(b"body 1")), update(3, document(b"\xff")))
    record(path, update(4))
    return path


RECORD_OF_LINE = [0, 1, 2, 3, 4, 4, 5]
"""The number that a problem in each line of `night` must be reported under."""


def problem_of(path: Path, data: bytes, head: str | None = None) -> tuple[str, Fact] | None:
    path.write_bytes(data)
    problem = verify(path, head).problem
    return None if problem is None else (problem.code, problem.facts["record"])


def test_a_good_recording_verifies(night: Path) -> None:
    seen = verify(night)
    assert (seen.records, seen.sessions, seen.closed, seen.torn_bytes) == (4, 2, True, 0)
    assert seen.problem is None
    assert verify(night, seen.head).problem is None
    assert verify(night, f" {str(seen.head).upper()}\n").problem is None


def test_every_single_bit_flip_is_found_and_named(night: Path, tmp_path: Path) -> None:
    good = night.read_bytes()
    fd = os.open(tmp_path / "flipped.cwrec", os.O_RDWR | os.O_CREAT)
    os.write(fd, good)
    missed = []
    for offset, byte in enumerate(good):
        expected = RECORD_OF_LINE[good.count(b"\n", 0, offset)]
        for bit in range(8):
            os.pwrite(fd, bytes([byte ^ (1 << bit)]), offset)
            problem = walk(PlainLines(fd)).problem
            if problem is None or problem.facts["record"] != expected:
                missed.append((offset, bit, problem))
        os.pwrite(fd, bytes([byte]), offset)
    os.close(fd)
    assert missed == []


@settings(max_examples=200)
@given(st.data())
def test_any_bit_of_a_larger_recording(tmp_path_factory: pytest.TempPathFactory, data: st.DataObject) -> None:
    path = tmp_path_factory.mktemp("flip") / "night.cwrec"
    body = data.draw(st.binary(max_size=2_000))
    record(path, *(update(n, document(body + b"%d" % n)) for n in (1, 2, 3)), close=data.draw(st.booleans()))
    flipped = bytearray(path.read_bytes())
    flipped[data.draw(st.integers(0, len(flipped) - 1))] ^= 1 << data.draw(st.integers(0, 7))
    assert problem_of(path, bytes(flipped)) is not None


def test_every_deletion_is_found_and_named(night: Path, tmp_path: Path) -> None:
    lines = night.read_bytes().splitlines(keepends=True)
    for at in range(len(lines) - 1):
        found = problem_of(tmp_path / "cut.cwrec", b"".join(lines[:at] + lines[at + 1 :]))
        assert found == ("chain_broken" if at else "not_a_recording", RECORD_OF_LINE[at])


def test_a_cut_at_a_record_boundary_is_found_by_the_head(night: Path, tmp_path: Path) -> None:
    lines = night.read_bytes().splitlines(keepends=True)
    head = verify(night).head
    for kept in range(1, len(lines)):
        cut = b"".join(lines[:kept])
        assert problem_of(tmp_path / "cut.cwrec", cut) is None
        code, _ = problem_of(tmp_path / "cut.cwrec", cut, head) or ("", None)
        assert code == "head_differs"


def test_an_earlier_head_is_recognised(night: Path, tmp_path: Path) -> None:
    lines = night.read_bytes().splitlines(keepends=True)
    (tmp_path / "cut.cwrec").write_bytes(b"".join(lines[:3]))
    earlier = verify(tmp_path / "cut.cwrec").head
    problem = verify(night, earlier).problem
    assert problem is not None
    assert problem.facts["seen_at_record"] == 2
    never = verify(night, "0" * 64).problem
    assert never is not None
    assert never.facts["seen_at_record"] is None


def test_every_swap_and_every_repetition_is_found_and_named(night: Path, tmp_path: Path) -> None:
    lines = night.read_bytes().splitlines(keepends=True)
    for first, second in combinations(range(len(lines)), 2):
        swapped = [*lines]
        swapped[first], swapped[second] = lines[second], lines[first]
        _, record_number = problem_of(tmp_path / "swap.cwrec", b"".join(swapped)) or ("", None)
        assert record_number == RECORD_OF_LINE[first]
    for at in range(len(lines)):
        assert problem_of(tmp_path / "twice.cwrec", b"".join([*lines[: at + 1], *lines[at:]])) is not None


def forge(path: Path, make: Callable[[str], bytes]) -> tuple[str, Fact] | None:
    """A recording of one update with one more line whose own hash holds: only its content is wrong."""
    path.unlink(missing_ok=True)
    head = record(path, update(1), close=False)
    return problem_of(path, path.read_bytes() + make(head))


def test_a_rightly_chained_line_that_lies_is_found(tmp_path: Path) -> None:
    path = tmp_path / "forged.cwrec"

    def line(head: str, n: int = 2, session: int = 1, holder: int | None = None) -> bytes:
        return encode_update(update(2), n=n, session=session, prev=head, same_as=lambda _key, _sha256: holder)

    def other_body(head: str) -> bytes:
        return seal(line(head)[:-76].replace(b'"body":"body 2"', b'"body":"body 3"'))

    assert forge(path, line) is None
    assert forge(path, lambda head: line(head, n=3)) == ("record_number_wrong", 2)
    assert forge(path, lambda head: line(head, session=4)) == ("session_wrong", 2)
    assert forge(path, lambda head: line(head, holder=1)) == ("same_as_wrong", 2)
    assert forge(path, lambda head: line(head, holder=2)) == ("same_as_wrong", 2)
    assert forge(path, other_body) == ("body_hash_differs", 2)
    assert forge(path, lambda head: encode_footer(session=1, updates=2, prev=head)) == ("footer_wrong", 2)


def test_a_torn_tail_is_reported_and_no_problem(night: Path, tmp_path: Path) -> None:
    (tmp_path / "torn.cwrec").write_bytes(night.read_bytes() + b'{"n":5,"ses')
    seen = verify(tmp_path / "torn.cwrec")
    assert (seen.problem, seen.torn_bytes, seen.records) == (None, 11, 4)


def test_progress_is_told_to_the_last_byte(night: Path) -> None:
    told: list[tuple[int, int]] = []
    verify(night, progress=lambda done, total: told.append((done, total)))
    assert len(told) == 7
    assert told[-1] == (night.stat().st_size, night.stat().st_size)
