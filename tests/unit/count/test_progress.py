from decimal import Decimal

from countwatch.count.progress import normal_sheets, progress, turnout
from countwatch.model.snapshot import Sheets
from tests.unit.count.tallies import tally


def test_the_evening_of_7_june() -> None:
    sheets = Sheets(86_488, 81_712, 1_284, 3_492, annulled=4, not_installed=3)
    done = progress(sheets)
    assert (done.outstanding, done.processed) == (4_776, 82_996)
    assert [str(done.share(part)) for part in (done.counted, done.under_review, done.pending, done.processed)] == [
        "94.478",
        "1.485",
        "4.038",
        "95.962",
    ]
    assert normal_sheets(sheets) == 81_705


def test_a_feed_without_a_review_state_has_no_processed() -> None:
    done = progress(Sheets(total=100, counted=60))
    assert (done.pending, done.outstanding, done.processed, done.under_review) == (40, 40, None, None)


def test_what_is_not_told_stays_unknown() -> None:
    done = progress(Sheets(counted=60))
    assert (done.pending, done.outstanding, done.share(done.counted)) == (None, None, None)
    assert normal_sheets(Sheets()) is None
    assert turnout(tally()) is None


def test_turnout_is_of_the_voters_of_counted_sheets() -> None:
    counted = tally(cast=18_150_627, registered=25_287_954, registered_counted=23_894_437)
    assert turnout(counted) == Decimal("75.962")
