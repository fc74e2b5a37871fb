"""Candidates as people name them on the command line."""

import difflib
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from countwatch.ledger.state import WatchState


def candidate_id(name: str, state: "WatchState") -> str:
    """The id of a candidate by id, short name or a feed's code. `UsageError` says who was probably meant."""
    candidates = state.snapshot.candidates if state.snapshot else ()
    known = {}
    for candidate in candidates:
        for text in (candidate.id, candidate.label, *candidate.codes):
            known[text.casefold()] = candidate.id
    if name.casefold() in known:
        return known[name.casefold()]
    near = difflib.get_close_matches(name.casefold(), known, n=1)
    hint = f" Did you mean '{known[near[0]]}'?" if near else f" Known are: {', '.join(c.id for c in candidates)}."
    raise click.UsageError(f"no candidate '{name}'.{hint}")
