"""The fold: one update more. Pure but for the ledger, whose rows are written once and never change."""

from countwatch.ledger.judge import Judgement, judge
from countwatch.ledger.state import WatchState
from countwatch.model.update import Update


def advance(state: WatchState, update: Update, judgement: Judgement | None = None) -> WatchState:
    """The state after an update. Judges it, unless that was done before: in a thread, for a heavy one."""
    judgement = judgement or judge(state, update)
    shown = judgement.assembly
    state.ledger.append(judgement.event, shown.snapshot.root if shown else None)
    return state.showing(judgement.event.n, judgement.shelf, shown)
