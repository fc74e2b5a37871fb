"""The real program on a real pty: what it is typed, where it is clicked, and every byte that it wrote."""

import codecs
import fcntl
import os
import pty
import select
import struct
import subprocess
import sys
import termios
from collections.abc import Mapping, Sequence
from contextlib import suppress
from pathlib import Path
from time import monotonic
from types import TracebackType
from typing import Self

import pyte

from tests.cli.program import REPOSITORY, environment
from tests.faults.pty_stream import text_of

QUIET_SECONDS = 0.06
"""Nothing written for so long after a key: what it asked for has been painted."""
ALONE_SECONDS = 0.5
"""An Escape that meets the next key would be another key."""
LEFT = "\x1b[?1049l"
"""The app's own screen is left."""
PATIENCE_SECONDS = 120.0
"""A busy machine may take long; only what never comes is a failure."""


def _variables(home: Path) -> dict[str, str]:
    clean = environment(home, TERM="xterm-256color", COLORTERM="truecolor", ESCDELAY="10")
    return clean | {"PYTHONPATH": os.pathsep.join((clean["PYTHONPATH"], str(REPOSITORY)))}


class Terminal:
    """One run. `written` is everything that came out; `since` what came after the last key."""

    def __init__(
        self,
        arguments: Sequence[str | bytes],
        home: Path,
        size: tuple[int, int] = (120, 40),
        variables: Mapping[str, str] | None = None,
        module: str = "countwatch.cli.main",
    ) -> None:
        self.columns, self.rows = size
        self._master, slave = pty.openpty()
        fcntl.ioctl(slave, termios.TIOCSWINSZ, struct.pack("HHHH", self.rows, self.columns, 0, 0))
        self._process = subprocess.Popen(
            [sys.executable, "-m", module, *arguments],
            stdin=slave, stdout=slave, stderr=slave, cwd=home, start_new_session=True,
            env=_variables(home) | dict(variables or {}),
        )  # fmt: skip
        os.close(slave)
        self._decoder = codecs.getincrementaldecoder("utf-8")("strict")
        self.written = ""
        self.since = ""

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._process.poll() is None:
            self._process.kill()
        self._process.wait()
        os.close(self._master)

    def until(self, text: str) -> None:
        """Read on until the text was written after the last key."""
        ends = monotonic() + PATIENCE_SECONDS
        while text not in text_of(self.since):
            assert self._read(PATIENCE_SECONDS), f"{text!r} never came: {text_of(self.since)[-2000:]!r}"
            assert monotonic() < ends, f"{text!r} never came: {text_of(self.since)[-2000:]!r}"

    def quiet(self, seconds: float = QUIET_SECONDS) -> None:
        """Read on until nothing more comes."""
        ends = monotonic() + PATIENCE_SECONDS
        while self._read(seconds) and monotonic() < ends:
            pass

    def press(self, *keys: str) -> None:
        """Type keys one after the other, each once the one before was painted."""
        for key in keys:
            self._type(key)
            self.quiet(ALONE_SECONDS if key == "\x1b" else QUIET_SECONDS)

    def click(self, x: int, y: int) -> None:
        """Press and release the left button on a cell, counted from 1."""
        self._type(f"\x1b[<0;{x};{y}M\x1b[<0;{x};{y}m", keep=True)

    def end(self) -> int:
        """Read to the end of the program; answers its exit code."""
        while self._read(PATIENCE_SECONDS):
            pass
        return self._process.wait(PATIENCE_SECONDS)

    def is_alive(self) -> bool:
        """Whether the program runs."""
        return self._process.poll() is None

    def account(self) -> str:
        """How it stands, for a test that fails: the exit code, the last screen, and what was written after it."""
        running, _, after = self.written.rpartition(LEFT) if LEFT in self.written else (self.written, "", "")
        screen = pyte.Screen(self.columns, self.rows)
        pyte.Stream(screen).feed(running)
        return "\n".join((f"exit code {self._process.poll()}", *map(str.rstrip, screen.display), text_of(after)))

    def _type(self, keys: str, *, keep: bool = False) -> None:
        if not keep:
            self.since = ""
        with suppress(OSError):
            os.write(self._master, keys.encode())
        while keep and self._read(0):
            pass

    def _read(self, seconds: float) -> bool:
        """Take what has come, waiting so long for it; whether there was any."""
        ready, _, _ = select.select([self._master], [], [], seconds)
        if not ready:
            return False
        try:
            block = os.read(self._master, 1 << 16)
        except OSError:  # the other end is closed
            return False
        text = self._decoder.decode(block)
        self.written += text
        self.since += text
        return bool(block)
