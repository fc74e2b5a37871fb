"""Clarity's detail XML: one contest of it, read as it streams by.

A choice's votes come by vote type, and in each type by county (in a state's file) or by precinct (in a
county's). Names of types are free text and differ from place to place, so only over- and undervotes are told
apart, which stand beside the choices and not inside them.
"""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from typing import TypeVar

from pydantic import BaseModel

from countwatch.formats.clarity_wire import Choice, ContestHead, Place, Region, Reported, Tally, Turnout, us_stamp
from countwatch.formats.contests import CONTESTS_MAX, Contest
from countwatch.formats.documents import show
from countwatch.formats.wire import ROWS_MAX, UNITS_MAX, Location, path, read, refuse_many, wrong
from countwatch.formats.xml import Event
from countwatch.model.errors import NotUsable

ROOT = "ElectionResult"
TYPES_MAX = 10 * ROWS_MAX
UNDER, OVER = "undervotes", "overvotes"
_TURNOUT = frozenset({"ElectionVoterTurnout", "VoterTurnout"})
_GROUPS = frozenset({"Counties", "Precincts"})
_PLACES = frozenset({"County", "Precinct"})

M = TypeVar("M", bound=BaseModel)


@dataclass
class Detail:
    """What the file says of the contest that was asked for (of the first one where none was)."""

    contests: list[Contest] = field(default_factory=list)
    published_at: datetime | None = None
    region: str | None = None
    of_counties: bool = False
    turnout: Turnout | None = None
    turnouts: dict[str, Turnout] = field(default_factory=dict)
    head: ContestHead | None = None
    progress: dict[str, Reported] = field(default_factory=dict)
    choices: dict[str, Choice] = field(default_factory=dict)
    labels: list[tuple[Location, object]] = field(default_factory=list)
    """The contest's names as they came, with their places."""
    votes: dict[str, dict[str, int]] = field(default_factory=lambda: defaultdict(dict))
    """Votes by unit and the choice's key."""
    beside: dict[str, int] = field(default_factory=dict)
    """Votes of the types that stand beside the choices, such as undervotes, by name in small letters."""
    beside_units: dict[str, dict[str, int]] = field(default_factory=lambda: defaultdict(dict))


def read_detail(events: Iterable[Event], wanted: str | None) -> Detail:
    """The detail of that contest. `NotUsable` where a field is wrong, something stands twice, or it is another file."""
    reader = _Reader(wanted)
    for event in events:
        if event.kind == "start":
            reader.start(event)
        else:
            reader.end(event)
    if reader.detail.published_at is None:
        raise NotUsable("missing_field", field=f"{ROOT}.Timestamp")
    return reader.detail


class _Reader:
    def __init__(self, wanted: str | None) -> None:
        self.detail = Detail()
        self._wanted = wanted
        self._reading = False
        self._choice = ""
        self._type = ""
        self._of_choice: set[str] = set()
        self._of_type: set[str] = set()
        self._types: set[tuple[str, str]] = set()
        self._names: dict[str, str] = {}

    def start(self, event: Event) -> None:
        """An element begins; all figures are in attributes."""
        match event.path:
            case (name,):
                if name != ROOT:
                    raise NotUsable("other_format", found=show(name), asked=ROOT)
            case (_, "Contest"):
                self._contest(event)
            case (_, "Contest", *inner) if self._reading:
                self._inside(event, inner)
            case (_, name) if name in _TURNOUT:
                self.detail.turnout = _read(Turnout, event)
            case (_, name, group, place) if name in _TURNOUT and group in _GROUPS and place in _PLACES:
                self._once_a_unit(self.detail.turnouts, Turnout, event)

    def end(self, event: Event) -> None:
        """An element ends; the stamp and two labels are texts."""
        match event.path:
            case (_, "Timestamp"):
                try:
                    self.detail.published_at = us_stamp(event.text)
                except ValueError:
                    raise wrong(path(event.place), event.text, "us_stamp") from None
            case (_, "Region"):
                self.detail.region = read(Region, {"Region": event.text}, event.place[:1]).name
            case (_, "Contest", "Choice"):
                self._choice = self._type = ""
            case (_, "Contest", "VoteType") | (_, "Contest", "Choice", "VoteType"):
                self._type = ""

    def _contest(self, event: Event) -> None:
        refuse_many(len(self.detail.contests) + 1, CONTESTS_MAX, "contests")
        head = _read(ContestHead, event)
        self.detail.contests.append(Contest(head.id, head.title, event.place))
        self._reading = self.detail.head is None and self._wanted in (None, head.id)
        if self._reading:
            self.detail.head = head

    def _inside(self, event: Event, inner: list[str]) -> None:
        match inner:
            case ["ParticipatingCounties" | "ParticipatingPrecincts", place] if place in _PLACES:
                self._once_a_unit(self.detail.progress, Reported, event)
            case ["Choice"]:
                self._open_choice(event)
            case ["VoteType"] | ["Choice", "VoteType"]:
                self._open_type(event)
            case ["VoteType", place] | ["Choice", place] | ["Choice", "VoteType", place] if place in _PLACES:
                self._count(event)

    def _open_choice(self, event: Event) -> None:
        choice = _read(Choice, event)
        if choice.key in self.detail.choices:
            raise NotUsable("duplicate_id", field=path(event.place), id=choice.key)
        refuse_many(len(self.detail.choices) + 1, ROWS_MAX, f"{ROOT}.Contest.Choice")
        self.detail.choices[choice.key] = choice
        self.detail.labels.append(((*event.place, "text"), event.attributes["text"]))
        self._choice = choice.key
        self._of_choice.clear()

    def _open_type(self, event: Event) -> None:
        tally = _read(Tally, event)
        self._type = tally.name
        if (self._choice, tally.name) in self._types:
            raise NotUsable("duplicate_id", field=path(event.place), id=tally.name)
        refuse_many(len(self._types) + 1, TYPES_MAX, f"{ROOT}.Contest.VoteType")
        self._types.add((self._choice, tally.name))
        self._of_type.clear()
        if not self._choice:
            self.detail.beside[_folded(tally.name)] = tally.votes

    def _count(self, event: Event) -> None:
        tally = _read(Tally, event)
        unit = self._names.setdefault(tally.name, tally.name)
        self.detail.of_counties |= event.path[-1] == "County"
        seen = self._of_type if self._type else self._of_choice
        if unit in seen:
            raise NotUsable("duplicate_id", field=path(event.place), id=unit)
        seen.add(unit)
        if not self._choice:
            self._of(self.detail.beside_units, unit, event)[_folded(self._type)] = tally.votes
            return
        of_unit = self._of(self.detail.votes, unit, event)
        of_unit[self._choice] = of_unit.get(self._choice, 0) + tally.votes

    def _of(self, units: dict[str, dict[str, int]], unit: str, event: Event) -> dict[str, int]:
        if unit not in units:
            refuse_many(len(units) + 1, UNITS_MAX, path(event.place))
        return units[unit]

    def _once_a_unit(self, found: dict[str, M], model: type[M], event: Event) -> None:
        """Read what is said of a county or precinct, which stands once in its list."""
        unit = _read(Place, event).name
        if unit in found:
            raise NotUsable("duplicate_id", field=path(event.place), id=unit)
        refuse_many(len(found) + 1, UNITS_MAX, path(event.place))
        found[unit] = _read(model, event)


def _folded(name: str) -> str:
    """ "Under Votes" and "Undervotes" are the same."""
    return name.casefold().replace(" ", "").replace("-", "")


def _read(model: type[M], event: Event) -> M:
    return read(model, dict(event.attributes), event.place)
