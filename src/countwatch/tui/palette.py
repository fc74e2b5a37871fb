"""Our two themes, and the few styles that text may have. A colour never carries a meaning alone."""

from collections.abc import Container
from typing import TYPE_CHECKING, Any, NamedTuple

from rich.style import Style
from textual.theme import Theme

from countwatch.present.views import Role
from countwatch.tui.colours import legible, mixed, terminal_colour

if TYPE_CHECKING:
    from textual.app import App

ANSI_THEME = "ansi-dark"
"""Textual's theme that leaves every colour to the terminal."""

TINTS = (0.0, 0.14, 0.28, 0.45)
"""How far a ground goes toward a candidate's colour, by how far that one leads."""

DARK = Theme(
    name="countwatch",
    primary="#7fa7c9",
    secondary="#5b7690",
    accent="#9cc4e4",
    warning="#e8c547",
    error="#ff6b81",
    success="#57b894",
    foreground="#dde3ea",
    background="#0d1117",
    surface="#0d1117",
    panel="#161c25",
    dark=True,
    variables={
        "rule": "#344050",
        "rule-focus": "#9cc4e4",
        "note": "#86cbb8",
        "muted": "#8794a3",
        "track": "#252e3a",
    },
)

LIGHT = Theme(
    name="countwatch-light",
    primary="#2f5f86",
    secondary="#6d879c",
    accent="#1d5f94",
    warning="#7a5b00",
    error="#b3123a",
    success="#1b7a58",
    foreground="#1b2430",
    background="#fbfbf8",
    surface="#fbfbf8",
    panel="#eceef0",
    dark=False,
    variables={
        "rule": "#b9c2cb",
        "rule-focus": "#1d5f94",
        "note": "#0d6a55",
        "muted": "#5d6873",
        "track": "#dde1e5",
    },
)

THEMES = (DARK, LIGHT)


class Palette(NamedTuple):
    """Styles by role, and the colours that drawings are made of. `ansi` leaves colours to the terminal."""

    plain: Style
    dim: Style
    strong: Style
    note: Style
    warn: Style
    alert: Style
    rule: Style
    track: Style
    bar: Style
    cursor: Style
    background: str
    ansi: bool

    def role(self, role: Role) -> Style:
        """The style of a line's role."""
        found: Style = getattr(self, role)
        return found

    def badge(self, role: Role) -> Style:
        """A short word on a field of its own: it is read even where there is no colour."""
        return self.role(role) + Style(reverse=True, bold=True)

    def ink(self, colour: str, *, bold: bool = False) -> Style:
        """Text in a candidate's colour, moved until it can be read on this background."""
        if not colour:
            return Style(bold=bold)
        return Style(color=self._readable(colour, self.background), bold=bold)

    def tint(self, colour: str, strength: int) -> Style:
        """A ground in a candidate's colour, the deeper the stronger (0 to 3); none where the terminal picks colours."""
        if not colour or self.ansi:
            return Style()
        return Style(bgcolor=mixed(self.background, colour, TINTS[strength]))

    def text_on(self, ground: Style) -> Style:
        """Plain text on such a ground."""
        if self.ansi or not ground.bgcolor or self.plain.color is None:
            return self.plain + ground
        return Style(color=legible(self.plain.color.name, ground.bgcolor.name)) + ground

    def ink_on(self, colour: str, ground: Style) -> Style:
        """Text in a candidate's colour on such a ground, bold."""
        back = ground.bgcolor.name if ground.bgcolor else self.background
        return Style(color=self._readable(colour, back) if colour else None, bold=True) + ground

    def wash(self, colour: str) -> Style:
        """The same colour, quieter: for the body of a filled area."""
        if not colour or self.ansi:
            return Style(color=terminal_colour(colour) if colour else None, dim=True)
        return Style(color=mixed(self.background, colour, 0.55))

    def _readable(self, colour: str, background: str) -> str:
        return terminal_colour(colour) if self.ansi else legible(colour, background)

    @staticmethod
    def css(style: Style | None) -> str:
        """A style in the words of Textual's content."""
        if style is None:
            return ""
        words = [name for name in ("bold", "dim", "reverse") if getattr(style, name)]
        if style.color is not None and not style.color.is_default:
            triplet = style.color.triplet
            words.append(triplet.hex if triplet else f"ansi_{style.color.name}")
        return " ".join(words)


def variables(theme: Theme) -> dict[str, str]:
    """What our stylesheet needs beyond Textual's own variables, for a theme that does not say it."""
    if theme.ansi:
        return dict.fromkeys(DARK.variables, "ansi_bright_black") | {
            "rule-focus": "ansi_bright_blue",
            "muted": "ansi_default",  # what is written in it is dim already, and would be lost twice dimmed
        }
    if theme in THEMES:
        return dict(theme.variables)
    said = theme.to_color_system().generate()
    background, foreground = said["background"], said["foreground"]
    return {
        "rule": mixed(background, foreground, 0.28),
        "rule-focus": legible(said["accent"], background),
        "note": legible(theme.success or (DARK if theme.dark else LIGHT).variables["note"], background),
        "muted": legible(mixed(background, foreground, 0.6), background),
        "track": mixed(background, foreground, 0.18),
    } | theme.variables


def first_theme(asked: str | None, known: Container[str], *, is_colourless: bool, system: str | None) -> str:
    """The theme to begin with: the one asked for, where colour is wanted and that name is known.

    On a terminal of sixteen colours or fewer they are left to the terminal, and so where no colour is wanted.
    """
    if is_colourless or (asked not in known and system not in {"256", "truecolor"}):
        return ANSI_THEME
    return asked if asked is not None and asked in known else DARK.name


def palette(theme: Theme) -> Palette:
    """The palette of any Textual theme; ours say more, others are derived. Kept, since it never changes."""
    found = _known.get(theme.name)
    if found is None:
        found = _known[theme.name] = _ANSI if theme.ansi else _derived(theme)
    return found


def palette_of(app: "App[Any]") -> Palette:
    """The palette of the theme in use. It is asked for at every line, and to look up a theme Textual lists all."""
    return _known.get(app.theme) or palette(app.current_theme)


_known: dict[str, Palette] = {}


def _derived(theme: Theme) -> Palette:
    own, said = (DARK if theme.dark else LIGHT), variables(theme)
    system = {} if theme in THEMES else theme.to_color_system().generate()
    background = system.get("background") or theme.background or ""
    foreground = legible(system.get("foreground") or theme.foreground or "", background)
    return Palette(
        plain=Style(color=foreground),
        dim=Style(color=legible(said["muted"], background)),
        strong=Style(color=foreground, bold=True),
        note=Style(color=legible(said["note"], background)),
        warn=Style(color=legible(theme.warning or own.warning or "", background)),
        alert=Style(color=legible(theme.error or own.error or "", background), bold=True),
        rule=Style(color=said["rule"]),
        track=Style(color=said["track"]),
        bar=Style(color=mixed(background, foreground, 0.64)),
        cursor=Style(bgcolor=mixed(background, foreground, 0.14)),
        background=background,
        ansi=False,
    )


_ANSI = Palette(
    plain=Style(),
    dim=Style(dim=True),
    strong=Style(bold=True),
    note=Style(color="cyan"),
    warn=Style(color="yellow"),
    alert=Style(color="red", bold=True),
    rule=Style(dim=True),
    track=Style(dim=True),
    bar=Style(),
    cursor=Style(reverse=True),
    background="#000000",
    ansi=True,
)
