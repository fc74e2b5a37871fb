"""No word of any command bypasses the catalogue: said in a made-up alphabet, only names are left in Latin letters."""

import gettext
import json
import shutil
import signal
from collections.abc import Iterator
from pathlib import Path

import pytest

from countwatch.cli import language
from countwatch.cli import main as program
from countwatch.cli.places import sample
from countwatch.cli.settings import Settings
from countwatch.formats import registry
from tests.unit.present.other_letters import data_of, english, texts, words_of, written

DATA = data_of("elections", "feed_definitions", "mappings") | words_of(
    *registry.names(), *texts(json.loads(sample("small/native.json").read_text("utf-8")))
)
NAMES = frozenset(words_of(*Settings.model_fields, "true", "false"))

COMMANDS = (
    ("show",), ("show", "--bulletin"), ("show", "results.json", "--format", "countwatch"),
    ("replay", "--plain", "--speed", "max"), ("verify", "night.cwrec"),
    ("verify", "night.cwrec", "--head", "0" * 64), ("claim", "--lead", "50000"), ("claim", "--counted", "100"),
    ("claim", "--share", "castillo=50.27", "--lead", "91382"), ("feeds",), ("feeds", "formats"), ("elections",),
    ("feeds", "test", "results.json", "--format", "countwatch"), ("config",), ("config", "path"),
    ("config", "validate"),
    ("export", "--to", "cwrec.zst", "-o", "small.cwrec.zst"), ("claim",), ("show", "--lead"), ("shwo",),
    ("alerts", "test"),
)  # fmt: skip


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """This process, speaking in other letters, in a folder with a recording and a body."""
    shutil.copy(sample("peru-2021-runoff/peru-2021-runoff.cwrec"), tmp_path / "night.cwrec")
    shutil.copy(sample("small/native.json"), tmp_path / "results.json")
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(language, "CATALOGUES", written(tmp_path / "locales"))
    for name, value in {"HOME": tmp_path, "XDG_CONFIG_HOME": tmp_path, "LANGUAGE": "", "LANG": "es_PE"}.items():
        monkeypatch.setenv(name, str(value))
    numbers = (signal.SIGTERM, signal.SIGHUP, signal.SIGQUIT)
    handlers, domain, bound = (
        [signal.getsignal(number) for number in numbers],
        gettext.textdomain(),
        gettext.bindtextdomain("countwatch"),
    )
    yield tmp_path
    gettext.textdomain(domain)
    gettext.bindtextdomain("countwatch", bound)
    for number, handler in zip(numbers, handlers, strict=True):
        signal.signal(number, handler)


@pytest.mark.parametrize("arguments", COMMANDS, ids=" ".join)
def test_only_names_are_left_in_latin_letters(
    arguments: tuple[str, ...], home: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr("sys.argv", ["countwatch", *arguments])
    with pytest.raises(SystemExit):
        program.main()
    printed = capsys.readouterr()
    said = (printed.out + printed.err).replace(str(home), "")
    assert said
    assert not english(said, DATA, NAMES)
