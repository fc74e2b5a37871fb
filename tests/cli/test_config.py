"""`config`: the source of each value, to the leaves of its tables; nothing that may be a key is shown."""

import json
import tomllib
from pathlib import Path

import jsonschema
import pytest

from tests.cli.program import countwatch

FEED = '[feeds.mine]\nabout = "A test"\nformat = "onpe-2021"\n'


def settings(home: Path, *, project: str = "", user: str = "") -> tuple[Path, Path]:
    files = (home / "countwatch.toml", home / ".config" / "countwatch" / "config.toml")
    for path, text in zip(files, (project, user), strict=True):
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)
    return files


def test_flags_win_over_the_environment_and_so_on_to_the_defaults(tmp_path: Path) -> None:
    project, user = settings(
        tmp_path, project='format = "tse"\nspeed = 2\n', user='format = "onpe-2021"\ntheme = "x"\n'
    )
    ran = countwatch("config", "show", "--lang", "en", home=tmp_path, COUNTWATCH_LANG="es", COUNTWATCH_SPEED="3")
    assert ran.code == 0
    assert "lang = en  (flag: --lang)" in ran.out
    assert "speed = 3.0  (environment: COUNTWATCH_SPEED)" in ran.out
    assert f"format = tse  (project file: {project})" in ran.out
    assert f"theme = x  (user file: {user})" in ran.out
    assert "plugins = true  (default)" in ran.out


def test_a_table_of_two_files_tells_each_of_its_values(tmp_path: Path) -> None:
    user_part = '[feeds.mine]\nurl = "https://a.example/x"\nsources = ["one", "two"]\n'
    project, user = settings(tmp_path, project=FEED, user=user_part)
    out = countwatch("config", "show", home=tmp_path).out
    assert f"feeds.mine.format = onpe-2021  (project file: {project})" in out
    assert f"feeds.mine.url = https://a.example/x  (user file: {user})" in out
    assert f"feeds.mine.sources[1] = two  (user file: {user})" in out


def test_no_key_is_shown(tmp_path: Path) -> None:
    text = (
        'feed = "https://u:hush@a.example/x?api_key=hush"\n'
        + FEED
        + 'url = "https://u:hush@a.example/?token=hush"\nheaders_from_env = {Authorization = "MY_VARIABLE"}\n'
    )
    settings(tmp_path, project=text + 'password = "hush"\n')
    out = countwatch("config", "show", home=tmp_path, MY_VARIABLE="hush").out
    assert "hush" not in out
    assert "feeds.mine.headers_from_env.Authorization = MY_VARIABLE" in out
    assert "feeds.mine.password = ***" in out


def test_what_a_rule_waits_for_is_no_key(tmp_path: Path) -> None:
    settings(tmp_path, project="[[alerts]]\ncounted_passes_percent = 99\n")
    assert "alerts[0].counted_passes_percent = 99 " in countwatch("config", "show", home=tmp_path).out


def test_path_says_which_files_there_are(tmp_path: Path) -> None:
    (tmp_path / "countwatch.toml").write_text("")
    lines = countwatch("config", "path", home=tmp_path).out.splitlines()
    assert lines[0] == str(tmp_path / "countwatch.toml")
    assert lines[1].endswith("config.toml  (there is none)")


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("sped = 1\n", "there is no setting sped ({file}); did you mean speed?"),
        ("speed = -1\n", "speed is -1 ({file}); expected more than 0"),
        ("interval_seconds = 1\n", "interval_seconds is 1 ({file}); expected at least 5"),
        ('lang = "fr"\n', 'lang is "fr" ({file}); expected one of es, en, es_ES'),
        ('format = "onpe2021"\n', "there is no format onpe2021; did you mean onpe-2021?"),
        ('election = "peru-2021-runof"\n', "there is no election peru-2021-runof; did you mean peru-2021-runoff?"),
        (FEED + 'ulr = "x"\n', "[feeds.mine]: the field ulr is not known; did you mean url?"),
        ('feed = "peru-2021-runof"\n', "there is no feed peru-2021-runof; did you mean peru-2021-runoff?"),
        ('roll = "weekly"\n', "weekly does not say when to go on in the next file; expected a size such as 100MB"),
        ("pictures = 5\n", "pictures is 5 ({file}); expected a path"),
        ('theme = "gruvbxo"\n', "there is no theme gruvbxo; did you mean gruvbox?"),
        ("speed = fast\n", "{file}: not TOML ("),
    ],
)
def test_validate_says_what_is_wrong_and_where(text: str, told: str, tmp_path: Path) -> None:
    project, _ = settings(tmp_path, project=text)
    ran = countwatch("config", "validate", home=tmp_path)
    assert ran.code == 2
    assert ran.err.startswith("countwatch: " + told.format(file=project))
    assert len(ran.err.splitlines()) == 1


@pytest.mark.parametrize(
    ("name", "value", "told"),
    [
        ("COUNTWATCH_SPEDE", "1", "the variable COUNTWATCH_SPEDE is no setting; did you mean COUNTWATCH_SPEED?"),
        ("COUNTWATCH_SPEED", "fast", 'speed is "fast" (COUNTWATCH_SPEED); expected a number'),
        ("COUNTWATCH_FEEDS", "{x", "feeds is {x (COUNTWATCH_FEEDS); expected JSON"),
        ("COUNTWATCH_CONFIG", "/nowhere/config.toml", "there is no file /nowhere/config.toml"),
        ("COUNTWATCH_PLUGINS", "maybe", 'plugins is "maybe" (COUNTWATCH_PLUGINS); expected true or false'),
    ],
)
def test_validate_names_a_variable(name: str, value: str, told: str, tmp_path: Path) -> None:
    ran = countwatch("config", "validate", home=tmp_path, **{name: value})
    assert (ran.code, ran.err) == (2, f"countwatch: {told}\n")


def test_the_schema_of_the_settings_takes_what_validate_takes(tmp_path: Path) -> None:
    schema = json.loads(countwatch("schema", "config", home=tmp_path).out)
    jsonschema.Draft202012Validator.check_schema(schema)
    text = 'lang = "es_ES"\nspeed = 60\ninterval_seconds = 30\n' + FEED + 'url = "https://a.example/x"\n'
    text += '[[alerts]]\nname = "close"\nlead_under_votes = 50000\nbell = true\nhook = ["~/bin/ring", "close"]\n'
    settings(tmp_path, project=text)
    assert countwatch("config", "validate", home=tmp_path).code == 0
    jsonschema.validate(tomllib.loads(text), schema)
    for wrong in (
        {"sped": 1},
        {"lang": "fr"},
        {"speed": 0},
        {"interval_seconds": 1},
        {"feeds": {"mine": 3}},
        {"alerts": [{"lead_under": 3}]},
        {"alerts": [{"lead_under_votes": -1}]},
        {"alerts": [{"lead_changed": True, "hook": []}]},
    ):
        with pytest.raises(jsonschema.ValidationError):
            jsonschema.validate(wrong, schema)


def test_the_schema_of_the_settings_says_what_each_value_is(tmp_path: Path) -> None:
    schema = json.loads(countwatch("schema", "config", home=tmp_path).out)
    alert = schema["$defs"]["Alert"]
    assert {"lead_changed", "hook", "cooldown_seconds", "once"} <= set(alert["properties"])
    for table in (schema, alert):
        assert [name for name, value in table["properties"].items() if not value.get("description")] == []
