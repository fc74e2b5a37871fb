"""Candidates as people name them on the command line."""

from gettext import gettext
from typing import TYPE_CHECKING

import click

from countwatch.cli.spoken import meant

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
    told = gettext("there is no candidate '{name}'; {meant}")
    raise click.UsageError(told.format(name=name, meant=meant(name, known)))
