"""Eighteen candidates on every panel: nothing supposes that there are two."""

from datetime import timedelta

from countwatch.model.protocols import FeedStatus
from countwatch.present.bulletin import bulletin
from countwatch.present.history import history_view
from countwatch.present.live import live_view, still
from countwatch.present.names import Names
from countwatch.present.region import document_of, region_view
from countwatch.present.turning import pace_words, turning_view, turns_of
from countwatch.present.unit_rest import share_of
from countwatch.present.views import LiveView
from countwatch.present.words import Words
from tests.unit.present.field import BEGUN_AT, IDS, states

WORDS = Words()
STATUS = FeedStatus("live", "waiting", "First round", "https://results.example/island.json")
STATES = states()
LAST = STATES[-1]


def view(at: int = -1) -> LiveView:
    part = still(STATES[at], "live", WORDS)
    return live_view(part, now=BEGUN_AT + timedelta(hours=3), status=STATUS, recording=None, words=WORDS)


def test_every_candidate_is_there_in_the_order_of_votes_each_told_apart() -> None:
    candidates = view().candidates
    assert len(candidates) == 18
    assert [one.id for one in candidates[:3]] == ["c01", "c00", "c02"]
    assert len({(one.colour, one.glyph) for one in candidates}) == 18


def test_the_lead_is_between_the_first_two_and_the_second_place_is_told() -> None:
    lead = view().lead
    assert lead.label == "Candidate 01"
    assert lead.votes == "+667"
    assert lead.chart.above == "Candidate 00"
    assert lead.second == "Candidate 00 is second so far, 106 votes (0.101 points) before Candidate 02"


def test_the_chart_has_both_axes_with_the_same_leads_and_marks() -> None:
    lead = view().lead
    assert lead.timed is not None
    assert [votes for _, votes in lead.chart.points] == [votes for _, votes in lead.timed.points]
    assert [mark.kind for mark in lead.chart.marks] == ["lead_change", "correction"]
    assert [round(x, 3) for x, _ in lead.timed.points] == [
        0.0,
        round(10 / 90, 3),
        round(70 / 90, 3),
        round(80 / 90, 3),
        1,
    ]
    assert lead.chart.points[-1][0] == lead.timed.points[-1][0] == 1
    assert (lead.timed.left, lead.timed.right) == ("10 Apr 20:00", "10 Apr 21:30")


def test_the_table_is_a_tree_with_two_of_the_candidates_and_every_share() -> None:
    regions = view().regions
    assert [(row.id, row.depth, row.parent_id, row.is_parent) for row in regions.rows] == [
        ("abroad", 0, None, False),
        ("home", 0, None, True),
        ("coast", 1, "home", False),
        ("hills", 1, "home", False),
    ]
    assert regions.columns == ("unit", "Candidate 01", "Candidate 00", "lead", "counted", "out")
    assert all(len(row.shares) == 18 for row in regions.rows)


def test_the_needed_share_and_the_bulletin_are_of_the_first_two() -> None:
    told = " ".join(line.text for line in view().outlook.lines)
    assert "Candidate 00 needs more than" in told
    text = bulletin(LAST, BEGUN_AT + timedelta(hours=3), STATUS, WORDS)
    assert "Candidate 01 is ahead in the count so far by 667 votes" in text
    assert all(f"Candidate {name[1:]}" in text for name in IDS)


def test_turning_points_are_of_the_first_place() -> None:
    turns = turns_of(LAST)
    assert [(point.n, point.kind) for point in turns.points] == [(3, "lead_change"), (4, "correction")]
    entries = turning_view(LAST, turns, "live", Names(LAST), WORDS).entries
    texts = {entry.kind: entry.text for entry in entries}
    assert texts["lead_change"] == "lead changed: Candidate 01 +720; before, Candidate 00 +120 (10 Apr 20:10)"
    assert texts["correction"] == (
        "correction: Candidate 01 −50 (sheet typed again); largest fall 50 votes, 6.944 % of the margin before; "
        "the margin moved by −50; the order stays; units that fell: Coast, Home"
    )
    assert "pace to 10 Apr 21:30: 18 tally sheets/h" in texts["pace"]


def test_no_pace_and_no_gap_where_there_is_one_reading() -> None:
    turns = turns_of(STATES[0])
    assert turns.paces == ()
    assert pace_words(STATES[0], turns, WORDS) == ""
    assert turns.points == ()


def test_a_region_in_full() -> None:
    part = still(LAST, "live", WORDS)
    found = region_view(LAST, "coast", part.outlook, part.names, WORDS)
    assert found is not None
    assert found.path == "Nation › Home"
    assert [one.label for one in found.candidates[:2]] == ["Candidate 01", "Candidate 02"]
    assert len(found.candidates) == 18
    assert found.out[0].text == "39 tally sheets out"
    assert "region" in found.out[1].text
    assert [(entry.n, entry.kind) for entry in found.fell] == [(4, "correction")] * len(found.fell)
    assert "fell with the total: sheet typed again" in {entry.text for entry in found.fell}
    assert region_view(LAST, "nowhere", part.outlook, part.names, WORDS) is None


def test_what_is_out_in_a_half_is_the_sum_of_its_regions() -> None:
    part = still(LAST, "live", WORDS)
    assert part.outlook is not None
    assert part.outlook.rest is not None
    shares = {name: share_of(part.outlook.rest, name, part.names) for name in ("home", "coast", "hills", "nation")}
    home, coast, hills = (shares[name] for name in ("home", "coast", "hills"))
    assert home is not None
    assert coast is not None
    assert hills is not None
    assert (home.sheets, coast.sheets, hills.sheets) == (78, 39, 39)
    assert home.votes == coast.votes + hills.votes
    assert home.net_votes == coast.net_votes + hills.net_votes
    assert share_of(part.outlook.rest, "nowhere", part.names) is None


def test_the_history_has_a_row_for_each_document_that_changed_the_unit() -> None:
    assert document_of(LAST, "coast") == "root"
    assert list(LAST.ledger.rows_of("root", LAST.n)) == [1, 2, 3, 4, 5]
    assert list(LAST.ledger.rows_of("root", 2)) == [1, 2]
    tallies = [
        (state.n, tally)
        for state in STATES
        if state.snapshot
        for tally in state.snapshot.tallies
        if tally.unit_id == "coast"
    ]
    view = history_view(LAST, "coast", [*tallies, (6, tallies[-1][1])], Names(LAST), WORDS)
    assert [row.n for row in view.rows] == [5, 4, 3, 2, 1]
    assert view.columns == ("as of", "Candidate 01", "Candidate 02", "lead", "counted", "change")
    assert view.rows[1].cells[-1] == "−50"
    assert view.rows[1].role == "note"
    assert view.rows[-1].cells == ("10 Apr 20:00", "780", "760", f"{Names(LAST).glyph('c00')} +20", "20.00", "")
