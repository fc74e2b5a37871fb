"""What goes wrong first: each is one sentence in the reader's language, and an exit code of its kind."""

import errno
import os
from pathlib import Path

import pytest

from countwatch.cli.language import words_for
from countwatch.cli.problems import explain
from countwatch.present.vocabulary import SYSTEM
from tests.cli.program import countwatch

NATIVE = ("--format", "countwatch")

TABLE: tuple[tuple[tuple[str, ...], int, str, str], ...] = (
    (("show", "http://127.0.0.1:1/x", *NATIVE), 3,
     "no connection to 127.0.0.1 (nothing listens there)",
     "no hay conexión con 127.0.0.1 (nada escucha allí)"),
    (("show", "http://no-such-host.invalid/x", *NATIVE), 3,
     "the name no-such-host.invalid could not be resolved",
     "no se pudo resolver el nombre no-such-host.invalid"),
    (("show", "ftp://example.org/x", *NATIVE), 2,
     "ftp://example.org/x is no address; expected http:// or https://",
     "ftp://example.org/x no es una dirección; se esperaba http:// o https://"),
    (("watch", "http://127.0.0.1:1/x"), 2,
     "the format of http://127.0.0.1:1/x is not known; expected --format, or `format` in the settings",
     "no se conoce el formato de http://127.0.0.1:1/x; se esperaba --format, o `format` en los ajustes"),
    (("show", "emty.json", *NATIVE), 2,
     "there is no file emty.json; did you mean empty.json?",
     "no existe el archivo emty.json; ¿quiso decir empty.json?"),
    (("show", "empty.json", *NATIVE), 3,
     "the body is empty; expected a JSON object",
     "el documento está vacío; se esperaba un objeto JSON"),
    (("show", "binary.json", *NATIVE), 3,
     "byte 0 is not UTF-8; expected JSON in UTF-8",
     "el byte 0 no es UTF-8; se esperaba JSON en UTF-8"),
    (("show", "page.html", *NATIVE), 3,
     "a web page came; expected a JSON object",
     "llegó una página web; se esperaba un objeto JSON"),
    (("show", "page.html"), 4,
     "page.html: not a recording; expected a first line that begins with the format cwrec, or --format to read it by",
     ("page.html: no es una grabación; se esperaba una primera línea que empiece con el formato cwrec, "
      "o --format para leerlo")),
    (("replay", "binary.json", "--plain"), 4,
     "binary.json: not a recording; expected a first line that begins with the format cwrec",
     "binary.json: no es una grabación; se esperaba una primera línea que empiece con el formato cwrec"),
    (("show", "folder", *NATIVE), 3,
     "folder: there is no file in it yet",
     "folder: todavía no hay ningún archivo en ella"),
    (("show", "--at", "2021-06-01T12:00"), 3,
     "nothing was on screen at 1 Jun 12:00; the first update came at 7 Jun 00:48",
     "no había nada en pantalla el 1 jun 12:00; la primera actualización llegó el 7 jun 00:48"),
    (("export", "-o", "page.html/x.csv"), 2,
     "page.html: there is no such folder",
     "page.html: no existe esa carpeta"),
    (("export", "-o", f"{'x' * 300}.csv"), 1,
     f"{'x' * 300}.csv: the name is too long",
     f"{'x' * 300}.csv: el nombre es demasiado largo"),
    (("show", "--election", "broken.toml"), 2,
     "broken.toml: not TOML (line 1, column 9)",
     "broken.toml: no es TOML (línea 1, columna 9)"),
    (("config", "validat"), 2,
     "there is no command 'validat'; did you mean 'validate'?",
     "no hay ninguna orden 'validat'; ¿quiso decir 'validate'?"),
)  # fmt: skip


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with everything that is no feed, no recording and no body."""
    home = tmp_path_factory.mktemp("home")
    (home / "folder").mkdir()
    (home / "empty.json").write_bytes(b"")
    (home / "binary.json").write_bytes(bytes(range(255, 0, -1)))
    (home / "page.html").write_text("<!doctype html><title>Just a moment</title>")
    (home / "broken.toml").write_text("title = fast\n")
    return home


@pytest.mark.parametrize(("arguments", "code", "english", "spanish"), TABLE, ids=lambda value: str(value)[:40])
def test_it_is_one_sentence_in_both_languages(
    arguments: tuple[str, ...], code: int, english: str, spanish: str, home: Path
) -> None:
    for lang, told in (("en", english), ("es", spanish)):
        ran = countwatch(*arguments, "--lang", lang, home=home)
        assert (ran.code, ran.out, ran.err) == (code, "", f"countwatch: {told}\n")


def test_what_the_system_answers_is_said_in_the_readers_language(capsys: pytest.CaptureFixture[str]) -> None:
    for name, english in SYSTEM.items():
        error = OSError(getattr(errno, name), os.strerror(getattr(errno, name)), "night.cwrec")
        for lang in ("en", "es"):
            assert explain(error, lang) == 1
            assert capsys.readouterr().err == f"countwatch: night.cwrec: {words_for(lang)(english)}\n"
        assert words_for("es")(english) != english
