"""Programs on a terminal of their own (a pty): what they write, and the CPU time that they have used. Linux alone."""

import fcntl
import os
import pty
import struct
import subprocess
import termios
from collections.abc import Mapping, Sequence
from contextlib import suppress
from pathlib import Path
from threading import Thread
from time import monotonic, sleep
from types import TracebackType
from typing import Self

from benchmarks import measuring
from benchmarks.recordings import folder

PATIENCE_SECONDS = 60.0
REPOSITORY = Path(__file__).parents[1]

Sized = tuple[int, int]
"""Columns and lines."""


def environment() -> dict[str, str]:
    """That of a terminal with all colours, and with bytecode kept as after an installation."""
    return measuring.environment() | {
        "TERM": "xterm-256color",
        "COLORTERM": "truecolor",
        "LANG": "en_US.UTF-8",
        "HOME": str(folder()),
        "XDG_CONFIG_HOME": str(folder()),
        "PYTHONPATH": os.pathsep.join((str(REPOSITORY / "src"), str(REPOSITORY))),
    }


class Program:
    """One run. `written` counts the bytes that came; one that talks answers lines on a pipe (`screens/talk.py`)."""

    def __init__(self, arguments: Sequence[str], size: Sized, variables: Mapping[str, str] | None = None) -> None:
        self._master, slave = pty.openpty()
        fcntl.ioctl(slave, termios.TIOCSWINSZ, struct.pack("HHHH", size[1], size[0], 0, 0))
        ours, theirs = os.pipe(), os.pipe()
        self._orders, self._answers = open(theirs[1], "w", buffering=1), open(ours[0])  # noqa: PTH123, SIM115 - pipes
        self._process = subprocess.Popen(
            arguments, stdin=slave, stdout=slave, stderr=slave, cwd=folder(), start_new_session=True,
            pass_fds=(theirs[0], ours[1]),
            env=environment() | {"BENCHMARK_PIPES": f"{theirs[0]} {ours[1]}"} | dict(variables or {}),
        )  # fmt: skip
        for fd in (slave, theirs[0], ours[1]):
            os.close(fd)
        self.written = 0
        self._seen = bytearray()
        self._reader = Thread(target=self._read, daemon=True)
        self._reader.start()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._process.kill()
        self._process.wait()
        self._reader.join()
        for pipe in (self._orders, self._answers):
            with suppress(OSError):
                pipe.close()
        os.close(self._master)

    def _read(self) -> None:
        with suppress(OSError):  # the other end is closed
            while block := os.read(self._master, 1 << 16):
                self._seen += block
                self.written += len(block)

    def cpu_seconds(self) -> float:
        """What all its threads have used so far, to the microsecond."""
        used = 0
        for path in Path(f"/proc/{self._process.pid}/task").glob("*/schedstat"):
            with suppress(OSError):  # a thread that has just ended
                used += int(path.read_text("ascii").split()[0])
        return used / 1e9

    def memory_megabytes(self) -> float:
        """What it holds in memory now."""
        pages = int(Path(f"/proc/{self._process.pid}/statm").read_text("ascii").split()[1])
        return pages * os.sysconf("SC_PAGESIZE") / 1e6

    def until(self, text: str) -> float:
        """Wait until the text was written; the CPU seconds by then. `TimeoutError` where it never comes."""
        wanted, ends = text.encode(), monotonic() + PATIENCE_SECONDS
        while wanted not in self._seen:
            if monotonic() > ends or not self._reader.is_alive():
                raise TimeoutError(f"{text!r} never came: {bytes(self._seen[-2000:])!r}")
            sleep(0.001)
        return self.cpu_seconds()

    def rest(self, seconds: float) -> None:
        """Let it run."""
        sleep(seconds)

    def order(self, text: str) -> str:
        """Tell a program that talks what to do, and wait for its answer."""
        self._orders.write(f"{text}\n")
        return self.answer()

    def answer(self) -> str:
        """The next line that a program says by itself. `TimeoutError` where it has ended."""
        line = self._answers.readline()
        if not line:
            raise TimeoutError(bytes(self._seen[-3000:]).decode("utf-8", "replace"))
        return line.strip()
