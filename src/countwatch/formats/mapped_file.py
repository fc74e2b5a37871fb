"""A mapping as its author writes it: one TOML file that says where in a body each figure is and how it is written.

Every field is described in docs/feeds.md. A field that is not known is refused: in a feed it is drift, in a file
that somebody wrote it is a slip that would pass in silence.
"""

import tomllib
from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationError
from pydantic_core import ErrorDetails

from countwatch.formats.mapped_converters import NumberFormat
from countwatch.formats.mapped_paths import Place
from countwatch.formats.toml_place import toml_place
from countwatch.formats.wire import path as field_path
from countwatch.formats.wire import problem
from countwatch.model.election import UnitKind
from countwatch.model.errors import ConfigError
from countwatch.model.text import excerpt
from countwatch.model.types import Id, Text

SHAPE = ConfigDict(strict=True, extra="forbid", frozen=True)

Kind = Literal["int", "percent", "decimal", "text", "code", "datetime"]
Ballot = Literal["blank", "null", "contested", "cast", "registered", "registered_counted"]
Sheet = Literal["total", "counted", "under_review", "pending", "annulled", "not_installed"]
Stated = Literal["valid", "turnout", "counted", "processed", "pending", "blank", "null"]


class Pick(BaseModel):
    """One figure, label or stamp: the path to it, relative to its row, and how it is written."""

    model_config = SHAPE
    path: str
    kind: Kind = Field(alias="as")
    optional: bool = False
    regex: str | None = None
    group: int | str | None = None
    number_format: NumberFormat | None = None
    format: str | None = None
    zone: str | None = None
    months: Literal["en", "es", "pt"] | None = None
    of: Literal["valid", "cast"] | None = None


class Unit(BaseModel):
    """The area that the whole body is about, unless the election's file names it."""

    model_config = SHAPE
    id: Id
    name: Text
    kind: UnitKind = "other"


class Candidates(BaseModel):
    """The rows of candidates, and their fields."""

    model_config = SHAPE
    rows: str
    id: Pick
    name: Pick
    party: Pick | None = None
    votes: Pick
    share: Pick | None = None


class AreaShape(BaseModel):
    """What a body says of one area."""

    model_config = SHAPE
    candidates: Candidates
    published_at: Pick | None = None
    ballots: dict[Ballot, Pick] = Field(default_factory=dict)
    sheets: dict[Sheet, Pick] = Field(default_factory=dict)
    stated: dict[Stated, Pick] = Field(default_factory=dict)


class UnitsShape(AreaShape):
    """The rows of areas below, and their fields."""

    rows: str
    id: Pick
    name: Pick
    kind: UnitKind = "other"


class MappingFile(AreaShape):
    """The whole file."""

    about: Text
    unit: Unit
    sources: list[Text] = Field(default_factory=list)
    number_format: NumberFormat = "json"
    time_zone: str | None = None
    default_election: Id | None = None
    title: Pick | None = None
    units: UnitsShape | None = None
    sheets_only_report: Annotated[bool, Field(strict=True)] = False


def parse(text: str, name: str) -> MappingFile:
    """The file's text, read strictly.

    `ConfigError` mapping_not_toml (line, column), mapping_unknown_field (field, known), mapping_missing_field (field),
    mapping_wrong_value (field, found, expected; choices where it is one of some); each with the `name` of the
    mapping.
    """
    try:
        value = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise ConfigError("mapping_not_toml", name=excerpt(name), **toml_place(error, text)) from error
    try:
        return MappingFile.model_validate(value)
    except ValidationError as error:
        slips = error.errors(include_url=False)
        unknown = [slip for slip in slips if slip["type"] == "extra_forbidden"]  # a misspelt field is missing as well
        raise _refusal((unknown or slips)[0], Place(excerpt(name), "")) from None


def _refusal(error: ErrorDetails, top: Place) -> ConfigError:
    if error["type"] == "extra_forbidden":
        known = ", ".join(sorted(_fields(error["loc"][:-1])))
        return Place(top.mapping, field_path(error["loc"])).wrong("mapping_unknown_field", known=known)
    finding = problem(error).finding
    facts: dict[str, Any] = {**finding.facts, "name": top.mapping}
    return ConfigError(f"mapping_{finding.code}", **facts)


def _fields(place: tuple[int | str, ...]) -> set[str]:
    """The fields that the file may have at that place."""
    shape: type[BaseModel] = MappingFile
    for step in place:
        inner = shape.model_fields.get(str(step))
        shape = _model(inner.annotation) if inner is not None else Pick
    return {field.alias or name for name, field in shape.model_fields.items()}


def _model(annotation: Any) -> type[BaseModel]:
    options = getattr(annotation, "__args__", ()) or (annotation,)
    models = [one for one in options if isinstance(one, type) and issubclass(one, BaseModel)]
    return models[0] if models else Pick
