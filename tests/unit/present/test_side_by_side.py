"""Feeds held against each other: a difference only at one stamp, a lag otherwise, and never a sum."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from countwatch.cli.language import words_for
from countwatch.ledger.advance import advance
from countwatch.ledger.state import WatchState
from countwatch.model.election import Candidate, Election, ReportingUnit
from countwatch.model.finding import Finding
from countwatch.model.protocols import FeedStatus
from countwatch.present.apart import differences
from countwatch.present.comparison import Side, hold_against, tally_of
from countwatch.present.side_by_side import SideBySideView, side_by_side
from countwatch.present.words import UNKNOWN, Words
from tests.unit.ledger.nights import BEGUN_AT, NATIVE, Sketch, failed, native, sketch, tally, update

NOW = BEGUN_AT + timedelta(hours=2)
ELECTION = Election(
    "test", "Test", (Candidate("a", "Ana", codes=("10",)), Candidate("b", "Ben", codes=("20",))),
    (ReportingUnit("nation", "Nation", "nation"),),
)  # fmt: skip


def side(label: str, *bodies: bytes, form: Any = NATIVE, election: Election | None = None) -> Side:
    state = WatchState(form, election)
    for n, body in enumerate(bodies, start=1):
        state = advance(state, update(n, body))
    return Side(state, FeedStatus("live", "waiting", label, f"test:{label}", 60.0))


def show(*sides: Side) -> SideBySideView:
    return side_by_side(sides, NOW, Words())


def cells(view: SideBySideView, feed: int) -> dict[str, str]:
    return {fact: line.text for fact, line in zip(view.facts, view.feeds[feed].cells, strict=True)}


def sentences(view: SideBySideView) -> str:
    return "\n".join(line.text for line in view.sentences)


def test_each_feed_has_its_own_figures() -> None:
    view = show(side("one", native(60)), side("two", native(53, tally(a=4900, sheets={"counted": 78}))))
    assert [feed.label for feed in view.feeds] == ["one", "two"]
    assert cells(view, 0) == {
        "outcome": "accepted", "stamp": "8 Jun 01:00", "age": "1 h 0 min ago", "ahead so far": "Ana",
        "Ana": "5,000", "Ben": "4,000", "lead": "1,000 · 11.111 points", "counted": "80.000 % (80)",
        "against one": "drives the panels",
    }  # fmt: skip
    assert cells(view, 1) == {
        "outcome": "accepted", "stamp": "8 Jun 00:53", "age": "1 h 7 min ago", "ahead so far": "Ana",
        "Ana": "4,900 (−100)", "Ben": "4,000", "lead": "900 · 10.112 points", "counted": "78.000 % (78)",
        "against one": "7 min behind, 2 tally sheets fewer",
    }  # fmt: skip


def test_another_stamp_is_never_a_contradiction() -> None:
    view = show(side("one", native(60)), side("two", native(53, tally(a=4900, b=4500, sheets={"counted": 78}))))
    assert view.differs is None
    assert sentences(view) == "two is 7 min behind one: 2 tally sheets fewer"
    assert {line.role for line in view.sentences} == {"note"}
    assert view.summary.text == "two: 7 min behind, 2 tally sheets fewer"
    assert view.summary.role == "note"
    assert all(line.role == "plain" for line in view.feeds[1].cells[4:6])


def test_a_feed_that_is_ahead_is_said_to_be() -> None:
    view = show(side("one", native(53)), side("two", native(60, tally(sheets={"counted": 81, "pending": 14}))))
    assert sentences(view) == "two is 7 min ahead of one: 1 tally sheet more"


def test_equal_stamps_and_other_numbers_are_a_difference_that_names_both_feeds_and_figures() -> None:
    view = show(side("one", native(60)), side("two", native(60, tally(a=4993))))
    assert view.differs is not None
    assert view.differs.text == ("votes of Ana: 5,000 in one, 4,993 in two (−7), both stamped 8 Jun 01:00")
    assert view.sentences[0].role == "warn"
    assert "behind" not in sentences(view)
    assert cells(view, 1)["against one"] == "2 figures differ", "the votes, and the ballots cast"
    assert view.feeds[1].cells[4].role == "warn"
    assert view.summary.role == "warn"


def test_equal_stamps_and_numbers_agree() -> None:
    view = show(side("one", native(60)), side("two", native(60)))
    assert view.differs is None
    assert sentences(view) == "two and one give the same numbers at the same stamp"
    assert cells(view, 1)["against one"] == "the same numbers"


def test_what_one_of_them_does_not_tell_is_no_difference() -> None:
    spare = tally()
    del spare["blank"], spare["cast"], spare["registered_counted"]
    told, quiet = side("one", native(60)), side("two", native(60, spare))
    assert differences(told, quiet, Words()) == []
    assert differences(quiet, told, Words()) == []


def test_many_differing_figures_are_counted() -> None:
    more = tally(a=1, b=2, blank=3, null=4, cast=5, registered_counted=6,
                 sheets={"total": 101, "counted": 70, "under_review": 7, "pending": 24})  # fmt: skip
    told = differences(side("one", native(60)), side("two", native(60, more)), Words())
    assert len(told) == 7
    assert told[-1] == "two: 4 more figures differ"


def test_without_a_stamp_nothing_is_called_behind_or_different() -> None:
    view = show(side("one", native(60)), side("two", native(None, tally(a=4900, sheets={"counted": 78}))))
    assert view.differs is None
    assert sentences(view) == "two or one gives no stamp: which one is behind is not known: 2 tally sheets fewer"
    assert cells(view, 1)["stamp"] == "no stamp"


def test_without_sheets_the_votes_tell_how_far_behind() -> None:
    view = show(side("one", sketch(60), form=Sketch()), side("two", sketch(50, a=4990), form=Sketch()))
    assert sentences(view) == "two is 10 min behind one: 10 votes fewer"
    assert cells(view, 1)["counted"] == UNKNOWN


def test_candidates_meet_under_the_elections_own_ids() -> None:
    coded = sketch(60).replace(b'"a"', b'"10"').replace(b'"b"', b'"20"')
    first = side("one", sketch(60), form=Sketch(), election=ELECTION)
    view = show(first, side("two", coded, form=Sketch()))
    assert sentences(view) == "two and one give the same numbers at the same stamp"
    assert (cells(view, 1)["Ana"], cells(view, 1)["Ben"]) == ("5,000", "4,000")
    assert len(view.facts) == 9


def test_a_candidate_whom_one_feed_does_not_have_is_named_and_not_compared() -> None:
    view = show(
        side("one", sketch(60), form=Sketch()), side("two", sketch(60, names={}).replace(b'"b"', b'"c"'), form=Sketch())
    )
    assert sentences(view).splitlines() == [
        "two and one give the same numbers at the same stamp",
        "only one has b",
        "only two has c",
    ]
    assert cells(view, 1)["b"] == UNKNOWN


def test_two_codes_of_one_candidate_are_not_added_up() -> None:
    doubled = b'{"votes": {"a": 10, "10": 20, "b": 5}, "at": 60}'
    other = side("two", doubled, form=Sketch())
    assert tally_of(other.state, ELECTION).votes == {"a": 10, "10": 20, "b": 5}


def test_feeds_of_two_elections_are_not_compared() -> None:
    other = replace(ELECTION, id="another")
    one = side("one", sketch(60), form=Sketch(), election=ELECTION)
    view = show(one, side("two", sketch(60, a=1), form=Sketch(), election=other))
    assert sentences(view) == "two is of another election than one: nothing is compared"
    assert view.differs is None
    assert cells(view, 1)["against one"] == "another election"


def test_a_failing_feed_keeps_its_numbers_and_says_why() -> None:
    broken = side("two", native(60))
    broken = broken._replace(state=advance(broken.state, failed(2)))
    view = show(side("one", native(60)), broken)
    assert cells(view, 1)["outcome"] == "fetch failed"
    assert cells(view, 1)["Ana"] == "5,000"
    assert "two: fetch failed: " in sentences(view)


def test_a_feed_without_numbers_and_one_that_stopped() -> None:
    stopped = side("three", native(60))._replace(stopped=Finding("watch_ended", {"error": "ZeroDivisionError"}))
    view = show(side("one", native(60)), side("two"), stopped)
    assert cells(view, 1)["Ana"] == UNKNOWN
    assert cells(view, 1)["outcome"] == "waiting"
    assert cells(view, 2)["outcome"] == "stopped"
    assert "two has no good numbers yet" in sentences(view)
    assert "three stopped: countwatch itself failed on this feed (ZeroDivisionError)" in sentences(view)


def test_before_any_feed_has_numbers_there_is_a_table() -> None:
    view = show(side("one"), side("two"))
    assert [len(feed.cells) for feed in view.feeds] == [len(view.facts)] * 2


def test_it_is_said_in_spanish() -> None:
    words = words_for("es")
    sides = side("uno", native(60)), side("dos", native(53, tally(sheets={"counted": 78})))
    assert side_by_side(sides, NOW, words).sentences[0].text.startswith("dos va 7 min por detrás de uno: 2 ")


votes = st.integers(0, 10**9)


@given(votes, votes, votes, votes, st.integers(0, 3), st.integers(0, 3))
def test_a_difference_needs_one_stamp_and_two_figures(a: int, b: int, c: int, d: int, at: int, then: int) -> None:
    one = side("one", sketch(at, a, b), form=Sketch())
    two = side("two", sketch(then, c, d), form=Sketch())
    held = hold_against(one.state, two.state)
    if held is None:
        pytest.fail("both have a reading")
    assert held.differs == (at == then and (a, b) != (c, d))
    assert held.lag == timedelta(minutes=at - then)
    assert {change.candidate_id: change.by for change in held.changes} == {
        name: by for name, by in (("a", c - a), ("b", d - b)) if by
    }
    assert bool(differences(one, two, Words())) == held.differs
