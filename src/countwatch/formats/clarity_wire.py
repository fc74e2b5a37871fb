"""Clarity's documents as they are written: contests of the summary JSON, elements of the detail XML, the stamp."""

import re
from collections.abc import Mapping
from datetime import datetime, timedelta, timezone, tzinfo
from typing import Annotated

from pydantic import AfterValidator, BaseModel, BeforeValidator, Field
from pydantic_core import PydanticCustomError

from countwatch.formats.wire import ROWS_MAX, WIRE, Listed
from countwatch.model.types import COUNT_MAX, ID_CHARACTERS_MAX, Count, Id, Text

_DIGITS = re.compile("[0-9]{1,16}")
_STAMP = re.compile(
    r"(1[0-2]|0?[1-9])/(3[01]|[12][0-9]|0?[1-9])/((?:19|20|21)[0-9]{2})"
    r" (1[0-2]|0?[1-9]):([0-5][0-9]):([0-5][0-9]) ([AP]M) ([A-Z]{2,4})"
)
ZONES: Mapping[str, float] = {
    "EST": -5,
    "EDT": -4,
    "CST": -6,
    "CDT": -5,
    "MST": -7,
    "MDT": -6,
    "PST": -8,
    "PDT": -7,
    "AKST": -9,
    "AKDT": -8,
    "HST": -10,
    "HDT": -9,
    "AST": -4,
    "CHST": 10,
    "SST": -11,
    "GMT": 0,
    "UTC": 0,
}
"""Hours from UTC that an abbreviation means in the United States and their territories, and nowhere else."""


def us_stamp(text: object) -> datetime:
    """ "11/5/2020 11:39:44 AM EST", month first. The abbreviation says which offset: summer time is its own."""
    found = _STAMP.fullmatch(text) if isinstance(text, str) else None
    if found is None or found[8] not in ZONES:
        raise PydanticCustomError("us_stamp", "month/day/year h:mm:ss AM with a US zone")
    month, day, year, hour, minute, second = map(int, found.group(1, 2, 3, 4, 5, 6))
    zone: tzinfo = timezone(timedelta(hours=ZONES[found[8]]))
    try:
        return datetime(year, month, day, hour % 12 + 12 * (found[7] == "PM"), minute, second, tzinfo=zone)
    except ValueError:
        raise PydanticCustomError("us_stamp", "a day of the calendar") from None


def digits(text: object) -> int:
    """A count in an attribute: "12637"."""
    value = int(text) if isinstance(text, str) and _DIGITS.fullmatch(text) else COUNT_MAX + 1
    if value > COUNT_MAX:
        raise PydanticCustomError("plain_integer", "digits")
    return value


def short(text: str) -> str:
    """A label that has to do for an id is no longer than one."""
    if len(text) > ID_CHARACTERS_MAX:
        raise PydanticCustomError("short_text", "a name")
    return text


def label(text: object) -> object:
    """Empty words are words that are not given."""
    return None if isinstance(text, str) and not text.strip() else text


Digits = Annotated[int, Field(strict=True), BeforeValidator(digits)]
Name = Annotated[Text, AfterValidator(short)]
"""A label that stands for an id, since there is none."""

Label = Annotated[Text | None, BeforeValidator(label)]


class Heading(BaseModel):
    """A contest of the summary, as it is listed."""

    model_config = WIRE
    id: Id = Field(alias="K")
    title: Text = Field(alias="C")


class Row(Heading):
    """A contest of the summary, in parallel arrays: choice n has label, party and votes n."""

    choices: Listed[Text] = Field(alias="CH", max_length=ROWS_MAX)
    votes: Listed[Count] = Field(alias="V", max_length=ROWS_MAX)
    parties: list[Label] | None = Field(None, alias="P", max_length=ROWS_MAX, fail_fast=True)
    total: Count | None = Field(None, alias="TP")
    reported: Count | None = Field(None, alias="PR")


class Turnout(BaseModel):
    """`ElectionVoterTurnout`, `VoterTurnout`, and their counties or precincts: the election's, not a contest's."""

    model_config = WIRE
    registered: Digits = Field(alias="totalVoters")
    cast: Digits = Field(alias="ballotsCast")


class Place(BaseModel):
    """A county or precinct: Clarity gives it no id but its name."""

    model_config = WIRE
    name: Name


class Region(BaseModel):
    """`Region`: the name of the whole, a state's letters or a county."""

    model_config = WIRE
    name: Label = Field(None, alias="Region")


class Reported(BaseModel):
    """How far a contest is, as a whole or in one county. A county's own file says `precinctsReporting` for all."""

    model_config = WIRE
    participating: Digits | None = Field(None, alias="precinctsParticipating")
    reporting: Digits | None = Field(None, alias="precinctsReporting")
    reported: Digits | None = Field(None, alias="precinctsReported")

    @property
    def total(self) -> int | None:
        """All precincts."""
        return self.reporting if self.participating is None else self.participating


class ContestHead(Reported):
    """`Contest`."""

    id: Id = Field(alias="key")
    title: Text = Field(alias="text")
    votes_allowed: Digits = Field(1, alias="voteFor")


class Choice(BaseModel):
    """`Choice`: a candidate or an answer."""

    model_config = WIRE
    key: Id
    name: Text = Field(alias="text")
    party: Label = None
    votes: Digits = Field(alias="totalVotes")


class Tally(BaseModel):
    """`VoteType`, and a county or precinct inside it or inside a choice. Names of types are free text."""

    model_config = WIRE
    name: Name
    votes: Digits
