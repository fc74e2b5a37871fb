"""The catalogues: extract every sentence, bring the translations up to date, compile them.

    python -m tools.catalogues           update the .po files and compile the .mo files
    python -m tools.catalogues --check   only say what is missing or out of date; exit 1 if anything is
"""

import argparse
import sys
from io import BytesIO
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.extract import extract_from_dir
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po

ROOT = Path(__file__).parent.parent
SOURCES = ROOT / "src" / "countwatch"
LOCALES = SOURCES / "locales"
LANGUAGES = ("es",)
KEYWORDS = {"words": None, "_words": None, "msg": None, "plural": (1, 2)}


def extracted() -> Catalog:
    """Every message in the sources."""
    catalog = Catalog(project="countwatch", charset="utf-8")
    found = extract_from_dir(SOURCES, method_map=[("**.py", "python")], keywords=KEYWORDS)
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


def compiled(catalog: Catalog) -> bytes:
    """The .mo bytes of a catalogue."""
    buffer = BytesIO()
    write_mo(buffer, catalog)
    return buffer.getvalue()


def update(language: str) -> None:
    """Bring a language's file up to date with the sources, and compile it."""
    catalog = read(language)
    catalog.update(extracted(), no_fuzzy_matching=True, update_creation_date=False)
    catalog.obsolete.clear()
    path = path_of(language, "po")
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("wb") as file:
        write_po(file, catalog, sort_output=True, no_location=True, omit_header=False, width=110)
    path_of(language, "mo").write_bytes(compiled(read(language)))


def missing(language: str) -> list[str]:
    """Messages of the sources without a translation, and translations that no source uses."""
    catalog = read(language)
    told = {_key(message.id): message for message in catalog if message.id}
    wanted = {_key(message.id) for message in extracted() if message.id}
    absent = [key for key in wanted if key not in told or not _complete(told[key].string)]
    return sorted(absent) + sorted(f"unused: {key}" for key in told.keys() - wanted)


def stale(language: str) -> bool:
    """Whether the compiled catalogue is not that of the .po file."""
    path = path_of(language, "mo")
    return not path.is_file() or path.read_bytes() != compiled(read(language))


def _key(message_id: object) -> str:
    return message_id if isinstance(message_id, str) else str(message_id[0])  # type: ignore[index]  # a plural's pair


def _complete(string: object) -> bool:
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
        for text in missing(language):
            print(f"{language}: {text}")
            wrong += 1
        if stale(language):
            print(f"{language}: countwatch.mo is not that of countwatch.po")
            wrong += 1
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
