"""Where a TOML text stops being one. Pure."""

import re
import tomllib
from typing import Any

_PLACE = re.compile(r"\(at line ([0-9]+), column ([0-9]+)\)")


def toml_place(error: tomllib.TOMLDecodeError, text: str) -> dict[str, Any]:
    """The facts `line` and `column`, from 1, as the parser's English sentence says them; the end where it says none."""
    lines = text.splitlines() or [""]
    place = _PLACE.search(str(error))
    line, column = (int(place[1]), int(place[2])) if place else (len(lines), len(lines[-1]) + 1)
    return {"line": line, "column": column}
