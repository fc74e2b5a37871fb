"""One night for all painters: states of 1,880 units, and the same as ready texts for those that only paint."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from benchmarks.nights import Night, Regional, update
from countwatch.ledger.advance import advance
from countwatch.ledger.state import WatchState
from countwatch.present.live import still
from countwatch.present.words import Words

STATES = 30
REGIONS = 94
"""Regions of 20 units: 1,880 rows."""

CHANGED_SHARE = 0.05


@dataclass(frozen=True)
class Frame:
    """What a painter that only paints is given: three panels of lines, rows of texts, the leads so far."""

    panels: tuple[str, str, str]
    rows: list[tuple[str, ...]]
    leads: list[int]


def states(regions: int = REGIONS, count: int = STATES) -> Iterator[WatchState]:
    """The states after each update; 5 % of the documents are new in each."""
    night, state = Night(regions), WatchState(Regional())
    for n in range(1, count + 1):
        state = advance(state, update(n, night.documents()))
        yield state
        night.count(night.some(CHANGED_SHARE))


def framer() -> Callable[[WatchState], Frame]:
    """Makes frames of the states of one night, in their order."""
    leads: list[int] = []

    def frame(state: WatchState) -> Frame:
        view = still(state, "live", Words())
        first, second = view.candidates
        votes = [int(each.votes.replace(",", "")) for each in (first, second)]
        leads.append(votes[0] - votes[1])
        panels = (
            "\n".join((first.label, first.share, first.votes, first.change)),
            "\n".join((second.label, second.share, second.votes, second.change)),
            "\n".join((view.lead.title, view.lead.votes, view.lead.points, view.lead.change)),
        )
        return Frame(panels, [view.regions.cells(row) for row in view.regions.rows], list(leads))

    return frame
