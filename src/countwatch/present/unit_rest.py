"""What is still out in one reporting unit, by the estimate that is on the screen."""

from dataclasses import dataclass

from countwatch.count.outlook import Outlook
from countwatch.count.progress import progress
from countwatch.count.rest import Rest, UnitRest
from countwatch.ledger.state import WatchState
from countwatch.model.snapshot import UnitTally
from countwatch.present.names import Names, sheets_label
from countwatch.present.outlook import basis_words
from countwatch.present.views import Line
from countwatch.present.words import Words


@dataclass(frozen=True, slots=True)
class Share:
    """What an estimate puts into one unit: sheets at the estimate's own stamp, votes, and ahead minus behind."""

    sheets: int
    votes: int
    net_votes: int
    own_rate: bool


def share_of(rest: Rest, unit_id: str, names: Names) -> Share | None:
    """The pieces of the estimate that lie in the unit, summed; None where it is finer than they are."""
    pieces = [piece for piece in rest.units if _inside(piece, unit_id, names)]
    if not pieces:
        return None
    return Share(
        sheets=sum(piece.outstanding for piece in pieces),
        votes=sum(piece.votes for piece in pieces),
        net_votes=sum(piece.net_votes for piece in pieces),
        own_rate=all(piece.own_rate for piece in pieces if piece.outstanding),
    )


def _inside(piece: UnitRest, unit_id: str, names: Names) -> bool:
    """Whether a piece is the unit itself or below it; what is left of a unit lies in that unit."""
    if piece.unit_id is None and piece.branch_id == unit_id:
        return True
    here, seen = piece.unit_id or piece.within, set[str]()
    while here not in seen:
        if here == unit_id:
            return True
        seen.add(here)
        unit = names.units.get(here)
        if unit is None or unit.parent_id is None:
            return False
        here = unit.parent_id
    return False


def rest_lines(outlook: Outlook | None, tally: UnitTally, state: WatchState, names: Names, words: Words) -> list[Line]:
    """Sheets out exactly, then votes and their net as an estimate that says on what it rests."""
    out = progress(tally.sheets).outstanding
    if out is None:
        return [Line(words("the feed does not say how many {sheets} are out"), "dim")]
    if not out:
        return [Line(words("nothing is out"))]
    lines = [Line(words("{sheets} out", sheets=sheets_label(out, state.election, words)), "strong")]
    rest = outlook.rest if outlook else None
    share = share_of(rest, tally.unit_id, names) if rest else None
    if outlook is None or rest is None or share is None or not share.sheets:
        return lines
    basis = basis_words(rest, state, words)
    lines.append(Line(words("about {votes} valid votes ({basis})", votes=words.count(share.votes), basis=basis)))
    if not share.own_rate:
        lines.append(Line(words("nothing counted here yet: at the rate of the whole"), "dim"))
    elif outlook.asked is not None:
        ahead = outlook.asked.ahead_id if share.net_votes >= 0 else outlook.asked.behind_id
        net = words.signed(abs(share.net_votes))
        text = words("supposing the rest votes like its own area so far: {name} {margin} there", name=names(ahead),
                     margin=net)  # fmt: skip
        lines.append(Line(text, "dim"))
    return lines
