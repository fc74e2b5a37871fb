"""What candidates, units and stages are called, with a colour and a glyph for each."""

from countwatch.count.standing import PercentBase
from countwatch.ledger.state import WatchState
from countwatch.model.election import Candidate, Election, SheetName, Stage
from countwatch.present.words import Words

PALETTE = ("#E69F00", "#56B4E9", "#009E73", "#F0E442", "#0072B2", "#D55E00", "#CC79A7", "#999999")
"""Okabe and Ito's colours, for candidates to whom the election file gives none."""
GLYPHS = "●▲■◆▼★✚✖"


class Names:
    """Labels for the ids of one state; an id that nobody explained stands for itself."""

    def __init__(self, state: WatchState) -> None:
        snapshot, election = state.snapshot, state.election
        self.election = election
        self.root_key = state.form.root_key
        self.root_id = snapshot.root_id if snapshot else election.root.id if election and election.root else None
        roster = snapshot.candidates if snapshot else election.candidates if election else ()
        units = snapshot.units if snapshot else election.units if election else ()
        self.candidates = {candidate.id: candidate for candidate in roster}
        self._order = {candidate.id: index for index, candidate in enumerate(roster)}
        self.units = {unit.id: unit for unit in units}

    def __call__(self, identifier: str) -> str:
        """The label of a candidate or a unit."""
        if identifier in self.candidates:
            return self.candidates[identifier].label
        unit = self.units.get(identifier)
        return unit.name if unit else identifier

    def candidate(self, candidate_id: str) -> Candidate:
        """The candidate of that id, known or not."""
        return self.candidates.get(candidate_id) or Candidate(id=candidate_id, name=candidate_id)

    def colour(self, candidate_id: str) -> str:
        """#rrggbb, the election's own or one of the palette."""
        own = self.candidate(candidate_id).colour
        return own or PALETTE[self._order.get(candidate_id, len(PALETTE) - 1) % len(PALETTE)]

    def glyph(self, candidate_id: str) -> str:
        """One character, the election's own or one of a list."""
        own = self.candidate(candidate_id).glyph
        place = self._order.get(candidate_id, len(GLYPHS) - 1)
        # Shifted by one each time the list is through, so that equal colours have different glyphs.
        return own or GLYPHS[(place + place // len(GLYPHS)) % len(GLYPHS)]


def percent_base(election: Election | None) -> PercentBase:
    """The base of shares in this election; votes for candidates where nobody says."""
    return election.percent_base if election else "valid"


def stage_label(stage: Stage, election: Election, words: Words) -> str:
    """A stage as this election calls it, such as "boards (JEE)"."""
    bodies = election.bodies
    match stage:
        case Stage.VOTED:
            return words.within("stage", "voted")
        case Stage.COUNTED:
            return words.within("stage", "counted")
        case Stage.BOARDS:
            told = words.within("stage", "boards ({boards})", boards=bodies.boards or "")
        case Stage.APPEALS:
            told = words.within("stage", "appeals ({proclaiming})", proclaiming=bodies.proclaiming or "")
        case Stage.PROCLAIMED:
            return words.within("stage", "proclaimed")
        case Stage.IN_OFFICE:
            return words.within("stage", "in office")
    return told.removesuffix(" ()")


def sheets_label(count: int | None, election: Election | None, words: Words) -> str:
    """A number of tally sheets, in the election's own word: "3,492 actas"."""
    name = _sheet(election)
    if name is None:
        return words.plural("{count} tally sheet", "{count} tally sheets", count or 0)
    return f"{words.count(count)} {name.one if count == 1 else name.other}"


def sheets_word(election: Election | None, words: Words) -> str:
    """The election's word for its tally sheets: "actas"."""
    name = _sheet(election)
    return words("tally sheets") if name is None else name.other


def _sheet(election: Election | None) -> SheetName | None:
    """What the election calls its tally sheets; None where it leaves that to the reader's language."""
    return None if election is None or election.sheet == SheetName() else election.sheet
