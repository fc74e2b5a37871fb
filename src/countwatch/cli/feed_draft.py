"""A first mapping, drafted from one body: what is found by its name, and the rest as comments to choose from.

Every line that is not a comment was read from that body without an error. What a field means is the author's to
say: the name of a key is a hint, and the draft says so.
"""

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from countwatch.cli.feed_guess import (
    Rows,
    candidate_rows,
    field_of,
    joined,
    leaves,
    number_format,
    share_base,
    stamp_format,
    whole_number_format,
)
from countwatch.formats.documents import load_tree, show
from countwatch.formats.mapped import ROOT_KEY, format_from
from countwatch.model.errors import ConfigError, NoData, NotUsable
from countwatch.model.text import clean, shorten

_SHEETS_OF = re.compile(r".*?[0-9][0-9.,]* (of|de) [0-9][0-9.,]*.*", re.ASCII | re.DOTALL)
_HEAD = """\
# A mapping that countwatch drafted from one body. The names of keys are a hint and no more: say what each figure
# is, with the source that says so, before anybody reads a result by it. `countwatch feeds test BODY --format FILE`
# shows what it reads.
"""
_COMMENT_CELLS_MAX = 70


@dataclass(frozen=True, slots=True)
class Line:
    """One field of the mapping: its table, its name there, what it picks, and the raw value as a remark."""

    table: str
    name: str
    pick: Mapping[str, str]
    remark: str = ""

    def text(self) -> str:
        """`blank = { path = "…", as = "int" }  # 49,732`."""
        pick = ", ".join(f"{key} = {value if value == 'true' else quoted(value)}" for key, value in self.pick.items())
        remark = f"  # {self.remark}" if self.remark else ""
        return f"{self.name} = {{ {pick} }}{remark}"


def drafted(body: bytes, name: str) -> str:
    """The mapping's text. `NotUsable` where the body is no JSON; `NoData` no_candidate_rows where it lists nobody."""
    value = load_tree(body).value
    rows = candidate_rows(value)
    if rows is None:
        raise NoData("no_candidate_rows")
    written = number_format([row.get(rows.keys["votes"]) for row in rows.rows])
    fixed = _fixed(rows, name, written)
    kept: list[Line] = []
    left: list[Line] = []
    for line in [*_optional(rows, written), *_figures(value, written)]:
        fits = all((line.table, line.name) != (one.table, one.name) for one in kept)
        (kept if fits and _reads(_document(fixed, [*kept, line], ()), name, body) else left).append(line)
    return _document(fixed, kept, left)


def quoted(text: str) -> str:
    """A TOML string: literal where it can be, for a pattern is full of backslashes."""
    if "\\" in text and "'" not in text and text.isprintable():
        return f"'{text}'"
    return json.dumps(text, ensure_ascii=False).replace("\x7f", r"\u007f")


def _reads(text: str, name: str, body: bytes) -> bool:
    try:
        format_from(text, name).decode(ROOT_KEY, body, None)
    except (ConfigError, NotUsable):
        return False
    return True


def _fixed(rows: Rows, name: str, written: str) -> Sequence[str]:
    """What every mapping has: what it is about, and its rows."""
    named = rows.keys["name"]
    whole = [row for row in rows.rows if row.get(named) and row.get(rows.keys["votes"]) is not None]
    path = rows.path if len(whole) == len(rows.rows) else f"{rows.path}[?{joined('', named)}]"
    left_out = "" if path == rows.path else f"  # {len(rows.rows) - len(whole)} rows without a name are left out"
    an_id = _id_key(rows, whole)
    kind = "code" if all(re.fullmatch("[0-9]+", str(row.get(an_id))) for row in whole) else "text"
    return (
        f"about = {quoted(name)}",
        f"number_format = {quoted(written)}",
        '# time_zone = "America/Lima"    # the clock of stamps that have no offset',
        "",
        "[unit]    # what the whole body is about",
        f"id = {quoted(name)}",
        f"name = {quoted(name)}",
        'kind = "other"',
        "",
        "[candidates]",
        f"rows = {quoted(path)}{left_out}",
        Line("candidates", "id", {"path": joined("", an_id), "as": kind}).text(),
        Line("candidates", "name", {"path": joined("", named), "as": "text"}).text(),
        Line("candidates", "votes", {"path": joined("", rows.keys["votes"]), "as": "int"}).text(),
    )


def _id_key(rows: Rows, whole: Sequence[Mapping[str, Any]]) -> str:
    """The key by which rows are matched: one whose values are all there, and all different."""
    for field in ("id", "name", "party"):
        key = rows.keys.get(field)
        values = [row.get(key) for row in whole] if key is not None else []
        if key is not None and all(value is not None for value in values) and len(set(values)) == len(whole):
            return key
    return rows.keys["name"]


def _optional(rows: Rows, written: str) -> Iterator[Line]:
    """What a candidate's row may say besides."""
    if "party" in rows.keys:
        yield Line("candidates", "party", {"path": joined("", rows.keys["party"]), "as": "text", "optional": "true"})
    if "share" in rows.keys:
        key = rows.keys["share"]
        style = number_format([row.get(key) for row in rows.rows if row.get(rows.keys["name"])])
        pick = {"path": joined("", key), "as": "percent", "of": share_base(rows)}
        yield Line("candidates", "share", pick if style == written else {**pick, "number_format": style})


def _figures(value: Any, written: str) -> Iterator[Line]:
    """Figures of the whole body, known by their name first; then all others, for the author to choose from."""
    found = [*leaves(value)]
    yield from _stamps(found)
    for path, key, raw in found:
        field, remark = field_of(key), _remark(raw)
        if isinstance(raw, str) and _SHEETS_OF.fullmatch(raw):
            yield from _of_sheets(path, raw, remark)
            continue
        table, _, name = (field or "ballots.?").partition(".")
        style = whole_number_format(raw, written)
        if style is not None:
            extra = {} if style == written else {"number_format": style}
            yield Line(table, name, {"path": path, "as": "int", **extra}, remark)


def _stamps(found: Sequence[tuple[str, str, Any]]) -> Iterator[Line]:
    for path, key, raw in found:
        form = stamp_format(key, raw)
        if form is not None:
            yield Line("published_at", "", {"path": path, "as": "datetime", "format": form}, _remark(raw))


def _of_sheets(path: str, raw: str, remark: str) -> Iterator[Line]:
    """`24,312 of 25,554 precincts`: two figures in one text."""
    word = "of" if " of " in raw else "de"
    number = "[0-9][0-9,.]*"
    patterns = {"counted": f".*?({number}) {word} {number}.*", "total": f".*? {word} ({number}).*"}
    for name, pattern in patterns.items():
        yield Line("sheets", name, {"path": path, "as": "int", "regex": pattern}, remark)


def _document(fixed: Sequence[str], kept: Sequence[Line], left: Sequence[Line]) -> str:
    """The file: what is read, table by table, and what is left as comments."""
    lines = [*_HEAD.splitlines(), "", *fixed]
    lines += [line.text() for line in kept if line.table == "candidates"]
    for table in ("published_at", "ballots", "sheets", "stated"):
        mine = [line for line in kept if line.table == table]
        if mine:
            lines += ["", *(_published(mine[0]) if table == "published_at" else [f"[{table}]"])]
            lines += [line.text() for line in mine if table != "published_at"]
    if left:
        lines += [
            "",
            "# Not used. A figure that you know goes under [ballots], [sheets] or [stated], by its name there.",
        ]
        lines += [f"# {_as_comment(line)}" for line in left]
    return "\n".join(lines) + "\n"


def _published(line: Line) -> list[str]:
    remark = f"    # {line.remark}" if line.remark else ""
    return [f"[published_at]{remark}", *(f"{key} = {quoted(value)}" for key, value in line.pick.items())]


def _as_comment(line: Line) -> str:
    if line.table == "published_at":
        return Line("", "published_at", line.pick, line.remark).text() + "  (needs time_zone where it has no offset)"
    return Line("", f"{line.table}.{line.name}", line.pick, line.remark).text()


def _remark(raw: Any) -> str:
    return shorten(clean(show(raw)), _COMMENT_CELLS_MAX)
