"""The reader's language: the flag, then the environment, then the settings, then the terminal's locale."""

import gettext
import os
from collections.abc import Sequence
from itertools import pairwise
from pathlib import Path

import click

from countwatch.cli.glancing import glance
from countwatch.cli.spoken import LANGUAGES
from countwatch.present.words import LOCALES, Words

DOMAIN = "countwatch"
CATALOGUES = Path(__file__).parent.parent / "locales"


def words_for(flag: str | None) -> Words:
    """Words in the language that is asked for; a bare one takes the terminal's country where that speaks it."""
    chosen = flag or glance("lang") or _terminal()
    language, _, country = chosen.partition("_")
    if language not in LOCALES:
        return Words(LOCALES["en"])
    if not country and _terminal().startswith(f"{language}_"):
        chosen = _terminal()
    return Words(chosen if "_" in chosen else LOCALES[language], _catalogue(language))


def words_here() -> Words:
    """Words for the command that is being run, whose `--lang` may stand anywhere on its line."""
    return words_for(asked())


def asked() -> str | None:
    """The `--lang` of the command that is being run; None where there was none."""
    lang: str | None = click.get_current_context().ensure_object(dict).get("lang")
    return lang


def flagged(arguments: Sequence[str]) -> str | None:
    """The last `--lang` of a command line that may be wrong in any other way; None where there is none."""
    found = None
    for argument, following in pairwise([*arguments, ""]):
        if argument == "--":
            break
        value = following if argument == "--lang" else argument.removeprefix("--lang=")
        if value in LANGUAGES and argument.startswith("--lang"):
            found = value
    return found


def speak(arguments: Sequence[str]) -> None:
    """Have click, and the help of our commands, say their texts in the reader's language.

    They look them up by GNU gettext, which takes the language from this process's environment.
    """
    os.environ["LANGUAGE"] = words_for(flagged(arguments)).language
    gettext.bindtextdomain(DOMAIN, str(CATALOGUES))
    gettext.textdomain(DOMAIN)


def _terminal() -> str:
    """The terminal's locale, such as "es_PE" from "es_PE.UTF-8"."""
    for name in ("LC_ALL", "LC_MESSAGES", "LANG"):
        value = os.environ.get(name)
        if value:
            return value.partition(".")[0].partition("@")[0]
    return "en"


def _catalogue(language: str) -> gettext.NullTranslations | None:
    return None if language == "en" else gettext.translation(DOMAIN, CATALOGUES, [language], fallback=True)
