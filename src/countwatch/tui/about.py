"""What each panel shows and what its figures mean, for the help on the one in focus."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from countwatch.present.vocabulary import msg
from countwatch.tui.keys import IN_CANDIDATE, IN_LISTS, IN_MAP, IN_REGIONS, Key
from countwatch.tui.screens.regions import RegionsScreen
from countwatch.tui.widgets.candidate import CandidatePanel
from countwatch.tui.widgets.region_map import RegionMap
from countwatch.tui.widgets.rows import Rows

if TYPE_CHECKING:
    from textual.screen import Screen


@dataclass(frozen=True, slots=True)
class About:
    """A panel's name, a few sentences about it, and the keys that are its own."""

    heading: str
    sentences: tuple[str, ...]
    keys: tuple[Key, ...] = ()


_CANDIDATE = (
    msg("A candidate"),
    (
        msg("The share is of the valid votes that are counted so far: blank and null votes are not among them."),
        msg("Beside the votes stands what the last change of the count added or took."),
    ),
)
_HAPPENED = msg("What happened in the count and in the calendar, newest first. Opening a line moves a replay there.")
_FEED = (
    msg("Feed"),
    (
        msg("When the last good copy came, how many updates came to which outcome, and the hash of the chain."),
        msg("What is odd about the reading on screen is said here too; it moves no figure."),
    ),
)

PANELS: dict[str, tuple[str, tuple[str, ...]]] = {
    "first": _CANDIDATE,
    "second": _CANDIDATE,
    "field": (
        msg("The candidates"),
        (
            msg("Each with the share of the valid votes that are counted so far, in the order of their votes."),
            msg("Opening one of the first two sorts the regions by its share."),
        ),
    ),
    "lead": (
        msg("Lead in the count so far"),
        (
            msg("How many votes the first is ahead of the second, and how many percentage points of the valid votes."),
            msg("The chart shows how that went: its middle line is zero, signs mark changes and corrections."),
        ),
    ),
    "sheets": (
        msg("Tally sheets"),
        (
            msg("Counted {sheets} are in the totals; those at {boards} and the pending ones are not."),
            msg("Processed is counted and at {boards} together: it may be 100 % days before the count is."),
            msg("Turnout is of the registered voters of the counted {sheets} only."),
        ),
    ),
    "outlook": (
        msg("Still out"),
        (
            msg("How many {sheets} and votes are not counted yet, and what share of them would change the order."),
            msg("It is arithmetic on what is counted, with its assumptions said, and no forecast."),
        ),
    ),
    "proclamation": (
        msg("Proclamation"),
        (
            msg("The steps of the law: done, under way, ahead. Counted is not proclaimed."),
            msg("The time runs to the deadline that the election file gives, with its source."),
        ),
    ),
    "regions": (
        msg("Home, abroad and regions"),
        (
            msg("Each unit's shares, the lead of who is ahead there, what is counted, how many {sheets} are out."),
            msg("Units may be older than the total: the line below the table says from when they are."),
        ),
    ),
    "map": (
        msg("Map of the regions"),
        (
            msg("One tile a region: sign and colour of who is ahead there, by how many points, how much is in."),
            msg("All tiles are of one size: they say where, and not how many votes there are."),
        ),
    ),
    "detail": (
        msg("One region"),
        (
            msg("Its shares, its {sheets}, what is out, every figure that fell, each document that changed it."),
            msg("Opening a line that belongs to an update moves a replay there."),
        ),
    ),
    "happened": (msg("What happened"), (_HAPPENED,)),
    "timeline": (
        msg("Calendar, claims and count"),
        (_HAPPENED, msg("What somebody claimed stands here with its source; it moves no figure.")),
    ),
    "turning": (
        msg("Turning points"),
        (
            msg("Changes of lead, the largest leads, corrections, gaps and the pace, kind by kind."),
            msg("A gap is a long time without a recorded bulletin; none may have been published, or none was kept."),
        ),
    ),
    "health": _FEED,
    "log": (
        msg("Updates"),
        (
            msg("Every update that came, its one outcome, its stamp and the hash of its bytes, newest first."),
            msg("Opening a line shows those bytes as they came."),
        ),
    ),
    "feeds": (
        msg("Feeds side by side, never merged"),
        (msg("Each feed with its own figures. They are held against each other only where their stamps are equal."),),
    ),
}
"""A heading and sentences, by the id of the panel."""

_NOWHERE = About(
    msg("This screen"),
    (msg("Tab goes from panel to panel, a click goes straight to one; help then says what that one shows."),),
)


def about(screen: "Screen[object]") -> About:
    """What there is to say of the panel in focus; of the screen where there is none."""
    focused = screen.focused
    nodes = [] if focused is None else list(focused.ancestors_with_self)
    found = next((PANELS[node.id] for node in nodes if node.id in PANELS), None)
    if found is None:
        return _NOWHERE
    keys: tuple[Key, ...] = ()
    if isinstance(focused, RegionMap):
        keys = IN_MAP
    elif isinstance(focused, CandidatePanel):
        keys = IN_CANDIDATE
    elif isinstance(focused, Rows):
        keys = IN_LISTS
    return About(*found, (*keys, *(IN_REGIONS if isinstance(screen, RegionsScreen) else ())))
