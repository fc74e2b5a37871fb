"""The program on a real pseudo-terminal, and what a terminal makes of the bytes that it writes."""

import fcntl
import os
import pty
import re
import select
import signal
import struct
import sys
import termios
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from types import TracebackType
from typing import Self

import pyte

from tests.cli.program import REPOSITORY, environment

PRIVATE_MODE = re.compile(rb"\x1b\[\?([0-9;]+)([hl])")
ALTERNATE_SCREEN, CURSOR, LINE_WRAP = 1049, 25, 7
MUST_BE_OFF = (ALTERNATE_SCREEN, 1000, 1003, 1015, 1006, 1004, 2004)
"""The alternate screen, four modes of the mouse, focus events, bracketed paste."""


@dataclass
class Terminal:
    """`with Terminal(["replay"], home) as terminal`: the program runs; `wrote` is all that it wrote."""

    arguments: list[str]
    home: Path
    size: tuple[int, int] = (120, 40)
    program: tuple[str, ...] = ("-m", "countwatch.cli.main")
    extra: dict[str, str] = field(default_factory=dict)
    wrote: bytearray = field(default_factory=bytearray)
    pid: int = 0
    fd: int = -1
    status: int | None = None
    seen: pyte.Screen = field(init=False)

    def __post_init__(self) -> None:
        self.seen = pyte.Screen(*self.size)
        self._emulator = pyte.ByteStream(self.seen)
        self._painted = 0

    def __enter__(self) -> Self:
        variables = environment(self.home, **{"TERM": "xterm-256color", **self.extra})
        variables["PYTHONPATH"] += f":{REPOSITORY}"
        arguments = [sys.executable, *self.program, *self.arguments]
        master, slave = pty.openpty()
        self.fd = master
        self.resize(*self.size)
        self.modes_before = termios.tcgetattr(slave)
        self.pid = os.fork()
        if self.pid == 0:
            _become(slave, arguments, variables, self.home)
        # Kept open: what the terminal is set to can be asked after the program has gone.
        self.slave = slave
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self.status is None:
            os.kill(self.pid, signal.SIGKILL)
            os.kill(self.pid, signal.SIGCONT)
            os.waitpid(self.pid, 0)
        for fd in {self.fd, self.slave} - {-1}:
            os.close(fd)

    def resize(self, columns: int, rows: int) -> None:
        fcntl.ioctl(self.fd, termios.TIOCSWINSZ, struct.pack("HHHH", rows, columns, 0, 0))

    def press(self, keys: bytes) -> None:
        os.write(self.fd, keys)

    def signal(self, number: int) -> None:
        os.kill(self.pid, number)

    def hang_up(self) -> None:
        """The terminal goes away: its window is closed, or the line is cut."""
        os.close(self.slave)
        os.close(self.fd)
        self.slave = self.fd = -1

    def pump(self, seconds: float = 0.05) -> None:
        """Take what the program writes; without a reader it would wait for one."""
        if self.fd < 0:
            time.sleep(seconds)
            return
        ready, _, _ = select.select([self.fd], [], [], seconds)
        if ready:
            try:
                self.wrote += os.read(self.fd, 65536)
            except OSError:
                return

    def until(self, reached: Callable[[], object], seconds: float = 40.0) -> None:
        """Read until it is so."""
        ends = time.monotonic() + seconds
        while not reached():
            assert time.monotonic() < ends, self.screen()
            self.pump()

    def rests(self, seconds: float = 0.2) -> None:
        """Read until nothing came for so long: a person looks before pressing the next key."""
        written = -1
        while written != len(self.wrote):
            written = len(self.wrote)
            self.pump(seconds)

    def shows(self, text: str) -> None:
        """Read until the text was painted."""
        self.until(lambda: text.encode() in self.wrote or text in self.screen())

    def leaves(self) -> int:
        """The exit code, once the program has ended; 128 + n where signal n killed it."""
        self.until(self._ended)
        self.pump(0.0)
        assert self.status is not None
        return os.waitstatus_to_exitcode(self.status)

    def stopped(self) -> None:
        """Return once the program stands still after a stop signal."""
        self.until(lambda: os.WIFSTOPPED(os.waitpid(self.pid, os.WNOHANG | os.WUNTRACED)[1]))

    def _ended(self) -> bool:
        if self.status is None:
            pid, status = os.waitpid(self.pid, os.WNOHANG)
            self.status = status if pid else None
        return self.status is not None

    def modes(self) -> dict[int, bool]:
        """Each private mode that was ever set, and whether it is on now."""
        found: dict[int, bool] = {}
        for numbers, letter in PRIVATE_MODE.findall(bytes(self.wrote)):
            found.update({int(number): letter == b"h" for number in numbers.split(b";")})
        return found

    def is_given_back(self) -> bool:
        """Own screen left, cursor shown, mouse off, and the line discipline as it was before."""
        modes = self.modes()
        on = [number for number in MUST_BE_OFF if modes.get(number)]
        return not on and modes.get(CURSOR, True) and termios.tcgetattr(self.slave) == self.modes_before

    def screen(self) -> str:
        """What a person sees now, painted by a terminal emulator from all the bytes."""
        self._emulator.feed(bytes(self.wrote[self._painted :]))
        self._painted = len(self.wrote)
        return "\n".join(line.rstrip() for line in self.seen.display)

    def after(self) -> str:
        """What was written once the own screen was left, without escape sequences."""
        last = bytes(self.wrote).rpartition(b"\x1b[?1049l")[2]
        return re.sub(r"\x1b\[[0-9;?<>=]*[a-zA-Z]", "", last.decode("utf-8", "replace"))


def _become(slave: int, arguments: list[str], variables: dict[str, str], home: Path) -> None:
    """In the child: a session of its own with this terminal, then the program."""
    try:
        os.setsid()
        fcntl.ioctl(slave, termios.TIOCSCTTY, 0)
        for fd in (0, 1, 2):
            os.dup2(slave, fd)
        os.chdir(home)
        os.execve(arguments[0], arguments, variables)  # noqa: S606 - the program under test, no shell
    finally:
        os._exit(127)
