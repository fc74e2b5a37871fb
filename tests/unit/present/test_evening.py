"""The live screen of 7 June 2021, 19:23, as views: what the panels of the product must say."""

import asyncio
from datetime import datetime, timedelta

import pytest

from countwatch.cli.reading import Reading, last_reading
from countwatch.model.finding import Finding
from countwatch.model.protocols import FeedStatus, RecordingStatus
from countwatch.present.bulletin import bulletin
from countwatch.present.happened import happened_view
from countwatch.present.live import live_view, still
from countwatch.present.outlook import outlook_view
from countwatch.present.panels import proclamation_view
from countwatch.present.timeline import timeline_view
from countwatch.present.views import LiveView
from countwatch.present.words import Words
from tests.unit.ledger.nights import BEGUN_AT, native, play_bodies

STAMP = "2021-06-07T19:23:00-05:00"


@pytest.fixture(scope="module")
def evening() -> Reading:
    return asyncio.run(last_reading(None, None, None, STAMP))


@pytest.fixture(scope="module")
def view(evening: Reading) -> LiveView:
    words = Words()
    part = still(evening.state, evening.status.provenance, words)
    now = datetime.fromisoformat(STAMP)
    return live_view(part, now=now, status=evening.status, recording=None, words=words)


def test_shares_and_lead(view: LiveView) -> None:
    assert [(each.label, each.share, each.votes) for each in view.candidates] == [
        ("CASTILLO", "50.269 %", "8,548,929"),
        ("FUJIMORI", "49.731 %", "8,457,547"),
    ]
    assert (view.lead.label, view.lead.votes, view.lead.points) == ("CASTILLO", "+91,382", "0.537 points")
    assert "off by 0.001" in view.footnote


def test_every_state_of_the_sheets_with_its_own_share(view: LiveView) -> None:
    told = {segment.kind: (segment.percent, segment.sheets) for segment in view.sheets.segments}
    assert told == {
        "counted": ("94.478 %", "81,712"),
        "under_review": ("1.485 %", "1,284"),
        "pending": ("4.038 %", "3,492"),
    }
    assert view.sheets.processed == "processed 95.962 % (82,996)"
    assert view.sheets.total == "of 86,488"
    assert "turnout on counted actas 75.962 %" in [line.text for line in view.sheets.ballots]


def test_the_countdown_to_28_july(view: LiveView) -> None:
    assert view.proclamation.countdown == "50 d 4 h 37 m"
    assert view.proclamation.digits == "50d 04:37:00"
    assert "counted is not proclaimed: ONPE counts, JNE proclaims" in [line.text for line in view.proclamation.lines]


def test_units_of_another_bulletin_say_so(view: LiveView) -> None:
    assert view.regions.caption.text == "units as of 7 Jun 18:18 to 7 Jun 18:48"
    assert len(view.regions.rows) == 27


def test_what_is_out_and_what_it_would_take(view: LiveView) -> None:
    told = " ".join(line.text for line in view.outlook.lines)
    for part in ("3,492 actas pending · 1,284 at the boards", "56.410–56.478 %", "705,366–712,764", "1,393,517",
                 "267,258", "67.096 %"):  # fmt: skip
        assert part in told


def test_what_happened_until_then(view: LiveView) -> None:
    kinds = [entry.kind for entry in view.happened.entries]
    assert (kinds.count("lead_change"), kinds.count("correction"), kinds.count("first")) == (1, 1, 1)
    assert not any("100 %" in entry.text for entry in view.happened.entries), "nothing is foretold"


def test_a_bulletin_names_source_stamp_and_hashes(evening: Reading) -> None:
    told = bulletin(evening.state, datetime.fromisoformat(STAMP), evening.status, Words())
    assert "2021-06-07 19:23" in told
    assert "Source: ONPE" in told
    held, event = evening.state.root_held, evening.state.event
    assert held is not None
    assert event is not None
    assert held.sha256 in told
    assert event.record is not None
    assert event.record in told


def test_a_bulletin_says_that_counted_is_not_proclaimed_until_it_is(evening: Reading) -> None:
    before, after = (datetime.fromisoformat(f"2021-07-19T{hour}-05:00") for hour in ("12:00", "20:00"))
    told = [bulletin(evening.state, now, evening.status, Words()) for now in (before, after)]
    assert ["Counted is not proclaimed" in text for text in told] == [True, False]
    assert ["\n2021-07-19: The JNE proclaims" in text for text in told] == [False, True]


def test_the_way_to_a_later_update_is_told_in_updates(evening: Reading) -> None:
    words = Words()
    part = still(evening.state, evening.status.provenance, words)
    now = datetime.fromisoformat(STAMP)
    moving = FeedStatus(
        "replay", "catching_up", "ONPE", "night.cwrec", position=now, starts_at=now, ends_at=now, updates=93,
        fraction=lambda at: 0.0, bound_for=93,
    )  # fmt: skip
    view = live_view(part, now=now, status=moving, recording=None, words=words)
    assert view.replay is not None
    assert view.replay.phase == "catching up, 31 of 93"


def test_what_is_not_written_down_is_told_with_its_reason(evening: Reading) -> None:
    words = Words()
    part = still(evening.state, evening.status.provenance, words)
    now = datetime.fromisoformat(STAMP)
    full = Finding("not_recording", {"path": "night.cwrec", "detail": "disk_full"})
    recording = RecordingStatus("night.cwrec", problem=full, failed_at=now)
    view = live_view(part, now=now, status=evening.status, recording=recording, words=words)
    assert view.header.banner is not None
    assert view.header.banner.text.startswith("night.cwrec: not recording: ")
    assert "tried again by itself" in view.header.banner.text


def test_every_date_of_the_calendar_is_seen_at_its_second_and_nothing_is_said_anew_between_two(
    evening: Reading,
) -> None:
    words, state = Words(), evening.state
    part = still(state, evening.status.provenance, words)
    bound, second = words.of(state.election), timedelta(seconds=1)
    assert len(part.dates) > 5
    for date in part.dates:
        views = [
            live_view(part, now=now, status=evening.status, recording=None, words=words)
            for now in (date - second, date, date + second)
        ]
        assert views[1].happened is views[2].happened
        for view, now in zip(views, (date - second, date, date + second), strict=True):
            assert view.proclamation == proclamation_view(state, now, bound)
            assert view.outlook == outlook_view(state, now, part.names, bound)
            assert view.happened == happened_view(part.counted, part.calendar, now, bound)
            assert view.timeline == timeline_view(part.counted, part.calendar, state.election, now, bound)


def test_a_bulletin_without_an_election_names_its_feed_and_its_clock() -> None:
    """Its stamp is on nobody's own clock then: it must not be quoted as if it were."""
    state = play_bodies(native(40))[-1]
    told = bulletin(state, BEGUN_AT, FeedStatus("live", "waiting", "cne", "http://127.0.0.1/"), Words())
    assert told.splitlines()[0] == "cne: the count so far, as of 2021-06-08 00:40 UTC"
