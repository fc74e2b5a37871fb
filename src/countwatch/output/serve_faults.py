"""Faults that a rehearsal can switch on: what a results site does to its readers on the night."""

from collections.abc import Sequence
from typing import Literal, get_args

Fault = Literal["slow", "500", "stale", "html", "torn", "cut"]
KINDS: tuple[Fault, ...] = get_args(Fault)
"""slow: the answer takes seconds. 500: a server error. stale: a cache's old copy of the root. html: a page with
status 200. torn: the root is new, all other documents are those of the update before. cut: the connection ends
within the body."""

EVERY_DEFAULT = 3
SLOW_SECONDS = 8.0

PAGE = b"<!doctype html><html><head><title>Just a moment</title></head><body>Please wait.</body></html>"


class Faults:
    """Which fault a poll meets. A poll begins with the root, and the whole of it meets the same one.

    Every `every`-th poll meets one, each kind in its turn, so that a rehearsal can be repeated.
    """

    def __init__(self, kinds: Sequence[Fault], every: int = EVERY_DEFAULT) -> None:
        self._kinds = tuple(kinds)
        self._every = max(every, 1)
        self._polls = 0
        self._now: Fault | None = None

    def meets(self, *, is_root: bool) -> Fault | None:
        """The fault of this request, if any."""
        if is_root:
            self._polls += 1
            turn, rest = divmod(self._polls, self._every)
            self._now = self._kinds[(turn - 1) % len(self._kinds)] if self._kinds and not rest else None
        return self._now
