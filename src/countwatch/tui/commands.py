"""The command palette: every action that a key has, and every region, found by a part of its name."""

from collections.abc import Awaitable, Callable, Iterator
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, cast

from textual.command import CommandPalette, DiscoveryHit, Hit, Hits, Provider
from textual.content import Content

from countwatch.tui.keys import KEYS, REPLAYING, WATCHING, Key
from countwatch.tui.paint import cells, column, marked, title
from countwatch.tui.palette import palette
from countwatch.tui.widgets.region_order import plain

if TYPE_CHECKING:
    from textual.dom import DOMNode

    from countwatch.tui.keyboard import Keyboard
    from countwatch.tui.showing import ScreenActions

REGIONS_MAX = 50
"""So many regions are listed at most; a longer name finds fewer."""


def command_palette(keyboard: "Keyboard") -> CommandPalette:
    """The palette, ready to be shown over a screen."""
    return CommandPalette([Commands], placeholder=keyboard.words("an action, or a region"))


@dataclass(frozen=True, slots=True)
class Command:
    """One line of the palette: its keys, its name, for a region what it is in, and what it does."""

    keys: str
    name: str
    inside: str
    run: Callable[[], Awaitable[object]]
    sought: str


class Commands(Provider):
    """Actions of the whole app, then those of the panel in focus, then regions."""

    async def startup(self) -> None:
        """Read the names once: nothing of it is needed before the palette is opened."""
        self._actions = list(self._of_keys())
        self._regions = list(self._of_regions())
        self._margin = 2 + max((cells(command.keys) for command in self._actions), default=0)

    @property
    def _app(self) -> "ScreenActions":
        return cast("ScreenActions", self.app)

    def _of_keys(self) -> Iterator[Command]:
        for key in (*WATCHING, *REPLAYING):
            if key.id != "palette" and self._app.can_do(key):
                yield self._command(key, self._app)
        here = {binding.binding.id: binding.node for binding in self.screen.active_bindings.values()}
        for name, node in here.items():
            if name in KEYS and KEYS[name] not in (*WATCHING, *REPLAYING):
                yield self._command(KEYS[name], node)

    def _command(self, key: Key, node: "DOMNode") -> Command:
        keyboard = self._app.keyboard
        message = keyboard.words(key.message)
        run = partial(self._app.run_action, key.action, node)
        return Command(keyboard.all(key.id), message, "", run, plain(message))

    def _of_regions(self) -> Iterator[Command]:
        picture = self._app.picture
        rows = picture.view.regions.rows if picture else ()
        names = {row.id: row.name for row in rows}
        for row in rows:
            inside = names.get(row.parent_id or "", "")
            yield Command("", row.name, inside, partial(self._app.open_unit, row.id), plain(f"{row.name} {inside}"))

    async def discover(self) -> Hits:
        """What there is before anything is typed: the actions."""
        for command in self._actions:
            yield DiscoveryHit(self._line(command, ""), command.run, command.name)

    async def search(self, query: str) -> Hits:
        """What holds every word that was typed; accents and case do not matter."""
        hits = 0
        for score, command in (*_scored(query, self._actions), *_scored(query, self._regions)[:REGIONS_MAX]):
            hits += 1
            yield Hit(score, self._line(command, query), command.run, command.name)
        if not hits:
            yield Hit(0.0, title((self._app.words("Nothing has that name."), "dim")), _nothing, query)

    def _line(self, command: Command, query: str) -> Content:
        styles = palette(self._app.current_theme)
        keys = title((column(command.keys, self._margin), styles.css(styles.note)))
        inside = title((f"  {command.inside}" if command.inside else "", styles.css(styles.dim)))
        return keys + marked(command.name, _spans(query, command.name), "underline") + inside


def _scored(query: str, commands: list[Command]) -> list[tuple[float, Command]]:
    """Those that hold every word, the best first: at the start of the name, at that of a word, anywhere."""
    words = plain(query).split()
    scored = [
        (sum(_score(word, command.sought) for word in words) / len(words), command)
        for command in commands
        if all(word in command.sought for word in words)
    ]
    return sorted(scored, key=lambda each: each[0], reverse=True)


def _spans(query: str, name: str) -> Iterator[tuple[int, int]]:
    """Where the words stand in a name, as far as its letters are as many without accents."""
    folded = plain(name)
    if len(folded) == len(name):
        places = ((folded.find(word), len(word)) for word in plain(query).split())
        yield from ((start, start + size) for start, size in places if start >= 0)


def _score(word: str, sought: str) -> float:
    if sought.startswith(word):
        return 1.0
    return 0.7 if f" {word}" in sought else 0.4


async def _nothing() -> None:
    """What is done where nothing was found."""
