"""What a mapping reads of one body, field by field: the path, the raw value, the value, or what is wrong with it.

A format reads a body whole and stops at the first thing that is wrong. Whoever writes a mapping wants to see
all of it at once, so each field is read by itself here.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from countwatch.cli.toml_files import text_of
from countwatch.formats.documents import load_tree, show
from countwatch.formats.mapped_file import parse
from countwatch.formats.mapped_shape import Area, Column, Shape, shape_of
from countwatch.model.errors import NotUsable
from countwatch.model.finding import Finding
from countwatch.model.text import clean, shorten

ROWS_MAX = 12
"""Rows of candidates, and of areas, that are listed whole; of the others only those with a problem."""

_CELLS_MAX = 44


@dataclass(frozen=True, slots=True)
class FieldRow:
    """One field of a mapping, as one body has it. `problem` is set where it cannot be read."""

    field: str
    path: str
    raw: str
    value: str
    problem: Finding | None = None


def shape_in(path: Path) -> Shape:
    """The mapping of a file, compiled. `ConfigError` where its author slipped."""
    return shape_of(parse(text_of(path), path.stem), path.stem)


def field_rows(shape: Shape, body: bytes) -> tuple[FieldRow, ...]:
    """Every field of a mapping. `NotUsable` where the body is no JSON at all."""
    node = load_tree(body).value
    rows = [] if shape.title is None else [_row("title", shape.title, node, "")]
    rows += _area("", shape.area, node, "")
    if shape.below is not None:
        below = shape.below
        for index, (place, row) in enumerate(_found(below.rows.find(node, ""), below.rows.text)):
            name = f"units[{index}]"
            listed = [_row(f"{name}.id", below.id, row, place), _row(f"{name}.name", below.name, row, place)]
            rows += _worth([*listed, *_area(f"{name}.", below.area, row, place)], index)
    return tuple(rows)


def _area(prefix: str, area: Area, node: object, where: str) -> Iterator[FieldRow]:
    if area.published_at is not None:
        yield _row(f"{prefix}published_at", area.published_at, node, where)
    for table, columns in (("ballots", area.ballots), ("sheets", area.sheets), ("stated", area.stated)):
        yield from _columns(f"{prefix}{table}", columns, node, where)
    place = f"{where}.{area.rows.text}" if where else area.rows.text
    listed = area.rows.find(node, where)
    if listed is None:
        problem = area.rows.nothing(node, place).finding
        yield FieldRow(f"{prefix}candidates.rows", area.rows.text, "", "", problem)
        return
    for index, (at, row) in enumerate(_found(listed, place)):
        yield from _worth([*_columns(f"{prefix}candidates[{index}]", area.candidate, row, at)], index)


def _worth(rows: list[FieldRow], index: int) -> list[FieldRow]:
    return rows if index < ROWS_MAX else [row for row in rows if row.problem is not None]


def _columns(prefix: str, columns: Mapping[str, Column], node: object, where: str) -> Iterator[FieldRow]:
    return (_row(f"{prefix}.{name}", column, node, where) for name, column in columns.items())


def _found(rows: Any, place: str) -> Iterator[tuple[str, object]]:
    return ((f"{place}[{index}]", row) for index, row in enumerate(rows if isinstance(rows, list) else ()))


def _row(field: str, column: Column, node: object, where: str) -> FieldRow:
    path = column.path.text
    try:
        raw = column.path.find(node, where)
        told = "" if raw is None else _short(show(raw))
        value = column.read(node, where)
    except NotUsable as error:
        return FieldRow(field, _short(path), "" if error.finding.code == "path_failed" else told, "", error.finding)
    return FieldRow(field, _short(path), told, "" if value is None else _short(_told(value)))


def _told(value: object) -> str:
    return value.isoformat() if hasattr(value, "isoformat") else f"{value:,}" if isinstance(value, int) else str(value)


def _short(text: str) -> str:
    return shorten(clean(text), _CELLS_MAX)
