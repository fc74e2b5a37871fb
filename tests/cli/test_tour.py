"""`docs/tour.md`, walked key by key in a real process on a real terminal: what it says is seen is seen."""

import re
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.architecture.documents import REPOSITORY
from tests.faults.terminal import Terminal

SECTIONS = re.split("^## ", (REPOSITORY / "docs" / "tour.md").read_text("utf-8"), flags=re.MULTILINE)[:7]
BYTES = {
    "space": " ", "enter": "\r", "esc": "\x1b", "tab": "\t", "shift+tab": "\x1b[Z", "ctrl+g": "\x07",
    "←": "\x1b[D", "→": "\x1b[C", "↓": "\x1b[B",
}  # fmt: skip
"""What a terminal sends for the keys that are no character."""


@dataclass(frozen=True)
class Step:
    """Keys, and what they bring on the screen, in English and in Spanish; `gone` if it is what they take away."""

    keys: str
    seen: str
    visto: str
    gone: bool = False


WALK = (
    (Step("space", "600× paused", "600× en pausa"),
     Step("?", "maximise the panel", "maximizar el panel"),
     Step("esc", "maximise the panel", "maximizar el panel", gone=True),
     Step("space", "600× playing", "600× en marcha"),
     Step("space", "600× paused", "600× en pausa")),
    (Step("→ →", "6,545,132 vot", "6,545,132 vot", gone=True),
     Step("← ← ←", "6,545,132 vot", "6,545,132 vot"),
     Step("x x → →", "6,545,132 vot", "6,545,132 vot", gone=True),
     Step("tab ?", "Esc closes", "Esc cierra"),
     Step("esc", "Esc closes", "Esc cierra", gone=True),
     Step("shift+tab enter", "6,545,132 vot", "6,545,132 vot")),
    (Step("→ →", "6,545,132 vot", "6,545,132 vot", gone=True),
     Step("0", "6,545,132 vot", "6,545,132 vot"),
     Step("n", "lead changed: CASTILLO", "cambió la ventaja:"),
     Step("n", "correction: CASTILLO", "corrección: CASTILLO"),
     Step("N", "+44,943", "+44,943"),
     Step("[", "8,358,888 vot", "8,358,888 vot"),
     Step("]", "+44,943", "+44,943"),
     Step("n", "correction: CASTILLO", "corrección: CASTILLO"),
     Step("g ctrl+g", "Go to a time", "Ir a un momento"),
     Step("esc", "Go to a time", "Ir a un momento", gone=True)),
    (Step("2", "Junín", "Junín"),
     Step("↓ enter", "Total › Perú", "Total › Perú"),
     Step("esc", "Total › Perú", "Total › Perú", gone=True),
     Step("v", "Map of the regions", "Mapa de las regiones"),
     Step("v", "Map of the regions", "Mapa de las regiones", gone=True),
     Step("o", "▴unit", "▴ámbito"),
     Step("/ l o r", "lor ‖", "lor ‖"),
     Step("esc", "lor ‖", "lor ‖", gone=True),
     Step(":", "an action, or a region", "una acción o una región"),
     Step("t a c", "Tacna Perú", "Tacna Perú"),
     Step("esc", "Tacna Perú", "Tacna Perú", gone=True)),
    (Step("3", "0.308 % of", "0.308 % de"),),
    (Step("4", "Updates", "Actualizaciones"),
     Step("enter", "ELECTORES_HABIL", "ELECTORES_HABIL"),
     Step("esc", "ELECTORES_HABIL", "ELECTORES_HABIL", gone=True)),
    (Step("1", "8,536,365 vot", "8,536,365 vot"),
     Step("b", "The bulletin is in the clipboard", "El boletín está en el portapapeles"),
     Step("s", "The picture is in", "La imagen está en"),
     Step("f", "FROZEN", "CONGELAD"),
     Step("f", "FROZEN", "CONGELAD", gone=True)),
)  # fmt: skip
"""The sections of the page, in its order; `q` is pressed at the end."""


def told(terminal: Terminal) -> str:
    """The screen without its frames, in one line."""
    return " ".join(re.sub("[│▁-█]", " ", terminal.screen()).split())


def walked(terminal: Terminal, step: Step, text: str) -> None:
    """Press the keys of a step, and wait until the screen says it."""
    assert (text in told(terminal)) is step.gone, f"before {step.keys}: {text}"
    for key in step.keys.split():
        terminal.press(BYTES.get(key, key).encode())
        terminal.rests()
    terminal.until(lambda: (text in told(terminal)) is not step.gone)


@pytest.mark.parametrize(("lang", "size"), [("en", (120, 40)), ("en", (80, 24)), ("es", (120, 40))], ids=str)
def test_what_the_tour_says_is_seen(lang: str, size: tuple[int, int], tmp_path: Path) -> None:
    with Terminal([] if lang == "en" else ["--lang", lang], tmp_path, size=size) as terminal:
        terminal.until(lambda: "6,545,132 vot" in told(terminal))
        for step in (step for section in WALK for step in section):
            walked(terminal, step, step.seen if lang == "en" else step.visto)
        terminal.press(b"q")
        assert terminal.leaves() == 0
        assert terminal.is_given_back()


def test_every_key_that_the_page_names_is_walked() -> None:
    named = [set(re.findall(r"`([^`\s]|space|enter|esc|tab|ctrl\+\S)`", section)) - {"q"} for section in SECTIONS]
    pressed = [{key for step in section for key in step.keys.split()} for section in WALK]
    assert len(named) == len(pressed)
    for number, (page, keys) in enumerate(zip(named, pressed, strict=True)):
        assert page <= keys, f"section {number} names {page - keys}"
