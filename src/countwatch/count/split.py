"""The contest in pieces whose yield a sheet is known: home and abroad, or regions. Exact; nothing is estimated here."""

from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import islice
from typing import Literal, NamedTuple

from countwatch.count.progress import normal_sheets, progress
from countwatch.count.tree import UnitTree
from countwatch.model.snapshot import UnitTally

Basis = Literal["national", "home_abroad", "regions"]
"""What an estimate rests on, from the coarsest to the finest."""

Pair = tuple[str, str]
"""Two candidate ids: who is ahead of the two, and who is behind."""

RootAt = Callable[[datetime], UnitTally | None]
"""An earlier reading of the root by its stamp, so that an earlier split can be completed by subtraction."""


class Piece(NamedTuple):
    """One unit, or (`unit_id` None) what is left of `within` once its known units are taken off.

    Sheets: `outstanding` = pending + under review; `normal` = counted − annulled − not installed.
    Votes: `valid` of all candidates, `ahead` and `behind` of the chosen two. `branch_id` is the unit
    right below the root that the piece belongs to (None for what several of them leave of the root).
    A tuple, since thousands of them are made at every update.
    """

    unit_id: str | None
    within: str
    branch_id: str | None
    published_at: datetime | None
    outstanding: int
    under_review: int | None
    normal: int
    valid: int
    ahead: int
    behind: int


@dataclass(frozen=True, slots=True)
class Split:
    """Pieces that make up the whole contest, and the oldest and newest of their stamps.

    `is_current`: every piece has the stamp of the totals, so that sheets by piece are exact now.
    """

    basis: Basis
    pieces: tuple[Piece, ...]
    is_current: bool
    oldest: datetime | None
    newest: datetime | None


def current_split(tree: UnitTree, root: UnitTally, pair: Pair) -> Split | None:
    """The finest split whose documents share the root's stamp; None where the root's own sheets are unknown."""
    whole = piece(root, tree.root_id, None, pair)
    if whole is None:
        return None
    pieces = _cover(tree, tree.root_id, root, pair) or [whole]
    return _split(tree, _named(tree, pieces, root.published_at), is_current=True)


def earlier_split(tree: UnitTree, root: UnitTally, pair: Pair, root_at: RootAt | None) -> Split | None:
    """The latest split of another stamp. Of equally old ones the finer; ones that are newer than the root last."""
    branches = [_latest(tree, branch, pair) for branch in tree.below(tree.root_id)]
    found: list[list[Piece]] = []
    if len(branches) > 1 and all(branches):
        found.append([piece for pieces in branches for piece in pieces])
    if root_at is not None:
        found += islice(_completed(tree, root, pair, root_at), 1)
    splits = [_split(tree, pieces, is_current=False) for pieces in found]

    def rank(split: Split) -> tuple[bool, datetime, int]:
        stamps = [part.published_at for part in split.pieces if part.published_at is not None]
        past = root.published_at is None or max(stamps) <= root.published_at
        return past, min(stamps), len(split.pieces)

    return max(splits, key=rank, default=None)


def mixes_branches(tree: UnitTree, split: Split) -> bool:
    """Whether what is left of the root lumps two branches (such as home and abroad) together."""
    if not any(part.unit_id is None and part.within == tree.root_id for part in split.pieces):
        return split.basis == "national" and len(tree.below(tree.root_id)) > 1
    known = {part.branch_id for part in split.pieces if part.branch_id is not None}
    whole = {branch for branch in known if _is_whole(tree, branch, split.oldest)}
    return len(tree.below(tree.root_id)) - len(whole) > 1


def piece(tally: UnitTally, within: str, branch_id: str | None, pair: Pair) -> Piece | None:
    """A unit as a piece; None where its sheets are not known."""
    sheets = progress(tally.sheets)
    normal = normal_sheets(tally.sheets)
    if sheets.outstanding is None or normal is None:
        return None
    return Piece(
        unit_id=tally.unit_id,
        within=within,
        branch_id=branch_id,
        published_at=tally.published_at,
        outstanding=sheets.outstanding,
        under_review=sheets.under_review,
        normal=normal,
        valid=tally.valid,
        ahead=tally.votes.get(pair[0], 0),
        behind=tally.votes.get(pair[1], 0),
    )


def _cover(tree: UnitTree, top: str, tally: UnitTally | None, pair: Pair) -> list[Piece]:
    """The deepest pieces below and including `top` at the stamp of `tally`, each counted once."""
    stamp = tally.published_at if tally is not None else None
    branch = None if top == tree.root_id else top
    # A feed may have as many stamps as units; each is looked for among its own.
    among = tree.up_from(stamp) if branch is None else None
    branch_of = {} if among is None else _branches(tree, among)
    found: dict[str, list[Piece]] = {}
    for unit_id in tree.bottom_up(top, among):
        below = [part for child in tree.below(unit_id) for part in found.pop(child, ())]
        here = tally if unit_id == top and tally is not None else tree.at(unit_id, stamp)
        own = None if here is None else piece(here, unit_id, branch or branch_of.get(unit_id), pair)
        found[unit_id] = _with_rest(own, below)
    return found[top]


def _with_rest(own: Piece | None, below: list[Piece]) -> list[Piece]:
    """The pieces below a unit and what they leave of it; the unit alone where they do not fit into it."""
    if own is None or not below:
        return below or ([] if own is None else [own])
    out, review, known = own.outstanding, own.under_review or 0, own.under_review is not None
    normal, valid, ahead, behind = own.normal, own.valid, own.ahead, own.behind
    for part in below:
        out -= part.outstanding
        review -= part.under_review or 0
        known = known and part.under_review is not None
        normal -= part.normal
        valid -= part.valid
        ahead -= part.ahead
        behind -= part.behind
    figures = (out, review if known else 0, normal, valid, ahead, behind)
    if min(figures) < 0 or valid < ahead + behind:
        return [own]
    rest = Piece(
        unit_id=None,
        within=own.within,
        branch_id=own.branch_id,
        published_at=own.published_at,
        outstanding=out,
        under_review=review if known else None,
        normal=normal,
        valid=valid,
        ahead=ahead,
        behind=behind,
    )
    return [*below, rest] if any(figures) else below


def _branches(tree: UnitTree, among: Collection[str]) -> dict[str, str]:
    """The unit right below the root for each of them."""
    found = {}
    for branch in tree.below(tree.root_id):
        if branch in among:
            found.update(dict.fromkeys(tree.bottom_up(branch, among), branch))
    return found


def _named(tree: UnitTree, pieces: list[Piece], stamp: datetime | None) -> list[Piece]:
    """Say which branch the rest of the root is, where only one is missing."""
    missing = [branch for branch in tree.below(tree.root_id) if not _is_whole(tree, branch, stamp)]
    if len(missing) != 1:
        return pieces
    return [
        part._replace(branch_id=missing[0]) if part.unit_id is None and part.within == tree.root_id else part
        for part in pieces
    ]


def _latest(tree: UnitTree, branch: str, pair: Pair) -> list[Piece]:
    """One branch at the newest stamp at which all of it is known; empty where there is none."""
    own = tree.tallies.get(branch)
    stamps = {own.published_at} if own is not None else set()
    below = {tally.published_at for tally in map(tree.tallies.get, tree.below(branch)) if tally is not None}
    if len(below) == 1 and all(child in tree.tallies for child in tree.below(branch)):
        stamps |= below
    known = [stamp for stamp in stamps if stamp is not None]
    if not known:
        return []
    stamp = max(known)
    tally = tree.at(branch, stamp)
    if tally is not None:
        return _cover(tree, branch, tally, pair)
    parts = [piece(tree.tallies[child], branch, branch, pair) for child in tree.below(branch)]
    whole = [part for part in parts if part is not None]
    return whole if len(whole) == len(parts) else []


def _completed(tree: UnitTree, root: UnitTally, pair: Pair, root_at: RootAt) -> Iterable[list[Piece]]:
    """Splits of other stamps, what is missing in them taken from the root of that very stamp; the best first."""
    told = (tree.tallies.get(branch) for branch in tree.below(tree.root_id))
    stamps = {tally.published_at for tally in told if tally is not None and tally.published_at is not None}

    def rank(stamp: datetime) -> tuple[bool, datetime]:
        return root.published_at is None or stamp <= root.published_at, stamp

    for stamp in sorted(stamps - {root.published_at}, key=rank, reverse=True):
        then = root_at(stamp)
        if then is None or then.published_at != stamp:
            continue
        pieces = _named(tree, _cover(tree, tree.root_id, then, pair), stamp)
        if len(pieces) > 1 and not mixes_branches(tree, _split(tree, pieces, is_current=False)):
            yield pieces


def _is_whole(tree: UnitTree, branch: str, stamp: datetime | None) -> bool:
    if tree.at(branch, stamp) is not None:
        return True
    below = tree.below(branch)
    return bool(below) and all(tree.at(child, stamp) is not None for child in below)


def _split(tree: UnitTree, pieces: Sequence[Piece], *, is_current: bool) -> Split:
    stamps = [part.published_at for part in pieces if part.published_at is not None]
    return Split(
        basis=_basis(tree, pieces),
        pieces=tuple(pieces),
        is_current=is_current,
        oldest=min(stamps, default=None),
        newest=max(stamps, default=None),
    )


def _basis(tree: UnitTree, pieces: Sequence[Piece]) -> Basis:
    if len(pieces) == 1 and pieces[0].unit_id == tree.root_id:
        return "national"
    for part in pieces:
        unit = tree.units.get(part.unit_id or "")
        if unit is not None and unit.kind not in {"domestic", "abroad"}:
            return "regions"
    return "home_abroad"
