"""`countwatch verify` names every flip, deletion and swap by its record; run in this process for its speed.

Every bit: `python -m pytest tests/faults -m slow`. A share of them runs always.
"""

import subprocess
import sys
from bisect import bisect_right
from pathlib import Path

import pytest

from countwatch.cli.main import cli
from countwatch.record.compress import rewrite
from countwatch.record.verify import verify
from countwatch.record.writer import RecordingWriter
from tests.cli.program import REPOSITORY, countwatch, environment
from tests.faults.clocks import dice
from tests.unit.record.making import HEADER, document, record, update
from tests.unit.record.test_compressed import index_of


@pytest.fixture
def night(tmp_path: Path) -> Path:
    path = tmp_path / "night.cwrec"
    record(path, *(update(n, document(b'{"votes": %d}' % n)) for n in range(1, 5)))
    return path


def told(path: Path, capsys: pytest.CaptureFixture[str], *more: str) -> tuple[int, str]:
    """Exit code, and what stood on stderr (stdout where all was well)."""
    code = cli.main(["--lang", "en", "verify", str(path), *more], prog_name="countwatch", standalone_mode=False)
    captured = capsys.readouterr()
    return code, captured.err or captured.out


@pytest.mark.parametrize("flips", [400, pytest.param(None, marks=pytest.mark.slow)])
def test_every_flip_is_named_by_its_line(
    flips: int | None, night: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    whole = night.read_bytes()
    places = range(len(whole) * 8)
    chosen = places if flips is None else sorted(dice(1).sample(places, flips))
    changed = tmp_path / "changed.cwrec"
    for place in chosen:
        bent = bytearray(whole)
        bent[place // 8] ^= 1 << (place % 8)
        changed.write_bytes(bent)
        code, said = told(changed, capsys)
        line = whole[: place // 8].count(b"\n") + 1
        assert code == 4, place
        # A line feed that is no more joins two lines; the first of the two is the one that is named.
        assert said.startswith(f"countwatch: {changed}:{line}: ") or (line == 1 and str(changed) in said), (place, said)


@pytest.mark.parametrize("flips", [200, pytest.param(None, marks=pytest.mark.slow)])
def test_every_flip_of_a_compressed_recording_is_named_by_its_line(
    flips: int | None, night: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Each line in a frame of its own; what follows them is the index, which has no line."""
    packed = tmp_path / "night.cwrec.zst"
    rewrite(night, packed, compressed=True, frame_records=1)
    whole, ends = packed.read_bytes(), [frame.offset + frame.length for frame in index_of(packed).frames]
    places = range(len(whole) * 8)
    changed = tmp_path / "changed.cwrec.zst"
    for place in places if flips is None else sorted(dice(1).sample(places, flips)):
        bent = bytearray(whole)
        bent[place // 8] ^= 1 << (place % 8)
        changed.write_bytes(bent)
        code, said = told(changed, capsys)
        line = bisect_right(ends, place // 8) + 1
        assert code == 4, place
        in_index = line > len(ends) and said.startswith(f"countwatch: {changed}")
        # The first byte says that it is compressed at all.
        assert said.startswith(f"countwatch: {changed}:{line}: ") or in_index or (line == 1 and str(changed) in said), (
            place,
            said,
        )


def test_every_deletion_and_swap_is_named(night: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    lines = night.read_bytes().splitlines(keepends=True)
    changed = tmp_path / "changed.cwrec"
    for index in range(len(lines) - 1):
        changed.write_bytes(b"".join(lines[:index] + lines[index + 1 :]))
        code, said = told(changed, capsys)
        assert code == 4
        assert f":{index + 1}: " in said or index == 0, said
        for other in range(index + 1, len(lines)):
            swapped = list(lines)
            swapped[index], swapped[other] = swapped[other], swapped[index]
            changed.write_bytes(b"".join(swapped))
            code, said = told(changed, capsys)
            assert code == 4
            assert f":{index + 1}: " in said or index == 0, said


def test_a_cut_at_a_line_is_found_with_the_head(
    night: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    head = verify(night).head
    assert head is not None
    assert told(night, capsys, "--head", head)[0] == 0
    lines = night.read_bytes().splitlines(keepends=True)
    for kept in range(1, len(lines)):
        cut = tmp_path / "cut.cwrec"
        cut.write_bytes(b"".join(lines[:kept]))
        assert told(cut, capsys)[0] == 0, "without the head nobody can tell"
        code, said = told(cut, capsys, "--head", head)
        assert code == 4
        assert head in said


def test_a_second_writer_is_refused_in_one_sentence(night: Path) -> None:
    """Each in its own process: the lock is between them."""
    with RecordingWriter.open(night, HEADER):
        script = "import sys; from countwatch.record.writer import RecordingWriter as W\n"
        script += "from tests.unit.record.making import HEADER\nfrom pathlib import Path\n"
        script += "from countwatch.cli.problems import explain\n"
        script += "try: W.open(Path(sys.argv[1]), HEADER)\nexcept Exception as error: sys.exit(explain(error))"
        variables = environment(night.parent)
        variables["PYTHONPATH"] += f":{REPOSITORY}"
        done = subprocess.run(
            [sys.executable, "-c", script, str(night)], env=variables, capture_output=True, text=True, check=False
        )
    assert (done.returncode, done.stdout) == (4, "")
    assert done.stderr == f"countwatch: {night}: another countwatch is recording there\n"


def test_a_place_that_cannot_be_written_is_refused_in_one_sentence(tmp_path: Path) -> None:
    ran = countwatch(
        "watch", "http://127.0.0.1:9/x", "--format", "countwatch", "--record", "nowhere/night.cwrec", home=tmp_path
    )
    assert ran.code == 4
    assert ran.err == "countwatch: nowhere/night.cwrec: there is no such folder\n"
