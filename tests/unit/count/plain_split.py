"""Splits of the contest, written as plainly as can be and slowly: what the fast ones are held against."""

from collections.abc import Callable, Iterator
from datetime import datetime
from operator import attrgetter

from countwatch.count.pieces import Pair, Piece, piece
from countwatch.model.snapshot import UnitTally
from countwatch.model.tree import UnitTree

FIGURES = ("outstanding", "normal", "valid", "ahead", "behind")
Pieces = list[Piece]


def current(tree: UnitTree, root: UnitTally, pair: Pair) -> Pieces | None:
    """The pieces at the root's own stamp; None where its sheets are not known."""
    if piece(root, tree.root_id, None, pair) is None:
        return None
    return named(tree, cover(tree, tree.root_id, root, root.published_at, pair, None), root.published_at)


def earlier(
    tree: UnitTree, root: UnitTally, pair: Pair, root_at: Callable[[datetime], UnitTally | None]
) -> Pieces | None:
    """The best pieces of other stamps, if there are any."""
    branches = [latest(tree, branch, pair) for branch in tree.below(tree.root_id)]
    found = [[part for pieces in branches for part in pieces]] if len(branches) > 1 and all(branches) else []
    found += list(completed(tree, root, pair, root_at))[:1]

    def rank(pieces: Pieces) -> tuple[bool, datetime, int]:
        stamps = [part.published_at for part in pieces if part.published_at is not None]
        return root.published_at is None or max(stamps) <= root.published_at, min(stamps), len(pieces)

    return max(found, key=rank, default=None)


def cover(
    tree: UnitTree, unit_id: str, tally: UnitTally | None, stamp: datetime | None, pair: Pair, branch: str | None
) -> Pieces:
    """The deepest pieces of a unit at a stamp, and what they leave of it."""
    below = [
        part
        for child in tree.below(unit_id)
        for part in cover(tree, child, tree.at(child, stamp), stamp, pair, branch or child)
    ]
    own = None if tally is None else piece(tally, unit_id, branch, pair)
    if own is None or not below:
        return below or ([] if own is None else [own])
    left = {name: getattr(own, name) - sum(map(attrgetter(name), below)) for name in FIGURES}
    reviews = [own.under_review, *(part.under_review for part in below)]
    known = None not in reviews
    left["under_review"] = 2 * (own.under_review or 0) - sum(review or 0 for review in reviews) if known else 0
    if min(left.values()) < 0 or left["valid"] < left["ahead"] + left["behind"]:
        return [own]
    rest = own._replace(unit_id=None, **{**left, "under_review": left["under_review"] if known else None})
    return [*below, rest] if any(left.values()) else below


def whole(tree: UnitTree, stamp: datetime | None) -> set[str]:
    """The branches of which all is known at that stamp."""
    return {
        branch
        for branch in tree.below(tree.root_id)
        if tree.at(branch, stamp) is not None
        or (tree.below(branch) and all(tree.at(child, stamp) is not None for child in tree.below(branch)))
    }


def named(tree: UnitTree, pieces: Pieces, stamp: datetime | None) -> Pieces:
    """The rest of the root by its branch's name, where one branch only is missing."""
    missing = set(tree.below(tree.root_id)) - whole(tree, stamp)
    if len(missing) != 1:
        return pieces
    (name,) = missing
    return [part._replace(branch_id=name) if is_rest_of_root(tree, part) else part for part in pieces]


def is_rest_of_root(tree: UnitTree, part: Piece) -> bool:
    return part.unit_id is None and part.within == tree.root_id


def latest(tree: UnitTree, branch: str, pair: Pair) -> Pieces:
    """A branch at the newest stamp at which all of it is known."""
    stamps = {tally.published_at for tally in tree.tallies.values() if tally.published_at is not None}
    for stamp in sorted(stamps, reverse=True):
        own = tree.at(branch, stamp)
        if own is not None:
            return cover(tree, branch, own, stamp, pair, branch)
        if branch in whole(tree, stamp):
            parts = [piece(tree.tallies[child], branch, branch, pair) for child in tree.below(branch)]
            return [] if None in parts else [part for part in parts if part is not None]
    return []


def completed(
    tree: UnitTree, root: UnitTally, pair: Pair, root_at: Callable[[datetime], UnitTally | None]
) -> Iterator[Pieces]:
    """Pieces of other stamps and what they leave of the root at that stamp, the best first."""
    told = [tree.tallies[branch] for branch in tree.below(tree.root_id) if branch in tree.tallies]
    stamps = {tally.published_at for tally in told if tally.published_at is not None} - {root.published_at}
    for stamp in sorted(stamps, key=lambda at: (root.published_at is None or at <= root.published_at, at))[::-1]:
        then = root_at(stamp)
        if then is None or then.published_at != stamp:
            continue
        pieces = named(tree, cover(tree, tree.root_id, then, stamp, pair, None), stamp)
        if len(pieces) > 1 and not mixes(tree, pieces, stamp):
            yield pieces


def mixes(tree: UnitTree, pieces: Pieces, stamp: datetime | None) -> bool:
    """Whether the rest of the root is more than one branch's."""
    branches = tree.below(tree.root_id)
    if not any(is_rest_of_root(tree, part) for part in pieces):
        return len(branches) > 1 and [part.unit_id for part in pieces] == [tree.root_id]
    return len(branches) - len(whole(tree, stamp) & {part.branch_id for part in pieces}) > 1
