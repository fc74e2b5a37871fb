"""NIST SP 1500-100 v2 reports as they are written: the fields that countwatch reads.

JSON is read into these directly, XML after `nist_err_xml` gave it the same shape. Meanings are those of the
specification's schema; docs/feeds.md tells them.
"""

import re
from datetime import datetime
from decimal import Decimal
from typing import Annotated, Any, Literal

from pydantic import BaseModel, BeforeValidator, Field
from pydantic_core import PydanticCustomError

from countwatch.formats.wire import ROWS_MAX, UNITS_MAX, WIRE, Listed
from countwatch.model.types import COUNT_MAX, Id, Text

_STAMP = re.compile(r"(?:19|20|21)[0-9]{2}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}(?:Z|[+-][0-9]{2}:[0-9]{2})")
PEOPLE_MAX = 10_000
"""Candidates of all contests of one report."""

OTHERS_MAX = 2 * UNITS_MAX
"""Rows of what was no vote: one a unit, and some for single devices."""

CountType = Literal[
    "absentee",
    "absentee-fwab",
    "absentee-in-person",
    "absentee-mail",
    "early",
    "election-day",
    "provisional",
    "seats",
    "total",
    "uocava",
    "write-in",
    "other",
]


def whole(value: object) -> int:
    """A count: 12, and 12.0 too, for the schema's type is a double. A fraction of a vote is refused."""
    if isinstance(value, bool) or not isinstance(value, int | Decimal):
        raise PydanticCustomError("count", "a number")
    if not 0 <= value <= COUNT_MAX:
        raise PydanticCustomError("count", "a count of people or units")
    if value != int(value):
        raise PydanticCustomError("whole_number", "a number without a fraction")
    return int(value)


def stamp(text: object) -> datetime:
    """ "2023-07-14T13:32:09-04:00", always with an offset."""
    try:
        if isinstance(text, str) and _STAMP.fullmatch(text):
            return datetime.fromisoformat(text)
    except ValueError:
        pass
    raise PydanticCustomError("stamp", "a date and time with an offset")


Whole = Annotated[int, Field(strict=True), BeforeValidator(whole)]


class Phrase(BaseModel):
    """One language's words (`LanguageString`)."""

    model_config = WIRE
    content: Text = Field(alias="Content")
    language: Text | None = Field(None, alias="Language")


class Words(BaseModel):
    """Words in one or several languages (`InternationalizedText`)."""

    model_config = WIRE
    phrases: Listed[Phrase] = Field(alias="Text", min_length=1, max_length=ROWS_MAX)

    def __str__(self) -> str:
        """The first language's: the one that the report was written in."""
        return self.phrases[0].content


class Named(BaseModel):
    """A `Party`, as far as it is read."""

    model_config = WIRE
    id: Id = Field(alias="@id")
    name: Words | None = Field(None, alias="Name")


class Person(BaseModel):
    """A `Candidate`: the name on the ballot, and the party."""

    model_config = WIRE
    id: Id = Field(alias="@id")
    name: Words = Field(alias="BallotName")
    party: Id | None = Field(None, alias="PartyId")


class Unit(BaseModel):
    """A `GpUnit`: an area or place that counts are given for. `composing` are the units inside it."""

    model_config = WIRE
    id: Id = Field(alias="@id")
    kind: Text = Field(alias="Type")
    name: Words | None = Field(None, alias="Name")
    composing: Listed[Id] = Field(default_factory=list, alias="ComposingGpUnitIds")
    registered: Whole | None = Field(None, alias="VotersRegistered")
    reported: Whole | None = Field(None, alias="SubUnitsReported")
    subunits: Whole | None = Field(None, alias="TotalSubUnits")


class Votes(BaseModel):
    """`VoteCounts`: the votes of one selection in one unit, of one type of ballots, perhaps of one device."""

    model_config = WIRE
    unit: Id = Field(alias="GpUnitId")
    type: CountType = Field(alias="Type")
    count: Whole = Field(alias="Count")
    other_type: Text | None = Field(None, alias="OtherType")
    round: Whole | None = Field(None, alias="Round")
    device: dict[str, Any] | None = Field(None, alias="DeviceClass")
    suppressed: bool = Field(False, alias="IsSuppressedForPrivacy")


class Others(BaseModel):
    """`OtherCounts`: what was not a vote for a selection, in one unit."""

    model_config = WIRE
    unit: Id = Field(alias="GpUnitId")
    over: Whole | None = Field(None, alias="Overvotes")
    under: Whole | None = Field(None, alias="Undervotes")
    write_ins: Whole | None = Field(None, alias="WriteIns")
    device: dict[str, Any] | None = Field(None, alias="DeviceClass")


class Selection(BaseModel):
    """`ContestSelection`: candidates, a party, or an answer. Its counts are read one by one."""

    model_config = WIRE
    id: Id = Field(alias="@id")
    candidates: Listed[Id] = Field(default_factory=list, alias="CandidateIds")
    parties: Listed[Id] = Field(default_factory=list, alias="PartyIds")
    endorsements: Listed[Id] = Field(default_factory=list, alias="EndorsementPartyIds")
    answer: Words | None = Field(None, alias="Selection")
    write_in: bool = Field(False, alias="IsWriteIn")
    counts: Listed[Any] = Field(default_factory=list, alias="VoteCounts")


class Status(BaseModel):
    """`CountStatus`: how far ballots of one type are."""

    model_config = WIRE
    type: CountType = Field(alias="Type")
    status: Literal["completed", "in-process", "not-processed", "unknown"] = Field(alias="Status")


class Race(BaseModel):
    """A `Contest`, whatever its kind."""

    model_config = WIRE
    id: Id = Field(alias="@id")
    title: Text = Field(alias="Name")
    district: Id = Field(alias="ElectionDistrictId")
    votes_allowed: Whole | None = Field(None, alias="VotesAllowed")
    selections: Listed[Selection] = Field(default_factory=list, alias="ContestSelection", max_length=ROWS_MAX)
    others: Listed[Others] = Field(default_factory=list, alias="OtherCounts")
    statuses: Listed[Status] = Field(default_factory=list, alias="CountStatus", max_length=ROWS_MAX)
    reported: Whole | None = Field(None, alias="SubUnitsReported")
    subunits: Whole | None = Field(None, alias="TotalSubUnits")


class Report(BaseModel):
    """`ElectionReport` without its contests."""

    model_config = WIRE
    generated: Annotated[datetime, BeforeValidator(stamp)] = Field(alias="GeneratedDate")
    status: Literal[
        "certified", "correction", "pre-election", "recount", "unofficial-complete", "unofficial-partial"
    ] = Field(alias="Status")
    first: Whole = Field(alias="SequenceStart")
    last: Whole = Field(alias="SequenceEnd")
    test: bool = Field(False, alias="IsTest")
    units: Listed[Unit] = Field(default_factory=list, alias="GpUnit")
    parties: Listed[Named] = Field(default_factory=list, alias="Party")


class Heading(BaseModel):
    """A `Contest` that may not be the one that is asked for: what it is listed by."""

    model_config = WIRE
    id: Id = Field(alias="@id")
    title: Text = Field(alias="Name")


class Ballot(BaseModel):
    """An `Election` without its contests: who stands, in which area, and how far it is."""

    model_config = WIRE
    scope: Id = Field(alias="ElectionScopeId")
    candidates: Listed[Person] = Field(default_factory=list, alias="Candidate")
    statuses: Listed[Status] = Field(default_factory=list, alias="CountStatus", max_length=ROWS_MAX)
