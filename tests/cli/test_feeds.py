"""`countwatch feeds` and `elections new`: definitions by name, mappings tested and drafted, other packages."""

import json
import os
import tomllib
from pathlib import Path

import jmespath
import pytest

from tests.cli.program import REPOSITORY, Ran, countwatch

DATA = REPOSITORY.parent / "shared" / "data"

COUNTY = {
    "updated": "2026-11-03T21:40:00-07:00",
    "race": {
        "ballots": "2,434",
        "reporting": "6 of 8 precincts",
        "choices": [
            {"number": "0012", "name": "Lucía Ortega", "total": "1,204", "percent": "50.36"},
            {"number": "0007", "name": "Thomas Hale", "total": "1,187", "percent": "49.64"},
        ],
    },
}
MAPPING = """
about = "Sheriff of Example County"
number_format = "1,234.5"
[unit]
id = "county"
name = "Example County"
[candidates]
rows = "race.choices"
id = { path = "number", as = "code" }
name = { path = "name", as = "text" }
votes = { path = "total", as = "int" }
[ballots]
cast = { path = "race.ballots", as = "int" }
[sheets]
total = { path = "race.reporting", as = "int", regex = '[0-9]+ of ([0-9]+) precincts' }
"""
PLUGIN = """
class Odd:
    name, root_key, default_election = "odd", "root", None
    def plan(self, election, earlier, fetched): return ()
    def decode(self, key, body, election):
        from countwatch.formats import registry
        return registry.load("countwatch").decode(key, body, election)
    def assemble(self, parts, election, before=None):
        from countwatch.formats import registry
        return registry.load("countwatch").assemble(parts, election, before)
class Half:
    name = "half"
class Broken:
    def __init__(self): raise KeyError("no such key")
"""
ENTRIES = """
[countwatch.formats]
odd = odd_counts:Odd
half = odd_counts:Half
broken = odd_counts:Broken
absent = odd_counts:Nothing
onpe-2021 = odd_counts:Broken
"""


@pytest.fixture
def county(tmp_path: Path) -> Path:
    (tmp_path / "county.json").write_text(json.dumps(COUNTY))
    (tmp_path / "county.toml").write_text(MAPPING)
    return tmp_path


def votes(ran: Ran) -> dict[str, int]:
    found: dict[str, int] = json.loads(ran.out.splitlines()[-1])["totals"]["votes"]
    return found


def test_bundled_feeds_are_listed_with_what_to_expect(tmp_path: Path) -> None:
    ran = countwatch("feeds", "list", home=tmp_path)
    assert ran.code == 0
    rows = {row.split()[0]: row for row in ran.out.splitlines()}
    assert {"peru-2021-runoff", "peru-2026-runoff", "honduras-2025", "california-governor-2022"} <= rows.keys()
    assert "browser-only" in rows["honduras-2025"]
    for name in rows.keys() - {"feed"}:
        shown = countwatch("feeds", "show", name, home=tmp_path)
        assert (shown.code, "about = " in shown.out, "sources = " in shown.out) == (0, True, True)


def test_a_name_that_is_almost_one_gets_a_hint(tmp_path: Path) -> None:
    ran = countwatch("feeds", "show", "hondurs-2025", home=tmp_path)
    assert (ran.code, "honduras-2025" in ran.err) == (2, True)
    (tmp_path / "sample.json").write_text("{}")
    for arguments in (("feeds", "new", "--from", "sampel.json"), ("feeds", "test", "./sampel.json")):
        ran = countwatch(*arguments, home=tmp_path)
        assert (ran.code, "sample.json" in ran.err) == (2, True), ran
    ran = countwatch("show", "sample.json", "--format", "onpe2021", home=tmp_path)
    assert (ran.code, "onpe-2021" in ran.err) == (2, True)


def test_every_field_of_a_mapping_is_shown_and_the_totals(county: Path) -> None:
    ran = countwatch("feeds", "test", "county.json", "--format", "county.toml", home=county)
    assert ran.code == 0, ran
    rows = {row.split()[0]: row.split() for row in ran.out.splitlines() if row}
    assert rows["candidates[0].votes"] == ["candidates[0].votes", "total", '"1,204"', "1,204"]
    assert rows["ballots.cast"][1:] == ["race.ballots", '"2,434"', "2,434"]
    assert rows["sheets.total"][-1] == "8"
    assert "lead in the count so far: Lucía Ortega +17" in ran.out


def test_each_field_that_cannot_be_read_says_why(county: Path) -> None:
    text = MAPPING.replace('"race.ballots"', '"race.balots"').replace('"total"', '"percent"')
    (county / "county.toml").write_text(text)
    ran = countwatch("feeds", "test", "county.json", "--format", "county.toml", home=county)
    assert ran.code == 3
    rows = {row.split()[0]: row for row in ran.out.splitlines() if row}
    assert "race.ballots" in rows["ballots.cast"], "did you mean"
    assert "50.36" in rows["candidates[0].votes"]
    assert len(ran.err.splitlines()) == 1


def test_a_body_that_is_none_is_exit_3(county: Path) -> None:
    (county / "county.json").write_text("<!doctype html><title>x</title>")
    ran = countwatch("feeds", "test", "county.json", "--format", "county.toml", home=county)
    assert (ran.code, "page" in ran.err) == (3, True)


def test_a_feed_of_ones_own_is_watched_by_its_name(county: Path) -> None:
    feeds = county / ".config" / "countwatch" / "feeds"
    feeds.mkdir(parents=True)
    (feeds / "sheriff.toml").write_text(
        f'about = "Sheriff"\nformat = "../../../county.toml"\nurl = "{county / "county.json"}"\n'
    )
    assert "sheriff" in countwatch("feeds", "list", home=county).out
    ran = countwatch("show", "sheriff", "--json", home=county)
    assert (ran.code, votes(ran)) == (0, {"12": 1204, "7": 1187}), ran
    (county / "countwatch.toml").write_text(
        '[feeds.sheriff]\nabout = "The project\'s"\nformat = "county.toml"\nurl = "county.json"\n'
    )
    assert "The project's" in countwatch("feeds", "show", "sheriff", home=county).out
    assert votes(countwatch("show", "sheriff", "--json", home=county)) == {"12": 1204, "7": 1187}


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("about = 'x'\nformat = 'y'\nurll = 'z'\n", "urll"),
        ("format = 'y'\n", "about"),
        ("about = 'x'\nformat = 'y'\ninterval_seconds = 1\n", "interval_seconds"),
        ("about = 'x'\nformat = 'y'\nstatus = 'fine'\n", "status"),
        ("about =\n", "line 1"),
    ],
)
def test_a_slip_in_a_definition_is_named(text: str, told: str, tmp_path: Path) -> None:
    (tmp_path / "mine.toml").write_text(text)
    ran = countwatch("feeds", "show", "mine.toml", home=tmp_path)
    assert (ran.code, told in ran.err, "mine.toml" in ran.err, len(ran.err.splitlines())) == (2, True, True, 1), ran


def test_a_feed_without_an_address_says_so(tmp_path: Path) -> None:
    ran = countwatch("watch", "honduras-2025", "--plain", home=tmp_path)
    assert (ran.code, "honduras-2025" in ran.err) == (2, True)


SAMPLES = (
    "feeds/honduras-cne/2025-12-03T16-25-27.json",
    "feeds/california-sos/governor-2022-11-09T08-31-28.343650-08-00.json",
    "feeds/tse/sp-c0001-e000544-r.2022.json",
    "peru-2021/api_samples/results_10_000000_nacional_last.json",
)


@pytest.mark.parametrize("name", SAMPLES)
def test_a_drafted_mapping_reads_what_it_was_drafted_from(name: str, tmp_path: Path) -> None:
    path = DATA / name
    if not path.is_file():
        pytest.skip("the sample bodies are not here")
    assert countwatch("feeds", "new", "--from", str(path), "-o", "draft.toml", home=tmp_path).code == 0
    ran = countwatch("feeds", "test", str(path), "--format", "draft.toml", home=tmp_path)
    assert ran.code == 0, ran
    assert "lead in the count so far" in ran.out


def test_a_draft_says_what_it_left_out_and_writes_over_nothing(county: Path) -> None:
    ran = countwatch("feeds", "new", "--from", "county.json", "-o", "draft.toml", home=county)
    assert (ran.code, ran.out) == (0, "")
    draft = (county / "draft.toml").read_text()
    assert 'rows = "race.choices"' in draft
    assert 'votes = { path = "total", as = "int" }' in draft
    assert "[published_at]" in draft
    assert countwatch("feeds", "test", "county.json", "--format", "draft.toml", home=county).code == 0
    assert countwatch("feeds", "new", "--from", "county.json", "-o", "draft.toml", home=county).code == 2
    assert (county / "draft.toml").read_text() == draft


@pytest.mark.parametrize("key", ["a\\\nb", "a\x7fb", "a'b\"c"])
def test_a_draft_is_toml_whatever_the_keys_and_figures(key: str, tmp_path: Path) -> None:
    rows = [{"name": "ANA", "votes": 12, "pct": "50"}, {"name": "BEN", "votes": "9" * 5000, "pct": "50"}]
    (tmp_path / "body.json").write_text(json.dumps({key: rows}))
    ran = countwatch("feeds", "new", "--from", "body.json", home=tmp_path)
    assert (ran.code, ran.err) == (0, "")
    assert jmespath.search(tomllib.loads(ran.out)["candidates"]["rows"], {key: rows}) == rows


@pytest.mark.parametrize("body", ["{}", '{"rows": [1, 2]}', '{"rows": [{"name": "A"}]}', "[]", "nonsense", ""])
def test_nothing_is_drafted_from_a_body_that_lists_nobody(body: str, tmp_path: Path) -> None:
    (tmp_path / "body.json").write_text(body)
    ran = countwatch("feeds", "new", "--from", "body.json", home=tmp_path)
    assert (ran.code, ran.out, len(ran.err.splitlines())) == (3, "", 1)


@pytest.fixture
def plugin(tmp_path: Path) -> Path:
    """Another package, installed beside ours."""
    site = tmp_path / "site"
    information = site / "odd_counts-1.0.dist-info"
    information.mkdir(parents=True)
    (site / "odd_counts.py").write_text(PLUGIN)
    (information / "METADATA").write_text("Metadata-Version: 2.1\nName: odd-counts\nVersion: 1.0\n")
    (information / "entry_points.txt").write_text(ENTRIES)
    (tmp_path / "native.json").write_bytes((REPOSITORY / "sample_feeds" / "small" / "native.json").read_bytes())
    return tmp_path


def shown(form: str, home: Path, **extra: str) -> Ran:
    path = os.pathsep.join([str(REPOSITORY / "src"), str(home / "site")])
    return countwatch("show", "native.json", "--format", form, "--json", home=home, PYTHONPATH=path, **extra)


def test_a_format_of_another_package_is_loaded_by_its_name(plugin: Path) -> None:
    assert votes(shown("odd", plugin)) == votes(shown("countwatch", plugin))


@pytest.mark.parametrize(("form", "told"), [("half", "root_key"), ("broken", "KeyError"), ("absent", "AttributeError")])
def test_one_that_cannot_be_used_is_named_with_its_package(form: str, told: str, plugin: Path) -> None:
    ran = shown(form, plugin)
    assert (ran.code, ran.out, len(ran.err.splitlines())) == (2, "", 1)
    assert {form, told, "odd-counts"} <= {word.strip("()':;,.") for word in ran.err.split()}, ran.err


def test_they_are_all_turned_off_by_one_switch(plugin: Path) -> None:
    ran = shown("odd", plugin, COUNTWATCH_PLUGINS="0")
    assert (ran.code, "odd" in ran.err) == (2, True)
    assert shown("countwatch", plugin, COUNTWATCH_PLUGINS="0").code == 0


def test_no_other_package_stands_in_for_a_format_of_ours(plugin: Path) -> None:
    ran = shown("onpe-2021", plugin)
    assert (ran.code, "KeyError" in ran.err) == (3, False), "read, and refused, by our own"


def test_a_drafted_election_can_be_used(county: Path) -> None:
    drafted = countwatch("elections", "new", "sheriff", "--from", "county.json", "--format", "county.toml",
                         "-o", "sheriff.toml", home=county)  # fmt: skip
    assert drafted.code == 0, drafted
    shown = countwatch("elections", "show", "sheriff.toml", home=county)
    assert [one["name"] for one in json.loads(shown.out)["candidates"]] == ["Lucía Ortega", "Thomas Hale"]
    ran = countwatch("show", "county.json", "--format", "county.toml", "--election", "./sheriff.toml", "--json",
                     home=county)  # fmt: skip
    assert votes(ran) == {"12": 1204, "7": 1187}
    empty = countwatch("elections", "new", os.fsdecode(b"empty\xff"), "-o", "empty.toml", home=county)
    assert (empty.code, countwatch("elections", "show", "empty.toml", home=county).code) == (0, 0)


@pytest.mark.parametrize("name", ["peru-2026-runoff", "honduras-2025"])
def test_bundled_elections_can_be_used(name: str, tmp_path: Path) -> None:
    ran = countwatch("elections", "show", name, home=tmp_path)
    assert (ran.code, len(json.loads(ran.out)["candidates"]) >= 2) == (0, True)


def test_a_folder_that_is_filled_is_watched(county: Path) -> None:
    (county / "bodies").mkdir()
    (county / "bodies" / "1.json").write_text(json.dumps(COUNTY))
    ran = countwatch("show", "bodies", "--format", "county.toml", "--json", home=county)
    assert (ran.code, votes(ran)) == (0, {"12": 1204, "7": 1187}), ran
