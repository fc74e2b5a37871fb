"""The Spanish catalogue in a made-up alphabet: what is left in Latin letters bypassed it, or is data."""

import gettext
import re
import string
import tomllib
from collections.abc import Iterator
from pathlib import Path

from babel.messages.catalog import Catalog
from tools import catalogues

from tests.unit.present.scanning import SOURCES

LATIN = re.compile(r"[A-Za-zÀ-ÿ]{3,}")
ALPHABET = str.maketrans(string.ascii_letters, "жбцдефгхийклмнопщрстуввшыз" * 2)
PLACEHOLDER = re.compile(r"(\{[^}]*\}|%s|%\(\w+\)s|`[^`]*`|'[^']*'|--[a-z-]+)")
"""What a message is filled with, and the names that it quotes."""


def written(folder: Path) -> Path:
    """Compile that catalogue into a folder of catalogues, which is answered."""
    catalog = Catalog(locale="es", project="countwatch", charset="utf-8")
    for message in catalogues.read("es"):
        if message.id:
            forms = (message.id,) if isinstance(message.id, str) else message.id
            told = tuple(marked(form) for form in forms)
            catalog.add(message.id, told if len(told) > 1 else told[0], context=message.context)
    path = folder / "es" / "LC_MESSAGES" / "countwatch.mo"
    path.parent.mkdir(parents=True)
    path.write_bytes(catalogues.compiled(catalog, "es"))
    return folder


def translation(folder: Path) -> gettext.NullTranslations:
    """The same for the app's words."""
    return gettext.translation("countwatch", written(folder), ["es"])


def marked(message: str) -> str:
    """A message in other letters, without what it is filled with or quotes."""
    parts = PLACEHOLDER.split(message)
    return "".join(part if PLACEHOLDER.fullmatch(part) else part.translate(ALPHABET) for part in parts)


def texts(value: object) -> Iterator[str]:
    """What a file says, without its English."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for key, inner in value.items():
            if key != "en":
                yield from texts(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from texts(inner)


def data_of(*folders: str) -> set[str]:
    """The words of the TOML files that come with countwatch, in small letters."""
    files = [path for folder in folders for path in (SOURCES / folder).glob("*.toml")]
    return words_of(*(text for path in files for text in texts(tomllib.loads(path.read_text("utf-8")))))


def words_of(*said: str) -> set[str]:
    """The words of some texts, in small letters."""
    return {word.casefold() for text in said for word in LATIN.findall(text)}


SAME = {"jun", "jul", "abr", "sha", "cwrec", "peru", "runoff", "countwatch", "https", "svg"}
"""What is no sentence: months by their locale, hashes, addresses, file names, our own name."""


QUOTED = re.compile(r"`[^`]*`|'[^']*'|--[a-z-]+|[\w./-]+\.(?:cwrec|toml|json)|\b[0-9a-f]{6,}")
"""Commands, options, files, what was typed, and hashes."""


def english(text: str, data: set[str], same: frozenset[str] = frozenset()) -> set[str]:
    """Words of a text that are neither data (whole, or cut where room was short) nor a hash."""
    words = {word.casefold() for word in LATIN.findall(QUOTED.sub(" ", text))} - data - SAME - same
    return {word for word in words if not any(word in known for known in data)}
