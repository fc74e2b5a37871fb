"""The catalogue is whole, compiled, and keeps to the house's words."""

import ast
import asyncio
import gettext
import re
import shutil
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from babel.messages.catalog import Message
from tools import catalogues

from countwatch.cli.compose import replay_watch
from countwatch.cli.elections import bundled_election
from countwatch.cli.places import sample
from countwatch.ledger.state import WatchState
from countwatch.model.protocols import FeedStatus
from countwatch.output.table import reading_table
from countwatch.present.header import OUTCOMES
from countwatch.present.live import live_view, still
from countwatch.present.log import log_rows
from countwatch.present.names import Names, stage_label
from countwatch.present.outlook import outlook_of
from countwatch.present.plain import calendar_lines, opening_line, update_lines
from countwatch.present.problems import fields_of
from countwatch.present.words import Words
from tests.unit.present.scanning import FUNCTIONS, SOURCES, modules

FORBIDDEN = re.compile(
    r"\b(winner|will win|irreversible|trend|anomal|fraud|suspicious|jump"
    r"|ganador|irreversible|tendencia|fraud|anomal[ií]a|sospechos|virtual president)",
    re.IGNORECASE,
)
"""DESIGN's words that no sentence of ours uses, in both languages. Quoted names and claims are data, not messages."""


def messages() -> list[Message]:
    return [message for message in catalogues.read("es") if message.id]


def forms(text: object) -> tuple[str, ...]:
    return tuple(text) if isinstance(text, (tuple, list)) else (str(text),)


def test_no_message_of_the_sources_is_without_spanish_and_none_is_left_over() -> None:
    assert len(messages()) > 300
    assert catalogues.missing("es") == []


def test_both_files_are_what_the_tool_would_write() -> None:
    assert catalogues.stale("es") == []


def test_running_the_tool_again_changes_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    shutil.copytree(catalogues.LOCALES, tmp_path / "locales")
    monkeypatch.setattr(catalogues, "LOCALES", tmp_path / "locales")
    before = [catalogues.path_of("es", suffix).read_bytes() for suffix in ("po", "mo")]
    catalogues.update("es")
    assert [catalogues.path_of("es", suffix).read_bytes() for suffix in ("po", "mo")] == before


def test_a_message_without_translation_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    shutil.copytree(catalogues.LOCALES, tmp_path / "locales")
    monkeypatch.setattr(catalogues, "LOCALES", tmp_path / "locales")
    path = catalogues.path_of("es", "po")
    path.write_text(path.read_text("utf-8").replace('msgstr "Qué pasó"', 'msgstr ""'), "utf-8")
    assert catalogues.missing("es") == ["What happened"]
    assert catalogues.stale("es") == ["countwatch.mo"]


def test_the_compiled_catalogue_tells_what_the_other_says() -> None:
    with catalogues.path_of("es", "mo").open("rb") as file:
        compiled = gettext.GNUTranslations(file)
    for message in messages():
        english, spanish = forms(message.id), forms(message.string)
        if len(english) > 1:
            one, other = english
            assert (compiled.ngettext(one, other, 1), compiled.ngettext(one, other, 2)) == spanish
        elif message.context:
            assert compiled.pgettext(message.context, english[0]) == spanish[0]
        else:
            assert compiled.gettext(english[0]) == spanish[0]


def test_nothing_is_fuzzy_and_no_date_is_written() -> None:
    text = catalogues.path_of("es", "po").read_text("utf-8")
    assert "fuzzy" not in text
    assert "-Date:" not in text
    assert not any(message.fuzzy for message in messages())


def test_both_languages_have_the_same_placeholders() -> None:
    for message in messages():
        for form, told in zip(forms(message.id), forms(message.string), strict=True):
            assert fields_of(form) == fields_of(told), message.id


def test_spacing_and_ends_are_those_of_the_english() -> None:
    for message in messages():
        for english, spanish in zip(forms(message.id), forms(message.string), strict=True):
            assert spanish == spanish.strip()
            assert "  " not in spanish
            assert english.endswith((".", "…")) == spanish.endswith((".", "…")) or spanish.endswith("."), english


def test_no_sentence_of_ours_uses_a_word_that_decides() -> None:
    assert FORBIDDEN.search("una tendencia irreversible")
    assert FORBIDDEN.search("the winner")
    told = [form for message in messages() for form in (*forms(message.id), *forms(message.string))]
    assert [form for form in told if FORBIDDEN.search(form)] == []


def spanish() -> gettext.GNUTranslations:
    with catalogues.path_of("es", "mo").open("rb") as file:
        return gettext.GNUTranslations(file)


def test_the_words_of_the_design_are_said_in_spanish() -> None:
    said = {forms(message.id)[0]: forms(message.string)[0] for message in messages() if not message.context}
    assert said["counted"] == "contabilizadas"
    assert said["pending"] == "por procesar"
    peru = bundled_election("peru-2021-runoff")
    assert Words("es_PE", spanish()).of(peru)("at {boards}") == "enviadas al JEE"
    assert Words("es_PE", spanish())("at {boards}") == "enviadas a revisión"
    assert said["correction"] == "corrección"
    assert said["Lead in the count so far"] == "Ventaja en el conteo"
    told = said["counted is not proclaimed: {counting} counts, {proclaiming} proclaims"]
    assert told.format(counting="ONPE", proclaiming="JNE") == (
        "Contabilizado no es proclamado: la ONPE cuenta, el JNE proclama"
    )


SHORT = {"counted": 7, "out": 7}
ROOM = {
    "received": 14, "outcome": 13, "stamp": 14, "unit": 8, "lead": 8, "as of": 6, "valid votes": 13, "pause": 8,
    "seek": 8, "step": 8, "speed": 9, "next event": 16, "screens": 9, "help": 8, "quit": 8, "live": 8, "regions": 9,
    "timeline": 12, "log": 10, "poll now": 10, "STALE": 10, "LIVE": 8,
    **dict.fromkeys(OUTCOMES.values(), 13),
}  # fmt: skip
"""Cells that short labels have on a screen of 80 columns."""


def test_short_labels_stay_short() -> None:
    for message in messages():
        room = (SHORT if message.context == "column" else ROOM).get(forms(message.id)[0])
        if room is not None and message.context != "stage":
            assert len(forms(message.string)[0]) <= room, message.id


class Asked(gettext.NullTranslations):
    """A catalogue that only notes what it is asked for."""

    def __init__(self) -> None:
        super().__init__()
        self.keys: set[tuple[str | None, str]] = set()

    def gettext(self, message: str) -> str:
        self.keys.add((None, message))
        return message

    def ngettext(self, msgid1: str, msgid2: str, n: int) -> str:
        self.keys.add((None, msgid1))
        return msgid1 if n == 1 else msgid2

    def pgettext(self, context: str, message: str) -> str:
        self.keys.add((context, message))
        return message


async def _night(words: Words) -> WatchState:
    """Everything that the bundled night says, on the screen and as lines."""
    path = sample("peru-2021-runoff/peru-2021-runoff.cwrec")
    watch = replay_watch(path, speed=None, idle_limit_seconds=1.0)
    try:
        async for state in watch.states():
            update_lines(state, words)
            now = state.ledger.received_at(state.n)
            status = watch.feed.status()
            live_view(still(state, status.provenance, words), now=now, status=status, recording=None, words=words)
    finally:
        await watch.aclose()
    return watch.state


def test_every_message_that_a_night_asks_for_is_in_the_catalogue() -> None:
    asked = Asked()
    words = Words("en_US", asked)
    state = asyncio.run(_night(words))
    reading_table(state, outlook_of(state), state.ledger.received_at(state.n), words)
    for provenance in ("live", "reconstructed", "git-scraped"):
        opening_line(FeedStatus("replay", "playing", "x", "x", provenance=provenance), state, words)
    opening_line(FeedStatus("live", "waiting", "x", "x"), state, words)
    log_rows(state, words, 1, state.n)
    calendar_lines(state, None, state.ledger.received_at(state.n) + timedelta(days=90), words)
    assert state.election is not None
    known = {(message.context, forms(message.id)[0]) for message in messages()}
    assert ("stage", "counted") in asked.keys
    assert len(asked.keys) > 60
    assert asked.keys - known == set()
    assert stage_label.__module__ == Names.__module__


# ------------------------------------------------------------------ sentences that bypass the catalogue

PROSE = re.compile(r"[A-Za-z]{2,}[,:;]? +[A-Za-z]{2,}|[.:;] [A-Za-z]{3,}|^ ?[A-Za-z]{3,} $|^ [A-Za-z]{3,} ?$")
"""A text that a person would read as words: two of them, or one with a blank beside it."""

HEADERS_OF_CODE = frozenset({"sha256 "})
"""Words of no language."""

WITHOUT_WORDS = frozenset({"tui/svg.py"})
"""Modules that only write tags and numbers around what the screen says."""


def bypassing(tree: ast.Module) -> Iterator[tuple[int, str]]:
    """Texts of more than a word that are handed to anything but the catalogue."""
    skipped = {id(node) for node in _unshown(tree)}
    for node in ast.walk(tree):
        if not isinstance(node, ast.Constant) or not isinstance(node.value, str) or id(node) in skipped:
            continue
        if PROSE.search(node.value) and node.value not in HEADERS_OF_CODE:
            yield node.lineno, node.value


def _unshown(tree: ast.Module) -> Iterator[ast.AST]:
    """Docstrings, annotations, what is marked for the catalogue, what never reaches a screen."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant):
            yield node.value
        elif isinstance(node, ast.Call):
            yield from _marked(node)
        elif isinstance(node, ast.AnnAssign) and getattr(node.target, "id", "") == "BINDINGS" and node.value:
            yield from ast.walk(node.value)
        elif isinstance(node, (ast.AnnAssign, ast.arg)) and node.annotation is not None:
            yield from ast.walk(node.annotation)
        elif isinstance(node, FUNCTIONS) and node.returns is not None:
            yield from ast.walk(node.returns)


CLASSES = frozenset({"id", "classes", "name", "group", "exclusive"})


def _marked(call: ast.Call) -> Iterator[ast.AST]:
    name = call.func.attr if isinstance(call.func, ast.Attribute) else getattr(call.func, "id", "")
    if name in catalogues.MARKS or name in {"compile", "fullmatch", "Binding", "query", "query_one", "cast"}:
        for argument in call.args:
            yield from ast.walk(argument)
    for keyword in call.keywords:
        if keyword.arg in CLASSES:
            yield from ast.walk(keyword.value)


def test_the_scan_finds_a_sentence_that_bypasses_the_catalogue() -> None:
    told = 'def f(words, n):\n    """Doc string here."""\n    words("it is fine")\n'
    assert list(bypassing(ast.parse(told))) == []
    assert list(bypassing(ast.parse(told + '    Line(f"{n} updates so far")'))) == [(4, " updates so far")]
    assert list(bypassing(ast.parse('Line(f"{n} votes")'))) == [(1, " votes")]
    assert list(bypassing(ast.parse('Line("no data yet")'))) == [(1, "no data yet")]


def test_no_sentence_of_the_screen_or_the_lines_bypasses_the_catalogue() -> None:
    found = [
        f"{path.relative_to(SOURCES)}:{line} {text!r}"
        for path, tree in modules("present", "output", "tui")
        if path.relative_to(SOURCES).as_posix() not in WITHOUT_WORDS
        for line, text in bypassing(tree)
    ]
    assert found == []
