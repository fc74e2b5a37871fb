"""The catalogues: extract every sentence, bring the translations up to date, compile them.

python -m tools.catalogues           update the .po files and compile the .mo files
python -m tools.catalogues --check   only say what is missing or out of date; exit 1 if anything is

Both files are the same whenever and by whatever release of the library they are written: no dates,
no line numbers, messages in order.
"""

import argparse
import ast
import struct
import sys
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path

from babel.messages.catalog import Catalog, Message
from babel.messages.pofile import read_po, write_po

from countwatch.cli.spoken import paragraphs

ROOT = Path(__file__).parent.parent
SOURCES = ROOT / "src" / "countwatch"
LOCALES = SOURCES / "locales"
LANGUAGES = ("es",)
ROOMS = ("cli", "output", "present", "tui")
"""Where sentences are made and shown; elsewhere `words` is something else."""


@dataclass(frozen=True)
class Mark:
    """What marks a text: which arguments of the call are the text, its plural and its context, by place or by name."""

    text: int | None = 0
    plural: int | None = None
    context: int | None = None
    named: tuple[str, ...] = ()


MARKS = {
    "words": Mark(),
    "_words": Mark(),
    "msg": Mark(),
    "plural": Mark(plural=1),
    "within": Mark(text=1, context=0),
    "gettext": Mark(),
    "option": Mark(text=None, named=("help", "metavar")),
    "SpokenOption": Mark(text=None, named=("help", "metavar")),
    "version_option": Mark(text=None, named=("help",)),
    "argument": Mark(text=None, named=("metavar",)),
    "Key": Mark(text=3),
    "Hint": Mark(text=1),
}
"""Calls by the name of what is called. Keys and hints of the app, and options, carry their texts themselves."""

COMMANDS = frozenset({"command", "group"})
"""Decorators that make a command, whose docstring is its help."""

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
    """Every message in the sources. Python's own parser reads them, so that f-strings and nested calls are seen."""
    catalog = Catalog(project="countwatch", charset="utf-8")
    for path in sorted(path for room in ROOMS for path in (SOURCES / room).rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.Call) and (mark := MARKS.get(_called(node))) is not None:
                _add(catalog, node, mark)
            elif isinstance(node, ast.FunctionDef) and _is_command(node):
                for paragraph in paragraphs(ast.get_docstring(node)):
                    catalog.add(paragraph)
    return catalog


def _is_command(function: ast.FunctionDef) -> bool:
    return any(isinstance(made, ast.Call) and _called(made) in COMMANDS for made in function.decorator_list)


def _called(call: ast.Call) -> str:
    if isinstance(call.func, ast.Attribute):
        return call.func.attr
    return call.func.id if isinstance(call.func, ast.Name) else ""


def _add(catalog: Catalog, call: ast.Call, mark: Mark) -> None:
    texts = _literals(call, mark.text)
    plurals = _literals(call, mark.plural)
    context = next(iter(_literals(call, mark.context)), None)
    texts += [text for keyword in call.keywords if keyword.arg in mark.named for text in _texts(keyword.value)]
    for text in texts:
        catalog.add((text, plurals[0]) if plurals else text, context=context)


def _literals(call: ast.Call, position: int | None) -> list[str]:
    """The text that stands at that place."""
    if position is None or position >= len(call.args):
        return []
    return _texts(call.args[position])


def _texts(given: ast.expr) -> list[str]:
    """The text, both where one of two is chosen there."""
    chosen = (given.body, given.orelse) if isinstance(given, ast.IfExp) else (given,)
    return [part.value for part in chosen if isinstance(part, ast.Constant) and isinstance(part.value, str)]


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
