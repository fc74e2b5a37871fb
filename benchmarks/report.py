"""The table, the JSON, and the machine that both are of."""

import os
import platform
from collections.abc import Iterable, Sequence
from importlib.metadata import version
from pathlib import Path
from typing import Any

from benchmarks.measuring import Effort, Row

LIBRARIES = ("pydantic", "pydantic-core", "textual", "rich", "httpx", "click")


def table(rows: Iterable[Row]) -> str:
    """The rows as a table in plain text."""
    lines = [("row", "measured", "floor", "ratio", "limit", "verdict"), *map(_cells, rows)]
    widths = [max(map(len, column)) for column in zip(*lines, strict=True)]
    return "\n".join(_line(cells, widths) for cells in lines)


def _line(cells: Sequence[str], widths: Sequence[int]) -> str:
    first, *figures, last = zip(cells, widths, strict=True)
    return "  ".join([first[0].ljust(first[1]), *(cell.rjust(width) for cell, width in figures), last[0]])


def _cells(row: Row) -> tuple[str, ...]:
    limit = "" if row.limit is None else f"{'≥' if row.at_least else '≤'} {row.limit:g}"
    return (
        row.name,
        amount(row.measured, row.unit),
        "" if row.floor_measured is None else amount(row.floor_measured, row.unit),
        "" if row.ratio is None else f"{row.ratio:.2f}×",
        limit,
        row.verdict,
    )


def amount(figure: float, unit: str) -> str:
    """A figure with its unit; seconds under one in milliseconds."""
    if unit == "s" and figure < 1:
        return f"{figure * 1000:.3g} ms"
    return f"{figure:,.3f} {unit}" if figure < 10 else f"{figure:,.1f} {unit}"


def document(rows: Sequence[Row], effort: Effort) -> dict[str, Any]:
    """The same as one JSON object, with the machine."""
    return {"machine": machine(), "rounds": effort.rounds, "quick": effort.quick, "rows": [_row(row) for row in rows]}


def _row(row: Row) -> dict[str, Any]:
    names = ("name", "what", "floor", "unit", "measured", "floor_measured", "ratio", "limit", "at_least", "verdict")
    return {**{name: getattr(row, name) for name in names}, "note": row.note, "more": dict(row.more)}


def machine() -> dict[str, Any]:
    """What the figures were taken on."""
    return {
        "processor": _processor(),
        "cores": os.cpu_count(),
        "memory_bytes": os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES"),
        "system": platform.platform(),
        "python": platform.python_version(),
        "load": os.getloadavg()[0],
        "libraries": {name: version(name) for name in LIBRARIES},
    }


def _processor() -> str:
    lines = Path("/proc/cpuinfo").read_text("utf-8").splitlines() if Path("/proc/cpuinfo").exists() else []
    return next((line.partition(":")[2].strip() for line in lines if line.startswith("model name")), platform.machine())
