"""Views made by hand: the screen is tested against what it is handed, and against nothing else."""

from countwatch.present.chart_views import ChartView, Mark
from countwatch.present.views import (
    CandidateView,
    Entry,
    HappenedView,
    HeaderView,
    LeadView,
    Line,
    LiveView,
    LogRow,
    PanelView,
    ProclamationView,
    RegionRow,
    RegionsView,
    ReplayView,
    Segment,
    SheetsView,
    Step,
)
from countwatch.tui.picture import Picture

CASTILLO = CandidateView(
    "castillo",
    "CASTILLO",
    "Perú Libre",
    "50.269 %",
    "8,548,929",
    "+5,784",
    "#D55E00",
    "■",
    ahead=True,
    fraction=0.50269,
)
FUJIMORI = CandidateView(
    "fujimori", "FUJIMORI", "Fuerza Popular", "49.731 %", "8,457,547", "+4,322", "#0072B2", "◆",
    ahead=False, fraction=0.49731,
)  # fmt: skip

HEADER = HeaderView(
    title="Perú · Segunda vuelta 2021",
    badge="REPLAY",
    badge_role="note",
    source="ONPE",
    stamp="updated 19:23",
    age="2 min ago",
    next_poll="next poll 0:41",
    chain="chain 9f3a…",
    recording=None,
    banner=None,
)

CHART = ChartView(
    points=((0.0, -617_443), (0.5, -300_000), (0.8, 25_499), (1.0, 91_382)),
    marks=(Mark(0.8, "lead_change", "lead changed"), Mark(0.95, "correction", "correction")),
    above="CASTILLO",
    below="FUJIMORI",
    above_colour="#D55E00",
    below_colour="#0072B2",
    top="+91,382",
    bottom="+617,443",
    left="67.2 %",
    right="94.5 %",
)

SHEETS = SheetsView(
    title="Actas",
    segments=(
        Segment("counted", "counted", 0.94478, "94.478 %", "81,712"),
        Segment("under_review", "at the boards", 0.01485, "1.485 %", "1,284"),
        Segment("pending", "pending", 0.04038, "4.038 %", "3,492"),
    ),
    total="of 86,488 actas",
    processed="processed 95.962 % (82,996)",
    inside="counted includes 4 annulled",
    ballots=(Line("turnout on counted actas 75.962 %"), Line("blank 117,313"), Line("null 1,026,838")),
)


def region(index: int, name: str, first: int = 65_340) -> RegionRow:
    return RegionRow(
        id=f"{index:06}", depth=1, name=name, leader=0 if first > 50_000 else 1, shares=(first, 100_000 - first),
        lead=52_317 + index, counted=91_670, out=92 + index, valid=170_515, stamp="18:18", late=True,
    )  # fmt: skip


def regions(rows: list[RegionRow]) -> RegionsView:
    return RegionsView(
        title="Home, abroad and regions",
        caption=Line("units as of 7 Jun 18:18", "note", "7 Jun 18:18"),
        short_title="Regions",
        columns=("unit", "CASTILLO", "FUJIMORI", "lead", "counted", "out"),
        candidates=(CASTILLO, FUJIMORI),
        rows=rows,
        cells=lambda row: (
            row.name, f"{(row.shares[0] or 0) / 1000:.2f}", f"{(row.shares[1] or 0) / 1000:.2f}",
            f"■ +{row.lead:,}", f"{(row.counted or 0) / 1000:.2f}", f"{row.out:,}",
        ),
    )  # fmt: skip


NAMES = [
    "Amazonas",
    "Áncash",
    "Apurímac",
    "Arequipa",
    "Ayacucho",
    "Cajamarca",
    "Cusco",
    "Ica",
    "Junín",
    "Lima",
    "Puno",
]

HAPPENED = HappenedView(
    "What happened",
    (
        Entry(27, "7 Jun 18:18", "correction", "correction: FUJIMORI −276", "note"),
        Entry(16, "7 Jun 11:19", "lead_change", "lead changed: CASTILLO +25,499", "strong"),
        Entry(0, "7 Jun", "calendar", "polls closed", "dim"),
        Entry(1, "7 Jun 00:48", "first", "first reading: FUJIMORI +617,443"),
    ),
)

TIMELINE = HappenedView(
    "Calendar, claims and count",
    (
        Entry(0, "28 Jul", "scheduled", "scheduled: the term begins", "dim", "Constitution, article 116"),
        Entry(0, "15 Jun", "claim", "claim: a party says that it is ahead", "dim", "A newspaper, 16 June 2021"),
        *HAPPENED.entries,
    ),
)
TURNING = HappenedView(
    "Turning points",
    (
        Entry(16, "7 Jun 11:19", "lead_change", "lead changed: CASTILLO +25,499", "strong"),
        Entry(1, "7 Jun 00:48", "largest", "largest lead so far: FUJIMORI +617,443"),
    ),
)

LIVE = LiveView(
    header=HEADER,
    candidates=(CASTILLO, FUJIMORI),
    lead=LeadView(
        "Lead in the count so far", "CASTILLO", "#D55E00", "■", "+91,382", "0.537 points", "+1,462",
        "CASTILLO is ahead in the count so far", CHART, short_title="Lead so far",
    ),
    sheets=SHEETS,
    outlook=PanelView(
        "Still out",
        (Line("3,492 actas pending · 1,284 at the boards", "strong"), Line("FUJIMORI needs more than 54.596 % of it")),
    ),
    proclamation=ProclamationView(
        "Proclamation",
        (Step("counted", "current"), Step("boards (JEE)", "ahead"), Step("proclaimed", "ahead")),
        "50d 04:37:00",
        "50 d 4 h 37 m",
        "to 28 July: the constitutional term begins",
        (Line("counted is not proclaimed: ONPE counts, JNE proclaims", "note", "counted is not proclaimed"),),
        "to 28 Jul",
    ),
    regions=regions([region(index, name) for index, name in enumerate(NAMES)]),
    happened=HAPPENED,
    timeline=TIMELINE,
    turning=TURNING,
    health=PanelView("Feed", (Line("32 updates: accepted 31, correction 1"),)),
    replay=ReplayView(
        "playing", paused=False, speed="600×", fraction=0.25, position="7 Jun 19:23", end="29 Jul",
        marks=(Mark(0.1, "lead_change", "lead changed"),),
    ),
    footnote="shares are rounded once, half up",
    empty=None,
)  # fmt: skip


def log_rows(first: int, last: int) -> list[LogRow]:
    return [
        LogRow(n, "7 Jun 19:23", "accepted", "7 Jun 19:23", f"{n:012x}", f"row {n}", "plain")
        for n in range(first, last + 1)
    ]


def picture(view: LiveView = LIVE, updates: int = 500) -> Picture:
    return Picture(view, updates, log_rows)


def with_label(label: str, party: str = "") -> LiveView:
    """The same night with another name everywhere a name can stand."""
    named = CASTILLO._replace(label=label, party=party or label)
    rows = [region(0, label)]
    return LIVE._replace(
        header=HEADER._replace(title=label, source=label, banner=Line(label, "alert")),
        candidates=(named, FUJIMORI),
        lead=LIVE.lead._replace(
            label=label, title=label, sentence=label, chart=CHART._replace(above=label, left=label)
        ),
        sheets=SHEETS._replace(title=label, processed=label, inside=label),
        outlook=PanelView(label, (Line(label),)),
        proclamation=LIVE.proclamation._replace(title=label, deadline=label, steps=(Step(label, "current"),)),
        regions=regions(rows)._replace(
            title=label, caption=Line(label), columns=(label, label, "b", "lead", "c", "out")
        ),
        happened=HappenedView(label, (Entry(1, label, "finding", label),)),
        timeline=HappenedView(label, (Entry(1, label, "claim", label, "dim", label),)),
        turning=HappenedView(label, (Entry(1, label, "lead_change", label),)),
        health=PanelView(label, (Line(label),)),
        footnote=label,
        replay=LIVE.replay._replace(phase=label, position=label) if LIVE.replay else None,
    )
