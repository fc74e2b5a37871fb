"""Text from outside in every line that is written to a terminal: data and errors, on a real pty."""

import csv
import io
import json
import os
import re
from collections.abc import Sequence
from pathlib import Path

import pytest

from countwatch.model.text import clean
from tests.faults.corpus.stage import Stage
from tests.faults.corpus.texts import BEL, C1_CSI, ESC, HOSTILE
from tests.faults.pty_stream import repertoire, text_of, unclean
from tests.faults.pty_terminal import Terminal

SHORT = [text for text in HOSTILE if len(text) < 2000]
NAMED = f"{ESC}]0;owned{BEL}{ESC}[5m{C1_CSI}2J[nope][bold\u202e\r\u200b"
"""A file's name, an argument, a setting: whatever a person may paste."""
LINE_END = "'\\r\\n'"

Run = tuple[Sequence[str], dict[str, str]]


def ran(runs: Sequence[Run], home: Path) -> tuple[Terminal, list[int]]:
    """The terminal after all of them, and their exit codes."""
    listed = [{"arguments": list(arguments), "variables": variables} for arguments, variables in runs]
    (home / "runs.json").write_text(json.dumps(listed))
    with Terminal(["runs.json"], home, module="tests.faults.pty_commands") as terminal:
        assert terminal.end() == 0, terminal.written[-2000:]
    codes = [int(code) for code in re.findall(r"exit (-?\d+)\r\n", terminal.written)]
    assert len(codes) == len(runs)
    return terminal, codes


def assert_plain(terminal: Terminal) -> None:
    """Lines of clean text, and not one control sequence."""
    assert repertoire(terminal.written, (120, 40)) <= {LINE_END}
    assert unclean(terminal.written) == set()
    assert "Traceback" not in terminal.written


@pytest.mark.parametrize("election", [False, True], ids=["the feed's names", "an election file's names"])
def test_what_is_written_of_a_count(election: bool, tmp_path: Path) -> None:
    recording, file = f"{NAMED}.cwrec", f"{NAMED}.toml"
    stage = Stage(SHORT)
    stage.recording(tmp_path / recording, 18)
    stage.election(tmp_path / file)
    (tmp_path / f"{NAMED}.json").write_bytes(stage.body(3, SHORT))
    named = ["--election", f"./{file}"] if election else []
    fast = ["--speed", "max", *named]
    runs: list[Run] = [
        (["replay", recording, "--plain", *fast], {}),
        (["replay", recording, "--plain", "--lang", "es", *fast], {}),
        (["replay", recording, "--jsonl", *fast], {}),
        (["show", recording, *named], {}),
        (["show", recording, "--json", *named], {}),
        (["show", recording, "--bulletin", "--lang", "es", *named], {}),
        (["show", f"{NAMED}.json", "--format", "countwatch", *named], {}),
        (["claim", recording, "--lead", "12", "--share", "a=50.2", "--votes", "b=5300", *named], {}),
        (["verify", recording], {}),
        (["export", recording, "--to", "jsonl", *named], {}),
        (["elections", "show", f"./{file}"], {}),
    ]
    terminal, codes = ran(runs, tmp_path)
    assert codes == [0] * len(runs), text_of(terminal.written)[-3000:]
    assert_plain(terminal)
    seen = text_of(terminal.written)
    for text in SHORT:
        assert clean(text)[:6] in seen, text


def cells_of(text: str, form: str) -> set[str]:
    """The values of an exported table, as a reader of its form takes them."""
    if form == "csv":
        return {cell for row in csv.reader(io.StringIO(text)) for cell in row}
    return {str(value) for line in text.splitlines() for value in json.loads(line).values()}


@pytest.mark.parametrize("form", ["csv", "jsonl"])
def test_what_is_written_into_a_file(form: str, tmp_path: Path) -> None:
    stage, out = Stage(SHORT), tmp_path / f"night.{form}"
    stage.recording(tmp_path / "night.cwrec", 18, units=SHORT)
    stage.election(tmp_path / "names.toml")
    for named in ([], ["--election", "./names.toml"]):
        terminal, codes = ran([(["export", "night.cwrec", "--to", form, "-o", str(out), *named], {})], tmp_path)
        assert codes == [0], terminal.written
        assert_plain(terminal)
        with out.open(encoding="utf-8", newline="") as file:
            text = file.read()
        assert unclean(text.replace("\r\n", "\n").replace("\n", "")) == set()
        cells = cells_of(text, form)
        absent = [name for name in SHORT if not any(clean(name)[:6] in cell for cell in cells)]
        assert named or absent == []  # an election file names fewer units
        assert form != "csv" or not {cell for cell in cells if cell[:1] in {"=", "+", "@", "\t"}}
        out.unlink()


@pytest.mark.parametrize("text", [NAMED, "\x1b[31m%s{0}\n\x07", "\udcff\udc9b\u2028 \x9d0;x\x9c"])
def test_what_is_written_of_mistakes(text: str, tmp_path: Path) -> None:
    os.environ.pop("COUNTWATCH_LANG", None)
    Stage(["Ana", "Ben"]).recording(tmp_path / "good.cwrec", 4)
    (tmp_path / "raw.json").write_text(json.dumps({"schema_version": text}))
    (tmp_path / "words.toml").write_text(
        f"id = {json.dumps(text.encode('utf-8', 'replace').decode())}\n{'x' * 9} = 1\n"
    )
    (tmp_path / f"a{text}").write_bytes(b"no recording " + text.encode("utf-8", "surrogateescape"))
    word = text.replace("\n", "")
    variable = {"COUNTWATCH_LANG": word}
    runs: list[Run] = [
        ([text], {}),
        ([f"--{text}"], {}),
        (["replay", f"--{text}"], {}),
        (["replay", "--plain", "--", text], {}),
        (["replay", "--plain", f"a{text}"], {}),
        (["verify", f"a{text}"], {}),
        (["verify", "good.cwrec", "--head", text], {}),
        (["replay", "good.cwrec", "--plain", "--speed", text], {}),
        (["replay", "good.cwrec", "--plain", "--from", text], {}),
        (["replay", "good.cwrec", "--plain", "--election", text], {}),
        (["replay", "good.cwrec", "--plain", "--election", f"./a{text}.toml"], {}),
        (["replay", "good.cwrec", "--plain", "--lang", text], {}),
        (["show", "good.cwrec", "--at", text], {}),
        (["show", "raw.json", "--format", "countwatch"], {}),
        (["show", "raw.json", "--format", text], {}),
        (["show", "good.cwrec", "--election", "./words.toml"], {}),
        (["watch", "--plain", text], {}),
        (["show", f"http://{text}/", "--format", "countwatch"], {}),
        (["watch", f"http://127.0.0.1:9/{text}", "--format", text, "--plain"], {}),
        (["watch", "http://127.0.0.1:9/", "--format", "countwatch", "--plain", "--record", f"{text}/no/folder"], {}),
        (["claim", "good.cwrec", "--lead", text], {}),
        (["claim", "good.cwrec", "--share", text], {}),
        (["claim", "good.cwrec", "--share", f"{text}=1"], {}),
        (["claim", "good.cwrec", "--lead", "1", "--after", text], {}),
        (["elections", "show", text], {}),
        (["config", text], {}),
        (["config", "validate"], variable),
        (["config", "validate"], {"COUNTWATCH_INTERVAL_SECONDS": word}),
        (["raise", text], {}),
    ]
    terminal, codes = ran(runs, tmp_path)
    assert_plain(terminal)
    assert all(code in {1, 2, 3, 4} for code in codes), list(zip(codes, [run[0] for run in runs], strict=True))


def test_what_is_written_of_settings(tmp_path: Path) -> None:
    shown = {"COUNTWATCH_THEME": NAMED, "COUNTWATCH_FEED": NAMED, "COUNTWATCH_RECORD": NAMED}
    folder = {"XDG_CONFIG_HOME": str(tmp_path / NAMED)}
    (tmp_path / "countwatch.toml").write_text(f"election = {json.dumps(NAMED)}\n")
    terminal, codes = ran([(["config", "show"], shown), (["config", "path"], folder)], tmp_path)
    assert codes == [0, 0]
    assert_plain(terminal)
    (tmp_path / "countwatch.toml").write_text(f"{json.dumps(NAMED)} = 1\n")
    terminal, codes = ran([(["config", "show"], {})], tmp_path)
    assert codes == [2]
    assert_plain(terminal)
    (tmp_path / "countwatch.toml").write_text(f"x = {NAMED}\n")
    terminal, codes = ran([(["config", "show"], {})], tmp_path)
    assert codes == [2]
    assert_plain(terminal)
