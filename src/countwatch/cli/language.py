"""The reader's language: the flag, then the environment, then the settings, then the terminal's locale."""

import gettext
import os
import tomllib
from importlib.resources import files

from countwatch.cli.paths import user_settings_file
from countwatch.present.words import Words

LOCALES = {"es": "es_PE", "en": "en_US"}
_SPANISH = ("es_AR", "es_BO", "es_CL", "es_CO", "es_CR", "es_EC", "es_ES", "es_GT", "es_HN", "es_MX", "es_PE", "es_US")


def words_for(flag: str | None) -> Words:
    """Words in the language that is asked for."""
    chosen = flag or os.environ.get("COUNTWATCH_LANG") or _from_settings() or _terminal()
    language = chosen.partition("_")[0]
    if language not in LOCALES:
        language = "en"
    locale = chosen if chosen in _SPANISH or chosen.startswith("en_") else LOCALES[language]
    return Words(locale, _catalogue(language))


def _from_settings() -> str | None:
    """A glance at the settings file for its language alone; whatever is wrong with it is said by its reader."""
    try:
        value = tomllib.loads(user_settings_file().read_text("utf-8")).get("lang")
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError):
        return None
    return value if isinstance(value, str) else None


def _terminal() -> str:
    """The terminal's locale, such as "es_PE" from "es_PE.UTF-8"."""
    for name in ("LC_ALL", "LC_MESSAGES", "LANG"):
        value = os.environ.get(name)
        if value:
            return value.partition(".")[0]
    return "en"


def _catalogue(language: str) -> gettext.NullTranslations | None:
    if language == "en":
        return None
    compiled = files("countwatch") / "locales" / language / "LC_MESSAGES" / "countwatch.mo"
    if not compiled.is_file():
        return None
    with compiled.open("rb") as file:
        return gettext.GNUTranslations(file)
