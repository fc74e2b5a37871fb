"""An election file to begin with: from the roster of a body, or empty, with a comment for what is still to be found."""

from collections.abc import Iterator

from countwatch.cli.feed_draft import quoted
from countwatch.model.election import Candidate, ReportingUnit
from countwatch.model.snapshot import Snapshot

_GLYPHS = "■◆●▲★▼◼◇✚✖"
_COLOURS = ("#D55E00", "#0072B2", "#009E73", "#CC79A7", "#E69F00", "#56B4E9", "#F0E442")
"""Okabe and Ito's palette, told apart by most eyes; no colour here is a party's own."""

_EMPTY = (Candidate("first", "First candidate"), Candidate("second", "Second candidate"))
_HEAD = """\
# An election file that countwatch drafted. Name the source of every figure and of every dated entry.
# `countwatch elections show FILE` says whether it can be used.

id = {id}
title = {title}
time_zone = "UTC"              # such as America/Lima
percent_base = "valid"         # or "cast"
sheet = {{ one = "tally sheet", other = "tally sheets" }}
# bodies = {{ counting = "…", boards = "…", proclaiming = "…" }}
sources = []
"""
_TAIL = """
# [deadline]
# at = 2026-01-01T00:00:00Z
# [deadline.text]
# en = "what happens then"
# es = "qué pasa entonces"

# [[calendar]]
# on = 2026-01-01
# source = "who says so"  # or { es = "…", en = "…" }
# stage = "voted"              # voted, counted, boards, appeals, proclaimed, in_office
# [calendar.text]
# en = "…"
# es = "…"
"""


def election_draft(election_id: str, snapshot: Snapshot | None) -> str:
    """The file's text. Ids of candidates are those of the feed; make words of them, and keep the feed's as codes."""
    title = snapshot.title if snapshot is not None and snapshot.title else election_id
    parts = [_HEAD.format(id=quoted(election_id), title=quoted(title))]
    for index, candidate in enumerate(snapshot.candidates if snapshot is not None else _EMPTY):
        parts.append("\n".join(_candidate(index, candidate)))
    parts += ["\n".join(_unit(unit)) for unit in (snapshot.units if snapshot is not None else ())]
    return "\n".join(parts) + _TAIL


def _candidate(index: int, candidate: Candidate) -> Iterator[str]:
    yield "[[candidates]]"
    yield f"id = {quoted(candidate.id)}"
    if candidate.codes:
        yield f"codes = [{', '.join(quoted(code) for code in candidate.codes)}]"
    yield f"name = {quoted(candidate.name)}"
    if candidate.party:
        yield f"party = {quoted(candidate.party)}"
    if index < len(_COLOURS):
        yield f"colour = {quoted(_COLOURS[index])}"
        yield f"glyph = {quoted(_GLYPHS[index])}"
    yield ""


def _unit(unit: ReportingUnit) -> Iterator[str]:
    yield "[[units]]"
    yield f"id = {quoted(unit.id)}"
    yield f"name = {quoted(unit.name)}"
    yield f"kind = {quoted(unit.kind)}"
    if unit.parent_id is not None:
        yield f"parent_id = {quoted(unit.parent_id)}"
    for name in ("registered", "sheets"):
        value = getattr(unit, name)
        if value is not None:
            yield f"{name} = {value:_}"
    yield ""
