"""`countwatch import git`: a recording of what somebody scraped, in a process of its own."""

import json
from pathlib import Path

from countwatch.record.reader import Recording
from tests.cli.program import countwatch
from tests.unit.feeds.git_repositories import Repository

NATIVE = {
    "schema_version": 1,
    "root_id": "c",
    "candidates": [{"id": "a", "name": "A"}, {"id": "b", "name": "B"}],
    "units": [],
}


def body(a: int, b: int) -> bytes:
    return json.dumps({**NATIVE, "tallies": [{"unit_id": "c", "votes": {"a": a, "b": b}}]}).encode()


def scraped(tmp_path: Path) -> Repository:
    repository = Repository.made(tmp_path / "scraped")
    repository.commit(r_json=body(1, 2))
    repository.commit(r_json=b"")
    repository.commit(r_json=None)
    repository.commit(r_json=body(5, 3))
    return repository


def test_a_history_becomes_a_recording_that_verifies_and_plays(tmp_path: Path) -> None:
    scraped(tmp_path)
    arguments = ("import", "git", "scraped", "--path", "r.json", "--format", "countwatch", "-o", "out.cwrec")
    ran = countwatch(*arguments, home=tmp_path)
    assert (ran.code, ran.err) == (0, "countwatch: 4 versions imported\n")
    verified = countwatch("verify", "out.cwrec", "--head", ran.out.strip(), home=tmp_path)
    assert verified.code == 0, verified
    played = countwatch("replay", "out.cwrec", "--speed", "max", "--jsonl", home=tmp_path)
    lines = [json.loads(line) for line in played.out.splitlines()]
    assert [line["event"] for line in lines] == ["accepted", "rejected", "fetch_failed", "accepted"]
    assert lines[-1]["totals"]["votes"] == {"a": 5, "b": 3}
    assert [line["received_at"][:16] for line in lines] == [f"2021-06-07T06:0{minute}" for minute in range(4)]
    with Recording.open(tmp_path / "out.cwrec") as recording:
        header = recording.header
    assert (header.provenance, header.decoder, header.feed) == ("git-scraped", "countwatch", "scraped: r.json")
    assert str(tmp_path) not in (tmp_path / "out.cwrec").read_text(), "no path of this machine is written down"


def test_no_recording_is_written_over_and_none_is_left_half_done(tmp_path: Path) -> None:
    scraped(tmp_path)
    (tmp_path / "out.cwrec").write_text("mine")
    arguments = ("import", "git", "scraped", "--path", "r.json", "--format", "countwatch", "-o")
    ran = countwatch(*arguments, "out.cwrec", home=tmp_path)
    assert (ran.code, (tmp_path / "out.cwrec").read_text()) == (2, "mine")
    assert countwatch(*arguments, "nowhere/out.cwrec", home=tmp_path).code == 2
    assert sorted(path.name for path in tmp_path.iterdir() if path.suffix != ".config") == ["out.cwrec", "scraped"]


def test_problems_are_one_sentence_and_their_exit_code(tmp_path: Path) -> None:
    scraped(tmp_path)
    for arguments, code in (
        (("scraped", "--path", "other.json", "--format", "countwatch"), 3),
        (("nowhere", "--path", "r.json", "--format", "countwatch"), 2),
        (("scraped", "--path", "r.json", "--format", "countwatch", "--branch", "nowhere"), 2),
        (("scraped", "--path", "r.json", "--format", "nonsense"), 2),
    ):
        ran = countwatch("import", "git", *arguments, "-o", "out.cwrec", home=tmp_path)
        assert (ran.code, ran.out, len(ran.err.splitlines())) == (code, "", 1), ran
        assert not (tmp_path / "out.cwrec").exists()
