"""The floor of a screen: three panels of text and a table that paints the lines in view, in plain Textual.

python -m benchmarks.screens.floor bare | digits | paint | replay RECORDING
"""

import asyncio
import sys
from collections.abc import Callable
from time import monotonic, process_time

from rich.segment import Segment
from textual.app import App, ComposeResult
from textual.containers import Horizontal
from textual.geometry import Size
from textual.scroll_view import ScrollView
from textual.strip import Strip
from textual.widgets import Digits, Static


class Bare(App[None]):
    """One word."""

    def compose(self) -> ComposeResult:
        """The word."""
        yield Static("ready")


class Ticking(App[None]):
    """A countdown that is written anew each second."""

    _seconds = 4_375_032

    def compose(self) -> ComposeResult:
        """Digits."""
        yield Digits("50:15:17:12")

    def on_mount(self) -> None:
        """Tick."""
        self.set_interval(1, self._tick)

    def _tick(self) -> None:
        self._seconds -= 1
        minutes, seconds = divmod(self._seconds, 60)
        self.query_one(Digits).update(f"{minutes // 1440}:{minutes // 60 % 24:02}:{minutes % 60:02}:{seconds:02}")


class Lines(ScrollView):
    """A table of virtual rows."""

    def __init__(self) -> None:
        super().__init__()
        self._rows: list[tuple[str, ...]] = []

    def show(self, rows: list[tuple[str, ...]]) -> None:
        """Paint these rows."""
        self._rows = rows
        if self.virtual_size.height != len(rows):
            self.virtual_size = Size(0, len(rows))
        self.refresh()

    def render_line(self, y: int) -> Strip:
        """One row, in columns."""
        index = y + self.scroll_offset.y
        if index >= len(self._rows):
            return Strip.blank(self.size.width, self.rich_style)
        name, *figures = self._rows[index]
        text = f"{name:<28}" + "".join(f"{figure:>14}" for figure in figures)
        return Strip([Segment(text, self.rich_style)]).crop_extend(0, self.size.width, self.rich_style)


class Panels(App[None]):
    """Three panels above a table."""

    CSS = "#top { height: 11; } Static { border: round white; width: 1fr; height: 1fr; }"

    def __init__(self, drive: "Callable[[Panels], object]") -> None:
        super().__init__()
        self._drive = drive

    def compose(self) -> ComposeResult:
        """The panels and the table."""
        with Horizontal(id="top"):
            for number in range(3):
                yield Static(id=f"panel{number}", markup=False)
        yield Lines()

    def on_mount(self) -> None:
        """Begin once the first frame is painted."""
        self.call_after_refresh(lambda: self.run_worker(self._drive(self), exit_on_error=True))  # type: ignore[arg-type]  # a coroutine

    def show(self, panels: tuple[str, str, str], rows: list[tuple[str, ...]]) -> None:
        """Paint these."""
        with self.batch_update():
            for number, text in enumerate(panels):
                self.query_one(f"#panel{number}", Static).update(text)
            self.query_one(Lines).show(rows)


async def paint(app: Panels) -> None:
    """Paint frames that are ready, as many as are wanted."""
    from benchmarks.screens.night import framer, states
    from benchmarks.screens.talk import Talk

    frames = list(map(framer(), states()))

    def painted(number: int) -> None:
        frame = frames[number % len(frames)]
        app.show(frame.panels, frame.rows)

    await Talk().paint_on(painted)


async def replay(app: Panels) -> None:
    """Read a recording, decode only what changed, and paint at 30 frames a second; answer the CPU seconds."""
    from pathlib import Path

    from benchmarks.nights import ROOT
    from benchmarks.screens.talk import FRAME_SECONDS, Talk
    from countwatch.formats.countwatch import FORMAT
    from countwatch.record.reader import Recording

    talk, recording = Talk(), Recording.open(Path(sys.argv[2]))
    known, rows, painted_at = dict[str, str](), dict[str, tuple[str, ...]](), 0.0
    begin = process_time()
    for n in range(1, len(recording) + 1):
        for document in recording.update(n).documents:
            if known.get(document.key) == document.sha256:
                continue
            known[document.key] = document.sha256
            for tally in FORMAT.decode(document.key, document.body, None).tallies:
                rows[tally.unit_id] = (tally.unit_id, *map(str, tally.votes.values()), str(tally.cast))
        if monotonic() - painted_at >= FRAME_SECONDS or n == len(recording):
            painted_at = monotonic()
            app.show((f"{rows[ROOT]}", f"{n}", ""), list(rows.values()))
        await asyncio.sleep(0)
    talk.say(repr(process_time() - begin))
    await asyncio.Event().wait()


if __name__ == "__main__":
    kinds: dict[str, Callable[[], App[None]]] = {
        "bare": Bare,
        "digits": Ticking,
        "paint": lambda: Panels(paint),
        "replay": lambda: Panels(replay),
    }
    kinds[sys.argv[1]]().run()
