"""Bars of blocks: a share of one line, and parts of a whole told apart by their glyph as well as their colour."""

from collections.abc import Sequence

from rich.segment import Segment
from rich.style import Style

from countwatch.tui.paint import Pieces, drawing

GLYPHS = {"counted": "█", "under_review": "▒", "pending": "░"}


def share_bar(fraction: float | None, width: int, style: Style, track: Style) -> Pieces:
    """A thin line filled to `fraction` of its width, to half a cell."""
    if width <= 0:
        return []
    whole, half = divmod(round(min(max(fraction or 0.0, 0.0), 1.0) * width * 2), 2)
    return [drawing("━" * whole + "╸" * half, style), drawing("─" * (width - whole - half), track)]


def versus_bar(shares: tuple[float, float], width: int, ends: tuple[Segment, Segment]) -> Pieces:
    """Two shares drawn toward each other, each led by its candidate's glyph: equal weight, read without colour.

    `ends` are the two glyphs in their colours; together they take two of the cells.
    """
    whole = sum(shares) or 1.0
    left = round(shares[0] / whole * (width - 2))
    right = width - 2 - left
    first, second = ends
    return [
        drawing("━" * left, first.style or Style()),
        first,
        second,
        drawing("━" * right, second.style or Style()),
    ]


def stacked_bar(parts: Sequence[tuple[str, float, Style]], width: int) -> Pieces:
    """Parts of a whole as (glyph, fraction, style). A part that is not zero keeps at least one cell."""
    sizes = [max(1, round(fraction * width)) if fraction > 0 else 0 for _, fraction, _ in parts]
    while sum(sizes) > width and max(sizes) > 1:
        sizes[sizes.index(max(sizes))] -= 1
    if sizes and sum(sizes) < width and sum(fraction for _, fraction, _ in parts) > 0.999:
        sizes[sizes.index(max(sizes))] += width - sum(sizes)
    return [drawing(glyph * size, style) for (glyph, _, style), size in zip(parts, sizes, strict=True) if size]
