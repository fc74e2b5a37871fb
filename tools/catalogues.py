"""The catalogues: extract every sentence, bring the translations up to date, compile them.

python -m tools.catalogues           update the .po files and compile the .mo files
python -m tools.catalogues --check   only say what is missing or out of date; exit 1 if anything is

Both files are the same whenever and by whatever release of the library they are written: no dates,
no line numbers, messages in order.
"""

import argparse
import struct
import sys
from io import BytesIO
from pathlib import Path

from babel.messages.catalog import Catalog, Message
from babel.messages.extract import extract_from_dir
from babel.messages.pofile import read_po, write_po

ROOT = Path(__file__).parent.parent
SOURCES = ROOT / "src" / "countwatch"
LOCALES = SOURCES / "locales"
LANGUAGES = ("es",)
ROOMS = ("cli", "output", "present", "tui")
"""Where sentences are made and shown; elsewhere `words` is something else."""
KEYWORDS = {
    "words": None,
    "_words": None,
    "msg": None,
    "plural": (1, 2),
    "within": ((1, "c"), 2),
    "Key": (4,),
    "Hint": (2,),
}
"""What marks a text, and which of its arguments is one. Keys and hints of the app carry theirs."""

_TITLE = "# {language}: the sentences of countwatch. Written by `python -m tools.catalogues`; translate here.\n"
_HEADER = (
    "Project-Id-Version: countwatch\n"
    "Language: {language}\n"
    "Plural-Forms: nplurals=2; plural=(n != 1);\n"
    "MIME-Version: 1.0\n"
    "Content-Type: text/plain; charset=utf-8\n"
    "Content-Transfer-Encoding: 8bit\n"
)
_MAGIC = 0x950412DE


def extracted() -> Catalog:
    """Every message in the sources."""
    catalog = Catalog(project="countwatch", charset="utf-8")
    found = extract_from_dir(SOURCES, method_map=[(f"{room}/**.py", "python") for room in ROOMS], keywords=KEYWORDS)
    for name, _line, message, comments, context in found:
        catalog.add(message, None, [(name, 0)], auto_comments=comments, context=context)
    return catalog


def path_of(language: str, suffix: str) -> Path:
    """The .po or .mo file of a language."""
    return LOCALES / language / "LC_MESSAGES" / f"countwatch.{suffix}"


def read(language: str) -> Catalog:
    """A language's translations as they are in its file; empty where there is none yet."""
    path = path_of(language, "po")
    if not path.is_file():
        return Catalog(locale=language, project="countwatch", charset="utf-8")
    with path.open("rb") as file:
        return read_po(file, locale=language)


def written(catalog: Catalog, language: str) -> bytes:
    """The .po bytes of a catalogue."""
    header = [f'"{line}\\n"\n' for line in _HEADER.format(language=language).splitlines()]
    top = "".join([_TITLE.format(language=language), 'msgid ""\nmsgstr ""\n', *header, "\n"])
    buffer = BytesIO()
    write_po(buffer, catalog, sort_output=True, no_location=True, omit_header=True, width=110)
    return top.encode() + buffer.getvalue().strip() + b"\n"


def compiled(catalog: Catalog, language: str) -> bytes:
    """The .mo bytes of a catalogue (format: GNU gettext manual, "The Format of GNU MO Files")."""
    pairs = {b"": _HEADER.format(language=language).encode()}
    for message in catalog:
        if message.id and _is_complete(message.string):
            pairs[_stored_key(message)] = _joined(message.string)
    texts = sorted(pairs.items())
    start = 7 * 4
    offset = start + 16 * len(texts)
    tables: list[int] = []
    body = b""
    for side in (0, 1):
        for text in texts:
            tables += [len(text[side]), offset + len(body)]
            body += text[side] + b"\0"
    head = (_MAGIC, 0, len(texts), start, start + 8 * len(texts), 0, offset)
    return struct.pack(f"<{len(head) + len(tables)}I", *head, *tables) + body


def _stored_key(message: Message) -> bytes:
    context = f"{message.context}\x04".encode() if message.context else b""
    return context + _joined(message.id)


def _joined(texts: object) -> bytes:
    """A text, or the forms of a plural one after the other."""
    return "\0".join(texts).encode() if isinstance(texts, (tuple, list)) else str(texts).encode()


def update(language: str) -> None:
    """Bring a language's file up to date with the sources, and compile it."""
    catalog = read(language)
    catalog.update(extracted(), no_fuzzy_matching=True)
    catalog.obsolete.clear()
    path = path_of(language, "po")
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(written(catalog, language))
    path_of(language, "mo").write_bytes(compiled(read(language), language))


def missing(language: str) -> list[str]:
    """Messages of the sources without a translation, and translations that no source uses."""
    told = {_key(message): message for message in read(language) if message.id}
    wanted = {_key(message) for message in extracted() if message.id}
    absent = [key for key in wanted if key not in told or not _is_complete(told[key].string)]
    return sorted(absent) + sorted(f"unused: {key}" for key in told.keys() - wanted)


def stale(language: str) -> list[str]:
    """The files that are not what this tool would write."""
    catalog = read(language)
    wanted = {"po": written(catalog, language), "mo": compiled(catalog, language)}
    return [
        f"countwatch.{suffix}"
        for suffix, content in wanted.items()
        if not path_of(language, suffix).is_file() or path_of(language, suffix).read_bytes() != content
    ]


def _key(message: Message) -> str:
    text = message.id if isinstance(message.id, str) else message.id[0]
    return f"{message.context}: {text}" if message.context else text


def _is_complete(string: object) -> bool:
    return all(string) if isinstance(string, (tuple, list)) else bool(string)


def main() -> int:
    """Update, or check."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--check", action="store_true")
    arguments = parser.parse_args()
    wrong = 0
    for language in LANGUAGES:
        if not arguments.check:
            update(language)
        complaints = [*missing(language), *(f"{name} is not what would be written" for name in stale(language))]
        for text in complaints:
            print(f"{language}: {text}")
            wrong += 1
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
