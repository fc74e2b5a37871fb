"""Good bodies of two formats, and the places in them where the corpus puts its cases.

`step` is how far the count is: at each step a few more votes, sheets and minutes.
"""

import json
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from countwatch.formats import registry
from countwatch.model.election import Candidate, Election, ReportingUnit
from countwatch.model.protocols import Format
from tests.unit.formats.bodies import onpe, onpe_row

Json = dict[str, Any]
_HERE = "@here@"


@dataclass(frozen=True)
class Shape:
    """A format's good documents, and how each kind of fault is put into one.

    `number` writes raw JSON where the second candidate's votes are, `name` a text where its name is, and
    `stamp` another publication time.
    """

    name: str
    election: Election
    value: Callable[[int], Json]
    set_number: Callable[[Json, object], None]
    set_name: Callable[[Json, str], None]
    set_stamp: Callable[[Json, str], None]

    @property
    def form(self) -> Format:
        """The format itself."""
        return registry.load(self.name)

    def good(self, step: int) -> bytes:
        """A body that nothing is wrong with."""
        return written(self.value(step))

    def spoilt(self, change: Callable[[Json], object], step: int = 1) -> bytes:
        """A good body after `change`."""
        value = self.value(step)
        change(value)
        return written(value)

    def number(self, token: str, step: int = 1) -> bytes:
        """A body whose second candidate's votes are this raw JSON."""
        return self.spoilt(lambda value: self.set_number(value, _HERE), step).replace(
            json.dumps(_HERE).encode(), token.encode()
        )

    def named(self, name: str, step: int = 1) -> bytes:
        """A body whose second candidate has this name."""
        return self.spoilt(lambda value: self.set_name(value, name), step)

    def stamped(self, stamp: str, step: int = 1) -> bytes:
        """A body of another time."""
        return self.spoilt(lambda value: self.set_stamp(value, stamp), step)


def written(value: object) -> bytes:
    """JSON as feeds write it: UTF-8, and escapes only where JSON asks for them."""
    return json.dumps(value, ensure_ascii=False).encode("utf-8", "surrogatepass")


def native(step: int) -> Json:
    """Votes 5,000 and 4,000 at step 0; 80 of 100 sheets counted; a nation of one region."""
    first, second = 5000 + 100 * step, 4000 + 50 * step
    tally = {
        "unit_id": "nation",
        "votes": {"a": first, "b": second},
        "blank": 100,
        "null": 200,
        "cast": first + second + 300,
        "registered": 100_000,
        "registered_counted": 15_000,
        "sheets": {"total": 100, "counted": 80 + step, "under_review": 5, "pending": 15 - step},
    }
    return {
        "schema_version": 1,
        "election_id": "island",
        "root_id": "nation",
        "published_at": f"2021-06-07T00:{10 * step:02}:00-05:00",
        "title": "Island",
        "candidates": [{"id": "a", "name": "Ana"}, {"id": "b", "name": "Ben", "party": "[FP]"}],
        "units": [{"id": "nation", "name": "Nation", "kind": "nation"},
                  {"id": "north", "name": "North", "kind": "region", "parent_id": "nation"}],
        "tallies": [tally, {"unit_id": "north", "votes": {"a": first // 2, "b": second // 2}}],
    }  # fmt: skip


def onpe_nation(step: int) -> Json:
    """Votes 1,200 and 1,100 at step 0; 90 of 120 sheets counted."""
    value = onpe()
    votes = (1200 + 20 * step, 1100 + 10 * step)
    valid = sum(votes)
    figures = (*votes, valid, 30, 70, valid + 100)
    for row, figure in zip(value["results"], figures, strict=True):
        row["TOTAL_VOTOS"] = f"{figure:,}"
        row.pop("POR_VALIDOS", None)
        row.pop("POR_EMITIDOS", None)
    value["results"][2]["AGRUPACION"] = "TOTAL DE VOTOS VÁLIDOS"
    sheets = {"CONTABILIZA": str(90 + step), "POR_PROCESAR": str(10 - step)}
    ballots = {"TOT_CIUDADANOS_VOTARON": f"{valid + 100:,}", "ELECTORES_HABIL": "3,000"}
    value["summary"] |= {"MESAS_HABILES": "120", "TOTAL_JEE": "20", "IMPUGNADA": "10", "ERROR_MAT": "10"}
    value["summary"] |= sheets | ballots
    value["generals"]["generalData"] = sheets | ballots
    value["generals"]["actData"]["HORA"] = f"00:{10 * step:02} h"
    return value


def _set_native_number(value: Json, token: object) -> None:
    value["tallies"][0]["votes"]["b"] = token


def _set_native_name(value: Json, name: str) -> None:
    value["candidates"][1]["name"] = name


def _set_native_stamp(value: Json, stamp: str) -> None:
    value["published_at"] = stamp


def _set_onpe_number(value: Json, token: object) -> None:
    value["results"][1]["TOTAL_VOTOS"] = token


def _set_onpe_name(value: Json, name: str) -> None:
    value["results"][1]["NOMBREe_CANDIDATO"] = name


def _set_onpe_stamp(value: Json, stamp: str) -> None:
    day, _, clock = stamp.partition(" ")
    value["generals"]["actData"] = {"FECHA": day, "HORA": clock}


def extra_onpe_row(code: str, votes: str = "0") -> Json:
    """One more choice."""
    return onpe_row(code, votes, party="Another", NLISTA="3", NOMBREe_CANDIDATO="Another")


NATIVE = Shape(
    name="countwatch",
    election=Election(id="island", title="Island", time_zone="America/Lima"),
    value=native,
    set_number=_set_native_number,
    set_name=_set_native_name,
    set_stamp=_set_native_stamp,
)
"""The election names nobody, so that the names on screen are the feed's."""

LISTED = Election(
    id="island",
    title="Island",
    time_zone="America/Lima",
    candidates=(Candidate("a", "Ana"), Candidate("b", "Ben")),
    units=(ReportingUnit("nation", "Nation", "nation"), ReportingUnit("north", "North", "region", "nation")),
)
"""The same with its rosters, for what can only be told with them."""

ONPE = Shape(
    name="onpe-2021",
    election=Election(
        id="runoff",
        title="Runoff",
        time_zone="America/Lima",
        units=(ReportingUnit("000000", "Nation", "nation", registered=5000),),
    ),
    value=onpe_nation,
    set_number=_set_onpe_number,
    set_name=_set_onpe_name,
    set_stamp=_set_onpe_stamp,
)
"""Its election has one unit, so that one document is the whole feed."""

ONPE_LISTED = Election(
    id="runoff",
    title="Runoff",
    time_zone="America/Lima",
    candidates=(Candidate("c", "C", codes=("00000014",)), Candidate("f", "F", codes=("00000007",))),
    units=(ReportingUnit("000000", "Nation", "nation", registered=5000),),
)
SHAPES = (NATIVE, ONPE)
