"""Help, mistakes and errors in both languages, wherever the language is asked for."""

import gettext
import re
from collections.abc import Iterator
from pathlib import Path

import click
import pytest

from countwatch.cli.click_words import HELP, MISTAKES, PLURALS
from countwatch.cli.language import speak, words_for
from countwatch.cli.main import cli
from countwatch.cli.spoken import paragraphs
from tests.cli.program import countwatch

SAME = re.compile(r"[A-Z,=|…]{1,7}|es\|en\|es_ES…|bash\|zsh\|fish|csv\|jsonl\|cwrec\|cwrec.zst|N\|max")
"""Metavars that are the same in every language."""


def commands(
    command: click.Command = cli, path: tuple[str, ...] = ()
) -> Iterator[tuple[tuple[str, ...], click.Command]]:
    yield path, command
    if isinstance(command, click.Group):
        context = click.Context(command, info_name="x")
        for name in command.list_commands(context):
            found = command.get_command(context, name)
            assert found is not None
            yield from commands(found, (*path, name))


@pytest.fixture
def spanish(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """This process speaks Spanish, as the program does when it is told to."""
    monkeypatch.setenv("LANGUAGE", "")
    before = gettext.textdomain()
    speak(["--lang", "es"])
    yield
    gettext.textdomain(before)


@pytest.mark.parametrize(
    ("path", "command"), [*commands()], ids=lambda value: "-".join(value) if isinstance(value, tuple) else ""
)
@pytest.mark.usefixtures("spanish")
def test_no_english_is_left_in_a_spanish_help(path: tuple[str, ...], command: click.Command) -> None:
    context = click.Context(command, info_name="countwatch")
    told = " ".join(command.get_help(context).split())
    texts = paragraphs(command.help)
    for param in command.params:
        assert not isinstance(param, click.Option) or param.help, f"{path}: {param.name} has no help"
        assert param.metavar or (isinstance(param, click.Option) and param.is_flag), (
            f"{path}: {param.name} has no metavar"
        )
        texts += [text for text in (getattr(param, "help", None), param.metavar) if text]
    for text in texts:
        if SAME.fullmatch(text):
            continue
        assert gettext.gettext(text) != text, f"{path}: {text}"
        assert len(text) < 8 or text not in told
    assert told.startswith("Uso: ")
    for english in ("Usage", "Options", "Commands", "OPTIONS", "COMMAND", "Show this", "required]", "default:"):
        assert english not in told.replace("por defecto:", ""), f"{path}: {english}"


def test_every_text_of_click_that_we_use_is_clicks_own() -> None:
    sources = "".join(path.read_text("utf-8") for path in Path(click.__file__).parent.glob("*.py"))
    for text in (*HELP, *MISTAKES, *(form for forms in PLURALS for form in forms)):
        assert f'"{text}' in sources or text == "[COMMAND] [ARGS]...", text


@pytest.mark.parametrize(
    ("arguments", "extra"),
    [
        (("--lang", "es", "show", "--at", "ayer"), {}),
        (("show", "--lang", "es", "--at", "ayer"), {}),
        (("show", "--at", "ayer", "--lang=es"), {}),
        (("show", "--at", "ayer"), {"COUNTWATCH_LANG": "es"}),
        (("show", "--at", "ayer"), {"LANG": "es_PE.UTF-8"}),
        (("show", "--at", "ayer"), {"LANG": "es_ES@euro"}),
        (("show", "--at", "ayer", "--lang", "es"), {"LANG": "en_US.UTF-8", "COUNTWATCH_LANG": "en"}),
    ],
)
def test_an_error_is_said_in_the_language_that_was_asked_for(
    arguments: tuple[str, ...], extra: dict[str, str], tmp_path: Path
) -> None:
    ran = countwatch(*arguments, home=tmp_path, **extra)
    assert ran.code == 2
    assert ran.err == "countwatch: ayer no es una hora; se esperaba una como 2021-06-07T19:23\n"


@pytest.mark.parametrize("place", ["countwatch.toml", ".config/countwatch/config.toml"])
def test_a_settings_file_names_the_language(place: str, tmp_path: Path) -> None:
    (tmp_path / place).parent.mkdir(parents=True, exist_ok=True)
    (tmp_path / place).write_text('lang = "es"\n')
    assert countwatch("--help", home=tmp_path).out.startswith("Uso: ")
    assert countwatch("--help", "--lang", "en", home=tmp_path).out.startswith("Usage: ")


@pytest.mark.parametrize(
    ("flag", "terminal", "count"),
    [
        ("es", "C", "8,836,380"),
        ("es", "es_ES.UTF-8", "8.836.380"),
        ("es_PE", "es_ES.UTF-8", "8,836,380"),
        ("es_ES", "C", "8.836.380"),
        (None, "es_XX.UTF-8", "8,836,380"),
        (None, "en_XX.UTF-8", "8,836,380"),
        (None, "pt_BR.UTF-8", "8,836,380"),
    ],
)
def test_the_country_chooses_the_number_style(
    flag: str | None, terminal: str, count: str, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    for name in ("LC_ALL", "LC_MESSAGES", "COUNTWATCH_LANG"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("LANG", terminal)
    monkeypatch.setenv("COUNTWATCH_CONFIG", str(tmp_path / "none.toml"))
    monkeypatch.chdir(tmp_path)
    assert words_for(flag).count(8_836_380) == count
