"""All candidates as a list, for contests of more than two."""

from countwatch.present.views import CandidateView
from countwatch.present.words import Words
from countwatch.tui.paint import Pieces, column, drawing, piece, spread, title
from countwatch.tui.widgets.bars import share_bar
from countwatch.tui.widgets.rows import Rows

BAR_FROM, PARTY_FROM = 60, 90
"""Cells from which on a line has room for a bar, and for the party."""
BAR_MAX = 30
FIGURES = 54
"""Cells that are left to the names and the figures beside a bar."""


class FieldPanel(Rows):
    """One candidate a line, in order of votes; those that have no line scroll. The title says how many they are."""

    def __init__(self, words: Words, **options: str) -> None:
        super().__init__(**options)
        self._words = words
        self._views: tuple[CandidateView, ...] = ()

    def show(self, views: tuple[CandidateView, ...]) -> None:
        """Paint these candidates; the cursor stays with the one that it is on."""
        if views == self._views:
            return
        held = self._views[self.cursor].id if self._views else ""
        self._views = views
        self.cursor = next((place for place, view in enumerate(views) if view.id == held), 0)
        self.head(title((self._words("{count} candidates, by their votes", count=len(views)), "")))
        self.refill()

    def count(self) -> int:
        """How many candidates there are."""
        return len(self._views)

    def row(self, index: int, width: int) -> Pieces:
        """Sign, name, party where it has room, share, votes, and a bar where it has room."""
        view, palette = self._views[index], self.palette
        figures = [
            piece(column(view.share, 10, right=True), palette.ink(view.colour, bold=True)),
            piece(column(view.votes, 13, right=True), palette.strong),
        ]
        if width >= BAR_FROM:
            size = min(BAR_MAX, width - FIGURES)
            figures += [drawing("  "), *share_bar(view.fraction, size, palette.ink(view.colour), palette.track)]
        name = [piece(f"{view.glyph} {view.label}", palette.ink(view.colour, bold=True))]
        if view.party and width >= PARTY_FROM:
            name.append(piece(f"  {view.party}", palette.dim))
        return spread(name, figures, width)
