"""Every screen says what it said when it was last looked at: at three sizes, in both languages and without colour."""

from difflib import unified_diff

import pytest
from rich.style import Style
from textual.screen import Screen
from tools import snapshots

from countwatch.tui.taking import screen_text


def differences(lang: str, pages: dict[str, str]) -> list[str]:
    """What the app says now against what it said, as a diff of whole lines."""
    found: list[str] = []
    for name, text in pages.items():
        path = snapshots.FOLDER / f"{lang}-{name}.txt"
        kept = path.read_text(encoding="utf-8").splitlines() if path.exists() else []
        found += unified_diff(kept, text.splitlines(), path.name, "now", n=1, lineterm="")
    return found


@pytest.mark.parametrize("lang", snapshots.LANGUAGES)
async def test_every_screen_says_what_it_said(lang: str) -> None:
    told = "\n".join(differences(lang, await snapshots.pages(lang)))
    assert not told, f"run python -m tools.snapshots and read the diff\n{told}"


async def test_without_colour_every_screen_says_the_same_and_nothing_is_coloured(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("NO_COLOR", "1")
    coloured: set[str] = set()

    def looked_at(screen: Screen[object]) -> str:
        for strip in screen._compositor.render_strips():
            coloured.update(hue for part in strip for hue in hues(part.style))
        return screen_text(screen)

    monkeypatch.setattr(snapshots, "screen_text", looked_at)
    pages = await snapshots.pages("en")
    told = "\n".join(differences("en", {name: text for name, text in pages.items() if not name.endswith("-styles")}))
    assert not told
    assert coloured == set()


def hues(style: Style | None) -> set[str]:
    """The colours of a style that are no shade of grey."""
    colours = (style.color, style.bgcolor) if style else ()
    triplets = [colour.get_truecolor() for colour in colours if colour and not colour.is_default]
    return {triplet.hex for triplet in triplets if len({triplet.red, triplet.green, triplet.blue}) > 1}


def test_no_snapshot_is_left_of_a_screen_that_is_no_more() -> None:
    names = {name for name, _ in snapshots.WALK} | {"feeds", "problem"}
    expected = {f"{lang}-{name}.txt" for lang in snapshots.LANGUAGES for name in names}
    expected |= {f"en-{name}-styles.txt" for name in names}
    assert {path.name for path in snapshots.FOLDER.iterdir()} == expected
