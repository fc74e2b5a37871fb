"""Bytes of a git repository by object id, over one running `cat-file --batch`."""

import subprocess
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import IO

from countwatch.feeds import git_process

BODY_BYTES_MAX = 16 * 1024 * 1024
"""A larger version is refused: no results body comes near, and a line of a recording holds 64 MB."""

_SKIP_BYTES = 1024 * 1024


class TooLarge(Exception):  # noqa: N818 - it names what the object is
    """An object of more than `BODY_BYTES_MAX` bytes."""


@dataclass
class Blobs:
    """Asks for one object at a time.

    Where git gives up altogether at an object (damaged, or left out of a partial clone), that object is
    missing, and the next one is asked of a new process.
    """

    repository: Path
    _process: "subprocess.Popen[bytes] | None" = None

    def read(self, blob: str) -> bytes | None:
        """The bytes of that object; None where it cannot be had. `TooLarge` beyond `BODY_BYTES_MAX`."""
        asked, answers = self._pipes()
        try:
            asked.write(f"{blob}\n".encode("ascii"))
            asked.flush()
        except BrokenPipeError:
            self.close()
            return None
        head = answers.readline().split()
        if len(head) == 3:
            return self._body(answers, int(head[2]))
        if not head or head[-1] != b"missing":
            self.close()
        return None

    def close(self) -> None:
        """End the process."""
        process, self._process = self._process, None
        if process is None:
            return
        process.kill()
        # not communicate(): it would try to flush what a dead process never read
        for pipe in (process.stdin, process.stdout):
            if pipe is not None:
                with suppress(BrokenPipeError):
                    pipe.close()
        process.wait()

    def _body(self, answers: IO[bytes], size_bytes: int) -> bytes | None:
        if size_bytes > BODY_BYTES_MAX:
            left = size_bytes + 1
            while left > 0 and (skipped := answers.read(min(left, _SKIP_BYTES))):
                left -= len(skipped)
            raise TooLarge(size_bytes)
        body = answers.read(size_bytes)
        if len(body) < size_bytes or answers.read(1) != b"\n":
            self.close()
            return None
        return body

    def _pipes(self) -> tuple[IO[bytes], IO[bytes]]:
        process = self._process
        if process is None:
            arguments = ["cat-file", "--batch"]
            process = self._process = git_process.start(self.repository, arguments, stderr=subprocess.DEVNULL)
        if process.stdin is None or process.stdout is None:
            raise ValueError(self.repository)
        return process.stdin, process.stdout
