"""The drive: records first, judges, and never stops for a disk or a bug."""

import asyncio
import errno
import threading
from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path

import pytest

from countwatch.engine import desk
from countwatch.engine.watch import Watch
from countwatch.ledger.columns import Ledger
from countwatch.ledger.events import Event
from countwatch.ledger.state import WatchState
from countwatch.model.assembly import Assembly
from countwatch.model.election import Election
from countwatch.model.finding import Finding
from countwatch.model.limits import OFF_LOOP_BYTES
from countwatch.model.part import Part
from countwatch.model.protocols import Feed, RecordingStatus
from countwatch.model.snapshot import UnitTally
from countwatch.model.update import Document, Rewound, Update
from countwatch.record.reader import Recording
from countwatch.record.verify import verify
from countwatch.record.writer import RecordingWriter
from tests.unit.ledger.nights import (
    NATIVE,
    Sketch,
    failed,
    last,
    native,
    outcomes,
    play,
    reason,
    received,
    shown,
    sketch,
    update,
)
from tests.unit.record.making import HEADER, FullDisk, UnsyncedDisk

from .scripted import ScriptedFeed

UPDATES = [replace(update(n, sketch(n, 5000 + n)), record=None) for n in range(1, 6)]


async def run(watch: Watch) -> list[WatchState]:
    states = [state async for state in watch.states()]
    await watch.aclose()
    return states


async def test_a_scripted_feed_is_a_feed_and_every_update_comes_out_once() -> None:
    feed: Feed = ScriptedFeed(UPDATES)
    watch = Watch(feed, WatchState(Sketch()))
    states = await run(watch)
    assert [state.n for state in states] == [1, 2, 3, 4, 5]
    assert outcomes(states) == ["accepted"] * 5
    assert watch.state is states[-1]
    assert watch.recording is None


async def test_the_drive_gives_the_states_of_the_fold() -> None:
    form = Sketch()
    items = [*UPDATES[:2], failed(3), *(replace(each, n=each.n + 1) for each in UPDATES[2:])]
    assert await run(Watch(ScriptedFeed(items), WatchState(form))) == play(items, WatchState(form))


async def test_what_is_shown_is_already_on_the_disk(tmp_path: Path) -> None:
    path = tmp_path / "night.cwrec"
    writer = RecordingWriter.open(path, HEADER)
    watch = Watch(ScriptedFeed(UPDATES), WatchState(Sketch()), writer, RecordingStatus(str(path), writer.head))
    async for state in watch.states():
        with Recording.open(path) as recording:
            assert len(recording) == state.n
            assert recording.update(state.n).documents == UPDATES[state.n - 1].documents
            assert last(state).record == recording.head
        assert watch.recording == RecordingStatus(str(path), last(state).record)
    await watch.aclose()
    assert verify(path).closed
    assert verify(path).records == 5


async def test_a_full_disk_ends_the_recording_and_not_the_count(tmp_path: Path) -> None:
    path = tmp_path / "night.cwrec"
    RecordingWriter.open(path, HEADER).close()
    with RecordingWriter.open(path, HEADER) as spent:
        size_bytes = path.stat().st_size
        spent.write(UPDATES[0])
        line_bytes = path.stat().st_size - size_bytes
    writer = RecordingWriter.open(path, HEADER, disk=FullDisk(int(line_bytes * 2.5)))
    watch = Watch(ScriptedFeed(UPDATES), WatchState(Sketch()), writer, RecordingStatus(str(path), writer.head))
    states = await run(watch)
    assert outcomes(states) == ["accepted"] * 5
    recorded = [last(state).record is not None for state in states]
    assert recorded == [True, True, False, False, False]
    assert watch.recording is not None
    assert watch.recording.problem == Finding("not_recording", {"path": str(path), "detail": "ENOSPC"})
    assert watch.recording.failed_at == received(3)
    assert watch.recording.head == last(states[1]).record == verify(path).head
    RecordingWriter.open(path, HEADER).close()  # the lock was let go, so that another recording can begin


async def test_one_update_that_cannot_be_written_down_is_said_and_the_next_is_recorded(
    tmp_path: Path,
) -> None:
    path = tmp_path / "night.cwrec"
    writer = RecordingWriter.open(path, HEADER, line_bytes_max=4096)
    items = [UPDATES[0], replace(update(2, sketch(2, 5002, pad="x" * 5000)), record=None), UPDATES[2]]
    watch = Watch(ScriptedFeed(items), WatchState(Sketch()), writer, RecordingStatus(str(path), writer.head))
    problems = []
    async for state in watch.states():
        assert watch.recording is not None
        problems.append((watch.recording.problem and watch.recording.problem.code, watch.recording.failed_at))
        assert (last(state).record is None) == (state.n == 2)
    await watch.aclose()
    assert problems == [(None, None), ("line_too_long", received(2)), (None, None)]
    assert verify(path).records == 2


async def test_a_footer_that_cannot_be_written_is_said_and_raises_nothing(tmp_path: Path) -> None:
    disk = UnsyncedDisk()
    writer = RecordingWriter.open(tmp_path / "night.cwrec", HEADER, disk=disk)
    watch = Watch(ScriptedFeed(UPDATES), WatchState(Sketch()), writer, RecordingStatus("night.cwrec", writer.head))
    states = [state async for state in watch.states()]
    disk.broken = True
    await watch.aclose()
    assert outcomes(states) == ["accepted"] * 5
    assert watch.recording is not None
    assert watch.recording.problem == Finding("not_recording", {"path": "night.cwrec", "detail": "EIO"})


async def test_the_recording_is_closed_even_where_the_feed_will_not(tmp_path: Path) -> None:
    path = tmp_path / "night.cwrec"
    feed = ScriptedFeed(UPDATES, refuses_to_close=OSError(errno.ECONNRESET, "reset"))
    watch = Watch(feed, WatchState(Sketch()), RecordingWriter.open(path, HEADER), RecordingStatus(str(path)))
    with pytest.raises(OSError, match="reset"):
        await run(watch)
    assert feed.closed
    assert verify(path).closed


@pytest.mark.parametrize("padding", [0, OFF_LOOP_BYTES], ids=["on the loop", "in a thread"])
async def test_a_bug_of_ours_is_that_updates_outcome_and_the_next_one_is_fine(
    padding: int, caplog: pytest.LogCaptureFixture
) -> None:
    def bug() -> Exception:
        return ZeroDivisionError("\x1b]0;from the feed\x07")

    broken = update(2, sketch(2, bug="x" * padding))
    states = await run(Watch(ScriptedFeed([UPDATES[0], broken, UPDATES[2]]), WatchState(Sketch(bug))))
    assert outcomes(states) == ["accepted", "rejected", "accepted"]
    assert last(states[1]).reason == Finding("our_fault", {"error": "ZeroDivisionError"})
    assert (last(states[1]).sha256, last(states[1]).record) == (broken.documents[0].sha256, broken.record)
    assert shown(states[1]) == shown(states[0])
    (record,) = caplog.records
    assert "update 2 could not be judged: ZeroDivisionError" in record.getMessage()
    assert "nights.py" in record.getMessage()
    assert "\x1b" not in caplog.text


async def test_a_bug_in_putting_parts_together_is_supervised_too(caplog: pytest.LogCaptureFixture) -> None:
    class Torn(Sketch):
        def assemble(
            self, parts: Mapping[str, Part], election: Election | None, before: Assembly | None = None
        ) -> Assembly:
            raise KeyError("root")

    (state,) = await run(Watch(ScriptedFeed(UPDATES[:1]), WatchState(Torn())))
    assert (outcomes([state]), reason(state), state.snapshot) == (["rejected"], "our_fault", None)
    assert len(caplog.records) == 1


class WaitingSketch(Sketch):
    """Decodes only once somebody has let it: it waits for `ticked`, and notes on which thread."""

    def __init__(self, ticked: threading.Event) -> None:
        super().__init__()
        self.ticked = ticked
        self.saw_ticks: list[bool] = []
        self.threads: set[int] = set()

    def decode(self, key: str, body: bytes, election: Election | None) -> Part:
        self.threads.add(threading.get_ident())
        self.saw_ticks.append(self.ticked.wait(timeout=30))
        return super().decode(key, body, election)


async def test_reading_ends_with_the_deadline_of_its_poll_and_never_takes_the_room_of_two(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """A thread that was given up is waited for by the next heavy update; what is light passes it by."""
    monkeypatch.setattr(desk, "GRACE_SECONDS", 0.05)
    let_go = threading.Event()
    form = WaitingSketch(let_go)
    heavy = [replace(update(n, sketch(n, pad="x" * OFF_LOOP_BYTES)), elapsed_seconds=30.0) for n in (1, 2, 4)]
    feed = ScriptedFeed([*heavy[:2], update(3, sketch(3)), heavy[2]])
    states: list[WatchState] = []
    async for state in Watch(feed, WatchState(form), deadline_seconds=30.0).states():
        states.append(state)
        if state.n == 2:
            let_go.set()
            monkeypatch.setattr(desk, "GRACE_SECONDS", 60.0)
    assert outcomes(states) == ["rejected", "rejected", "accepted", "unchanged"]
    given_up = Finding("read_too_long", {"seconds": "30"}, document="root")
    assert [last(state).reason for state in states[:2]] == [given_up, given_up]
    assert [shown(state) for state in states[:2]] == [(None, {})] * 2
    assert len(form.saw_ticks) == 3  # the first, given up, the light one and the last: the second never began


class NotingLedger(Ledger):
    """Notes the threads on which rows are appended."""

    def __init__(self) -> None:
        super().__init__()
        self.threads: set[int] = set()

    def append(self, event: Event, shown: UnitTally | None) -> None:
        self.threads.add(threading.get_ident())
        super().append(event, shown)


async def test_the_loop_goes_on_while_a_heavy_body_is_read() -> None:
    ticked = threading.Event()
    form, ledger = WaitingSketch(ticked), NotingLedger()
    heavy = update(1, sketch(1, pad="x" * OFF_LOOP_BYTES))

    async def tick() -> None:
        while not form.threads:  # noqa: ASYNC110 - the loop's own turns are what is counted
            await asyncio.sleep(0)
        for _ in range(100):
            await asyncio.sleep(0)
        ticked.set()

    ticking = asyncio.create_task(tick())
    (state,) = await run(Watch(ScriptedFeed([heavy]), WatchState(form, ledger=ledger)))
    await ticking
    assert outcomes([state]) == ["accepted"]
    assert form.saw_ticks == [True]
    assert threading.get_ident() not in form.threads
    assert ledger.threads == {threading.get_ident()}


async def test_a_light_body_is_read_at_once() -> None:
    ticked = threading.Event()
    ticked.set()
    form = WaitingSketch(ticked)
    await run(Watch(ScriptedFeed(UPDATES[:1]), WatchState(form)))
    assert form.threads == {threading.get_ident()}


def archived(updates: Sequence[Update], n: int, key: str) -> Document:
    return next(document for document in updates[n - 1].documents if document.key == key)


async def test_a_replay_that_moves_is_restored_and_folds_nothing_twice() -> None:
    bodies = [native(0), native(1), b"<html>", native(2)]
    updates = [update(n, body) for n, body in enumerate(bodies, start=1)]

    def moved(n: int) -> Rewound:
        return Rewound(n, lambda row, key: archived(updates, row, key))

    items: list[Update | Rewound] = [*updates[:3], moved(1), moved(3), updates[3], moved(2)]
    watch = Watch(ScriptedFeed(items), WatchState(NATIVE))
    states = await run(watch)
    played = play(updates)
    assert [state.n for state in states] == [1, 2, 3, 1, 3, 4, 2]
    assert states == [played[state.n - 1] for state in states]
    assert [last(state) for state in states] == [last(played[state.n - 1]) for state in states]
    assert len(watch.state.ledger) == 4
