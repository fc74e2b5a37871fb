"""The fold: one update more. Pure but for the ledger, whose rows are written once and never change."""

from countwatch.ledger.judge import Judgement, judge
from countwatch.ledger.state import WatchState
from countwatch.model.update import Update


def advance(state: WatchState, update: Update, judgement: Judgement | None = None) -> WatchState:
    """The state after an update. Judges it, unless that was done before: in a thread, for a heavy one."""
    judgement = judgement or judge(state, update)
    snapshot = judgement.snapshot
    state.ledger.append(judgement.event, snapshot.root if snapshot else None)
    return WatchState(
        form=state.form,
        election=state.election,
        n=judgement.event.n,
        shelf=judgement.shelf,
        snapshot=snapshot,
        ledger=state.ledger,
    )
