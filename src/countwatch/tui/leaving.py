"""How the app is left: on purpose, by a signal, for a bug of ours, or because its terminal went away."""

import os
from signal import SIGHUP
from typing import TYPE_CHECKING

from textual.worker import WorkerFailed

from countwatch.tui.paint import notice
from countwatch.tui.pointing import PointingApp
from countwatch.tui.taking import last_text

if TYPE_CHECKING:
    from rich.console import RenderableType


class LeavingApp(PointingApp):
    """`fault` is a bug of ours that ended the app: whoever ran it says so, once the terminal is given back."""

    fault: Exception | None = None
    last_screen = ""
    _is_up = False
    _leaving_with: int | None = None

    def _handle_exception(self, error: Exception) -> None:
        """Leave with 1 and keep the first error. Textual would print it with the values of all local variables."""
        cause = error.error if isinstance(error, WorkerFailed) else error
        self.fault = self.fault or (cause if isinstance(cause, Exception) else error)
        self._return_code = 1
        if self._exception is None:
            self._exception = error
            self._exception_event.set()
        self._close_messages_no_wait()

    def panic(self, *renderables: "RenderableType") -> None:
        """Leave and print nothing. Only Textual's thread that reads the terminal asks for this, once it cannot."""
        self.exit(return_code=128 + SIGHUP)

    def leave_without_terminal(self) -> None:
        """Leave where the terminal went away without a signal."""
        if not self.is_headless and not os.isatty(0):
            self.exit(return_code=128 + SIGHUP)

    def has_come_up(self) -> bool:
        """Note that the first frame is painted; leave, and answer False, if that was asked for meanwhile."""
        self._is_up = True
        if self._leaving_with is not None:
            self.exit(return_code=self._leaving_with)
        return self._leaving_with is None

    def exit(
        self,
        result: None = None,
        return_code: int = 0,
        message: "RenderableType | None" = None,
    ) -> None:
        """Leave, and keep what the screen said last for whoever wants it printed."""
        if self.screen_stack:
            self.last_screen = last_text(self.screen_stack[0])
        super().exit(result, return_code, message)

    def action_leave(self) -> None:
        """Quit."""
        self.exit()

    def action_help_quit(self) -> None:
        """Say which key quits: ctrl+c may be meant to copy, and must not end a night."""
        notice(self, self.words("{key} quits.", key=self.keyboard.first("quit")))

    def leave(self, return_code: int) -> None:
        """Quit with an exit code. A signal handler may call it at any moment; before the app runs and after, it raises.

        `SystemExit` where there is no screen to leave.
        """
        if self._loop is None or not self._running:
            raise SystemExit(return_code)
        self._loop.call_soon_threadsafe(self._leave, return_code)

    def _leave(self, return_code: int) -> None:
        """Textual cannot be left while its first screen is being mounted: then it is left right after."""
        if self._is_up:
            self.exit(return_code=return_code)
        else:
            self._leaving_with = return_code
