"""The reader's language: sentences from one catalogue, numbers and times by locale.

English messages are the keys. `Words` is handed its catalogue; it opens no file. Babel loads at the
first number or date, not before.
"""

from collections.abc import Mapping
from copy import copy
from datetime import date, datetime
from decimal import Decimal
from functools import lru_cache
from gettext import NullTranslations
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from babel import Locale

    from countwatch.model.election import Election

Terms = tuple[str | None, str | None, str | None]
"""A tally sheet, tally sheets, and the boards, as an election names them."""

UNKNOWN = "–"
"""What stands for a figure that the feed does not give: never 0."""

LOCALES = {"es": "es_PE", "en": "en_US"}
"""The languages that there are, each with the locale whose style is taken where no country is known."""


LEAP_YEAR = 2020
"""A year that has every day; a day is said without its year."""


@lru_cache(maxsize=8)
def _locale(name: str) -> "Locale":
    from babel import Locale, UnknownLocaleError

    try:
        return Locale.parse(name)
    except (UnknownLocaleError, ValueError):  # a terminal may name any country
        return Locale.parse(LOCALES.get(name.partition("_")[0], LOCALES["en"]))


@lru_cache(maxsize=4096)
def _number(locale: str, number: int | Decimal, pattern: str) -> str:
    """Kept, because most figures of a screen are the same a second later."""
    from babel.numbers import format_decimal

    text: str = format_decimal(number, format=pattern, locale=_locale(locale))
    return text


@lru_cache(maxsize=366)
def _day(locale: str, month: int, day: int) -> str:
    from babel.dates import format_date

    text: str = format_date(date(LEAP_YEAR, month, day), "d MMM", locale=_locale(locale))
    return text.removesuffix(".")


class Words:
    """Sentences, numbers and times for one reader. `locale` is such as "es_PE"; its language picks the catalogue."""

    def __init__(self, locale: str = "en_US", catalogue: NullTranslations | None = None) -> None:
        self.locale = locale
        self.language = locale.partition("_")[0]
        self._catalogue = catalogue or NullTranslations()
        self._bound: dict[Terms, Words] = {}
        self.terms: Mapping[str, str] = self._terms(None, None, None)
        """What fills `{sheet}`, `{sheets}` and `{boards}` of a message that is not given them."""

    def of(self, election: "Election | None") -> "Words":
        """The same words with the names that an election has for its tally sheets and its boards."""
        if election is None:
            return self
        sheet = election.sheet
        named = sheet != type(sheet)()
        key = (sheet.one if named else None, sheet.other if named else None, election.bodies.boards)
        if key not in self._bound:
            bound = copy(self)
            bound.terms = self._terms(*key)
            self._bound[key] = bound
        return self._bound[key]

    def _terms(self, one: str | None, other: str | None, boards: str | None) -> dict[str, str]:
        words = self
        sent = words.within("boards without a name", "the boards")
        if boards:
            # A translation may name them where %s stands: "al %s".
            sent = words.within("named boards", "the boards").replace("%s", boards)
        return {"sheet": one or words("sheet"), "sheets": other or words("sheets"), "boards": sent}

    def __call__(self, message: str, /, **values: object) -> str:
        """The message in the reader's language, with its `{names}` filled in."""
        text = self._catalogue.gettext(message)
        return text.format_map({**self.terms, **values}) if "{" in text else text

    def within(self, context: str, message: str, /, **values: object) -> str:
        """The message as it is said in that context, where one English word has several meanings or lengths."""
        return self._catalogue.pgettext(context, message).format(**values)

    def plural(self, one: str, other: str, count: int, /, **values: object) -> str:
        """The message for that count, which it shows as `{count}`."""
        return self._catalogue.ngettext(one, other, count).format(count=self.count(count), **values)

    def pick(self, texts: str | Mapping[Any, str]) -> str:
        """The reader's version of a text that a file may give in several languages; any, where theirs is missing."""
        if isinstance(texts, str):
            return texts
        return texts.get(self.language) or texts.get("en") or next(iter(texts.values()), "")

    def count(self, number: int | None) -> str:
        """A whole number with the locale's grouping; – where unknown."""
        return UNKNOWN if number is None else _number(self.locale, number, "#,##0")

    def signed(self, number: int | None) -> str:
        """A difference with its sign, + or −."""
        if number is None:
            return UNKNOWN
        sign = "+" if number > 0 else "−" if number < 0 else ""
        return sign + self.count(abs(number))

    def decimal(self, number: Decimal | None, places: int = 3) -> str:
        """A decimal with that many places, in the locale's style; – where unknown."""
        if number is None:
            return UNKNOWN
        text = _number(self.locale, abs(number), "#,##0." + "0" * places if places else "#,##0")
        return f"−{text}" if number < 0 else text

    def percent(self, number: Decimal | None, places: int = 3) -> str:
        """A percentage with its sign, such as "50.269 %"; – where unknown."""
        return UNKNOWN if number is None else f"{self.decimal(number, places)} %"

    def clock(self, at: datetime) -> str:
        """Hours and minutes, such as 19:23."""
        return f"{at:%H:%M}"

    def day(self, at: date) -> str:
        """Day and month, such as "7 Jun" or "7 jun"."""
        return _day(self.locale, at.month, at.day)

    def day_clock(self, at: datetime) -> str:
        """Day, month and clock, such as "7 Jun 19:23"."""
        return f"{self.day(at)} {self.clock(at)}"
