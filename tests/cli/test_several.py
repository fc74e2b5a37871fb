"""Several live feeds side by side over real HTTP on loopback: each recorded, none merged, none in another's way."""

import asyncio
import io
import json
import signal
import sys
from collections.abc import AsyncIterator, Callable
from pathlib import Path

import jsonschema
import pytest

from countwatch.cli.opening import SAMPLE
from countwatch.cli.places import sample
from countwatch.cli.several import distinct, file_name, named_apart, recordings_in, several_watches
from countwatch.engine.several import Several
from countwatch.engine.watch import Watch
from countwatch.ledger.state import WatchState
from countwatch.model.errors import ConfigError, RecordingError
from countwatch.model.feed import FeedDefinition
from countwatch.output.event_schema import event_schema
from countwatch.output.side_by_side import Printers
from countwatch.present.comparison import Side
from countwatch.present.side_by_side import side_by_side
from countwatch.present.words import Words
from countwatch.record.reader import Recording
from countwatch.record.verify import verify
from tests.cli.program import countwatch, environment
from tests.faults.clocks import SteppedClock
from tests.faults.serving import RecordedServer

from .test_live import POLL_SECONDS, ROOT, evening, serve

EARLIER, LATER = 30, 31
"""Two bulletins of the sample: 8,543,145 and 8,548,929 votes of one candidate."""


@pytest.fixture
async def servers() -> AsyncIterator[tuple[RecordedServer, RecordedServer]]:
    async with RecordedServer() as one, RecordedServer() as two:
        yield one, two


def bulletin(server: RecordedServer, n: int) -> None:
    with Recording.open(sample(SAMPLE)) as recording:
        serve(server, recording, n)


def otherwise(server: RecordedServer) -> None:
    """The later bulletin with one figure typed otherwise: 8,548,928 votes of one candidate."""
    with Recording.open(sample(SAMPLE)) as recording:
        for document in recording.update(LATER).documents:
            server.put(f"/results/10/{document.key}", document.body.replace(b"8,548,929", b"8,548,928"))


def definitions(servers: tuple[RecordedServer, ...]) -> list[FeedDefinition]:
    return [
        FeedDefinition(url=server.url(ROOT), format="onpe-2021", name=name)
        for server, name in zip(servers, ("ONPE", "mirror"), strict=True)
    ]


async def poll_until(
    feeds: Several,
    states: AsyncIterator[tuple[Watch, WatchState]],
    clock: SteppedClock,
    reached: Callable[[], bool],
    printers: Printers | None = None,
) -> None:
    """Let time pass until something is so."""
    async with asyncio.timeout(60):
        while not reached():
            upcoming = asyncio.ensure_future(anext(states))
            while not upcoming.done():
                asleep = asyncio.ensure_future(clock.until_asleep())
                await asyncio.wait({upcoming, asleep}, return_when=asyncio.FIRST_COMPLETED)
                asleep.cancel()
                if not upcoming.done():
                    await clock.advance(POLL_SECONDS)
            if printers is not None:
                printers.state(*upcoming.result())


def votes(watch: Watch) -> int | None:
    return watch.state.snapshot.root.votes["castillo"] if watch.state.snapshot else None


def told(feeds: Several) -> list[str]:
    sides = [Side(watch.state, watch.status(), feeds.stopped(watch)) for watch in feeds.watches]
    return [line.text for line in side_by_side(sides, feeds.first.feed.now(), Words()).sentences]


async def test_each_feed_keeps_its_own_numbers_and_a_later_stamp_is_no_contradiction(
    servers: tuple[RecordedServer, RecordedServer],
) -> None:
    clock = evening()
    bulletin(servers[0], LATER)
    bulletin(servers[1], EARLIER)
    feeds = several_watches(definitions(servers), clock=clock)
    one, two = feeds.watches
    states = feeds.states()
    await poll_until(feeds, states, clock, lambda: None not in (votes(one), votes(two)))
    assert (votes(one), votes(two)) == (8_548_929, 8_543_145)
    (line,) = told(feeds)
    assert line.startswith("mirror is ")
    assert " behind ONPE: " in line
    assert line.endswith(" actas fewer")
    bulletin(servers[1], LATER)
    await poll_until(feeds, states, clock, lambda: votes(two) == 8_548_929)
    assert told(feeds) == ["mirror and ONPE give the same numbers at the same stamp"]
    await feeds.aclose()


async def test_a_failing_feed_disturbs_no_other(servers: tuple[RecordedServer, RecordedServer], tmp_path: Path) -> None:
    clock = evening()
    bulletin(servers[0], EARLIER)
    servers[1].fail_with(500)
    feeds = several_watches(definitions(servers), record=tmp_path / "night", clock=clock)
    one, two = feeds.watches
    states = feeds.states()
    await poll_until(feeds, states, clock, lambda: one.state.n > 1 and two.state.n > 1)
    bulletin(servers[0], LATER)
    await poll_until(feeds, states, clock, lambda: votes(one) == 8_548_929)
    assert votes(two) is None
    assert any(line.startswith("mirror: fetch failed: ") for line in told(feeds))
    servers[1].recover()
    bulletin(servers[1], LATER)
    await poll_until(feeds, states, clock, lambda: votes(two) == 8_548_929)
    await feeds.aclose()
    files = sorted(path.name for path in (tmp_path / "night").iterdir())
    assert files == ["ONPE-0001.cwrec", "mirror-0001.cwrec"]
    for path in (tmp_path / "night").iterdir():
        checked = verify(path)
        assert checked.problem is None
        assert checked.closed


async def test_lines_carry_the_feed_and_say_what_differs_once(servers: tuple[RecordedServer, RecordedServer]) -> None:
    clock = evening()
    bulletin(servers[0], LATER)
    otherwise(servers[1])
    feeds = several_watches(definitions(servers), clock=clock)
    out = io.StringIO()
    printers = Printers(out, Words(), feeds, jsonl=False)
    printers.open()
    one, two = feeds.watches
    states = feeds.states()
    await poll_until(feeds, states, clock, lambda: one.state.n > 2 and two.state.n > 2, printers)
    await feeds.aclose()
    lines = out.getvalue().splitlines()
    assert lines[:2] == [f"LIVE: Perú · Segunda vuelta 2021, from {feed}." for feed in ("ONPE", "mirror")]
    differing = [line for line in lines if "both stamped" in line]
    assert len(differing) == len(set(differing)) > 0
    assert "8,548,929 in ONPE, 8,548,928 in mirror (−1), both stamped " in differing[0]
    assert all(line.startswith("mirror: ") for line in differing)
    numbers = [line for line in lines if "ahead in the count so far" in line]
    assert {line.partition(": ")[0] for line in numbers} == {"ONPE", "mirror"}


async def test_json_lines_carry_what_sets_the_feeds_apart(servers: tuple[RecordedServer, RecordedServer]) -> None:
    clock = evening()
    bulletin(servers[0], LATER)
    otherwise(servers[1])
    feeds = several_watches(definitions(servers), clock=clock)
    out = io.StringIO()
    printers = Printers(out, Words(), feeds, jsonl=True)
    one, two = feeds.watches
    states = feeds.states()
    await poll_until(feeds, states, clock, lambda: one.state.n > 2 and two.state.n > 2, printers)
    await feeds.aclose()
    lines = [json.loads(line) for line in out.getvalue().splitlines()]
    for line in lines:
        jsonschema.validate(line, event_schema())
        assert [(held["first"], held["other"]) for held in line["compared"]] == [("ONPE", "mirror")]
    last = {line["feed"]: line["compared"] for line in lines}
    assert last["ONPE"] == last["mirror"]
    (held,) = last["mirror"]
    assert (held["differs"], held["lag_seconds"], held["another_election"]) == (True, 0.0, False)
    assert {"figure": "votes", "candidate": "castillo", "before": 8_548_929, "after": 8_548_928, "by": -1} in held[
        "changes"
    ]


async def test_one_feed_alone_has_no_label(servers: tuple[RecordedServer, RecordedServer]) -> None:
    clock = evening()
    bulletin(servers[0], LATER)
    feeds = several_watches(definitions(servers)[:1], clock=clock)
    for jsonl in (False, True):
        out = io.StringIO()
        printers = Printers(out, Words(), feeds, jsonl=jsonl)
        states = feeds.states()
        seen = feeds.first.state.n
        await poll_until(feeds, states, clock, lambda seen=seen: feeds.first.state.n > seen, printers)  # type: ignore[misc]
        assert "ONPE |" not in out.getvalue()
        assert '"feed"' not in out.getvalue()
        assert '"compared"' not in out.getvalue()
    await feeds.aclose()


async def test_two_addresses_in_a_process_of_their_own(
    servers: tuple[RecordedServer, RecordedServer], tmp_path: Path
) -> None:
    bulletin(servers[0], LATER)
    bulletin(servers[1], EARLIER)
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "countwatch.cli.main", "watch", servers[0].url(ROOT), servers[1].url(ROOT),
        "--format", "onpe-2021", "--jsonl", "--record", "night",
        stdout=asyncio.subprocess.PIPE, stderr=asyncio.subprocess.PIPE, stdin=asyncio.subprocess.DEVNULL,
        env=environment(tmp_path), cwd=tmp_path,
    )  # fmt: skip
    assert process.stdout is not None
    lines = [json.loads(await asyncio.wait_for(process.stdout.readline(), 60)) for _ in range(2)]
    process.send_signal(signal.SIGTERM)
    assert await asyncio.wait_for(process.wait(), 60) == 128 + signal.SIGTERM
    hosts = [server.url().removeprefix("http://").rstrip("/") for server in servers]
    assert {line["feed"]: line["totals"]["votes"]["castillo"] for line in lines} == {
        hosts[0]: 8_548_929,
        hosts[1]: 8_543_145,
    }
    assert all(next(iter(line)) == "feed" for line in lines)
    for host in hosts:
        path = tmp_path / "night" / f"{file_name(host)}-0001.cwrec"
        assert verify(path).closed
        assert oct(path.stat().st_mode & 0o777) == "0o600"


async def test_files_of_definitions_are_watched_under_their_names(
    servers: tuple[RecordedServer, RecordedServer], tmp_path: Path
) -> None:
    for server, name in zip(servers, ("onpe", "mirror"), strict=True):
        bulletin(server, LATER)
        text = f'about = "A test"\nformat = "onpe-2021"\nurl = "{server.url(ROOT)}"\n'
        (tmp_path / f"{name}.toml").write_text(text, "utf-8")
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "countwatch.cli.main", "watch", "onpe.toml", "mirror.toml", "--plain",
        stdout=asyncio.subprocess.PIPE, stderr=asyncio.subprocess.PIPE, stdin=asyncio.subprocess.DEVNULL,
        env=environment(tmp_path), cwd=tmp_path,
    )  # fmt: skip
    assert process.stdout is not None
    seen = ""
    async with asyncio.timeout(60):
        while not ("onpe: " in seen and "mirror: " in seen):
            seen += (await process.stdout.readline()).decode()
    process.send_signal(signal.SIGTERM)
    assert await asyncio.wait_for(process.wait(), 60) == 128 + signal.SIGTERM
    assert [line.rpartition(" from ")[2] for line in seen.splitlines()[:2]] == ["onpe.", "mirror."]


def test_what_cannot_be_is_said_in_a_sentence(tmp_path: Path) -> None:
    (tmp_path / "night.cwrec").write_text("", "utf-8")
    urls = ("http://127.0.0.1:9/a", "http://127.0.0.1:9/b")
    ran = countwatch("watch", *urls, "--format", "onpe-2021", "--plain", "--record", "night.cwrec", home=tmp_path)
    assert ran.code == 2
    assert "night.cwrec" in ran.err
    assert "expected a folder" in ran.err
    ran = countwatch("watch", *urls, "--feed", "mine.toml", home=tmp_path)
    assert ran.code == 2
    assert "--feed" in ran.err


def test_a_recording_in_use_lets_go_of_the_others(tmp_path: Path) -> None:
    feeds = [FeedDefinition(url=f"http://127.0.0.1:9/{name}", format="onpe-2021", name=name) for name in "ab"]
    (tmp_path / "b-0001.cwrec").mkdir()
    for _ in range(2):
        with pytest.raises(RecordingError, match="path_is_folder"):
            several_watches(feeds, record=tmp_path)
    assert verify(tmp_path / "a-0001.cwrec").closed


def test_every_feed_has_a_name_of_its_own_that_holds_no_secret() -> None:
    urls = ["https://me:secret@example.org/a?key=1", "https://example.org/b", "https://EXAMPLE.org:81/", "x/night.json"]
    named = named_apart([FeedDefinition(url=url, format="onpe-2021") for url in urls])
    assert [one.name for one in named] == ["example.org", "example.org (2)", "EXAMPLE.org:81", "night.json"]


@pytest.mark.parametrize(
    ("label", "name"),
    [
        ("ONPE", "ONPE"),
        ("../../etc/passwd", "etc-passwd"),
        (".hidden", "hidden"),
        ("127.0.0.1:80 (2)", "127.0.0.1-80-2"),
        ("Conteo rápido", "Conteo-r-pido"),
        ("…", "feed"),
        ("x" * 500, "x" * 80),
    ],
)
def test_a_label_becomes_a_plain_name(label: str, name: str) -> None:
    assert file_name(label) == name


def test_labels_that_would_share_a_file_do_not(tmp_path: Path) -> None:
    paths = recordings_in(tmp_path / "a", ["Año", "A:o", "a-o"])
    assert [path.name for path in paths] == ["A-o-0001.cwrec", "A-o-2-0001.cwrec", "a-o-3-0001.cwrec"]
    assert distinct(["a", "a (2)", "a"]) == ["a", "a (2)", "a (3)"]
    (tmp_path / "file").write_text("")
    with pytest.raises(ConfigError, match="record_not_a_folder"):
        recordings_in(tmp_path / "file", ["a"])
    with pytest.raises(FileNotFoundError):
        recordings_in(tmp_path / "mistyped" / "a", ["a"])
