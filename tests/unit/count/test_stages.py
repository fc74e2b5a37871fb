from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from countwatch.count.stages import dated, instant, stages
from countwatch.model.election import CalendarEntry, Deadline, Election, Stage

LIMA = ZoneInfo("America/Lima")
TERM = Deadline(datetime(2021, 7, 28, tzinfo=LIMA), {"en": "the term begins"}, {"en": "what follows is contested"})


def entry(day: date, text: str, **more: object) -> CalendarEntry:
    return CalendarEntry(day, {"en": text}, "a source", **more)  # type: ignore[arg-type]  # fields by name


COUNTED = entry(date(2021, 6, 15), "all counted", stage=Stage.COUNTED, at=datetime(2021, 6, 15, 15, 19, tzinfo=LIMA))
VOTED = entry(date(2021, 6, 6), "voted", stage=Stage.VOTED)
CLAIM = entry(date(2021, 6, 9), "the party's figure", kind="claim")
CONCESSION = entry(date(2021, 7, 19), "will recognise", kind="concession")
DUE = entry(date(2021, 6, 9), "requests are due", status="scheduled")
PROCLAIMED = entry(date(2021, 7, 19), "proclaimed", stage=Stage.PROCLAIMED)
START = entry(date(2021, 7, 28), "term", stage=Stage.IN_OFFICE, status="scheduled")
ELECTION = Election(
    "x", "X", time_zone="America/Lima", deadline=TERM,
    calendar=(COUNTED, VOTED, CLAIM, CONCESSION, DUE, PROCLAIMED, START),
)  # fmt: skip
UNDECIDED = Election("x", "X", time_zone="America/Lima", deadline=TERM, calendar=(VOTED, COUNTED, START))


def lima(month: int, day: int, hour: int = 12) -> datetime:
    return datetime(2021, month, day, hour, tzinfo=LIMA)


@pytest.mark.parametrize(
    ("now", "stage"),
    [
        (lima(6, 6), None),
        (lima(6, 7), Stage.VOTED),
        (lima(6, 15, 15), Stage.VOTED),
        (lima(6, 15, 16), Stage.COUNTED),
        (lima(7, 20), Stage.PROCLAIMED),
        (lima(7, 29), Stage.PROCLAIMED),
    ],
)
def test_only_a_step_that_happened_moves_the_stage(now: datetime, stage: Stage | None) -> None:
    assert stages(ELECTION, now).stage == stage


def test_a_day_without_an_hour_is_over_at_its_end_on_the_elections_clock() -> None:
    assert instant(VOTED, ELECTION) == datetime(2021, 6, 7, 5, tzinfo=UTC)
    assert instant(COUNTED, ELECTION) == COUNTED.at
    assert [one.text["en"] for _, one in dated(ELECTION)][:3] == [
        "voted",
        "the party's figure",
        "requests are due",
    ]


def test_what_is_next_is_scheduled_and_never_what_a_file_knows_of_later_days() -> None:
    assert stages(ELECTION, lima(6, 7)).next == DUE
    assert stages(ELECTION, lima(6, 10)).next == START
    assert stages(ELECTION, lima(7, 30)).next is None


def test_claims_and_concessions_are_kept_apart_and_move_nothing() -> None:
    view = stages(ELECTION, lima(7, 20))
    assert view.said == (CLAIM, CONCESSION)
    assert view.last == PROCLAIMED
    assert set(view.reached) == {Stage.VOTED, Stage.COUNTED, Stage.PROCLAIMED}


def test_time_to_the_deadline() -> None:
    assert stages(ELECTION, lima(6, 7, 19)).remaining == timedelta(days=50, hours=5)
    late = stages(ELECTION, lima(7, 29)).remaining
    assert late is not None
    assert late < timedelta(0)
    assert stages(Election("x", "X"), lima(6, 7)).remaining is None


def test_what_follows_the_deadline_is_contested_only_without_a_proclamation() -> None:
    assert stages(UNDECIDED, lima(7, 27)).contested is None
    assert stages(UNDECIDED, lima(7, 28, 0)).contested == TERM
    assert stages(ELECTION, lima(7, 29)).contested is None
