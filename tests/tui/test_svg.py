"""Pictures look the same in every viewer: words in their places, blocks as shapes, all text told once more."""

import re

from countwatch.tui.svg import portable

LINE = (
    '<svg><!-- from --><style>@font-face { src: url("https://fonts.example/a") } .m { font-family: Fira Code }</style>'
    '<clipPath id="t-line-0"><rect/></clipPath>'
    '<text class="r1" x="12.2" y="18.5" textLength="97.6" clip-path="url(#t-line-0)">a&#160;&#160;&amp;b█▀▒</text>'
    '<text class="r2" x="0" y="42.9" textLength="36.6" clip-path="url(#t-line-1)">╭⣿⠿</text></svg>'
)


def test_every_word_stands_in_its_own_place_and_nothing_is_fetched() -> None:
    svg = portable(LINE)
    assert '<text class="r1" x="12.2" y="18.5" textLength="12.2">a</text>' in svg
    assert '<text class="r1" x="48.8" y="18.5" textLength="24.4">&amp;b</text>' in svg
    assert "http" not in svg
    assert "Fira" not in svg
    assert "&#160;" not in svg
    assert "clipPath" not in svg


def test_blocks_lines_and_corners_are_shapes_and_braille_stands_cell_by_cell() -> None:
    svg = portable(LINE)
    block, shade = re.findall(r'<path class="r1"[^>]* d="([^"]+)"', svg)
    assert block == "M73.2 0h12.2v24.4h-12.2zM85.4 0h12.2v12.2h-12.2z"
    assert shade.count("M") == 6, "a shade is told apart by its stripes"
    assert '<text class="r2" x="12.2 24.4" y="42.9">⣿⠿</text>' in svg
    assert '<path class="r2" d="M' in svg


def test_what_the_screen_says_is_told_line_by_line() -> None:
    assert "<desc> a  &amp;b█▀▒\n╭⣿⠿\n</desc>" in portable(LINE)
