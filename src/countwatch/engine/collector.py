"""Python's collector of cyclic garbage, kept from walking through all that was loaded at the start.

It would do so over and over while that is loaded, and once more on the way out: an eighth of a short call.
"""

import gc

SETTLED_SECONDS = 2.0
"""By then everything is loaded and the first numbers are painted."""


RARELY = (50_000, 20, 100)
"""New objects before a collection, and how many of the young generations before one of the older: a paint makes and
drops thousands, hardly ever in circles."""


def hold() -> None:
    """Collect nothing for now: what is loaded at the start stays."""
    gc.disable()


def release() -> None:
    """Collect again, and never look at what was loaded by now. Does nothing where nobody held it."""
    if gc.isenabled():
        return
    gc.freeze()
    gc.enable()


def leave() -> None:
    """Look at nothing on the way out: Python would search all there is once more, and the system takes it anyway."""
    gc.freeze()


def settle() -> None:
    """Collect once, and from here on look rarely, and only at what is made later. Does nothing where nobody held it."""
    if gc.isenabled():
        return
    gc.collect()
    gc.freeze()
    gc.set_threshold(*RARELY)
    gc.enable()
