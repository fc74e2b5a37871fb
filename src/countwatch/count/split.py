"""The contest in pieces whose yield a sheet is known: home and abroad, or regions. Exact; nothing is estimated here."""

from collections.abc import Callable, Iterator, Sequence
from datetime import datetime
from typing import Literal, NamedTuple

from countwatch.count.covers import Covers
from countwatch.count.pieces import Piece, piece
from countwatch.model.snapshot import UnitTally
from countwatch.model.tree import UnitTree

Basis = Literal["national", "home_abroad", "regions"]
"""What an estimate rests on, from the coarsest to the finest."""

RootAt = Callable[[datetime], UnitTally | None]
"""An earlier reading of the root by its stamp, so that an earlier split can be completed by subtraction."""


class Split(NamedTuple):
    """Pieces that make up the whole contest, and the oldest and newest of their stamps.

    `is_current`: every piece has the stamp of the totals, so that sheets by piece are exact now.
    """

    basis: Basis
    pieces: tuple[Piece, ...]
    is_current: bool
    oldest: datetime | None
    newest: datetime | None


def current_split(covers: Covers, root: UnitTally) -> Split | None:
    """The finest split whose documents share the root's stamp; None where the root's own sheets are unknown."""
    whole = piece(root, covers.tree.root_id, None, covers.pair)
    if whole is None:
        return None
    pieces = covers.whole(root) or [whole]
    return _split(covers.tree, _named(covers, pieces, root.published_at), is_current=True)


def earlier_split(covers: Covers, root: UnitTally, root_at: RootAt | None) -> Split | None:
    """The latest split of another stamp. Of equally old ones the finer; ones that are newer than the root last."""
    branches = [branch.latest for branch in covers.branches]
    found: list[list[Piece]] = []
    if len(branches) > 1 and all(branches):
        found.append([part for pieces in branches for part in pieces])
    completed = None if root_at is None else next(_completed(covers, root, root_at), None)
    if completed is not None:
        found.append(completed)
    splits = [_split(covers.tree, pieces, is_current=False) for pieces in found]

    def rank(split: Split) -> tuple[bool, datetime, int]:
        stamps = [part.published_at for part in split.pieces if part.published_at is not None]
        past = root.published_at is None or max(stamps) <= root.published_at
        return past, min(stamps), len(split.pieces)

    return max(splits, key=rank, default=None)


def mixes_branches(covers: Covers, split: Split) -> bool:
    """Whether what is left of the root lumps two branches (such as home and abroad) together."""
    return _mixes(covers, split.pieces, split.oldest)


def _mixes(covers: Covers, pieces: Sequence[Piece], stamp: datetime | None) -> bool:
    root_id = covers.tree.root_id
    if not any(part.unit_id is None and part.within == root_id for part in pieces):
        return len(covers.branches) > 1 and _basis(covers.tree, pieces) == "national"
    whole = covers.known_at(stamp)
    if len(covers.branches) - len(whole) > 1:
        return True
    return len(covers.branches) - len(whole & {part.branch_id for part in pieces}) > 1


def _named(covers: Covers, pieces: list[Piece], stamp: datetime | None) -> list[Piece]:
    """Say which branch the rest of the root is, where only one is missing."""
    known = covers.known_at(stamp)
    if len(covers.branches) - len(known) != 1:
        return pieces
    missing = next(branch.id for branch in covers.branches if branch.id not in known)
    return [
        part._replace(branch_id=missing) if part.unit_id is None and part.within == covers.tree.root_id else part
        for part in pieces
    ]


def _completed(covers: Covers, root: UnitTally, root_at: RootAt) -> Iterator[list[Piece]]:
    """Splits of other stamps, what is missing in them taken from the root of that very stamp; the best first."""
    told = (covers.tree.tallies.get(branch.id) for branch in covers.branches)
    stamps = {tally.published_at for tally in told if tally is not None and tally.published_at is not None}

    def rank(stamp: datetime) -> tuple[bool, datetime]:
        return root.published_at is None or stamp <= root.published_at, stamp

    for stamp in sorted(stamps - {root.published_at}, key=rank, reverse=True):
        then = root_at(stamp)
        if then is None or then.published_at != stamp:
            continue
        pieces = _named(covers, covers.whole(then), stamp)
        if len(pieces) > 1 and not _mixes(covers, pieces, stamp):
            yield pieces


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
