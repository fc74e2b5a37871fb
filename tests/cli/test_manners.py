"""Exit codes, one sentence a problem, and no escape code where nobody sees a screen."""

import json
import re
import shutil
from pathlib import Path

import jsonschema
import pytest

from countwatch.cli.places import sample
from tests.cli.program import Ran, countwatch

ESCAPES = re.compile(r"[\x00-\x09\x0b-\x1f\x7f-\x9f]")


def one_sentence(ran: Ran) -> str:
    """stderr is one line, and no traceback."""
    assert "Traceback" not in ran.err
    lines = ran.err.strip().splitlines()
    assert len(lines) == 1, ran.err
    return lines[0]


def test_no_terminal_means_plain_lines_and_no_escape_code(tmp_path: Path) -> None:
    ran = countwatch("replay", "--speed", "max", home=tmp_path)
    assert ran.code == 0
    assert not ESCAPES.search(ran.out)
    assert ran.out.splitlines()[0].startswith("REPLAY of ")
    assert "with 50.269 % (8,548,929 votes)" in ran.out


def test_called_alone_it_replays_the_bundled_recording(tmp_path: Path) -> None:
    ran = countwatch(home=tmp_path, COUNTWATCH_SPEED="1000000", COUNTWATCH_IDLE_LIMIT_SECONDS="0.01")
    assert ran.code == 0, ran.err
    assert ran.out.splitlines()[0].startswith("REPLAY of ")


@pytest.mark.parametrize(
    ("arguments", "code", "told"),
    [
        (("replay", "nowhere.cwrec"), 4, "nowhere.cwrec"),
        (("verify", "nowhere.cwrec"), 4, "nowhere.cwrec"),
        (("replay", "notes.txt"), 4, "notes.txt"),
        (("show", "page.html", "--format", "onpe-2021"), 3, "page"),
        (("show", "empty.json", "--format", "countwatch"), 3, "empty"),
        (("show", "page.html", "--format", "nonsense"), 2, "nonsense"),
        (("show", "--election", "atlantis"), 2, "atlantis"),
        (("show", "--at", "yesterday"), 2, "yesterday"),
        (("show", "--at", "0001-01-01T00:00+05:00"), 2, "0001-01-01"),
        (("watch", "ftp://example.org", "--format", "onpe-2021"), 2, "ftp://example.org"),
        (("watch", "http://127.0.0.1:9/x"), 2, "format"),
        (("show", "--json", "--bulletin"), 2, "--json and --bulletin exclude each other"),
        (("show", "/dev/null", "--format", "countwatch"), 2, "/dev/null: it is not a regular file"),
        (("watch", "http://127.0.0.1:9/x", "--format", "countwatch", "--roll", "day"), 2, "--record"),
        (("claim", "notes.txt", "--lead", "5"), 4, "expected a first line that begins with the format cwrec"),
        (("claim", ".", "--lead", "5"), 4, ".: there is no recording in this folder"),
        (("claim", "peru-2021-runoff", "--lead", "5"), 4, "there is no such recording"),
    ],
)
def test_bad_input_is_one_sentence_and_its_exit_code(
    arguments: tuple[str, ...], code: int, told: str, tmp_path: Path
) -> None:
    (tmp_path / "notes.txt").write_text("not a recording\n")
    (tmp_path / "page.html").write_text("<!doctype html><title>Just a moment</title>")
    (tmp_path / "empty.json").write_text("")
    ran = countwatch(*arguments, home=tmp_path)
    assert ran.code == code, ran
    assert told in one_sentence(ran)
    assert ran.out == ""


def test_a_claim_names_no_option_that_it_does_not_have(tmp_path: Path) -> None:
    (tmp_path / "notes.txt").write_text("not a recording\n")
    assert "--format" not in one_sentence(countwatch("claim", "notes.txt", "--lead", "5", home=tmp_path))


def test_a_recording_of_an_election_is_not_continued_by_a_watch_of_none(tmp_path: Path) -> None:
    shutil.copy(sample("peru-2021-runoff/peru-2021-runoff.cwrec"), tmp_path / "night.cwrec")
    shutil.copy(sample("small/native.json"), tmp_path)
    (tmp_path / "night.cwrec").chmod(0o600)
    ran = countwatch(
        "watch", "native.json", "--format", "countwatch", "--record", "night.cwrec", "--quiet", home=tmp_path
    )
    assert ran.code == 4
    assert "election peru-2021-runoff, and this watch has none" in one_sentence(ran)


def test_an_unreadable_config_is_exit_2(tmp_path: Path) -> None:
    (tmp_path / "countwatch.toml").write_text("speed = fast\n")
    ran = countwatch("replay", "--plain", home=tmp_path)
    assert ran.code == 2
    assert "countwatch.toml" in one_sentence(ran)


def test_a_wrong_setting_names_its_source(tmp_path: Path) -> None:
    ran = countwatch("config", "validate", home=tmp_path, COUNTWATCH_INTERVAL_SECONDS="1")
    assert ran.code == 2
    sentence = one_sentence(ran)
    assert "COUNTWATCH_INTERVAL_SECONDS" in sentence
    assert "interval_seconds" in sentence


def test_config_show_tells_where_each_value_comes_from(tmp_path: Path) -> None:
    (tmp_path / "countwatch.toml").write_text("speed = 60\n")
    ran = countwatch("config", "show", home=tmp_path, COUNTWATCH_LANG="es")
    assert "lang = es  (entorno: COUNTWATCH_LANG)" in ran.out
    assert f"speed = 60.0  (archivo del proyecto: {tmp_path / 'countwatch.toml'})" in ran.out
    assert "theme = sin fijar  (por defecto)" in ran.out


def test_the_schema_describes_what_show_prints(tmp_path: Path) -> None:
    schema = json.loads(countwatch("schema", "snapshot", home=tmp_path).out)
    jsonschema.Draft202012Validator.check_schema(schema)
    snapshot = json.loads(countwatch("show", "--json", home=tmp_path).out)["snapshot"]
    jsonschema.validate(snapshot, schema)
    snapshot["tallies"][0]["votes"]["castillo"] = "8,836,380"
    with pytest.raises(jsonschema.ValidationError):
        jsonschema.validate(snapshot, schema)


def test_a_shown_snapshot_is_a_native_feed_body(tmp_path: Path) -> None:
    snapshot = json.loads(countwatch("show", "--json", home=tmp_path).out)["snapshot"]
    body = tmp_path / "body.json"
    body.write_text(json.dumps(snapshot))
    again = json.loads(countwatch("show", str(body), "--format", "countwatch", "--json", home=tmp_path).out)
    assert again["totals"]["votes"] == {"castillo": 8_836_380, "fujimori": 8_792_117}
    by_unit = {tally["unit_id"]: tally for tally in again["snapshot"]["tallies"]}
    assert by_unit == {tally["unit_id"]: tally for tally in snapshot["tallies"]}


def test_verify_prints_the_head_that_the_last_line_shows(tmp_path: Path) -> None:
    from countwatch.cli.places import sample

    path = str(sample("peru-2021-runoff/peru-2021-runoff.cwrec"))
    ran = countwatch("verify", path, home=tmp_path)
    assert ran.code == 0
    head = ran.out.split()[-1]
    assert re.fullmatch("[0-9a-f]{64}", head)
    assert countwatch("verify", path, "--head", head, home=tmp_path).code == 0
    assert countwatch("verify", path, "--head", "0" * 64, home=tmp_path).code == 4


def test_verify_names_the_first_bad_record(tmp_path: Path) -> None:
    from countwatch.cli.places import sample

    original = sample("peru-2021-runoff/peru-2021-runoff.cwrec").read_bytes()
    lines = original.split(b"\n")
    lines[40] = lines[40].replace(b'"status":200', b'"status":201', 1)
    broken = tmp_path / "broken.cwrec"
    broken.write_bytes(b"\n".join(lines))
    ran = countwatch("verify", str(broken), home=tmp_path)
    assert ran.code == 4
    assert "40" in one_sentence(ran)


def test_a_reader_that_leaves_early_gets_no_traceback(tmp_path: Path) -> None:
    import subprocess
    import sys

    from tests.cli.program import environment

    with subprocess.Popen(
        [sys.executable, "-m", "countwatch.cli.main", "replay", "--jsonl", "--speed", "max"],
        stdout=subprocess.PIPE, stderr=subprocess.PIPE, stdin=subprocess.DEVNULL, env=environment(tmp_path),
    ) as process:  # fmt: skip
        assert process.stdout is not None
        assert process.stderr is not None
        process.stdout.readline()
        process.stdout.close()
        assert process.wait(60) == 0
        assert process.stderr.read() == b""
