"""One region in full: shares, sheets, what is out there, what fell, and a row for each document that changed it."""

from collections.abc import Iterable, Iterator, Sequence

from countwatch.present.unit_views import HistoryView, RegionView
from countwatch.present.views import CandidateView, Entry, Line
from countwatch.present.words import Words
from countwatch.tui.paint import Pieces, cells, column, drawing, flow, piece, spread, title, wrap
from countwatch.tui.widgets.bars import share_bar, stacked_bar
from countwatch.tui.widgets.chart import MARKS
from countwatch.tui.widgets.rows import Rows, place_after
from countwatch.tui.widgets.sheets import sheet_items, sheet_parts

BAR_MAX = 24
SHARE, VOTES = 9, 11
"""Cells of a candidate's figures."""
Lines = Iterator[tuple[int, Pieces]]
"""Lines to paint, each with the update that it belongs to (0 for none)."""


class RegionDetail(Rows):
    """A page of lines that scrolls; Enter on a line of an update moves a replay there."""

    def __init__(self, words: Words, **options: str) -> None:
        super().__init__(**options)
        self._words = words
        self._region: RegionView | None = None
        self._history: HistoryView | None = None
        self._lines: list[tuple[int, Pieces]] = []
        self._laid_at = 0

    def show(self, region: RegionView | None, history: HistoryView | None) -> None:
        """Paint this region; None where it has not reported."""
        if (region, history) == (self._region, self._history):
            return
        if region is not None and (self._region is None or region.id != self._region.id):
            self.cursor, self._lines = 0, []
            self.scroll_to(y=0, animate=False, immediate=True)
        self._region, self._history, self._laid_at = region, history, 0
        name = region.name if region else ""
        self.head(title((name, "bold")), title((self._words("Esc closes"), "")))
        self.refill()

    def update_number(self, index: int) -> int:
        """The update that a line belongs to; 0 for none."""
        return self._lines[index][0]

    def count(self) -> int:
        """How many lines there are at this width."""
        if self._laid_at != self.width_in_view:
            self._laid_at = self.width_in_view
            before, self._lines = self._lines, list(self._lay_out(max(20, self._laid_at)))
            if self.cursor < len(before) and before[self.cursor][0]:
                self.cursor = place_after([n for n, _ in before], self.cursor, [n for n, _ in self._lines])
        return len(self._lines)

    def refill(self) -> None:
        """Lines changed: on one of an update the cursor goes with it, and the view with the cursor."""
        before = self.cursor
        self.count()
        super().refill()
        self.scroll_along(before)

    def row(self, index: int, width: int) -> Pieces:
        """One line."""
        return self._lines[index][1]

    def notify_style_update(self) -> None:
        """A theme changed: every line is laid out anew."""
        self._laid_at = 0
        super().notify_style_update()

    def _lay_out(self, width: int) -> Lines:
        region = self._region
        if region is None:
            return
        if region.path:
            yield 0, [piece(region.path, self.palette.dim)]
        yield from self._sentences([region.stamp, region.lead], width)
        parties = all(self._party_fits(one, width) for one in region.candidates)
        yield from ((0, self._candidate(one, width, parties)) for one in region.candidates)
        yield from self._sheets(region, width)
        yield from self._sentences(region.facts, width)
        yield from self._headed(self._words("Still out"))
        yield from self._sentences(region.out, width)
        if region.fell:
            yield from self._headed(self._words("Corrections"))
            for entry in region.fell:
                yield from self._entry(entry, width)
        if self._history is not None:
            yield from self._told(self._history, width)

    def _sentences(self, texts: Iterable[Line], width: int) -> Lines:
        for text in texts:
            yield from ((0, [piece(part, self.palette.role(text.role))]) for part in wrap(text.text, width))

    def _headed(self, text: str) -> Lines:
        yield 0, []
        yield 0, [piece(text, self.palette.strong)]

    def _party_fits(self, one: CandidateView, width: int) -> bool:
        bar = _bar_width(width)
        return cells(f"{one.glyph} {one.label}  {one.party}") + SHARE + VOTES + (bar + 2 if bar else 0) < width

    def _candidate(self, one: CandidateView, width: int, with_party: bool) -> Pieces:
        palette = self.palette
        ink = palette.ink(one.colour, bold=one.ahead)
        figures = [
            piece(column(one.share, SHARE, right=True), palette.ink(one.colour, bold=True)),
            piece(column(one.votes, VOTES, right=True), palette.strong),
        ]
        bar = _bar_width(width)
        if bar:
            figures += [drawing("  "), *share_bar(one.fraction, bar, palette.ink(one.colour), palette.track)]
        name = [piece(f"{one.glyph} {one.label}", ink)]
        if one.party and with_party:
            name.append(piece(f"  {one.party}", palette.dim))
        return spread(name, figures, width)

    def _sheets(self, region: RegionView, width: int) -> Lines:
        view = region.sheets
        if not view.segments:
            return
        yield from self._headed(f"{view.title} {view.total}".strip())
        yield 0, stacked_bar(sheet_parts(view, self.palette), width)
        for row in flow(sheet_items(view, self.palette), width, 12, gap=2):
            yield 0, row

    def _entry(self, entry: Entry, width: int) -> Lines:
        margin = min(14, cells(entry.at)) + 1
        for index, part in enumerate(wrap(entry.text, max(10, width - margin - 2))):
            when = "" if index else entry.at
            yield (
                entry.n,
                [
                    piece(column(when, margin), self.palette.dim),
                    drawing("  " if index else MARKS["correction"] + " ", self.palette.note),
                    piece(part, self.palette.role(entry.role)),
                ],
            )

    def _told(self, history: HistoryView, width: int) -> Lines:
        yield from self._headed(history.title)
        if history.rows:
            sizes = _sizes(history, width)
            yield 0, [piece(_joined(history.columns, sizes), self.palette.dim)]
            for row in history.rows:
                yield row.n, [piece(_joined(row.cells, sizes), self.palette.role(row.role))]
        if history.note is not None:
            yield from self._sentences([history.note], width)


def _sizes(history: HistoryView, width: int) -> dict[int, int]:
    """The width of each column that has room: what its rows need, its name as far as that or a little more.

    The lead says what the second of two columns of votes says, so that one gives way first, then the other.
    """
    found = {}
    for place, name in enumerate(history.columns):
        widest = max(cells(row.cells[place]) for row in history.rows)
        found[place] = max(widest, min(cells(name), widest + 2))
    for place in sorted(found.keys() - {0, *range(len(found) - 3, len(found))}, reverse=True):
        if sum(found.values()) + len(found) - 1 > width:
            del found[place]
    spare = width - sum(found.values()) - 2 * (len(found) - 1)
    return {place: size + (place > 0 and spare >= 0) for place, size in found.items()}


def _joined(texts: Sequence[str], sizes: dict[int, int]) -> str:
    return " ".join(column(texts[place], size, right=place > 0) for place, size in sizes.items())


def _bar_width(width: int) -> int:
    """Cells of a candidate's bar; 0 where there is no room for one."""
    bar = min(BAR_MAX, width - 56)
    return bar if bar > 7 else 0
