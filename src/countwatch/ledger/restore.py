"""Going back to an update that was folded before: the same documents, decoded again, and no second fold."""

from collections.abc import Callable

from countwatch.ledger.reading import Held
from countwatch.ledger.state import WatchState
from countwatch.model.update import Document


def restore(state: WatchState, n: int, document: Callable[[int, str], Document]) -> WatchState:
    """The state after update `n`, which the ledger already has. `document(n, key)` reads a body again.

    Parts still on the shelf of `state` are not decoded twice. The cost does not depend on `n`.
    """
    shelf: dict[str, Held] = {}
    for key, row in state.ledger.sources(n).items():
        held = state.shelf.get(key)
        if held is None or held.n != row:
            source = document(row, key)
            held = Held(source.sha256, state.form.decode(key, source.body, state.election), row)
        shelf[key] = held
    assembly = None
    if shelf:
        parts = {key: held.part for key, held in shelf.items()}
        assembly = state.form.assemble(parts, state.election, state.assembly)
    return state.showing(n, shelf, assembly)
