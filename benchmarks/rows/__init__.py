"""The rows, one module each: `measure(effort)` yields the `Row`s of what it measures, each as soon as it is known.

A module's name, with hyphens, is what `--only` takes.
"""

from collections.abc import Callable, Iterable, Iterator
from importlib import import_module
from pkgutil import iter_modules

from benchmarks.measuring import Effort, Row


def names() -> list[str]:
    """Every row's name, sorted."""
    return sorted(module.name.replace("_", "-") for module in iter_modules(__path__))


def measure(name: str, effort: Effort) -> Iterator[Row]:
    """The rows of that name."""
    module = import_module(f"{__name__}.{name.replace('-', '_')}")
    found: Callable[[Effort], Iterable[Row]] = module.measure
    yield from found(effort)
