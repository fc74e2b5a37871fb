"""The documents of ONPE's 2026 results API as they are written: the fields that countwatch reads.

Every document is an envelope of `success`, `message` and `data`. `dniCandidato`, a personal number, is not
among the fields, so it goes nowhere.
"""

from datetime import UTC, datetime, timedelta
from typing import Annotated, TypeVar

from pydantic import BaseModel, BeforeValidator, Field
from pydantic_core import PydanticCustomError

from countwatch.formats.converters import DigitCode, JsonPercent
from countwatch.formats.documents import JsonObject, show
from countwatch.formats.wire import ROWS_MAX, WIRE, Listed, checked
from countwatch.model.errors import NotUsable
from countwatch.model.types import Count, Text

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_MILLISECONDS_MIN = 946_684_800_000
_MILLISECONDS_MAX = 4_102_444_800_000


def epoch_milliseconds(value: object) -> datetime:
    """Milliseconds since 1970 as a JSON whole number, in the years 2000 to 2099: 1780881723531."""
    if type(value) is not int or not _MILLISECONDS_MIN <= value < _MILLISECONDS_MAX:
        raise PydanticCustomError("epoch_milliseconds", "milliseconds since 1970")
    return _EPOCH + timedelta(milliseconds=value)


def _named(text: object) -> object:
    """Blank and null have an empty candidate's name, which is no name."""
    return None if isinstance(text, str) and not text.strip() else text


Stamp = Annotated[datetime, BeforeValidator(epoch_milliseconds)]
Name = Annotated[Text | None, BeforeValidator(_named)]


class Row(BaseModel):
    """One line of the participants document, told by its code. Its `totalVotosValidos` are its own votes."""

    model_config = WIRE
    code: DigitCode = Field(alias="codigoAgrupacionPolitica")
    votes: Count = Field(alias="totalVotosValidos")
    name: Name = Field(None, alias="nombreCandidato")
    party: Name = Field(None, alias="nombreAgrupacionPolitica")
    valid_pct: JsonPercent | None = Field(None, alias="porcentajeVotosValidos")
    cast_pct: JsonPercent | None = Field(None, alias="porcentajeVotosEmitidos")


class Participants(BaseModel):
    """The participants document: one row a choice, and one each for blank (80) and null (81)."""

    model_config = WIRE
    data: Listed[Row] = Field(max_length=ROWS_MAX)


class Totals(BaseModel):
    """`data` of the totals document. Percentages are called `actas…`, and numbers of sheets are not.

    `pendientesJee` is what is pending (total − counted − at the boards), not what is pending at the boards.
    The ubigeos in it are those of some district even where the document is the nation's, and are not read.
    """

    model_config = WIRE
    published_at: Stamp = Field(alias="fechaActualizacion")
    total: Count = Field(alias="totalActas")
    counted: Count = Field(alias="contabilizadas")
    under_review: Count | None = Field(None, alias="enviadasJee")
    pending: Count | None = Field(None, alias="pendientesJee")
    cast: Count = Field(alias="totalVotosEmitidos")
    counted_pct: JsonPercent | None = Field(None, alias="actasContabilizadas")
    pending_pct: JsonPercent | None = Field(None, alias="actasPendientesJee")


class TotalsBody(BaseModel):
    """The totals document."""

    model_config = WIRE
    data: Totals


Body = TypeVar("Body", Participants, TotalsBody)


def opened(value: JsonObject, shape: type[Body]) -> Body:
    """The document out of its envelope. `NotUsable` source_failed (message) where the source says so itself."""
    if value.get("success") is False:
        raise NotUsable("source_failed", message=show(value.get("message")))
    if value.get("success") is not True:
        if "success" not in value:
            raise NotUsable("missing_field", field="success")
        raise NotUsable("wrong_value", field="success", found=show(value["success"]), expected="true_or_false")
    data = value.get("data")
    if shape is Participants and isinstance(data, dict) and "totalActas" in data:
        raise NotUsable("totals_without_votes", field="data")
    return checked(lambda: shape.model_validate(value))
