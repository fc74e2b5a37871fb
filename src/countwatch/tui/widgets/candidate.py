"""One candidate's share and votes."""

from collections.abc import Sequence

from textual import events
from textual.content import Content
from textual.message import Message
from textual.strip import Strip

from countwatch.present.views import CandidateView
from countwatch.tui.keys import CANDIDATE_HINTS, IN_CANDIDATE, bindings
from countwatch.tui.paint import TITLE_FRAME, Pieces, cells, lines, measure, piece, spread, title
from countwatch.tui.widgets.bars import share_bar
from countwatch.tui.widgets.digits import HEIGHT, big, can_draw
from countwatch.tui.widgets.digits import width as big_width
from countwatch.tui.widgets.painted import EDGES, Painted


class CandidatePanel(Painted, can_focus=True):
    """The share (big where there is room), the votes, what the last change was, and a bar."""

    BINDINGS = bindings(IN_CANDIDATE)
    HINTS = CANDIDATE_HINTS

    class Opened(Message):
        """The regions are wanted, sorted by the share of the candidate at this place: "first" or "second"."""

        def __init__(self, place: str) -> None:
            super().__init__()
            self.place = place

    def __init__(self, votes_word: str, **options: str) -> None:
        super().__init__(**options)
        self._view: CandidateView | None = None
        self._votes_word = votes_word

    def show(self, view: CandidateView) -> None:
        """Paint this candidate."""
        if not self.is_new(view):
            return
        self._view = view
        self.head(self._title(view))
        self._frame(view)
        self.repaint()

    def watch_has_focus(self, has_focus: bool) -> None:
        """The frame is in the candidate's colour either way: it is a heavy one while the panel has the focus."""
        super().watch_has_focus(has_focus)
        if self._view is not None:
            self._frame(self._view)

    def _frame(self, view: CandidateView) -> None:
        self.frame_in(view.colour)
        for edge in EDGES if self.has_focus else ():
            kind, ink = getattr(self.styles, f"border_{edge}")
            if kind == "round":
                setattr(self.styles, f"border_{edge}", ("heavy", ink))

    def action_strongholds(self) -> None:
        """Ask for the regions, those first where this candidate has the largest share."""
        if self.id is not None:
            self.post_message(self.Opened(self.id))

    def on_click(self, event: events.Click) -> None:
        """A second click asks for the regions."""
        if event.chain == 2:
            self.action_strongholds()

    def on_resize(self) -> None:
        """The party stands in the title where it has room; the frame is another in another size of the screen."""
        if self._view is not None:
            self.head(self._title(self._view))
            self._frame(self._view)

    def _title(self, view: CandidateView) -> Content:
        ink = self.palette.css(self.palette.ink(view.colour, bold=True))
        party = f" · {view.party}" if self._is_titled_with_party(view) else ""
        return title((f"{view.glyph} {view.label}", ink), (party, self.palette.css(self.palette.dim)))

    def _is_titled_with_party(self, view: CandidateView) -> bool:
        whole = cells(f"{view.glyph} {view.label} · {view.party}")
        return bool(view.party) and whole + TITLE_FRAME <= self.size.width

    def draw(self, width: int, height: int) -> Sequence[Strip]:
        """Big digits where they fit, else one strong line."""
        view, palette = self._view, self.palette
        if view is None:
            return lines([], width, height)
        ink = palette.ink(view.colour, bold=True)
        votes = [piece(view.votes, palette.strong), piece(f" {self._votes_word}", palette.dim)]
        change = [piece(f" {view.change}", palette.dim)] if view.change else []
        if measure(votes) + measure(change) > width:
            votes = votes[:1]
        if measure(votes) + measure(change) > width:
            change = []
        bar = share_bar(view.fraction, width, palette.ink(view.colour), palette.track)
        rows: list[Pieces] = [spread(votes, change, width), bar]
        spare = height - HEIGHT - len(rows)
        if spare >= 0 and can_draw(view.share) and big_width(view.share) <= width:
            digits = big(view.share, ink, palette.ink(view.colour))
            return lines([*[[]] * (spare // 3), *digits, *[[]] * min(spare, 1), *rows], width, height)
        return lines([self._share(view, width), *rows], width, height)

    def _share(self, view: CandidateView, width: int) -> Pieces:
        """The share on one line, with the party where the title has no room for it."""
        share = [piece(view.share, self.palette.ink(view.colour, bold=True))]
        party = [] if self._is_titled_with_party(view) else [piece(view.party, self.palette.dim)]
        return spread(share, party if measure(share) + measure(party) < width else [], width)
