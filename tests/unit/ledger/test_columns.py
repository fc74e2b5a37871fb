import gc
import hashlib
import tracemalloc
from datetime import UTC, datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from countwatch.count.changes import explain
from countwatch.ledger.columns import Ledger
from countwatch.ledger.events import Event, Outcome
from countwatch.model.finding import Finding
from countwatch.model.snapshot import Sheets, UnitTally

from .nights import received

COUNTS = st.none() | st.integers(0, 10**12)
LIMA = timezone(timedelta(hours=-5))
INSTANTS = st.integers(0, 4 * 10**15).map(
    lambda micros: datetime(1970, 1, 1, tzinfo=UTC) + timedelta(microseconds=micros)
)
STAMPS = st.none() | INSTANTS.map(lambda at: at.astimezone(LIMA))
FINDINGS = st.builds(
    Finding,
    st.sampled_from(["impossible", "unit_fell", "collapse"]),
    st.dictionaries(st.sampled_from(["part", "whole", "stamp"]), st.none() | st.integers() | st.text(max_size=5)),
    st.none() | st.sampled_from(["nation", "north"]),
)
TALLIES = st.builds(
    UnitTally,
    unit_id=st.just("nation"),
    votes=st.dictionaries(st.sampled_from(["a", "b", "c"]), st.integers(0, 10**12), min_size=1),
    published_at=st.none(),
    blank=COUNTS,
    null=COUNTS,
    contested=COUNTS,
    cast=COUNTS,
    registered=COUNTS,
    registered_counted=COUNTS,
    sheets=st.builds(
        Sheets,
        total=COUNTS,
        counted=COUNTS,
        under_review=COUNTS,
        pending=COUNTS,
        annulled=COUNTS,
        not_installed=COUNTS,
    ),
)
DIGESTS = st.none() | st.integers().map(lambda seed: hashlib.sha256(b"%d" % seed).hexdigest())
EVENTS = st.builds(
    Event,
    n=st.just(0),
    outcome=st.sampled_from(Outcome),
    received_at=INSTANTS,
    published_at=STAMPS,
    reason=st.none() | FINDINGS,
    findings=st.lists(FINDINGS, max_size=3).map(tuple),
    correction=st.none() | st.builds(explain, TALLIES, TALLIES),
    sha256=DIGESTS,
    record=DIGESTS,
    elapsed_seconds=st.floats(0, 1e6),
    taken=st.sampled_from([(), ("root",), ("north", "root"), ("north",)]),
)


@given(st.lists(st.tuples(EVENTS, st.none() | TALLIES), max_size=6))
def test_events_come_back_as_they_were_judged(rows: list[tuple[Event, UnitTally | None]]) -> None:
    ledger = Ledger()
    events = [event._replace(n=n) for n, (event, _) in enumerate(rows, start=1)]
    for event, (_, tally) in zip(events, rows, strict=True):
        ledger.append(event, tally)
    assert len(ledger) == len(rows)
    for event in events:
        found = ledger.event(event.n)
        assert found._replace(taken=tuple(sorted(found.taken))) == event


@given(st.lists(TALLIES, min_size=1, max_size=6))
def test_root_figures_come_back_with_unknown_as_unknown(tallies: list[UnitTally]) -> None:
    ledger = Ledger()
    for n, tally in enumerate(tallies, start=1):
        ledger.append(Event(n, Outcome.ACCEPTED, received(n)), tally)
    for n, tally in enumerate(tallies, start=1):
        assert ledger.tally(n, "nation") == tally
        assert ledger.votes_at(n) == tally.votes
        assert ledger.column("cast")[n - 1] == (-1 if tally.cast is None else tally.cast)
        assert [ledger.votes(name)[n - 1] for name in "abc"] == [tally.votes.get(name, -1) for name in "abc"]


def test_before_the_first_good_numbers_there_are_none() -> None:
    ledger = Ledger()
    ledger.append(Event(1, Outcome.REJECTED, received(1)), None)
    assert (ledger.tally(1, "nation"), ledger.votes_at(1), ledger.leader(1), ledger.shown(1)) == (
        None,
        {},
        None,
        None,
    )


def test_an_update_is_folded_once_and_none_may_be_skipped() -> None:
    ledger = Ledger()
    ledger.append(Event(1, Outcome.ACCEPTED, received(1)), UnitTally("nation", {"a": 1}))
    ledger.append(Event(1, Outcome.CORRECTION, received(9)), UnitTally("nation", {"a": 9}))
    assert (len(ledger), ledger.outcome(1), ledger.votes_at(1)) == (1, Outcome.ACCEPTED, {"a": 1})
    with pytest.raises(ValueError, match="3"):
        ledger.append(Event(3, Outcome.ACCEPTED, received(3)), None)
    assert len(ledger) == 1


def test_a_row_that_cannot_be_kept_leaves_no_half_of_itself() -> None:
    ledger = Ledger()
    with pytest.raises(ValueError, match="abc0"):
        ledger.append(Event(1, Outcome.ACCEPTED, received(1), sha256="abc0"), UnitTally("nation", {"a": 1}))
    event = Event(1, Outcome.REJECTED, received(1))
    ledger.append(event, None)
    assert ledger.event(1) == event


def test_a_leader_needs_votes_and_more_of_them() -> None:
    ledger = Ledger()
    for n, votes in enumerate([{"a": 0}, {"a": 0, "b": 0}, {"a": 2, "b": 2}, {"a": 2, "b": 3}], start=1):
        ledger.append(Event(n, Outcome.ACCEPTED, received(n)), UnitTally("nation", votes))
    assert [ledger.leader(n) for n in range(1, 5)] == [None, None, None, "b"]


def test_what_is_asked_up_to_an_update_knows_nothing_later() -> None:
    ledger = Ledger()
    fault = Finding("timeout")
    outcomes = [Outcome.REJECTED, Outcome.ACCEPTED, Outcome.FETCH_FAILED, Outcome.CORRECTION]
    before, after = UnitTally("nation", {"a": 5}), UnitTally("nation", {"a": 4})
    for n, outcome in enumerate(outcomes, start=1):
        ledger.append(
            Event(
                n,
                outcome,
                received(n),
                reason=None if outcome.shows else fault,
                correction=explain(before, after) if outcome is Outcome.CORRECTION else None,
                taken=("root",) if outcome.shows else (),
            ),
            None if n == 1 else before,
        )
    assert [ledger.shown(n) for n in range(1, 5)] == [None, 2, 2, 4]
    assert [list(ledger.shown_rows(n)) for n in (1, 3, 4)] == [[], [2], [2, 4]]
    assert [list(ledger.reasons(n)) for n in (1, 2, 3)] == [
        [(1, fault)],
        [(1, fault)],
        [(1, fault), (3, fault)],
    ]
    assert [len(list(ledger.corrections(n))) for n in (3, 4)] == [0, 1]
    assert [ledger.sources(n) for n in (1, 3, 4)] == [{}, {"root": 2}, {"root": 4}]
    assert ledger.counts(3)[Outcome.CORRECTION] == 0
    assert sum(ledger.counts(4).values()) == 4


def rows_of_a_bad_night(updates: int) -> Ledger:
    """Two candidates; every tenth poll fails for one of a few reasons, every hundredth is a correction."""
    ledger = Ledger()
    before = UnitTally("nation", {"a": 1, "b": 1})
    for n in range(1, updates + 1):
        tally = UnitTally("nation", {"a": 8_000_000 + n, "b": 8_000_000 - n}, cast=17_000_000 + n)
        digest = hashlib.sha256(b"%d" % n).hexdigest()
        failed, corrected = n % 10 == 0, n % 100 == 1
        ledger.append(
            Event(
                n,
                Outcome.FETCH_FAILED if failed else Outcome.CORRECTION if corrected else Outcome.ACCEPTED,
                received(n),
                published_at=received(n),
                reason=Finding("timeout", {"seconds": n // 10 % 3}, document="root") if failed else None,
                findings=(Finding("naive_stamp", {"field": "published_at", "stamps": 1}),) if n % 2 else (),
                correction=explain(before, tally) if corrected else None,
                sha256=digest,
                record=digest,
                elapsed_seconds=0.25,
                taken=() if failed else ("root",),
            ),
            tally,
        )
        before = tally
    return ledger


def test_ten_thousand_updates_take_at_most_600_bytes_each() -> None:
    rows_of_a_bad_night(10)
    gc.collect()
    tracemalloc.start()
    try:
        ledger = rows_of_a_bad_night(10_000)
        gc.collect()
        used, _ = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert len(ledger) == 10_000
    assert used / len(ledger) <= 600


@given(st.lists(st.none() | st.integers(0, 5), max_size=8), st.integers(0, 5), st.booleans())
def test_the_latest_update_with_a_stamp_is_found_whatever_their_order(
    minutes: list[int | None], wanted: int, ordered: bool
) -> None:
    told = sorted(minutes, key=lambda minute: -1 if minute is None else minute) if ordered else minutes
    ledger = Ledger()
    for n, minute in enumerate(told, start=1):
        stamp = None if minute is None else received(minute)
        ledger.append(Event(n, Outcome.ACCEPTED, received(n), published_at=stamp), None)
    for n in range(len(told) + 1):
        rows = [row for row in range(1, n + 1) if told[row - 1] == wanted]
        assert ledger.row_at(received(wanted), n) == (rows[-1] if rows else None)
