"""Commands whose help and mistakes are said in the reader's language.

Texts stay English where they are written and are looked up when they are shown, by the same catalogue as
click's own (`language.speak` says which). `tools.catalogues` reads docstrings of commands, `help=` and `metavar=`.
"""

import copy
import inspect
from collections.abc import Callable, Iterable
from difflib import get_close_matches
from functools import partial
from gettext import gettext
from typing import Any

import click

LANGUAGES = ("es", "en", "es_PE", "es_ES", "es_MX", "en_US", "en_GB")
"""What `--lang` and the settings take: a language, or one with the country whose number style is meant."""

_NAME_CHARACTERS_MAX = 200


def said(text: str | None) -> str:
    """A text of ours in the reader's language; "" stays ""."""
    return gettext(text) if text else ""


def paragraphs(text: str | None) -> list[str]:
    """A docstring's paragraphs, each in one line: the messages that it is made of."""
    blocks = inspect.cleandoc(text or "").split("\n\n")
    return [" ".join(block.split()) for block in blocks if block.strip()]


def nearest(name: str, known: Iterable[str]) -> str | None:
    """The known name that is most like it; None where none is."""
    by_fold = {one.casefold(): one for one in known}
    found = get_close_matches(name[:_NAME_CHARACTERS_MAX].casefold(), by_fold, n=1)
    return by_fold[found[0]] if found else None


def meant(name: str, known: Iterable[str]) -> str:
    """What follows a wrong word: the nearest of the known ones, else all of them."""
    listed = list(known)
    near = nearest(name, listed)
    if near is not None:
        return gettext("did you mean '{near}'?").format(near=near)
    return gettext("known: {known}").format(known=", ".join(listed))


class SpokenOption(click.Option):
    """An option whose help is said in the reader's language."""

    def get_help_record(self, ctx: click.Context) -> tuple[str, str] | None:
        """The option's line of the help."""
        spoken = copy.copy(self)
        spoken.help = said(self.help)
        return click.Option.get_help_record(spoken, ctx)

    def make_metavar(self, ctx: click.Context) -> str:
        """What stands for its value."""
        return said(super().make_metavar(ctx))


class SpokenArgument(click.Argument):
    """An argument whose name in the usage line is the reader's."""

    def make_metavar(self, ctx: click.Context) -> str:
        """What stands for it."""
        return said(super().make_metavar(ctx))


option: Callable[..., Callable[[Any], Any]] = partial(click.option, cls=SpokenOption)
argument: Callable[..., Callable[[Any], Any]] = partial(click.argument, cls=SpokenArgument)


class SpokenCommand(click.Command):
    """A command that takes `--lang`, and says its help in the reader's language."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if all(param.name != "lang" for param in self.params):
            self.params.append(_lang_option())

    def collect_usage_pieces(self, ctx: click.Context) -> list[str]:
        """The pieces of the usage line."""
        return [said(piece) for piece in super().collect_usage_pieces(ctx)]

    def get_help_option(self, ctx: click.Context) -> click.Option | None:
        """`--help`, which click makes once and keeps."""
        found = super().get_help_option(ctx)
        if found is not None:
            found.help = said("Show this message and exit.")
        return found

    def format_help_text(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """The docstring, paragraph by paragraph."""
        for paragraph in paragraphs(self.help):
            formatter.write_paragraph()
            with formatter.indentation():
                formatter.write_text(said(paragraph))

    def get_short_help_str(self, limit: int = 0) -> str:
        """The first sentence of the help, whole."""
        first = said(next(iter(paragraphs(self.help)), ""))
        return first.partition(". ")[0].removesuffix(".")


class SpokenGroup(SpokenCommand, click.Group):
    """A group of such commands. A wrong word is one sentence with what was probably meant."""

    command_class = SpokenCommand

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """The command of that name, or one sentence that says which was meant."""
        name, known = args[0] if args else "", self.list_commands(ctx)
        if not name.startswith("-") and name not in known:
            told = gettext("there is no command '{name}'; {meant}")
            ctx.fail(told.format(name=name, meant=meant(name, known)))
        return super().resolve_command(ctx, args)


class Choice(click.Choice[str]):
    """One of some words. A wrong one is answered with the nearest."""

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> str:
        """Answer the word."""
        known = [str(choice) for choice in self.choices]
        if value not in known:
            told = gettext("'{value}' is not known; {meant}")
            self.fail(told.format(value=value, meant=meant(str(value), known)), param, ctx)
        return str(value)


class Number(click.ParamType[float]):
    """A number from one to another, whole where `whole`."""

    name = "number"

    def __init__(self, low: float, high: float, *, whole: bool = False) -> None:
        self._low, self._high, self._whole = low, high, whole

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> float:
        """Answer the number; one sentence says the bounds."""
        try:
            number = int(value) if self._whole else float(value)
        except ValueError:
            number = self._low - 1
        if not self._low <= number <= self._high:
            told = gettext("'{value}' is refused; expected a number from {low} to {high}")
            if self._whole:
                told = gettext("'{value}' is refused; expected a whole number from {low} to {high}")
            self.fail(told.format(value=value, low=f"{self._low:g}", high=f"{self._high:.0f}"), param, ctx)
        return number


def _lang_option() -> SpokenOption:
    """`--lang`, which works before and after the command's name."""

    def keep(ctx: click.Context, _param: click.Parameter, value: str | None) -> None:
        if value is not None:
            ctx.ensure_object(dict)["lang"] = value

    return SpokenOption(
        ["--lang"],
        type=Choice(LANGUAGES),
        metavar="es|en|es_ES…",
        expose_value=False,
        callback=keep,
        help="Language of every sentence, and with a country its number style.",
    )
