"""JMESPath in a mapping: it selects, and never reckons.

Its functions of numbers answer null where they fail (`to_number` of "8,836,380" is null), and a null that looks
like "not given" is how a wrong figure is born. So only functions that select are let through, and a path that
finds nothing is said, with the key that may have been meant.
"""

import difflib
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import jmespath
from jmespath.exceptions import JMESPathError
from jmespath.parser import ParsedResult

from countwatch.model.errors import ConfigError, NotUsable
from countwatch.model.text import excerpt

FUNCTIONS = ("contains", "ends_with", "keys", "not_null", "starts_with", "values")
PATH_CHARACTERS_MAX = 500


@dataclass(frozen=True, slots=True)
class Place:
    """Where in which mapping something is written: what an error names."""

    mapping: str
    field: str

    def below(self, name: str | int) -> "Place":
        """A field of this one."""
        return Place(self.mapping, f"{self.field}.{name}" if self.field else str(name))

    def wrong(self, code: str, **facts: str | int) -> ConfigError:
        """The error of this place."""
        named: dict[str, Any] = {"name": self.mapping, "field": self.field, **facts}
        return ConfigError(code, **named)


@dataclass(frozen=True, slots=True)
class Path:
    """A JMESPath expression, parsed. `at` is where the mapping has it."""

    text: str
    parsed: ParsedResult
    at: Place

    def find(self, node: object, where: str) -> Any:
        """What it selects in `node`, which is at `where`; None where that is null or not there.

        `NotUsable` path_failed (field, path) where a part of it was given what it cannot take.
        """
        try:
            return self.parsed.search(node)
        except (JMESPathError, TypeError, ValueError):  # `contains` of a text and a number; a slice by steps of 0
            raise NotUsable("path_failed", field=where, path=excerpt(self.text)) from None

    def nothing(self, node: object, where: str) -> NotUsable:
        """Why there is nothing: nothing_at_path, or nothing_at_path_near where a key is almost the one asked for."""
        near = _near(self.parsed.parsed, node)
        if near is None:
            return NotUsable("nothing_at_path", field=where, path=excerpt(self.text))
        return NotUsable("nothing_at_path_near", field=where, path=excerpt(self.text), near=excerpt(near))


def compiled(text: str, at: Place) -> Path:
    """Parse an expression. `ConfigError` mapping_bad_path or mapping_function (function, known)."""
    if not text.strip() or len(text) > PATH_CHARACTERS_MAX:
        raise at.wrong("mapping_bad_path", found=excerpt(text))
    try:
        parsed = jmespath.compile(text)
    except (JMESPathError, RecursionError):
        raise at.wrong("mapping_bad_path", found=excerpt(text)) from None
    for function in _functions(parsed.parsed):
        if function not in FUNCTIONS:
            raise at.wrong("mapping_function", function=excerpt(function), known=", ".join(FUNCTIONS))
    return Path(text, parsed, at)


def _functions(node: Any) -> Iterator[str]:
    if node["type"] == "function_expression":
        yield node["value"]
    for child in node["children"]:
        if isinstance(child, dict):
            yield from _functions(child)


def _near(tree: Any, node: object) -> str | None:
    """The same path with its first missing key put right; None where it is more than keys, or nothing is near."""
    keys = _keys(tree)
    if keys is None:
        return None
    for index, key in enumerate(keys):
        if not isinstance(node, dict):
            return None
        if key not in node:
            close = difflib.get_close_matches(key.lower(), [known.lower() for known in node], n=1)
            meant = next((known for known in node if close and known.lower() == close[0]), None)
            return None if meant is None else ".".join((*keys[:index], meant, *keys[index + 1 :]))
        node = node[key]
    return None


def _keys(tree: Any) -> tuple[str, ...] | None:
    if tree["type"] == "field":
        return (tree["value"],)
    if tree["type"] != "subexpression":
        return None
    parts = [_keys(child) for child in tree["children"]]
    return None if None in parts else tuple(key for part in parts if part is not None for key in part)
