"""Guesses about an unknown body: where its rows of candidates are, how its numbers are written, which key is what."""

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from pydantic import ValidationError
from pydantic_core import PydanticCustomError

from countwatch.formats.mapped_converters import NUMBER_FORMATS, integer

Json = Any

_VOTES = ("votos", "votes", "totalvotos", "totalvotosvalidos", "vap", "votecount", "totalvotes", "total", "v")
_NAMES = (
    "candidato",
    "nombrecandidato",
    "nombreecandidato",
    "candidate",
    "candidatename",
    "name",
    "nombre",
    "nm",
    "nmu",
    "choice",
)
_PARTIES = ("partido", "party", "agrupacion", "nombreagrupacionpolitica", "partyname", "sg", "cc", "partyaffiliation")
_IDS = ("id", "candidateid", "codigo", "code", "ccodiagrupol", "codigoagrupacionpolitica", "sqcand", "n", "number")
_SHARES = ("porcentaje", "percent", "percentage", "pct", "porvalidos", "porcentajevotosvalidos", "pvap", "share")
CANDIDATE: Mapping[str, Sequence[str]] = {
    "votes": _VOTES,
    "name": _NAMES,
    "party": _PARTIES,
    "id": _IDS,
    "share": _SHARES,
}
FIGURES: Mapping[str, Sequence[str]] = {
    "ballots.blank": ("blancos", "votosblancos", "blank", "blankvotes", "vb"),
    "ballots.null": ("nulos", "votosnulos", "null", "nullvotes", "tvn"),
    "ballots.cast": ("votosemitidos", "totalvotosemitidos", "totciudadanosvotaron", "ballotscast", "ballots", "cast"),
    "ballots.registered": ("inscritos", "registeredvoters", "registered"),
    "sheets.total": ("actastotales", "totalactas", "mesashabiles", "totalprecincts", "precinctstotal"),
    "sheets.counted": ("actascontabilizadas", "contabilizadas", "contabiliza", "actascorrectas", "precinctsreporting"),
    "sheets.under_review": ("enviadasjee", "totaljee", "actasinconsistentes"),
    "sheets.pending": ("pendientesjee", "porprocesar"),
    "stated.valid": ("validos", "votosvalidos", "validvotes"),
}
"""Names that feeds use, lower case and without separators. A hint, never more."""

_NUMBERS: Mapping[str, str] = {
    "1,234.5": r"\d{1,3}(,\d{3})*(\.\d+)?|\d+(\.\d+)?",
    "1.234,5": r"\d{1,3}(\.\d{3})*(,\d+)?|\d+(,\d+)?",
    "1 234,5": r"\d{1,3}( \d{3})*(,\d+)?|\d+(,\d+)?",
    "1234.5": r"\d+(\.\d+)?",
    "1234,5": r"\d+(,\d+)?",
}
_STAMP_KEYS = re.compile(r"updat|actualiz|fecha|stamp|reporting.?time|generated|publish", re.IGNORECASE)
_EPOCHS = {"epoch_milliseconds": range(10**12, 4 * 10**12), "epoch_seconds": range(10**9, 4 * 10**9)}
_STAMPS: Mapping[str, str] = {
    "iso": r"\d{4}-\d\d-\d\d[T ]\d\d:\d\d(:\d\d(\.\d+)?)?(Z|[+-]\d\d:?\d\d)?",
    "%d/%m/%Y %H:%M:%S": r"\d\d/\d\d/\d{4} \d\d:\d\d:\d\d",
    "%B %d, %Y, %I:%M %p": r"[A-Z][a-z]+ \d{1,2}, \d{4}, \d{1,2}:\d\d [AaPp]\.?[Mm]\.?",
}
_PLAIN_KEY = re.compile(r"[A-Za-z_][A-Za-z0-9_]*")
_DEPTH_MAX = 8
_DIGITS_MAX = 16
_SHARE_AGREES_POINTS = 0.2


@dataclass(frozen=True, slots=True)
class Rows:
    """A list of objects that looks like candidates: its path, its rows, and the key of each field."""

    path: str
    rows: Sequence[Mapping[str, Json]]
    keys: Mapping[str, str]


def candidate_rows(body: Json) -> Rows | None:
    """The list that has votes and names, the one with most fields known first; None where there is none."""
    found = [rows for path, items in _lists(body, "", 0) if (rows := _as_rows(path, items)) is not None]
    return max(found, key=lambda rows: (len(rows.keys), len(rows.rows)), default=None)


def leaves(node: Json, path: str = "", depth: int = 0) -> Iterator[tuple[str, str, Json]]:
    """Every value that is no list and no object: its path, its key, itself. Lists are not entered."""
    if isinstance(node, dict) and depth < _DEPTH_MAX:
        for key, value in node.items():
            place = joined(path, key)
            if isinstance(value, dict):
                yield from leaves(value, place, depth + 1)
            elif not isinstance(value, list):
                yield place, key, value


def field_of(key: str) -> str | None:
    """The figure that a key of this name usually is."""
    folded = _folded(key)
    return next((field for field, names in FIGURES.items() if folded in names), None)


def number_format(values: Sequence[Json]) -> str:
    """The one spelling that all of these numbers have; "json" for JSON numbers, and where none fits."""
    texts = [value.strip() for value in values if isinstance(value, str) and value.strip()]
    if not texts or len(texts) < len([value for value in values if value is not None]) / 2:
        return "json"
    fitting = (name for name in NUMBER_FORMATS if name in _NUMBERS and _all_are(texts, _NUMBERS[name]))
    return next(fitting, "json")


def whole_number_format(value: Json, preferred: str) -> str | None:
    """How a whole number is written, the preferred way where it is one of several; None where it is none."""
    for name in (preferred, *NUMBER_FORMATS):
        try:
            integer(name)(value)
        except (PydanticCustomError, ValidationError):
            continue
        return name
    return None


def share_base(rows: Rows) -> str:
    """What stated shares are shares of: the votes listed where they fit the first row, else the ballots cast."""
    votes = [_digits(row.get(rows.keys["votes"])) for row in rows.rows if row.get(rows.keys["name"])]
    stated = re.sub(r",(?=\d+$)", ".", str(rows.rows[0].get(rows.keys.get("share", ""), "")))
    if not sum(votes) or not re.fullmatch(r"\d+(\.\d+)?", stated):
        return "valid"
    return "valid" if abs(votes[0] * 100 / sum(votes) - float(stated)) < _SHARE_AGREES_POINTS else "cast"


def _digits(value: Json) -> int:
    digits = re.sub("[^0-9]", "", str(value))
    return int(digits) if 0 < len(digits) <= _DIGITS_MAX else 0


def stamp_format(key: str, value: Json) -> str | None:
    """The format of a value that looks like the stamp of a bulletin; None where it does not."""
    if not _STAMP_KEYS.search(key):
        return None
    if isinstance(value, int):
        return next((name for name, span in _EPOCHS.items() if value in span), None)
    texts = _STAMPS.items() if isinstance(value, str) else ()
    return next((name for name, pattern in texts if re.fullmatch(pattern, value)), None)


def joined(path: str, key: str) -> str:
    """A path one key further, quoted where JMESPath wants it."""
    step = key if _PLAIN_KEY.fullmatch(key) else json.dumps(key, ensure_ascii=False)
    return f"{path}.{step}" if path else step


def _all_are(texts: Sequence[str], pattern: str) -> bool:
    return all(re.fullmatch(pattern, text) for text in texts)


def _lists(node: Json, path: str, depth: int) -> Iterator[tuple[str, Sequence[Json]]]:
    if depth > _DEPTH_MAX:
        return
    if isinstance(node, list):
        yield path or "@", node
        # the first of a list of one is looked into: some feeds wrap everything in such lists
        if len(node) == 1:
            yield from _lists(node[0], f"{path}[0]", depth + 1)
    elif isinstance(node, dict):
        for key, value in node.items():
            if isinstance(value, (dict, list)):
                yield from _lists(value, joined(path, key), depth + 1)


def _as_rows(path: str, items: Sequence[Json]) -> Rows | None:
    rows = [item for item in items if isinstance(item, dict)]
    if not rows or len(rows) < len(items):
        return None
    keys = {field: key for field, names in CANDIDATE.items() if (key := _key(rows[0], names)) is not None}
    if not {"votes", "name"} <= keys.keys():
        return None
    return Rows(path, rows, keys)


def _key(row: Mapping[str, Json], names: Sequence[str]) -> str | None:
    folded = {_folded(key): key for key, value in row.items() if not isinstance(value, (dict, list))}
    return next((folded[name] for name in names if name in folded), None)


def _folded(key: str) -> str:
    return re.sub(r"[^a-z0-9]", "", key.lower())
