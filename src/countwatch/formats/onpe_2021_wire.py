"""The documents of ONPE's 2021 results API as they are written: the fields that countwatch reads."""

import re
from datetime import date, time
from typing import Annotated

from pydantic import BaseModel, BeforeValidator, Field
from pydantic_core import PydanticCustomError

from countwatch.formats.converters import CommaInteger, DotPercent
from countwatch.formats.wire import ROWS_MAX, WIRE, Listed
from countwatch.model.types import Id, Text


def onpe_date(text: object) -> date:
    """ "07/06/2021", day first."""
    found = re.fullmatch(r"([0-9]{2})/([0-9]{2})/(20[0-9]{2})", text) if isinstance(text, str) else None
    try:
        if found:
            return date(int(found[3]), int(found[2]), int(found[1]))
    except ValueError:
        pass
    raise PydanticCustomError("onpe_date", "dd/mm/yyyy")


def onpe_time(text: object) -> time:
    """ "19:23 h", on Lima's clock."""
    found = re.fullmatch(r"([01][0-9]|2[0-3]):([0-5][0-9]) h", text) if isinstance(text, str) else None
    if not found:
        raise PydanticCustomError("onpe_time", "hh:mm h")
    return time(int(found[1]), int(found[2]))


class Progress(BaseModel):
    """`generalData`: percentages, and some figures of the summary again."""

    model_config = WIRE
    voters: CommaInteger | None = Field(None, alias="ELECTORES_HABIL")
    cast: CommaInteger | None = Field(None, alias="TOT_CIUDADANOS_VOTARON")
    counted: CommaInteger | None = Field(None, alias="CONTABILIZA")
    pending: CommaInteger | None = Field(None, alias="POR_PROCESAR")
    turnout_pct: DotPercent | None = Field(None, alias="POR_CIUDADANOS_VOTARON")
    counted_pct: DotPercent | None = Field(None, alias="POR_ACTAS_CONTABILIZADAS")
    processed_pct: DotPercent | None = Field(None, alias="POR_ACTAS_PROCESADAS")
    pending_pct: DotPercent | None = Field(None, alias="POR_POR_PROCESAR")


class Stamp(BaseModel):
    """`actData`: when the bulletin was made. Its POR_AVANCE is neither processed nor counted, and not read."""

    model_config = WIRE
    day: Annotated[date, BeforeValidator(onpe_date)] = Field(alias="FECHA")
    clock: Annotated[time, BeforeValidator(onpe_time)] = Field(alias="HORA")


class Generals(BaseModel):
    """`generals`: both must be there; the API has sent `generalData: null` with stale rows."""

    model_config = WIRE
    progress: Progress = Field(alias="generalData")
    stamp: Stamp = Field(alias="actData")


class Row(BaseModel):
    """One line of `results`, told by its code: a choice, blank, null, or (without a code) a sum."""

    model_config = WIRE
    code: Id | None = Field(alias="C_CODI_AGRUPOL")
    votes: CommaInteger = Field(alias="TOTAL_VOTOS")
    list_number: Text | None = Field(None, alias="NLISTA")
    party: Text | None = Field(None, alias="AGRUPACION")
    name: Text | None = Field(None, alias="NOMBREe_CANDIDATO")
    valid_pct: DotPercent | None = Field(None, alias="POR_VALIDOS")
    cast_pct: DotPercent | None = Field(None, alias="POR_EMITIDOS")


class Reasons(BaseModel):
    """Why sheets went to the electoral boards: our id of the reason, and ONPE's name for it."""

    model_config = WIRE
    contested_ballots: CommaInteger | None = Field(None, alias="IMPUGNADA")
    material_error: CommaInteger | None = Field(None, alias="ERROR_MAT")
    illegible: CommaInteger | None = Field(None, alias="ILEGIBLE")
    incomplete: CommaInteger | None = Field(None, alias="INCOMPLETA")
    unsigned: CommaInteger | None = Field(None, alias="SIN_FIRMA")
    other: CommaInteger | None = Field(None, alias="OTRAS_OBS")
    nullity_request: CommaInteger | None = Field(None, alias="SOL_NULIDAD")
    no_data: CommaInteger | None = Field(None, alias="SIN_DATOS")
    lost: CommaInteger | None = Field(None, alias="EXTRAVIADA")
    destroyed: CommaInteger | None = Field(None, alias="SINIESTRADA")


class Summary(Reasons):
    """`summary`: ballots and sheets of the unit. Its PENDIENTE is another figure than POR_PROCESAR, and not read."""

    ubigeo: Id = Field(alias="CCODI_UBIGEO")
    total: CommaInteger = Field(alias="MESAS_HABILES")
    counted: CommaInteger = Field(alias="CONTABILIZA")
    under_review: CommaInteger = Field(alias="TOTAL_JEE")
    pending: CommaInteger = Field(alias="POR_PROCESAR")
    annulled: CommaInteger | None = Field(None, alias="CONT_ANULADA")
    not_installed: CommaInteger | None = Field(None, alias="MESAS_NO_INST")
    voters: CommaInteger = Field(alias="ELECTORES_HABIL")
    cast: CommaInteger = Field(alias="TOT_CIUDADANOS_VOTARON")


class Body(BaseModel):
    """The whole document."""

    model_config = WIRE
    generals: Generals
    results: Listed[Row] = Field(max_length=ROWS_MAX)
    summary: Summary
