from datetime import UTC, datetime
from pathlib import Path

import pytest

from countwatch.cli.elections import bundled_election, bundled_elections, find_election, load_election
from countwatch.cli.places import sample, sample_folder
from countwatch.count.stages import stages
from countwatch.model.election import Stage
from countwatch.model.errors import ConfigError

PERU = "peru-2021-runoff"
MINIMAL = """
id = "x"
title = "X"
[[candidates]]
id = "a"
name = "A"
[[units]]
id = "0"
name = "All"
[[units]]
id = "1"
name = "One"
parent_id = "0"
tile = [0, 0]
"""


def contrast(colour: str, background: str) -> float:
    """WCAG 2 contrast ratio of two #rrggbb colours."""

    def luminance(text: str) -> float:
        channels = [int(text[at : at + 2], 16) / 255 for at in (1, 3, 5)]
        linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels]
        return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]

    light, dark = sorted((luminance(colour), luminance(background)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def test_every_bundled_election_loads_under_its_own_id() -> None:
    assert PERU in bundled_elections()
    for election_id in bundled_elections():
        assert bundled_election(election_id).id == election_id


def test_the_roll_and_the_sheets_of_peru_add_up_at_every_level() -> None:
    units = {unit.id: unit for unit in bundled_election(PERU).units}
    regions = [unit for unit in units.values() if unit.kind == "region"]
    home, abroad, nation = units["800000"], units["900000"], units["000000"]
    assert len(regions) == 25
    assert sum(unit.registered or 0 for unit in regions) == home.registered == 24_290_921
    assert sum(unit.sheets or 0 for unit in regions) == home.sheets == 83_048
    assert (home.registered or 0) + (abroad.registered or 0) == nation.registered == 25_287_954
    assert (home.sheets or 0) + (abroad.sheets or 0) == nation.sheets == 86_488
    assert abroad.registered == 997_033


def test_the_unit_ids_are_those_of_onpe() -> None:
    units = {unit.id: unit.name for unit in bundled_election(PERU).units}
    assert (units["240000"], units["250000"], units["070000"]) == ("Callao", "Ucayali", "Cusco")


def test_the_tile_map_is_laid_like_peru() -> None:
    tiles = {unit.name: unit.tile for unit in bundled_election(PERU).units if unit.tile}
    assert len(tiles) == 26
    north_to_south = ["Tumbes", "Piura", "Lambayeque", "Áncash", "Lima", "Ica", "Moquegua", "Tacna"]
    west_to_east = ["Piura", "Cajamarca", "Amazonas", "Loreto"]
    assert [tiles[name][0] for name in north_to_south] == list(range(8))
    assert [tiles[name][1] for name in west_to_east] == list(range(4))


def test_candidates_can_be_told_apart_on_dark_and_light_and_without_colour() -> None:
    candidates = bundled_election(PERU).candidates
    assert [(c.id, c.codes) for c in candidates] == [("castillo", ("00000014",)), ("fujimori", ("00000007",))]
    assert len({c.glyph for c in candidates}) == 2
    for candidate in candidates:
        for background in ("#121212", "#FFFFFF"):
            assert contrast(candidate.colour or "", background) >= 3, (candidate.id, background)


@pytest.mark.parametrize(
    ("at", "stage"),
    [
        ("2021-06-06T18:59:00-05:00", None),
        ("2021-06-07T00:48:00-05:00", Stage.VOTED),
        ("2021-06-10T23:59:00-05:00", Stage.VOTED),
        ("2021-06-15T15:19:00-05:00", Stage.COUNTED),
        ("2021-07-12T12:00:00-05:00", Stage.COUNTED),
        ("2021-07-14T00:00:00-05:00", Stage.BOARDS),
        ("2021-07-19T19:29:00-05:00", Stage.BOARDS),
        ("2021-07-19T19:30:00-05:00", Stage.PROCLAIMED),
        ("2021-07-28T12:00:00-05:00", Stage.PROCLAIMED),
        ("2021-07-29T00:00:00-05:00", Stage.IN_OFFICE),
    ],
)
def test_only_what_happened_moves_the_stage(at: str, stage: Stage | None) -> None:
    assert stages(bundled_election(PERU), datetime.fromisoformat(at)).stage == stage


def test_the_deadline_is_the_start_of_the_term() -> None:
    deadline = bundled_election(PERU).deadline
    assert deadline is not None
    assert deadline.at == datetime(2021, 7, 28, 5, tzinfo=UTC)
    assert deadline.after is not None
    assert set(deadline.after) == {"es", "en"}


def test_every_entry_of_the_calendar_speaks_both_languages_and_is_in_order() -> None:
    election = bundled_election(PERU)
    assert all(set(entry.text) == {"es", "en"} for entry in election.calendar)
    assert [entry.on for entry in election.calendar] == sorted(entry.on for entry in election.calendar)
    assert all(entry.at is None or entry.at.astimezone(election.zone).date() == entry.on for entry in election.calendar)
    assert {entry.kind for entry in election.calendar} == {"step", "claim", "concession", "note"}


def test_words_that_countwatch_never_uses_stand_only_inside_quotation_marks() -> None:
    refused = (
        "ganador",
        "winner",
        "irreversible",
        "tendencia",
        "trend",
        "fraud",
        "anomal",
        "sospech",
        "suspicious",
    )
    election = bundled_election(PERU)
    texts = [text for entry in election.calendar for text in entry.text.values()]
    texts += [text for note in election.notes for text in note.values()]
    for text in texts:
        ours = text.lower()
        for opens, closes in (("«", "»"), ("“", "”"), ("(signs of fraud", ")"), ("(there is fraud", ")")):
            while opens in ours:
                before, _, rest = ours.partition(opens)
                ours = before + rest.partition(closes)[2]
        assert not [word for word in refused if word in ours], text


def test_a_file_of_ones_own_is_found_by_its_path(tmp_path: Path) -> None:
    path = tmp_path / "mine.toml"
    path.write_text(MINIMAL, "utf-8")
    assert find_election(str(path)).title == "X"
    assert find_election(PERU).id == PERU


@pytest.mark.parametrize(
    ("text", "code", "facts"),
    [
        ("id = = 7", "not_toml", {"line": 1, "column": 6}),
        ("id = [\n1,\n", "not_toml", {"line": 2, "column": 3}),
        ('candidats = []\nid = "x"\ntitle = "X"', "election_unknown_field", {"field": "candidats"}),
        (MINIMAL + 'colour = "red"', "election_unknown_field", {"field": "units[1].colour"}),
        ('id = "x"', "election_missing_field", {"field": "title"}),
        (
            MINIMAL.replace('"X"', "7"),
            "election_wrong_value",
            {"field": "title", "found": "7", "expected": "text"},
        ),
        (
            MINIMAL + "registered = -1",
            "election_wrong_value",
            {"field": "units[1].registered", "expected": "count"},
        ),
        (MINIMAL + "registered = 1.0", "election_wrong_value", {"field": "units[1].registered"}),
        (
            'time_zone = "Mars/Base"' + MINIMAL,
            "election_wrong_value",
            {"field": "time_zone", "expected": "time_zone"},
        ),
        ('time_zone = "../etc"' + MINIMAL, "election_wrong_value", {"field": "time_zone"}),
        (MINIMAL.replace('"1"', '"0"'), "election_repeated", {"field": "units[].id", "found": "0"}),
        (MINIMAL + '[[candidates]]\nid = "a"\nname = "B"', "election_repeated", {"field": "candidates[].id"}),
        (
            MINIMAL + '[[candidates]]\nid = "b"\nname = "B"\ncodes = ["a"]',
            "election_repeated",
            {"found": "a"},
        ),
        (
            MINIMAL + '[[units]]\nid = "2"\nname = "T"\nparent_id = "0"\ntile = [0, 0]',
            "election_repeated",
            {"field": "units[].tile"},
        ),
        (
            MINIMAL.replace('parent_id = "0"', 'parent_id = "9"'),
            "election_no_parent",
            {"unit": "1", "found": "9"},
        ),
        (MINIMAL.replace('parent_id = "0"', ""), "election_root", {"roots": 2}),
        (MINIMAL.replace('parent_id = "0"', 'parent_id = "1"'), "election_circle", {"unit": "1"}),
        (
            MINIMAL + '[first_round]\non = 2021-04-11\nsource = "s"\nvotes = { z = 1 }',
            "election_unknown_candidate",
            {"found": "z"},
        ),
    ],
)
def test_a_slip_in_a_file_names_the_file_and_the_field(
    tmp_path: Path, text: str, code: str, facts: dict[str, object]
) -> None:
    path = tmp_path / "e.toml"
    path.write_text(text, "utf-8")
    with pytest.raises(ConfigError) as caught:
        load_election(path)
    found = caught.value.finding
    assert found.code == code
    assert found.facts["path"] == str(path)
    assert {name: found.facts[name] for name in facts} == facts


def test_an_unreadable_file_is_said_to_be_one(tmp_path: Path) -> None:
    binary = tmp_path / "e.toml"
    binary.write_bytes(b"id = \xff")
    for path, code in (
        (binary, "not_toml"),
        (tmp_path, "unreadable_file"),
        (tmp_path / "none.toml", "unreadable_file"),
        (tmp_path / "n\0.toml", "unreadable_file"),
    ):
        with pytest.raises(ConfigError) as caught:
            find_election(str(path))
        assert caught.value.finding.code == code


@pytest.mark.parametrize("name", ["nowhere", "\x1b[31m" * 100, "a\0b", ""])
def test_an_unknown_election_lists_those_that_are_known(name: str) -> None:
    with pytest.raises(ConfigError) as caught:
        find_election(name)
    assert caught.value.finding.code == "unknown_election"
    assert PERU in str(caught.value.finding.facts["known"])
    assert "\x1b" not in str(caught.value.finding.facts["name"])


def test_samples_are_found_by_name() -> None:
    assert sample_folder() is not None
    assert sample("peru-2021-runoff/peru-2021-runoff.cwrec").is_file()
    with pytest.raises(ConfigError, match="unknown_sample"):
        sample("../pyproject.toml")
