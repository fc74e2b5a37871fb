"""Every damage of the corpus to a recording: named, and what is whole is still played."""

from pathlib import Path

import pytest

from countwatch.cli.compose import replay_watch
from countwatch.model.errors import RecordingError
from countwatch.record.chain import stated_hash
from countwatch.record.verify import verify
from countwatch.record.writer import RecordingWriter
from tests.faults.corpus.recordings import HEADER, RECORDINGS, UPDATES, RecordingCase, write
from tests.faults.corpus.shapes import NATIVE
from tests.unit.ledger.nights import update


@pytest.fixture
def damaged(tmp_path: Path, request: pytest.FixtureRequest) -> Path:
    case: RecordingCase = request.param
    path = tmp_path / "night.cwrec"
    write(path)
    path.write_bytes(case.damage(path.read_bytes().splitlines(keepends=True)))
    return path


def each(test: object) -> object:
    pairs = [pytest.param(case, case, id=f"{case.number}-{case.what}".replace(" ", "_")) for case in RECORDINGS]
    return pytest.mark.parametrize(("damaged", "case"), pairs, indirect=["damaged"])(test)


@each
def test_verify_names_it(damaged: Path, case: RecordingCase) -> None:
    if case.code == "empty_recording":
        with pytest.raises(RecordingError) as refused:
            verify(damaged)
        assert refused.value.finding.code == case.code
        return
    found = verify(damaged)
    assert (found.torn_bytes > 0) == case.torn
    if case.code is None:
        assert (found.problem, found.records) == (None, case.records)
    else:
        assert found.problem is not None
        assert (found.problem.code, found.problem.facts["record"]) == (case.code, case.record)


@each
async def test_what_is_whole_is_played(damaged: Path, case: RecordingCase) -> None:
    outcomes, refused = await played(damaged)
    assert outcomes == ["accepted"] * case.records
    assert (refused is not None) == (case.code is not None)
    if refused is not None and case.record is not None:
        assert refused.finding.facts["record"] == case.record


async def played(path: Path) -> tuple[list[str], RecordingError | None]:
    """The outcomes of a replay, and what ended it."""
    outcomes: list[str] = []
    try:
        watch = replay_watch(path, speed=None, idle_limit_seconds=3)
        async for state in watch.states():
            outcomes.append(state.ledger.outcome(state.n).value)  # noqa: PERF401 - what came before the error counts
        await watch.aclose()
    except RecordingError as refused:
        return outcomes, refused
    return outcomes, None


@each
def test_a_writer_goes_on_or_refuses(damaged: Path, case: RecordingCase) -> None:
    before = damaged.read_bytes()
    if not case.appends:
        with pytest.raises(RecordingError):
            RecordingWriter.open(damaged, HEADER)
        assert damaged.read_bytes() == before
        return
    with RecordingWriter.open(damaged, HEADER) as writer:
        assert writer.records == case.records
        assert (writer.torn_path is not None) == case.torn
        writer.write(update(case.records + 1, NATIVE.good(6)))
    found = verify(damaged)
    assert (found.problem, found.records, found.torn_bytes) == (None, case.records + 1, 0)


def test_an_end_cut_at_a_record_shows_by_the_head_alone(tmp_path: Path) -> None:
    path = tmp_path / "night.cwrec"
    write(path)
    lines = path.read_bytes().splitlines(keepends=True)
    head = stated_hash(lines[-1])
    assert verify(path, head).problem is None
    path.write_bytes(b"".join(lines[:-1]))
    assert verify(path).problem is None
    found = verify(path, head).problem
    assert found is not None
    assert (found.code, found.facts["record"]) == ("head_differs", UPDATES - 1)


def test_a_line_over_the_cap_is_refused_before_it_is_read(tmp_path: Path) -> None:
    path = tmp_path / "night.cwrec"
    write(path)
    path.write_bytes(path.read_bytes() + b"x" * 3_000_000 + b"\n")
    found = verify(path, line_bytes_max=1_000_000).problem
    assert found is not None
    assert found.code == "line_too_long"
