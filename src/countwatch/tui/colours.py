"""Arithmetic of colours: what can be read on what, and which of a terminal's own colours stands for another."""

from colorsys import rgb_to_hls
from functools import lru_cache

from textual.color import Color

CONTRAST_MIN = 4.5
"""The least contrast of text against its background (WCAG 2 level AA)."""
_HUES = ((30, "red"), (75, "yellow"), (170, "green"), (195, "cyan"), (260, "blue"), (345, "magenta"), (360, "red"))
"""Names of the terminal's colours up to a hue, in degrees; so cut that Okabe and Ito's are all told apart."""
_BRIGHT_FROM, _GREY_BELOW = 0.58, 0.15


@lru_cache(maxsize=256)
def legible(colour: str, background: str) -> str:
    """The colour, mixed with white or black just far enough to be read on the background."""
    base, ground = Color.parse(colour), Color.parse(background)
    toward = max((Color.parse("#ffffff"), Color.parse("#000000")), key=lambda end: contrast(end, ground))
    for step in range(0, 100, 5):
        mixed = base.blend(toward, step / 100)
        if contrast(mixed, ground) >= CONTRAST_MIN:
            return mixed.hex
    return toward.hex


def contrast(one: Color, other: Color) -> float:
    """The contrast ratio of two colours, 1 to 21 (WCAG 2, "contrast ratio")."""
    darker, lighter = sorted((_luminance(one), _luminance(other)))
    return (lighter + 0.05) / (darker + 0.05)


def _luminance(colour: Color) -> float:
    """WCAG 2, "relative luminance"."""
    parts = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in colour.normalized]
    return 0.2126 * parts[0] + 0.7152 * parts[1] + 0.0722 * parts[2]


def mixed(background: str, foreground: str, part: float) -> str:
    """The background, moved that far (0 to 1) toward the foreground."""
    return Color.parse(background).blend(Color.parse(foreground), part).hex


@lru_cache(maxsize=256)
def terminal_colour(colour: str) -> str:
    """The one of a terminal's own sixteen colours that is called as this one looks; "default" for a grey."""
    hue, lightness, saturation = rgb_to_hls(*Color.parse(colour).normalized)
    if saturation < _GREY_BELOW:
        return "default"
    name = next(name for end, name in _HUES if hue * 360 <= end)
    return f"bright_{name}" if lightness >= _BRIGHT_FROM else name
