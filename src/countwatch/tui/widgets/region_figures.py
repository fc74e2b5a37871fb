"""The figures of one line of the table of regions: shares with a bar, the lead, what is counted, what is out."""

from countwatch.present.views import RegionRow, RegionsView
from countwatch.present.words import Words
from countwatch.tui.paint import Pieces, cells, column, drawing, piece
from countwatch.tui.palette import Palette
from countwatch.tui.widgets.bars import versus_bar
from countwatch.tui.widgets.region_columns import STAMP, VALID, Columns


def figures_of(row: RegionRow, view: RegionsView, columns: Columns, palette: Palette, words: Words) -> Pieces:
    """All that has room, from the first share on; the lead is in the leader's colour."""
    texts = view.cells(row)
    pieces: Pieces = []
    for place, size in enumerate(columns.figures, start=1):
        if not size:
            continue
        text, style = column(texts[place], size, right=True), palette.plain
        if place == len(texts) - 3 and row.leader is not None:
            style = palette.ink(view.candidates[row.leader].colour)
            sign, _, votes = texts[place].partition(" ")
            text = f" {sign}" + column(votes, size - 1 - cells(sign), right=True) if votes else text
        pieces.append(piece(" " + text, style))
        if columns.bar and place == 2:
            pieces += [drawing("  "), *_bar(row, view, columns.bar, palette)]
    if columns.more:
        pieces.append(piece("  " + column(words.count(row.valid), VALID, right=True), palette.dim))
        stamp = palette.note if row.late else palette.dim
        pieces.append(piece("  " + column(row.stamp, STAMP, right=True), stamp))
    return pieces


def _bar(row: RegionRow, view: RegionsView, width: int, palette: Palette) -> Pieces:
    shares = [float(share or 0) for share in row.shares[:2]]
    if len(shares) < 2 or not any(shares):
        return [drawing(" " * width)]
    first, second = (piece(one.glyph, palette.ink(one.colour)) for one in view.candidates[:2])
    return versus_bar((shares[0], shares[1]), width, (first, second))
