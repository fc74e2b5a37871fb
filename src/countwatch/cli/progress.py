"""How far long work has come, said on stderr where somebody sees it and there is time to see it."""

import sys
from contextlib import ExitStack, contextmanager
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from collections.abc import Iterator

    from click._termui_impl import ProgressBar

    from countwatch.record.verify import Progress

SEEN_FROM_BYTES = 16 * 1024 * 1024
SEEN_FROM_UPDATES = 500
"""Less is done before anybody could read a bar."""

_STEPS = 200


@contextmanager
def progress_bar(seen_from: int = SEEN_FROM_BYTES) -> "Iterator[Progress | None]":
    """What long work is to call with (done, total); None where stderr is no terminal.

    The bar comes with the first call whose total is at least `seen_from`, and goes with the block.
    """
    if not sys.stderr.isatty():
        yield None
        return
    with ExitStack() as shown:
        yield _Bar(shown, seen_from)


class _Bar:
    def __init__(self, shown: ExitStack, seen_from: int) -> None:
        self._shown = shown
        self._seen_from = seen_from
        self._bar: ProgressBar[int] | None = None
        self._told = 0

    def __call__(self, done: int, total: int) -> None:
        if total < self._seen_from:
            return
        if self._bar is None:
            self._bar = self._shown.enter_context(click.progressbar(length=total, file=sys.stderr))
        # A line of a recording takes less time than its bar: only what can be seen is painted.
        if done >= total or (done - self._told) * _STEPS >= total:
            self._bar.update(done - self._told)
            self._told = done
