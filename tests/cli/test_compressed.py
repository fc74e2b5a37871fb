"""`countwatch export --to cwrec.zst` and back, and what long work says and leaves behind."""

import json
import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from countwatch.cli.places import sample
from tests.cli.program import countwatch, environment
from tests.faults.clocks import dice
from tests.unit.record.making import document, record, update

PERU = sample("peru-2021-runoff/peru-2021-runoff.cwrec")


@pytest.fixture(name="packed", scope="module")
def _packed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    home = tmp_path_factory.mktemp("home")
    ran = countwatch("export", "--to", "cwrec.zst", "-o", "peru.cwrec.zst", home=home)
    assert (ran.code, ran.err) == (0, "countwatch: 93 updates exported\n")
    assert ran.out == countwatch("verify", str(PERU), home=home).out.splitlines(keepends=True)[1]
    return home / "peru.cwrec.zst"


@pytest.mark.parametrize(
    "command",
    [
        ("verify", "RECORDING"),
        ("replay", "RECORDING", "--speed", "max", "--jsonl"),
        ("show", "RECORDING", "--json", "--at", "2021-06-07T19:23"),
        ("claim", "RECORDING", "--lead", "91382"),
        ("export", "RECORDING", "--to", "csv"),
    ],
    ids=lambda command: command[0],
)
def test_every_reader_takes_it_for_the_same(packed: Path, command: tuple[str, ...]) -> None:
    plain, compressed = (
        countwatch(*(str(path) if word == "RECORDING" else word for word in command), home=packed.parent)
        for path in (PERU, packed)
    )
    assert plain.code == 0
    assert compressed == plain


def test_it_is_unpacked_to_the_same_bytes(packed: Path, tmp_path: Path) -> None:
    ran = countwatch("export", str(packed), "--to", "cwrec", "-o", "peru.cwrec", home=tmp_path)
    assert ran.code == 0, ran.err
    assert (tmp_path / "peru.cwrec").read_bytes() == PERU.read_bytes()


def test_problems_are_one_sentence_and_leave_nothing(packed: Path, tmp_path: Path) -> None:
    broken = bytearray(packed.read_bytes())
    broken[len(broken) // 3] ^= 1
    (tmp_path / "broken.cwrec.zst").write_bytes(broken)
    (tmp_path / "cut.cwrec.zst").write_bytes(packed.read_bytes()[:-5_000])
    for arguments, code, said in [
        (("export", str(packed), "--to", "cwrec"), 2, "not written to stdout; expected -o FILE"),
        (("export", str(packed), "--to", "cwrec.zst", "-o", "cut.cwrec.zst"), 2, "cut.cwrec.zst is there already"),
        (("export", str(packed), "--to", "cwrec.zst", "-o", "no/x.cwrec.zst"), 2, "no: there is no such folder"),
        (("export", "broken.cwrec.zst", "--to", "cwrec", "-o", "out.cwrec"), 4, "broken.cwrec.zst: update "),
        (("export", "cut.cwrec.zst", "--to", "cwrec", "-o", "out.cwrec"), 4, "is damaged or was cut off"),
        (("verify", "cut.cwrec.zst"), 4, "is damaged or was cut off"),
        (("replay", "broken.cwrec.zst", "--speed", "max", "--jsonl"), 4, "broken.cwrec.zst: update "),
        (("watch", "http://127.0.0.1:9/x", "--format", "countwatch", "--record", "x.cwrec.zst"), 4, "not added to"),
    ]:
        ran = countwatch(*arguments, home=tmp_path)
        assert (ran.code, said in ran.err) == (code, True), ran
        assert "Traceback" not in ran.err
    assert sorted(path.name for path in tmp_path.glob("*.cwrec*")) == ["broken.cwrec.zst", "cut.cwrec.zst"]


@pytest.fixture(name="large", scope="module")
def _large(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path, chance = tmp_path_factory.mktemp("large") / "large.cwrec", dice(7)
    record(path, *(update(n, document(chance.randbytes(1_500_000).hex().encode())) for n in range(1, 21)))
    return path


def on_a_terminal(*arguments: str, home: Path) -> tuple[int, str]:
    """Exit code, and what stderr was sent where it is a terminal."""
    ours, theirs = os.openpty()
    program = [sys.executable, "-m", "countwatch.cli.main", *arguments]
    with subprocess.Popen(
        program, stdout=subprocess.DEVNULL, stderr=theirs, env=environment(home), cwd=home
    ) as process:
        os.close(theirs)
        said = b""
        try:
            while block := os.read(ours, 65_536):
                said += block
        except OSError:
            pass  # a pty says so when its other end is closed
        os.close(ours)
    return process.returncode, said.decode()


@pytest.mark.parametrize("command", [("verify",), ("export", "--to", "cwrec.zst", "-o", "out")])
def test_long_work_shows_how_far_it_is_on_a_terminal_only(
    large: Path, tmp_path: Path, command: tuple[str, ...]
) -> None:
    def arguments(path: Path) -> tuple[str, ...]:
        (tmp_path / "out").unlink(missing_ok=True)
        return (command[0], str(path), *command[1:])

    code, said = on_a_terminal(*arguments(large), home=tmp_path)
    assert (code, "  100%" in said) == (0, True)
    assert said.count("%") < 250, "it is painted where it can be seen to move"
    assert "%" not in countwatch(*arguments(large), home=tmp_path).err
    code, said = on_a_terminal(*arguments(PERU), home=tmp_path)
    assert (code, "%" in said) == (0, False), "nobody could read that bar"


@pytest.mark.parametrize("form", ["cwrec", "cwrec.zst"])
def test_an_interrupt_leaves_no_half_file(large: Path, tmp_path: Path, form: str) -> None:
    program = [sys.executable, "-m", "countwatch.cli.main", "export", str(large), "--to", form, "-o", "out"]
    with subprocess.Popen(program, stderr=subprocess.PIPE, env=environment(tmp_path), cwd=tmp_path) as process:
        while not (tmp_path / "out.part").exists():
            assert process.poll() is None
        process.send_signal(signal.SIGINT)
        assert process.stderr is not None
        said = process.stderr.read()
    assert (process.returncode, b"Traceback" in said) == (130, False)
    assert list(tmp_path.glob("out*")) == []


def test_a_table_is_there_once_it_is_whole(packed: Path, tmp_path: Path) -> None:
    broken = bytearray(packed.read_bytes())
    broken[len(broken) // 3] ^= 1
    (tmp_path / "broken.cwrec.zst").write_bytes(broken)
    (tmp_path / "table.jsonl").write_text("of yesterday")
    ran = countwatch("export", "broken.cwrec.zst", "--to", "jsonl", "-o", "table.jsonl", home=tmp_path)
    assert (ran.code, (tmp_path / "table.jsonl").read_text()) == (4, "of yesterday")
    ran = countwatch("export", str(packed), "--to", "jsonl", "-o", "table.jsonl", home=tmp_path)
    assert ran.code == 0
    assert json.loads((tmp_path / "table.jsonl").read_text().splitlines()[0])["n"] == 1
