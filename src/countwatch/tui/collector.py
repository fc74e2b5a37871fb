"""Python's collector of cyclic garbage, kept from walking over and over through all that was loaded at the start."""

import gc

SETTLED_SECONDS = 2.0
"""By then everything is loaded and the first numbers are painted."""


RARELY = (50_000, 20, 100)
"""New objects before a collection, and how many of the young generations before one of the older: a paint makes and
drops thousands, hardly ever in circles."""


def hold() -> None:
    """Collect nothing for now: what is loaded at the start stays."""
    gc.disable()


def settle() -> None:
    """Collect once, and from here on look rarely, and only at what is made later. Does nothing where nobody held it."""
    if gc.isenabled():
        return
    gc.collect()
    gc.freeze()
    gc.set_threshold(*RARELY)
    gc.enable()
