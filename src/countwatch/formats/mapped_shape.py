"""A mapping made ready: every path parsed, every converter built, and every slip of its author found."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from pydantic import ValidationError
from pydantic_core import PydanticCustomError

from countwatch.formats import mapped_converters
from countwatch.formats.mapped_file import AreaShape, MappingFile, Pick
from countwatch.formats.mapped_paths import Path, Place, compiled
from countwatch.formats.mapped_stamps import stamp_converter
from countwatch.formats.wire import problem, wrong
from countwatch.model.election import ReportingUnit, UnitKind
from countwatch.model.text import excerpt

COUNTS, SHARES, LABELS, IDS, STAMPS = ("int",), ("percent", "decimal"), ("text",), ("text", "code"), ("datetime",)

_OPTIONS: Mapping[str, tuple[str, ...]] = {
    "number_format": ("int", "percent", "decimal"),
    "format": STAMPS,
    "zone": STAMPS,
    "months": STAMPS,
}
REGEX_CHARACTERS_MAX = 500


@dataclass(frozen=True, slots=True)
class Column:
    """One field ready to be read."""

    path: Path
    convert: mapped_converters.Converter
    optional: bool
    of: str | None = None

    def read(self, node: object, where: str) -> Any:
        """Its value in `node`, which is at `where` in the body; None only where it is optional and not given."""
        place = f"{where}.{self.path.text}" if where else self.path.text
        value = self.path.find(node, place)
        if value is None:
            if self.optional:
                return None
            raise self.path.nothing(node, place)
        try:
            return self.convert(value)
        except PydanticCustomError as error:
            raise wrong(place, value, error.type) from None
        except ValidationError as error:
            expected = problem(error.errors(include_url=False)[0]).finding.facts.get("expected")
            raise wrong(place, value, str(expected)) from None


Columns = Mapping[str, Column]


@dataclass(frozen=True, slots=True)
class Area:
    """What is read of one area: `candidate` fields are relative to a row of `rows`."""

    rows: Path
    candidate: Columns
    ballots: Columns
    sheets: Columns
    stated: Columns
    published_at: Column | None


@dataclass(frozen=True, slots=True)
class Below:
    """The areas below: their rows, and what is read of each."""

    rows: Path
    id: Column
    name: Column
    kind: UnitKind
    area: Area


@dataclass(frozen=True, slots=True)
class Shape:
    """The whole mapping."""

    name: str
    unit: ReportingUnit
    area: Area
    below: Below | None
    title: Column | None
    default_election: str | None
    sheets_only_report: bool


def shape_of(file: MappingFile, name: str) -> Shape:
    """Compile a mapping. Besides those of paths and stamps, the codes of `ConfigError` are:

    mapping_wrong_kind (found, known), mapping_not_for_kind (option, kind), mapping_bad_zone (found),
    mapping_bad_regex (found), mapping_no_group (found); each with `name` and `field`.
    """
    top = Place(excerpt(name), "")
    build = _Builder(file, top)
    below = None
    if file.units is not None:
        at = top.below("units")
        below = Below(
            rows=compiled(file.units.rows, at.below("rows")),
            id=build.column(file.units.id, at.below("id"), IDS, mapped_converters.identifier),
            name=build.column(file.units.name, at.below("name"), LABELS),
            kind=file.units.kind,
            area=build.area(file.units, at),
        )
    return Shape(
        name=name,
        unit=ReportingUnit(file.unit.id, file.unit.name, file.unit.kind),
        area=build.area(file, top),
        below=below,
        title=build.column(file.title, top.below("title"), LABELS) if file.title else None,
        default_election=file.default_election,
        sheets_only_report=file.sheets_only_report,
    )


class _Builder:
    """Builds columns with the defaults of one file."""

    def __init__(self, file: MappingFile, top: Place) -> None:
        self._number_format = file.number_format
        self._zone = _zone(file.time_zone, top.below("time_zone"))

    def area(self, shape: AreaShape, at: Place) -> Area:
        """One area's columns."""
        place = at.below("candidates")
        listed = shape.candidates
        candidate = {
            "id": self.column(listed.id, place.below("id"), IDS, mapped_converters.identifier),
            "name": self.column(listed.name, place.below("name"), LABELS),
            "votes": self.column(listed.votes, place.below("votes"), COUNTS),
        }
        if listed.party is not None:
            candidate["party"] = self.column(listed.party, place.below("party"), LABELS)
        if listed.share is not None:
            candidate["share"] = self.column(listed.share, place.below("share"), SHARES)
        stamp = shape.published_at
        return Area(
            rows=compiled(listed.rows, place.below("rows")),
            candidate=candidate,
            ballots=self._columns(shape.ballots, at.below("ballots"), COUNTS),
            sheets=self._columns(shape.sheets, at.below("sheets"), COUNTS),
            stated={
                name: self.column(pick, at.below("stated").below(name), COUNTS if name == "valid" else SHARES)
                for name, pick in shape.stated.items()
            },
            published_at=self.column(stamp, at.below("published_at"), STAMPS) if stamp else None,
        )

    def column(
        self, pick: Pick, at: Place, kinds: tuple[str, ...], text: Callable[[object], object] = mapped_converters.text
    ) -> Column:
        """One column, whose kind must be one of those; `text` is what the kind of that name means here."""
        if pick.kind not in kinds:
            raise at.wrong("mapping_wrong_kind", found=pick.kind, known=", ".join(kinds))
        for option, allowed in _OPTIONS.items():
            if getattr(pick, option) is not None and pick.kind not in allowed:
                raise at.wrong("mapping_not_for_kind", option=option, kind=pick.kind)
        convert = self._converter(pick, at, text)
        if pick.regex is not None:
            convert = mapped_converters.after_regex(*_pattern(pick, at), convert)
        elif pick.group is not None:
            raise at.wrong("mapping_not_for_kind", option="group", kind=pick.kind)
        return Column(compiled(pick.path, at.below("path")), convert, pick.optional, pick.of)

    def _columns(self, picks: Mapping[Any, Pick], at: Place, kinds: tuple[str, ...]) -> Columns:
        return {name: self.column(pick, at.below(name), kinds) for name, pick in picks.items()}

    def _converter(self, pick: Pick, at: Place, text: Callable[[object], object]) -> mapped_converters.Converter:
        written = pick.number_format or self._number_format
        if pick.kind == "int":
            return mapped_converters.integer(written)
        if pick.kind in SHARES:
            return mapped_converters.decimal(written, percent=pick.kind == "percent")
        if pick.kind == "datetime":
            zone = _zone(pick.zone, at.below("zone")) or self._zone
            if pick.format is None:
                raise at.below("format").wrong("mapping_missing_field")
            return stamp_converter(pick.format, zone, pick.months or "en", at.below("format"))
        return mapped_converters.code if pick.kind == "code" else text


def _pattern(pick: Pick, at: Place) -> tuple["re.Pattern[str]", int | str]:
    text = pick.regex or ""
    try:
        pattern = re.compile(text if len(text) <= REGEX_CHARACTERS_MAX else "(", re.ASCII)
    except re.error:
        raise at.below("regex").wrong("mapping_bad_regex", found=excerpt(text)) from None
    group = 1 if pick.group is None else pick.group
    known = group in pattern.groupindex if isinstance(group, str) else 0 < group <= pattern.groups
    if not known:
        raise at.below("group").wrong("mapping_no_group", found=excerpt(str(group)))
    return pattern, group


def _zone(name: str | None, at: Place) -> ZoneInfo | None:
    if name is None:
        return None
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        raise at.wrong("mapping_bad_zone", found=excerpt(name)) from None
