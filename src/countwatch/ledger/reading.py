"""From an update's bytes to decoded parts: what is new, what stayed, what could not be read."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from operator import eq, is_
from typing import Literal, NamedTuple, TypeVar

from countwatch.model.election import Election
from countwatch.model.errors import NotUsable
from countwatch.model.finding import Finding
from countwatch.model.part import Part
from countwatch.model.protocols import Format
from countwatch.model.snapshot import UnitTally
from countwatch.model.update import Document, Update

Row = TypeVar("Row")


class Held(NamedTuple):
    """A document's last good part, the hash of its bytes and the update that brought it."""

    sha256: str
    part: Part
    n: int


Shelf = Mapping[str, Held]
"""The good parts on screen, by document key."""


class Reading(NamedTuple):
    """One update, decoded against the shelf. `shelf` is what would be on screen if it is accepted.

    `root` says what came for the root document: `fresh` bytes, the `same` as on screen, `absent`
    (it carries over), or `unusable` for the reason in `problem`.
    """

    shelf: Shelf
    root: Literal["fresh", "same", "absent", "unusable"]
    problem: Finding | None
    findings: tuple[Finding, ...]
    taken: tuple[str, ...]
    root_sha256: str | None


def read(shelf: Shelf, update: Update, form: Format, election: Election | None) -> Reading:
    """Decode every document whose bytes are new. A broken one below the root is a finding."""
    fresh: dict[str, Held] = dict(shelf)
    findings: list[Finding] = []
    taken: list[str] = []
    root: Literal["fresh", "same", "absent", "unusable"] = "absent"
    problem: Finding | None = None
    root_sha256: str | None = None
    for document in update.documents:
        is_root = document.key == form.root_key
        if is_root:
            root_sha256 = document.sha256
        known = shelf.get(document.key)
        if document.problem is None and known is not None and known.sha256 == document.sha256:
            root = "same" if is_root else root
            continue
        part = _decode(document, form, election)
        if isinstance(part, Finding):
            if is_root:
                root, problem = "unusable", part
            else:
                findings.append(part)
            continue
        fresh[document.key] = Held(document.sha256, part if known is None else _as_before(part, known.part), update.n)
        taken.append(document.key)
        findings.extend(part.findings)
        root = "fresh" if is_root else root
    return Reading(fresh, root, problem, tuple(findings), tuple(taken), root_sha256)


def _as_before(part: Part, earlier: Part) -> Part:
    """The same part; what it says again is the very object of before, so that whoever looks at both sees it at once."""
    return part._replace(
        tallies=_same_again(part.tallies, earlier.tallies, _is_said_alike),
        units=_same_again(part.units, earlier.units, eq),
        candidates=_same_again(part.candidates, earlier.candidates, eq),
    )


def _same_again(new: tuple[Row, ...], old: tuple[Row, ...], is_same: Callable[[Row, Row], bool]) -> tuple[Row, ...]:
    """Rows of before where they are said again at their place; all of them as one where nothing else is said."""
    if len(new) != len(old):
        return new
    rows = tuple([then if is_same(then, now) else now for then, now in zip(old, new, strict=True)])
    return old if all(map(is_, rows, old)) else rows


def _is_said_alike(then: UnitTally, now: UnitTally) -> bool:
    """Whether they are equal, and would be written alike: ids in the same order, the stamp with its offset."""
    if then != now or [*then.votes] != [*now.votes]:
        return False
    old, new = then.sheets.review_reasons, now.sheets.review_reasons
    if old and new and [*old] != [*new]:
        return False
    stamps = then.published_at, now.published_at
    return stamps[0] is None or stamps[1] is None or stamps[0].tzinfo == stamps[1].tzinfo


def _decode(document: Document, form: Format, election: Election | None) -> Part | Finding:
    if document.problem is not None:
        return replace(document.problem, document=document.key)
    try:
        return form.decode(document.key, document.body, election)
    except NotUsable as refused:
        return replace(refused.finding, document=refused.finding.document or document.key)
