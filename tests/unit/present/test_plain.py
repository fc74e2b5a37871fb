"""Lines for those who listen: each change is told once, and what did not change is not told."""

from countwatch.ledger.state import WatchState
from countwatch.present.plain import update_lines
from countwatch.present.words import Words
from tests.unit.ledger.nights import NATIVE, failed, native, play, tally, update

WORDS = Words("en_US")


def lines(*states: WatchState) -> list[list[str]]:
    return [update_lines(state, WORDS) for state in states]


def test_a_feed_that_fails_for_an_hour_is_two_sentences_and_its_return_another() -> None:
    body = native(1)
    states = play([update(1, body), *(failed(n) for n in range(2, 62)), update(62, body), update(63, body)])
    first, failure, second, stale, *silence, back, after = lines(*states)
    assert len(first) == 1
    assert len(failure) == 1
    assert failure[0].startswith("8 Jun 02:02, fetch failed: ")
    assert second == []
    assert len(stale) == 1
    assert stale[0].startswith("8 Jun 02:04, the numbers are stale; fetch failed: ")
    assert silence == [[]] * 57
    assert back == ["8 Jun 03:02, a good answer again, with the same numbers."]
    assert after == []


def test_only_what_moved_is_told_of_the_sheets() -> None:
    more = tally(a=5010, sheets={"counted": 81, "pending": 14})
    done = tally(a=5020, sheets={"counted": 95, "pending": 0})
    last = tally(a=5030, sheets={"counted": 96, "under_review": 4, "pending": 0})
    same = tally(a=5040, sheets={"counted": 96, "under_review": 4, "pending": 0})
    bodies = [native(minute, each) for minute, each in enumerate((tally(), more, done, last, same))]
    told = [line for (line,) in lines(*play([update(n, body) for n, body in enumerate(bodies, start=1)]))]
    assert told[0].endswith("; counted 80.000 %, at the boards 5.000 %, pending 15.000 % of 100 tally sheets.")
    assert told[1].endswith("; counted 81.000 %, at the boards 5.000 %, pending 14.000 % of all sheets.")
    assert told[2].endswith("; counted 95.000 %, at the boards 5.000 %, pending 0.000 % of all sheets.")
    assert told[3].endswith("; counted 96.000 %, at the boards 4.000 % of all sheets.")
    assert told[4].endswith("against 44.248 % for Ben (4,000).")


def test_the_lead_that_changes_is_the_sentence() -> None:
    (before,), (after,) = lines(*play([update(1, native(1)), update(2, native(2, tally(b=5001)))]))
    assert before.startswith("8 Jun 00:01, Ana is ahead in the count so far by 1,000 votes, 11.111 points, with 55.")
    assert after.startswith("8 Jun 00:02, the lead changed: Ben is ahead in the count so far by 1 vote, 0.010 points")


def test_a_unit_that_fell_by_what_the_total_fell_is_named_and_not_told_again() -> None:
    units = tally("north", 3000, 2000), tally("south", 2000, 2000)
    fallen = tally("north", 2990, 2000), tally("south", 2000, 2000)
    states = play([update(1, native(1, tally(), *units)), update(2, native(2, tally(a=4990), *fallen))])
    told = lines(*states)[1]
    assert not any(line.startswith("  North: ") for line in told)
    assert told[0].startswith("8 Jun 00:02, correction: Ana −10")
    assert told[0].endswith("units that fell: North.")
    assert told[1].startswith("  Ana is ahead in the count so far by 990 votes")


def test_a_unit_that_fell_otherwise_is_a_sentence_of_its_own() -> None:
    units = tally("north", 3000, 2000), tally("south", 2000, 2000)
    fallen = tally("north", 2980, 2000), tally("south", 2010, 2000)
    states = play([update(1, native(1, tally(), *units)), update(2, native(2, tally(a=4990), *fallen))])
    assert any(line.startswith("  North: a correction below the total: Ana −20") for line in lines(*states)[1])


def test_level_is_said_with_both_shares() -> None:
    (told,) = lines(*play([update(1, native(1, tally(a=4000)))]))
    assert told[0].startswith("8 Jun 00:01, level so far: 50.000 % for Ana (4,000), 50.000 % for Ben (4,000); counted ")


def test_before_anything_came_nothing_is_said() -> None:
    assert update_lines(WatchState(NATIVE), WORDS) == []
