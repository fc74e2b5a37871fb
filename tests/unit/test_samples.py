"""The bundled samples: what they hold, what they come to, and that they can be built again."""

import csv
import json
import re
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from countwatch.cli.elections import bundled_election
from countwatch.cli.places import SAMPLE_SUFFIXES, sample, sample_folder
from countwatch.formats.registry import load
from countwatch.ledger.advance import advance
from countwatch.ledger.state import WatchState
from countwatch.model.part import Part
from countwatch.record.reader import Recording
from countwatch.record.verify import verify

ROOT = Path(__file__).parents[2]
FIGURES = ROOT / ".." / "shared" / "data" / "peru-2021"
LIMA = ZoneInfo("America/Lima")
PERU = "peru-2021-runoff/peru-2021-runoff.cwrec"
SAMPLES = sorted(
    f"{path.parent.name}/{path.name}"
    for path in (sample_folder() or ROOT).glob("*/*")
    if path.suffix in SAMPLE_SUFFIXES
)
RECORDINGS = [name for name in SAMPLES if name.endswith(".cwrec")]

needs_figures = pytest.mark.skipif(
    not FIGURES.is_dir(), reason="the figures of 2021 are not beside this checkout (../shared/data/peru-2021)"
)

Stamp = str
Parts = dict[tuple[str, Stamp], Part]


@pytest.fixture(scope="module")
def recording() -> Iterator[Recording]:
    opened = Recording.open(sample(PERU))
    yield opened
    opened.close()


@pytest.fixture(scope="module")
def parts(recording: Recording) -> Parts:
    form, election = load("onpe-2021"), bundled_election("peru-2021-runoff")
    found: Parts = {}
    for n in range(1, len(recording) + 1):
        update = recording.update(n)
        stamp = update.received_at.astimezone(LIMA).isoformat()
        for document in update.documents:
            found[document.key, stamp] = form.decode(document.key, document.body, election)
    return found


def outcomes(name: str) -> list[str]:
    opened = Recording.open(sample(name))
    try:
        header = opened.header
        state = WatchState(load(header.decoder), bundled_election(header.election) if header.election else None)
        found = []
        for n in range(1, len(opened) + 1):
            state = advance(state, opened.update(n))
            assert state.event is not None
            found.append(str(state.event.outcome))
        return found
    finally:
        opened.close()


@pytest.mark.parametrize("name", RECORDINGS)
def test_the_chain_of_every_recording_holds_to_its_footer(name: str) -> None:
    verification = verify(sample(name))
    assert (verification.problem, verification.torn_bytes, verification.closed) == (None, 0, True)


@pytest.mark.parametrize("name", RECORDINGS)
def test_no_recording_can_reach_a_terminal_through_cat(name: str) -> None:
    assert set(sample(name).read_bytes()) <= {0x0A, *range(0x20, 0x7F)}


def test_the_recording_of_2021_says_what_it_is(recording: Recording) -> None:
    header = recording.header
    assert len(recording) == 93
    assert (header.provenance, header.decoder, header.election) == (
        "reconstructed",
        "onpe-2021",
        "peru-2021-runoff",
    )
    assert header.ends_at == datetime(2021, 7, 29, 5, tzinfo=UTC)
    assert header.sources
    assert header.notes


def test_three_updates_have_no_national_document(recording: Recording) -> None:
    updates = [recording.update(n) for n in range(1, 94)]
    without = {
        update.received_at.astimezone(LIMA).strftime("%d/%m %H:%M"): sorted({d.key[:1] for d in update.documents})
        for update in updates
        if all(document.key != "000000" for document in update.documents)
    }
    assert without == {"07/06 20:18": ["0", "1", "2"], "12/06 15:49": ["8"], "03/07 17:18": ["8", "9"]}
    assert [update.received_at for update in updates] == sorted({update.received_at for update in updates})
    assert {update.elapsed_seconds for update in updates} == {0.0}
    assert Counter(
        d.key[0] if d.key in {"800000", "900000"} else d.key == "000000" for u in updates for d in u.documents
    ) == {
        True: 90,
        "8": 66,
        "9": 57,
        False: 175,
    }


def test_every_document_decodes_at_its_own_stamp_and_agrees_with_itself(parts: Parts) -> None:
    assert len(parts) == 388
    for (key, stamp), part in parts.items():
        tally = part.tallies[0]
        assert (tally.unit_id, part.findings) == (key, ())
        assert part.published_at == datetime.fromisoformat(stamp)
        assert tally.cast == tally.valid + (tally.blank or 0) + (tally.null or 0)
        sheets = tally.sheets
        assert sheets.total == (sheets.counted or 0) + (sheets.under_review or 0) + (sheets.pending or 0)


def test_home_and_abroad_of_one_stamp_are_the_nation(parts: Parts) -> None:
    stamps = {stamp for key, stamp in parts if key == "900000"} & {stamp for key, stamp in parts if key == "000000"}
    assert len(stamps) == 56
    for stamp in stamps:
        nation, home, abroad = (parts[key, stamp].tallies[0] for key in ("000000", "800000", "900000"))
        assert nation.votes == {name: home.votes[name] + abroad.votes[name] for name in nation.votes}
        assert nation.sheets.counted == (home.sheets.counted or 0) + (abroad.sheets.counted or 0)


@pytest.mark.parametrize(
    ("stamp", "castillo", "fujimori", "counted", "under_review", "pending"),
    [
        ("2021-06-07T00:48:00-05:00", 5_927_689, 6_545_132, 58_137, 827, 27_524),
        ("2021-06-07T19:23:00-05:00", 8_548_929, 8_457_547, 81_712, 1_284, 3_492),
        ("2021-06-15T15:19:00-05:00", 8_835_579, 8_791_521, 86_488, 0, 0),
        ("2021-07-09T18:23:00-05:00", 8_836_380, 8_792_117, 86_488, 0, 0),
    ],
)
def test_figures_that_were_published(
    parts: Parts, stamp: str, castillo: int, fujimori: int, counted: int, under_review: int, pending: int
) -> None:
    tally = parts["000000", stamp].tallies[0]
    assert tally.votes == {"castillo": castillo, "fujimori": fujimori}
    assert (tally.sheets.counted, tally.sheets.under_review, tally.sheets.pending) == (
        counted,
        under_review,
        pending,
    )


def test_the_updates_of_2021_come_to_the_outcomes_that_are_known() -> None:
    assert Counter(outcomes(PERU)) == {"accepted": 71, "correction": 5, "unchanged": 17}


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("late", "accepted accepted unchanged accepted stale_edge not_modified accepted"),
        (
            "shrinking",
            "accepted accepted correction held held accepted held held correction accepted",
        ),
        ("malformed", "accepted rejected " * 9 + "accepted"),
        ("hostile-text", "accepted accepted rejected rejected rejected accepted"),
    ],
)
def test_the_small_recordings_come_to_what_they_are_for(name: str, expected: str) -> None:
    assert outcomes(f"small/{name}.cwrec") == expected.split()


def test_the_native_body_is_one_without_a_finding() -> None:
    part = load("countwatch").decode("root", sample("small/native.json").read_bytes(), None)
    assert part.findings == ()
    assert {tally.unit_id for tally in part.tallies} == {"island", "north", "south", "abroad"}


@needs_figures
@pytest.mark.parametrize(
    ("name", "ubigeo"),
    [
        ("2021_runoff_national_bulletins.csv", "000000"),
        ("2021_runoff_peru_extranjero_bulletins.csv", None),
        ("2021_runoff_departamento_bulletins.csv", None),
    ],
)
def test_every_row_of_the_figures_is_in_the_recording(parts: Parts, name: str, ubigeo: str | None) -> None:
    with (FIGURES / name).open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    assert rows
    for row in rows:
        tally = parts[ubigeo or row["ubigeo"], row["timestamp_lima"]].tallies[0]
        sheets = tally.sheets
        assert {
            "votos_castillo": tally.votes["castillo"],
            "votos_fujimori": tally.votes["fujimori"],
            "blank": tally.blank,
            "null": tally.null,
            "emitted": tally.cast,
            "electores_habil": tally.registered_counted,
            "contabiliza": sheets.counted,
            "total_jee": sheets.under_review,
            "por_procesar": sheets.pending,
            "mesas_habiles": sheets.total,
            "cont_anulada": sheets.annulled,
            "mesas_no_inst": sheets.not_installed,
        }.items() <= {field: int(text) for field, text in row.items() if text.isdigit()}.items()


def build(out: Path, *data: str) -> None:
    subprocess.run(
        [sys.executable, "-m", "tools.samples", "--out", str(out), *data],
        cwd=ROOT,
        check=True,
        capture_output=True,
    )


def test_building_the_small_samples_again_gives_the_same_bytes(tmp_path: Path) -> None:
    build(tmp_path)
    built = {path.relative_to(tmp_path).as_posix(): path.read_bytes() for path in tmp_path.rglob("*.*")}
    assert built == {name: sample(name).read_bytes() for name in SAMPLES if name.startswith("small/")}


@needs_figures
def test_building_the_recording_of_2021_again_gives_the_same_bytes(tmp_path: Path) -> None:
    build(tmp_path, "--data", str(FIGURES.parent))
    assert (tmp_path / PERU).read_bytes() == sample(PERU).read_bytes()


def test_every_sample_has_its_sources_and_they_name_no_path_of_a_machine() -> None:
    folders = {sample(name).parent for name in SAMPLES}
    for folder in folders:
        text = (folder / "SOURCES.md").read_text("utf-8")
        assert re.search("reconstructed|invented", text)
        assert not re.search(r"(?<![\w.])/(?:work|tmp|home|Users|mnt|root)\b|[A-Z]:\\", text)


def test_the_samples_stay_small_enough_to_ship() -> None:
    assert sum(sample(name).stat().st_size for name in SAMPLES) < 3_000_000


@needs_figures
def test_bodies_that_were_recorded_whole_are_as_ours(recording: Recording) -> None:
    ours = {
        (document.key, update.received_at.astimezone(LIMA).strftime("%d/%m/%Y %H:%M h")): document.body
        for update in map(recording.update, range(1, len(recording) + 1))
        for document in update.documents
    }
    recorded = [
        json.loads(line)["response"] for line in (FIGURES / "raw_responses_first60.ndjson").read_bytes().splitlines()
    ]
    recorded += [json.loads(path.read_bytes()) for path in (FIGURES / "api_samples").glob("results_10_*.json")]
    whole = [body for body in recorded if body["generals"]["generalData"]]
    assert len(whole) > 60
    for body in whole:
        stamp = body["generals"]["actData"]
        body["summary"]["ELECTORES_HABIL_50"] = None
        for row in body["results"]:
            row["AGRUPACION"] = row["AGRUPACION"].replace("\ufffd", "Á")
        key = body["summary"]["CCODI_UBIGEO"], f"{stamp['FECHA']} {stamp['HORA']}"
        assert json.dumps(body) == json.dumps(json.loads(ours[key]))
