"""Timers that a busy machine cannot swallow."""

from textual.app import App
from textual.timer import Timer, TimerCallback


class TimelyApp(App[None]):
    """Textual leaves out the turns of a timer that are past already, and so the only turn of one that comes once.

    It happens where the machine looks away for longer than the timer waits, just as it begins. Then a change of
    screens would never be painted, nor anything after it.
    """

    def set_timer(
        self, delay: float, callback: TimerCallback | None = None, *, name: str | None = None, pause: bool = False
    ) -> Timer:
        """As Textual's; its turn comes, however late."""
        timer = super().set_timer(delay, callback, name=name, pause=pause)
        timer._skip = False  # noqa: SLF001 - Textual gives no other way to say it of a timer that comes once
        return timer
