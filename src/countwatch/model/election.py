"""The election: what is contested, by whom, where, and by when. Read from one TOML file."""

from datetime import date, datetime
from enum import StrEnum
from typing import Annotated, Literal
from zoneinfo import ZoneInfo

from pydantic import AwareDatetime, Field
from pydantic.dataclasses import dataclass

from countwatch.model.types import VALUE, Count, Glyph, Id, Rows, Text

UnitKind = Literal["nation", "domestic", "abroad", "region", "province", "district", "other"]
Language = Literal["es", "en"]
Words = dict[Language, Text]
"""The same sentence in each language that the file gives it in."""


class Stage(StrEnum):
    """The legal steps of a count, in order. *Processed* is progress, not a stage."""

    VOTED = "voted"
    COUNTED = "counted"
    BOARDS = "boards"
    APPEALS = "appeals"
    PROCLAIMED = "proclaimed"
    IN_OFFICE = "in_office"


@dataclass(frozen=True, slots=True, config=VALUE)
class Candidate:
    """One choice on the ballot paper. `colour` is #rrggbb, `glyph` one character that stands for it.

    `codes` are the ids under which feeds name it; a feed may also use `id` itself.
    """

    id: Id
    name: Text
    short_name: Text | None = None
    party: Text | None = None
    codes: Rows[Id] = ()
    colour: Annotated[str, Field(pattern=r"^#[0-9a-fA-F]{6}$")] | None = None
    glyph: Glyph | None = None

    @property
    def label(self) -> str:
        """The short name where there is one."""
        return self.short_name or self.name


@dataclass(frozen=True, slots=True, config=VALUE)
class ReportingUnit:
    """One area whose count the feed reports, in a tree by `parent_id`; the root has none.

    `registered` is the roll of that area (people), `sheets` the tally sheets it will report,
    `tile` its (row, column) on the tile map, `short_name` a few letters for where there is no room for the name.
    """

    id: Id
    name: Text
    kind: UnitKind = "other"
    parent_id: Id | None = None
    registered: Count | None = None
    sheets: Count | None = None
    tile: tuple[int, int] | None = None
    short_name: Text | None = None


@dataclass(frozen=True, slots=True, config=VALUE)
class SheetName:
    """What this election calls its unit of progress: acta, seção, precinct."""

    one: Text = "tally sheet"
    other: Text = "tally sheets"


@dataclass(frozen=True, slots=True, config=VALUE)
class Bodies:
    """Who counts, who rules on sheets under review, who proclaims (short names)."""

    counting: Text | None = None
    boards: Text | None = None
    proclaiming: Text | None = None


@dataclass(frozen=True, slots=True, config=VALUE)
class CalendarEntry:
    """One dated thing: a legal step, or a claim or concession that somebody made.

    Only a `step` that `happened` moves the stage. `at` is None where only the day is known.
    """

    on: date
    text: Words
    source: Text | Words
    kind: Literal["step", "claim", "concession", "note"] = "step"
    status: Literal["scheduled", "happened"] = "happened"
    stage: Stage | None = None
    at: AwareDatetime | None = None


@dataclass(frozen=True, slots=True, config=VALUE)
class Deadline:
    """The instant that the countdown runs to, and what it is."""

    at: AwareDatetime
    text: Words
    after: Words | None = None
    """What to say once it has passed without a proclamation; it names views and asserts no rule."""


@dataclass(frozen=True, slots=True, config=VALUE)
class FirstRound:
    """Votes by candidate id in an earlier round, for reference only."""

    on: date
    votes: dict[Id, Count]
    source: Text


@dataclass(frozen=True, slots=True, config=VALUE)
class PressReading:
    """Figures of a reading that only the press kept, as it printed them: no bulletin, and never shown as one.

    Percentages are kept as their digits. `when` says in words what is known of the time.
    """

    when: Words
    source: Text | Words
    votes: dict[Id, Count] = Field(default_factory=dict)
    shares: dict[Id, Text] = Field(default_factory=dict)
    counted: Text | None = None
    processed: Text | None = None
    turnout: Text | None = None
    at: AwareDatetime | None = None


@dataclass(frozen=True, slots=True, config=VALUE)
class Election:
    """All that is known beforehand. A body without an election file still shows, by its roster."""

    id: Id
    title: Text
    candidates: tuple[Candidate, ...] = ()
    units: tuple[ReportingUnit, ...] = ()
    time_zone: Text = "UTC"
    percent_base: Literal["valid", "cast"] = "valid"
    sheet: SheetName = SheetName()
    bodies: Bodies = Bodies()
    calendar: tuple[CalendarEntry, ...] = ()
    deadline: Deadline | None = None
    first_round: FirstRound | None = None
    press: tuple[PressReading, ...] = ()
    notes: tuple[Words, ...] = ()
    sources: tuple[Text, ...] = ()

    @property
    def zone(self) -> ZoneInfo:
        """The zone in which this election's clock times are told."""
        return ZoneInfo(self.time_zone)

    @property
    def root(self) -> ReportingUnit | None:
        """The unit without a parent, where the file lists units."""
        return next((unit for unit in self.units if unit.parent_id is None), None)


def local(at: datetime, election: Election | None) -> datetime:
    """The same instant on the election's own clock (UTC where no election says)."""
    return at.astimezone(election.zone if election else ZoneInfo("UTC"))
