"""TSE's result files as they are written, and the one shape that both layouts come to.

`-r.json` (2022) is flat; `-u.json` (2024, 2026) groups the same figures and puts candidates under their party.
Figures are strings or whole numbers, percentages strings with a decimal comma, labels have HTML entities.
"""

import html
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from itertools import chain
from typing import Annotated

from pydantic import BaseModel, BeforeValidator, Field
from pydantic_core import PydanticCustomError

from countwatch.formats.converters import CommaPercent, DigitCode, PlainCount
from countwatch.formats.documents import JsonObject
from countwatch.formats.wire import ROWS_MAX, WIRE, Listed, Location, checked, refuse_many, wrong
from countwatch.model.types import Id, Text


def unescaped(text: object) -> object:
    """HTML entities resolved; an empty label is no label."""
    if not isinstance(text, str):
        return text
    return html.unescape(text) if text.strip() else None


def _lower(text: object) -> object:
    return text.lower() if isinstance(text, str) else text


def _given(text: object) -> object:
    """TSE writes an empty string for a percentage that is not there yet."""
    return None if text == "" else text


def yes_or_no(text: object) -> bool:
    """ "s" or "n", in either case."""
    if isinstance(text, str) and text.lower() in {"s", "n"}:
        return text.lower() == "s"
    raise PydanticCustomError("s_or_n", "s or n")


Label = Annotated[Text | None, BeforeValidator(unescaped)]
Area = Annotated[Id, BeforeValidator(_lower)]
Percent = Annotated[CommaPercent | None, BeforeValidator(_given)]
Flag = Annotated[bool, BeforeValidator(yes_or_no)]


class Choice(BaseModel):
    """A candidate: `n` the number on the ballot, `sqcand` the registration, `vap` votes whatever becomes of them.

    `cc`, in the older layout, is the party, and after " - " the coalition that it stands in.
    """

    model_config = WIRE
    number: DigitCode = Field(alias="n")
    registration: DigitCode | None = Field(None, alias="sqcand")
    ballot_name: Label = Field(None, alias="nmu")
    name: Label = Field(None, alias="nm")
    party: Label = Field(None, alias="cc")
    votes: PlainCount = Field(alias="vap")
    pct: Percent = Field(None, alias="pvap")
    destination: Label = Field(None, alias="dvt")
    status: Label = Field(None, alias="st")
    marked: Flag | None = Field(None, alias="e")


class Head(BaseModel):
    """What both layouts say of themselves: `dt` and `ht` are the last counting, on the clock of the area."""

    model_config = WIRE
    election: DigitCode = Field(alias="ele")
    area: Area = Field(alias="cdabr")
    area_kind: Area = Field(alias="tpabr")
    day: str = Field(alias="dt")
    clock: str = Field(alias="ht")
    simulation: Area = Field(alias="f")
    final: Flag | None = Field(None, alias="tf")


class Ballots(BaseModel):
    """Votes of the area. `tvn` is all null votes, `vvc` all votes for contestants, `tv` = vvc + vb + tvn."""

    model_config = WIRE
    cast: PlainCount = Field(alias="tv")
    contestants: PlainCount = Field(alias="vvc")
    blank: PlainCount = Field(alias="vb")
    null: PlainCount = Field(alias="tvn")
    party_lists: PlainCount | None = Field(None, alias="vl")
    blank_pct: Percent = Field(None, alias="pvb")
    null_pct: Percent = Field(None, alias="ptvn")


class Flat(Head, Ballots):
    """A whole `-r.json` of 2022. `ea` is the electorate of the sections that were totalled."""

    office: DigitCode = Field(alias="carper")
    sections: PlainCount = Field(alias="s")
    counted: PlainCount = Field(alias="st")
    counted_pct: Percent = Field(None, alias="pst")
    registered: PlainCount = Field(alias="e")
    registered_counted: PlainCount = Field(alias="ea")
    turnout_pct: Percent = Field(None, alias="pc")
    choices: Listed[Choice] = Field(alias="cand", max_length=ROWS_MAX)


class Sections(BaseModel):
    """`s`: sections and how many of them are totalled. `psa` is another progress, and not read."""

    model_config = WIRE
    total: PlainCount = Field(alias="ts")
    counted: PlainCount = Field(alias="st")
    counted_pct: Percent = Field(None, alias="pst")


class Electorate(BaseModel):
    """`e`: all electors, and those of the sections that were totalled."""

    model_config = WIRE
    registered: PlainCount = Field(alias="te")
    registered_counted: PlainCount = Field(alias="est")
    turnout_pct: Percent = Field(None, alias="pc")


class Party(BaseModel):
    """`par`: a party and its candidates."""

    model_config = WIRE
    short_name: Label = Field(None, alias="sg")
    choices: Listed[Choice] = Field(alias="cand", max_length=ROWS_MAX)


class Group(BaseModel):
    """`agr`: a party alone or a coalition."""

    model_config = WIRE
    parties: Listed[Party] = Field(alias="par", max_length=ROWS_MAX)


class Office(BaseModel):
    """`carg`: what is voted on."""

    model_config = WIRE
    code: DigitCode = Field(alias="cd")
    name: Label = Field(None, alias="nmn")
    groups: Listed[Group] = Field(alias="agr", max_length=ROWS_MAX)


class Grouped(Head):
    """A whole `-u.json`."""

    offices: Listed[Office] = Field(alias="carg", min_length=1, max_length=1)
    sections: Sections = Field(alias="s")
    electorate: Electorate = Field(alias="e")
    ballots: Ballots = Field(alias="v")


@dataclass(frozen=True, slots=True)
class Result:
    """Either layout, read. `choices` come with their place and the short name of their party."""

    head: Head
    ballots: Ballots
    sections: Sections
    electorate: Electorate
    office: str
    title: str | None
    layout: str
    choices: tuple[tuple[Location, Choice, str | None], ...]


def result(value: JsonObject) -> Result:
    """A document in whichever layout it is: `carg` tells the newer one."""
    if "carg" in value:
        _refuse_long_lists(value["carg"])
        new = checked(lambda: Grouped.model_validate(value))
        (office,) = new.offices
        choices = tuple(_grouped_choices(office))
        return Result(new, new.ballots, new.sections, new.electorate, office.code, office.name, "u", choices)
    old = checked(lambda: Flat.model_validate(value))
    listed = tuple(
        (("cand", index), choice, (choice.party or "").partition(" - ")[0].strip() or None)
        for index, choice in enumerate(old.choices)
    )
    sections = Sections.model_construct(total=old.sections, counted=old.counted, counted_pct=old.counted_pct)
    electorate = Electorate.model_construct(
        registered=old.registered, registered_counted=old.registered_counted, turnout_pct=old.turnout_pct
    )
    return Result(old, old, sections, electorate, old.office, None, "r", listed)


def _refuse_long_lists(rows: object) -> None:
    """More groups, parties or candidates than a ballot paper has: refused before a model is made of each."""
    field = "carg"
    for name in ("agr", "par", "cand"):
        field += f"[].{name}"
        holders = [row.get(name) for row in rows if isinstance(row, dict)] if isinstance(rows, list) else []
        lists = [inner for inner in holders if isinstance(inner, list)]
        refuse_many(sum(map(len, lists)), ROWS_MAX, field)
        rows = list(chain.from_iterable(lists))


def stamp_of(head: Head) -> datetime | None:
    """The last counting on the area's own clock, without a zone; None before the first."""
    if not head.day and not head.clock:
        return None
    if not re.fullmatch(r"[0-9]{2}/[0-9]{2}/20[0-9]{2}", head.day):
        raise wrong("dt", head.day, "tse_date")
    if not re.fullmatch(r"(?:[01][0-9]|2[0-3]):[0-5][0-9]:[0-5][0-9]", head.clock):
        raise wrong("ht", head.clock, "tse_time")
    date, month, year = map(int, head.day.split("/"))
    hour, minute, second = map(int, head.clock.split(":"))
    try:
        return datetime(year, month, date, hour, minute, second)  # noqa: DTZ001 - its zone comes with the area
    except ValueError:
        raise wrong("dt", head.day, "tse_date") from None


def _grouped_choices(office: Office) -> Iterator[tuple[Location, Choice, str | None]]:
    for g, group in enumerate(office.groups):
        for p, party in enumerate(group.parties):
            for c, choice in enumerate(party.choices):
                yield ("carg", 0, "agr", g, "par", p, "cand", c), choice, party.short_name
