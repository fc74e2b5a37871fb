"""The one door to the screen: every text is cleaned here and becomes segments or content, never markup.

No other module of this room makes a Segment, a Content or a notification; a test looks for it.
Feed text is cleaned at ingest already. It is cleaned again here, because one forgotten path would
let a feed write control sequences to the reader's terminal.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache
from itertools import takewhile
from typing import TYPE_CHECKING

from rich.cells import cell_len, set_cell_size
from rich.segment import Segment
from rich.style import Style
from textual.content import Content
from textual.geometry import Region
from textual.strip import Strip

from countwatch.model.text import clean, shorten
from countwatch.present.views import Line, Role

if TYPE_CHECKING:
    from textual.app import App

    from countwatch.tui.palette import Palette

Pieces = list[Segment]
"""One line, or a part of one."""

PLAIN = Style()
TITLE_FRAME = 2
"""Cells that a frame takes from a title, beside those that it takes from the content."""
_SPACES = re.compile(r" (?!%)")


@lru_cache(maxsize=4096)
def _clean(text: str) -> str:
    return clean(text)


def piece(text: str, style: Style = PLAIN) -> Segment:
    """Words as a piece of a line: cleaned, and literal whatever they look like."""
    return Segment(_clean(text), style)


def drawing(text: str, style: Style = PLAIN) -> Segment:
    """Our own glyphs (bars, braille, rules). Nothing from outside may come this way."""
    return Segment(text, style)


def cells(text: str) -> int:
    """How many terminal cells the text fills once it is painted."""
    return cell_len(_clean(text))


def cut(text: str, width: int) -> str:
    """Cleaned text of at most that many cells, with an ellipsis where something was cut."""
    cleaned = _clean(text)
    if width <= 0:
        return ""
    return cleaned if cell_len(cleaned) <= width else shorten(cleaned, width)


def column(text: str, width: int, *, right: bool = False) -> str:
    """Cleaned text in exactly that many cells."""
    short = cut(text, width)
    return " " * (width - cell_len(short)) + short if right else set_cell_size(short, max(width, 0))


def line(pieces: Iterable[Segment], width: int) -> Strip:
    """A line of exactly that many cells; where something was cut it ends in an ellipsis."""
    return _line(tuple(part for part in pieces if part.text), width)


@lru_cache(maxsize=512)
def _line(pieces: tuple[Segment, ...], width: int) -> Strip:
    """Kept, because most lines of a panel are the same a second later, and a strip remembers how it was styled."""
    strip = Strip(Segment.simplify(pieces))
    if strip.cell_length > width > 0:
        kept = strip.crop(0, width - 1)
        last = next((part.style for part in reversed(list(kept)) if part.style is not None), PLAIN)
        strip = Strip([*kept, Segment("…", last)])
    return strip.crop(0, width).extend_cell_length(width) if strip.cell_length != width else strip


def spread(left: Sequence[Segment], right: Sequence[Segment], width: int) -> Pieces:
    """Two parts of a line at its two edges; the left one gives way."""
    room = width - measure(right)
    if room <= 0:
        return list(Strip(list(right)).crop(0, width))
    return [*line(left, room), *right]


def measure(pieces: Iterable[Segment]) -> int:
    """Cells that the pieces fill together."""
    return sum(part.cell_length for part in pieces)


def lines(rows: Iterable[Sequence[Segment]], width: int, height: int) -> list[Strip]:
    """Rows as exactly `height` lines of `width` cells; blank ones fill the rest."""
    strips = [line(row, width) for row in rows][:height]
    return strips + [Strip.blank(width)] * (height - len(strips))


def changed_region(y: int, before: Strip | None, after: Strip) -> Region:
    """The cells of line y that have to be painted so that the one line becomes the other.

    The fewer they are, the fewer widgets around them Textual composes with them.
    """
    width = after.cell_length
    if before is None or before.cell_length != width:
        return Region(0, y, width, 1)
    begin = _same_cells(before, after)
    end = _same_cells(reversed(list(before)), reversed(list(after)))
    return Region(begin, y, max(0, width - begin - end), 1)


def _same_cells(olds: Iterable[Segment], news: Iterable[Segment]) -> int:
    """How many cells fill the pieces that are the same before any other."""
    pairs = takewhile(lambda pair: pair[0] == pair[1], zip(olds, news, strict=False))
    return sum(new.cell_length for _, new in pairs)


@lru_cache(maxsize=1024)
def wrap(text: str, width: int) -> tuple[str, ...]:
    """Text broken at spaces, but not before a %, into lines of at most `width` cells; longer words where they must."""
    wrapped: list[str] = []
    current = ""
    for word in _SPACES.split(_clean(text)):
        candidate = f"{current} {word}" if current else word
        if cell_len(candidate) <= width:
            current = candidate
            continue
        if current:
            wrapped.append(current)
        while cell_len(word) > max(width, 2):
            head = _head(word, max(width, 2))
            wrapped.append(head)
            word = word[len(head) :]
        current = word
    return (*wrapped, current) if current or not wrapped else tuple(wrapped)


def _head(word: str, width: int) -> str:
    for size in range(min(len(word), width), 1, -1):
        if cell_len(word[:size]) <= width:
            return word[:size]
    return word[:1]


def flow(items: Iterable[Sequence[Segment]], width: int, rows_max: int, gap: int = 3) -> list[Pieces]:
    """Items beside each other over at most `rows_max` lines; from the first that does not fit, they are left out."""
    rows: list[Pieces] = []
    used = width
    for item in items:
        size = measure(item)
        if used + gap + size <= width:
            rows[-1] += [drawing(" " * gap), *item]
            used += gap + size
            continue
        if len(rows) >= rows_max:
            break
        rows.append(list(item))
        used = size
    return rows


def title(*parts: tuple[str, str]) -> Content:
    """A border's title from (text, style) pairs, such as ("CASTILLO", "bold #d55e00")."""
    return Content.assemble(*((_clean(text), style) for text, style in parts))


def marked(text: str, spans: Iterable[tuple[int, int]], style: str) -> Content:
    """Text as content with some parts of it, from one character to before another, in a style of their own."""
    content = Content(_clean(text))
    for start, end in spans:
        content = content.stylize(style, start, end)
    return content


def worded(text: Line, width: int) -> str:
    """A text in as many words as fit; "" where even the few do not."""
    return next((words for words in (text.text, text.short) if cells(words) <= width), "")


def fitting(texts: Sequence[Line], width: int, height: int) -> tuple[Line, ...]:
    """The texts that fit once they are wrapped: short wordings come first, then quiet ones give way, then plain ones.

    Of each kind the last one goes before the others, and a wording stays long where there is room for it.
    """
    kept = list(texts)
    while _tall(_shortened(kept), width) > height and any(text.role == "dim" for text in kept):
        _drop_last(kept, "dim")
    long, kept = kept, _shortened(kept)
    while _tall(kept, width) > height and any(text.role == "plain" for text in kept):
        _drop_last(kept, "plain")
    if len(long) == len(kept) and _tall(long, width) <= height:
        return tuple(long)
    wordings = {text.short: text for text in texts if text.short}
    for index, text in enumerate(kept):
        longer = [*kept[:index], wordings.get(text.short, text), *kept[index + 1 :]]
        kept = longer if _tall(longer, width) <= height else kept
    return tuple(kept)


def _shortened(texts: Sequence[Line]) -> list[Line]:
    return [text._replace(text=text.short or text.text) for text in texts]


def _drop_last(texts: list[Line], role: Role) -> None:
    """Take out the last of the texts of that role."""
    del texts[max(index for index, text in enumerate(texts) if text.role == role)]


def _tall(texts: Sequence[Line], width: int) -> int:
    return sum(len(wrap(text.text, width)) for text in texts)


def hanging(rows: Iterable[Pieces], width: int) -> Iterator[Pieces]:
    """The rows, wrapped where they are two pieces: later lines of the second stand below it, not below the first."""
    for row in rows:
        match row:
            case [sign, words]:
                first, *others = wrap(words.text, width - sign.cell_length)
                style, indent = words.style or PLAIN, drawing(" " * sign.cell_length)
                yield [sign, piece(first, style)]
                yield from ([indent, piece(other, style)] for other in others)
            case _:
                yield row


def paragraphs(rows: Iterable[Sequence[Segment]], palette: "Palette") -> Content:
    """Lines of pieces as content that wraps and scrolls by itself."""
    whole: list[Content | str] = []
    for row in rows:
        whole += [Content.styled(part.text, palette.css(part.style)) for part in row]
        whole.append("\n")
    return Content.assemble(*whole)


def notice(app: "App[None]", text: str, *, warning: bool = False, seconds: float = 4.0) -> None:
    """A short message over the screen that goes by itself."""
    app.notify(_clean(text), severity="warning" if warning else "information", timeout=seconds, markup=False)
