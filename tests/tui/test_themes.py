"""The app in every theme that Textual has, and in those that leave colours to the terminal."""

import pytest
from textual.color import Color
from textual.theme import BUILTIN_THEMES

from countwatch.tui.colours import CONTRAST_MIN, contrast, legible, terminal_colour
from countwatch.tui.palette import ANSI_THEME, DARK, LIGHT, THEMES, first_theme, palette, variables
from tests.tui.stage import painted, screen_text
from tests.tui.views import picture

OKABE_ITO = ("#E69F00", "#56B4E9", "#009E73", "#F0E442", "#0072B2", "#D55E00", "#CC79A7")
ALL = {theme.name: theme for theme in (*THEMES, *BUILTIN_THEMES.values())}
PAINTED = {name: theme for name, theme in ALL.items() if not theme.ansi}


@pytest.mark.parametrize("name", PAINTED)
def test_text_can_be_read_and_lines_seen_in_every_theme(name: str) -> None:
    styles, said = palette(PAINTED[name]), variables(PAINTED[name])
    ground = Color.parse(styles.background)
    for style in (styles.plain, styles.dim, styles.strong, styles.note, styles.warn, styles.alert):
        assert style.color is not None
        assert contrast(Color.parse(style.color.name), ground) >= CONTRAST_MIN
    for colour in OKABE_ITO:
        assert contrast(Color.parse(legible(colour, ground.hex)), ground) >= CONTRAST_MIN
    for part in ("rule", "track"):
        assert contrast(Color.parse(said[part]), ground) >= 1.2
    assert contrast(Color.parse(said["rule-focus"]), ground) >= 3.0


@pytest.mark.parametrize("name", [DARK.name, LIGHT.name, ANSI_THEME, "ansi-light", "textual-light", "dracula"])
async def test_a_theme_changes_no_word(name: str) -> None:
    async with painted(picture(), (120, 40), theme=name) as (app, _):
        assert app.theme == name
        seen = screen_text(app)
    async with painted(picture(), (120, 40)) as (app, _):
        assert seen == screen_text(app)


def test_candidates_keep_colours_of_their_own_among_sixteen() -> None:
    assert len({terminal_colour(colour) for colour in OKABE_ITO}) == len(OKABE_ITO)
    assert terminal_colour("#999999") == "default"


@pytest.mark.parametrize(
    ("asked", "is_colourless", "system", "first"),
    [
        (None, False, "truecolor", DARK.name),
        (None, False, "256", DARK.name),
        (None, False, "standard", ANSI_THEME),
        (None, False, None, ANSI_THEME),
        ("nord", False, "standard", "nord"),
        ("nord", True, "truecolor", ANSI_THEME),
        ("nowhere", False, "truecolor", DARK.name),
    ],
)
def test_the_first_theme_is_what_the_terminal_can_show(
    asked: str | None, is_colourless: bool, system: str | None, first: str
) -> None:
    assert first_theme(asked, ALL, is_colourless=is_colourless, system=system) == first
