"""What each panel shows, as values: words and numbers ready to paint, and no meaning left to decide.

Named tuples, so that the first frame needs nothing heavy: two dozen dataclasses take 8 ms to be made. Text is in the
reader's language and clean; colours are #rrggbb from the election file and never carry a meaning alone.
"""

from collections.abc import Callable, Sequence
from datetime import datetime
from typing import Literal, NamedTuple

from countwatch.present.chart_views import ChartView, Mark
from countwatch.present.tile_views import TileMap

Role = Literal["plain", "dim", "strong", "note", "warn", "alert"]
"""How a line is weighed: `note` is calm information, `warn` wants a look, `alert` wants one now."""

SegmentKind = Literal["counted", "under_review", "pending"]


class Line(NamedTuple):
    """One line of text and its weight; `short` says the same for where there is little room ("" for no other way)."""

    text: str
    role: Role = "plain"
    short: str = ""


class HeaderView(NamedTuple):
    """The top line, most important first, each part ready to be left out when there is no room.

    `badge` is LIVE, REPLAY, STALE or the like; `banner` one line below, only when something is wrong.
    """

    title: str
    badge: str
    badge_role: Role
    source: str
    stamp: str
    age: str
    next_poll: str
    chain: str
    recording: Line | None
    banner: Line | None


class CandidateView(NamedTuple):
    """One candidate: `share` such as "50.269 %", `votes` such as "8,548,929", `change` such as "+5,784".

    `fraction` is the share from 0 to 1, for a bar; None where unknown.
    """

    id: str
    label: str
    party: str
    share: str
    votes: str
    change: str
    colour: str
    glyph: str
    ahead: bool
    fraction: float | None = None


class LeadView(NamedTuple):
    """Who is ahead in the count so far, by how much, and how that came. `label` is empty on a tie.

    `chart` is over the count, `timed` the same over time. `second` says in one line who is second before
    whom, where there are more than two; else "". `short_title` and `short_second` are for where there is little room.
    """

    title: str
    label: str
    colour: str
    glyph: str
    votes: str
    points: str
    change: str
    sentence: str
    chart: ChartView
    timed: ChartView | None = None
    second: str = ""
    short_title: str = ""
    short_second: str = ""


class Segment(NamedTuple):
    """One state of the tally sheets: its share of the bar (0 to 1), and its words."""

    kind: SegmentKind
    label: str
    share: float
    percent: str
    sheets: str


class SheetsView(NamedTuple):
    """The bar of tally sheets. Every percentage is of `total`; `processed` is "" where the feed has none.

    `pace` says how fast sheets come, with a small curve of it; "" where that is unknown. `footnote` is on rounding.
    """

    title: str
    segments: tuple[Segment, ...]
    total: str
    processed: str
    inside: str
    ballots: tuple[Line, ...]
    pace: str = ""
    footnote: str = ""


class PanelView(NamedTuple):
    """A titled panel of lines."""

    title: str
    lines: tuple[Line, ...]


class Step(NamedTuple):
    """One legal stage: done, current or ahead. `short` is its name without who rules there."""

    label: str
    state: Literal["done", "current", "ahead"]
    short: str = ""


class ProclamationView(NamedTuple):
    """The stages and the countdown. `digits` is "50d 04:37:12" shaped, "" where there is no deadline, or none any more.

    `deadline` says what the countdown runs to, or what was reached so long ago, `deadline_day` only when.
    """

    title: str
    steps: tuple[Step, ...]
    digits: str
    countdown: str
    deadline: str
    lines: tuple[Line, ...]
    deadline_day: str = ""


class RegionRow(NamedTuple):
    """One reporting unit, in raw values: a table formats only the rows it shows.

    `shares` are in the order of `RegionsView.candidates`, in thousandths of a percent; None is unknown.
    `points` is the lead in thousandths of a point, `late` marks a stamp that is not the root's. `parent_id` is
    the nearest unit above that is a row too, `is_parent` says that rows hang from this one.
    """

    id: str
    depth: int
    name: str
    leader: int | None
    shares: tuple[int | None, ...]
    lead: int | None
    counted: int | None
    out: int | None
    valid: int
    stamp: str
    late: bool
    published_at: datetime | None = None
    parent_id: str | None = None
    is_parent: bool = False
    points: int | None = None


class RegionsView(NamedTuple):
    """The table of units. `cells(row)` gives a row's texts in the order of `columns`; `tiles` may be missing.

    `caption` says of when the units are; with `short_title` before it where there is little room.
    """

    title: str
    caption: Line
    columns: tuple[str, ...]
    candidates: tuple[CandidateView, ...]
    rows: Sequence[RegionRow]
    cells: Callable[[RegionRow], tuple[str, ...]]
    tiles: TileMap | None = None
    short_title: str = ""


EntryKind = Literal[
    "lead_change", "correction", "gap", "held", "rejected", "first", "largest", "pace", "finding",
    "calendar", "scheduled", "claim", "concession", "note",
]  # fmt: skip
"""`calendar` is a step of the law that happened, `scheduled` one that a file expects; a `claim` moves nothing."""


class Entry(NamedTuple):
    """One thing that happened: when (the election's clock), what, the update it came with (0 for none), its source."""

    n: int
    at: str
    kind: EntryKind
    text: str
    role: Role = "plain"
    source: str = ""


class HappenedView(NamedTuple):
    """What happened, newest first."""

    title: str
    entries: tuple[Entry, ...]


class ReplayView(NamedTuple):
    """The replay bar: where (0 to 1), how fast, and between which instants. `ended` is paused at the end."""

    phase: str
    paused: bool
    speed: str
    fraction: float
    position: str
    end: str
    marks: tuple[Mark, ...]
    ended: bool = False


class LogRow(NamedTuple):
    """One update in the log."""

    n: int
    received: str
    outcome: str
    stamp: str
    sha256: str
    text: str
    role: Role


class LiveView(NamedTuple):
    """The whole live screen. `empty` says why there are no numbers yet, and what to press."""

    header: HeaderView
    candidates: tuple[CandidateView, ...]
    lead: LeadView
    sheets: SheetsView
    outlook: PanelView
    proclamation: ProclamationView
    regions: RegionsView
    happened: HappenedView
    timeline: HappenedView
    turning: HappenedView
    health: PanelView
    replay: ReplayView | None
    footnote: str
    empty: Line | None
