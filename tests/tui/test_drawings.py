"""The parts that are drawn: chart, digits, bars, and the lines that they are fitted into."""

from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len
from rich.style import Style

from countwatch.present.chart_views import ChartView
from countwatch.present.views import Line
from countwatch.tui import paint
from countwatch.tui.colours import CONTRAST_MIN, contrast, legible
from countwatch.tui.palette import DARK, LIGHT, palette
from countwatch.tui.widgets import digits
from countwatch.tui.widgets.bars import share_bar, stacked_bar, versus_bar
from countwatch.tui.widgets.chart import draw_chart, has_course, scale, spark
from tests.tui.views import CHART, LIVE

STYLES = palette(DARK)


def plain(row: paint.Pieces) -> str:
    return "".join(part.text for part in row)


def test_every_figure_of_the_views_has_a_big_form() -> None:
    for text in ("50.269 %", "+91,382", "−276", "50d 04:37:12", "1 234,5 %", "8.836.380", "–"):
        assert digits.can_draw(text)
        rows = digits.big(text, Style())
        assert len(rows) == digits.HEIGHT
        assert {paint.measure(row) for row in rows} == {digits.width(text)}
    assert not digits.can_draw("")
    assert not digits.can_draw("50x")


def test_big_digits_are_told_apart() -> None:
    drawn = Counter("\n".join(plain(row) for row in digits.big(figure, Style())) for figure in "0123456789+.,:%dhms")
    assert max(drawn.values()) == 1


@pytest.mark.parametrize(("width", "height"), [(34, 8), (60, 12), (150, 30), (12, 3)])
def test_the_chart_fills_its_room_and_shows_its_zero_and_marks(width: int, height: int) -> None:
    rows = draw_chart(CHART, width, height, STYLES)
    assert len(rows) == height
    assert {paint.measure(row) for row in rows} == {width}
    zero = next(plain(row) for row in rows if plain(row).lstrip().startswith("0 "))
    assert "─" in zero
    if width > 20:
        assert "↕" in zero
        assert "±" in zero


def test_equal_leads_are_equally_high_on_both_sides() -> None:
    points = ((0.0, -500), (0.5, 500))
    sizes = scale(points, 21)
    assert sizes.above == sizes.below == 10
    assert scale(((0.0, 600_000), (1.0, -6_000)), 13).below == 1


def test_a_single_reading_has_no_course_to_draw() -> None:
    chart = ChartView(((0.0, 100), (0.0, 100)), (), "A", "B", "#D55E00", "#0072B2", "+100", "", "", "")
    assert not has_course(chart)
    assert spark(chart, 20, STYLES) == []
    assert has_course(chart._replace(points=((0.0, 100), (1.0, 100))))


def test_lines_are_split_so_that_none_is_idle() -> None:
    sizes = scale(((0.0, -617_443), (1.0, 102_108)), 11)
    assert (sizes.above, sizes.below) == (2, 8)
    assert 617_443 / sizes.votes_per_dot > 4 * 7


def test_the_curve_holds_the_earlier_reading_until_the_next() -> None:
    chart = ChartView(((0.0, 100), (0.9, 50)), (), "A", "B", "#D55E00", "#0072B2", "+100", "", "", "")
    top = plain(draw_chart(chart, 46, 12, STYLES)[0])
    curve = top[5:]
    assert 35 <= len(curve.rstrip()) <= 37


def test_a_chart_without_readings_or_room_draws_nothing() -> None:
    empty = ChartView((), (), "", "", "", "", "", "", "", "")
    assert draw_chart(empty, 40, 10, STYLES) == []
    assert draw_chart(CHART, 40, 2, STYLES) == []
    assert spark(empty, 10, STYLES) == []


def test_the_small_curve_marks_the_change_of_lead() -> None:
    assert plain(spark(CHART, 20, STYLES)).index("↕") == 15


@given(
    st.lists(st.floats(0, 1), min_size=1, max_size=3).filter(lambda parts: sum(parts) > 0),
    st.integers(5, 200),
)
def test_parts_of_a_whole_never_overflow_and_none_vanishes(parts: list[float], width: int) -> None:
    whole = sum(parts)
    fractions = [part / whole for part in parts]
    bar = stacked_bar([(glyph, part, Style()) for glyph, part in zip("█▒░", fractions, strict=False)], width)
    assert paint.measure(bar) == width
    shown = plain(bar)
    for glyph, part in zip("█▒░", fractions, strict=False):
        assert (glyph in shown) == (part > 0)


@given(st.floats(0, 1), st.integers(1, 100))
def test_a_share_fills_its_part_of_the_line(fraction: float, width: int) -> None:
    bar = plain(share_bar(fraction, width, Style(), Style()))
    assert len(bar) == width
    assert 2 * bar.count("━") + bar.count("╸") == round(2 * fraction * width)


def test_two_shares_meet_at_their_glyphs() -> None:
    ends = (paint.piece("■"), paint.piece("◆"))
    assert plain(versus_bar((75.0, 25.0), 10, ends)) == "━━━━━━■◆━━"


@given(st.text(max_size=60), st.integers(1, 40))
def test_text_is_fitted_by_cells(text: str, width: int) -> None:
    assert cell_len(paint.column(text, width)) == width
    assert paint.cells(paint.cut(text, width)) <= width
    assert paint.line([paint.piece(text)], width).cell_length == width
    assert all(cell_len(part) <= max(width, 2) for part in paint.wrap(text, width))


def test_what_is_cut_says_so() -> None:
    assert paint.line([paint.piece("counted is not proclaimed")], 10).text == "counted i…"
    assert paint.line([paint.piece("counted")], 10).text == "counted   "


def test_quiet_lines_give_way_first_then_plain_ones() -> None:
    texts = (Line("strong", "strong"), Line("quiet one", "dim"), Line("plain"), Line("quiet two", "dim"))
    assert paint.fitting(texts, 20, 3) == (texts[0], texts[1], texts[2])
    assert paint.fitting(texts, 20, 2) == (texts[0], texts[2])
    assert paint.fitting(texts, 20, 1) == (texts[0],)


def test_short_wordings_are_taken_only_where_they_are_needed() -> None:
    texts = (Line("a long wording", "strong", "short"), Line("another long one", short="other"), Line("quiet", "dim"))
    assert [text.text for text in paint.fitting(texts, 8, 5)] == ["a long wording", "another long one", "quiet"]
    assert [text.text for text in paint.fitting(texts, 8, 4)] == ["a long wording", "other", "quiet"]
    assert [text.text for text in paint.fitting(texts, 8, 3)] == ["short", "other", "quiet"]
    assert [text.text for text in paint.fitting(texts, 8, 2)] == ["short", "other"]
    assert [text.text for text in paint.fitting(texts, 8, 1)] == ["short"]
    assert paint.worded(texts[0], 20) == "a long wording"
    assert paint.worded(texts[0], 6) == "short"
    assert paint.worded(texts[0], 4) == ""


def test_items_that_do_not_fit_are_left_out_from_the_first_on() -> None:
    items = [[paint.piece(text)] for text in ("aaaa", "bbbb", "cccccccc", "dd")]
    assert [plain(row) for row in paint.flow(items, 12, 1)] == ["aaaa   bbbb"]


@pytest.mark.parametrize("theme", [DARK, LIGHT])
def test_candidates_colours_and_roles_can_be_read(theme: type) -> None:
    from textual.color import Color

    ground = Color.parse(theme.background)  # type: ignore[attr-defined]  # a theme of ours
    for colour in (
        "#E69F00",
        "#56B4E9",
        "#009E73",
        "#F0E442",
        "#0072B2",
        "#D55E00",
        "#CC79A7",
        "#999999",
        "#000000",
    ):
        assert contrast(Color.parse(legible(colour, ground.hex)), ground) >= CONTRAST_MIN
    styles = palette(theme)  # type: ignore[arg-type]  # same
    for style in (styles.plain, styles.dim, styles.strong, styles.note, styles.warn, styles.alert):
        assert style.color is not None
        assert contrast(Color.parse(style.color.name), ground) >= CONTRAST_MIN
    assert LIVE.footnote
