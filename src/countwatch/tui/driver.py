"""The platform's own driver of the terminal, with less to write."""

import sys
from collections.abc import Callable

from textual.driver import Driver


def saving(platform: type[Driver], shorter: Callable[[str], str]) -> type[Driver]:
    """A driver like that of the platform, which writes what `shorter` makes of each frame.

    On Windows, where Textual writes a frame in pieces, it is that of the platform itself.
    """
    if sys.platform == "win32":
        return platform

    class Saving(platform):  # type: ignore[valid-type, misc]  # a class that is known at run time
        def write(self, data: str) -> None:
            """Write what it takes for the same screen."""
            super().write(shorter(data))

    return Saving
