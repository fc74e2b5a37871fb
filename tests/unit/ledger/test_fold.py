"""Seeking is playing: whatever came, the state at an update is the same however one got there."""

from collections.abc import Sequence

from hypothesis import given
from hypothesis import strategies as st

from countwatch.ledger.advance import advance
from countwatch.ledger.restore import restore
from countwatch.ledger.state import WatchState
from countwatch.model.update import Document, FailureKind, Update

from .nights import Sketch, failed, last, native, play, sketch, tally, update

VOTES = st.sampled_from([5000, 5001, 5002, 4999, 4000])
GOOD = st.builds(
    sketch,
    st.sampled_from([None, 1, 2, 3]),
    VOTES,
    VOTES,
    counted=st.sampled_from([None, 80, 81]),
    registered=st.sampled_from([None, 20_000]),
)
BAD = st.sampled_from(
    [
        b"",
        b"<html>",
        b'{"votes": {}}',
        b'{"votes": {"a": 1}}',
        b'{"votes": {"a": "1"}}',
        sketch(2, registered=9),
    ]
)
BODIES = GOOD | GOOD | GOOD | BAD
BELOW = {"north": BODIES, "south": BODIES}
WHOLE = st.fixed_dictionaries({"root": BODIES}, optional=BELOW)
POLLS = WHOLE | WHOLE | WHOLE | st.fixed_dictionaries({}, optional=BELOW) | st.sampled_from(FailureKind)


@st.composite
def nights(draw: st.DrawFn) -> list[Update]:
    begun = draw(st.lists(st.fixed_dictionaries({"root": GOOD}), max_size=2))
    polls = begun + draw(st.lists(POLLS, min_size=1, max_size=12))
    return [
        failed(n, poll) if isinstance(poll, FailureKind) else update(n, **poll) for n, poll in enumerate(polls, start=1)
    ]


def archive(updates: Sequence[Update], n: int, key: str) -> Document:
    return next(document for document in updates[n - 1].documents if document.key == key)


def everything(state: WatchState) -> dict[str, object]:
    """All that a screen may ask of a state, up to its own update."""
    ledger, n = state.ledger, state.n
    return {
        "n": n,
        "shelf": {key: (held.sha256, held.n, held.part) for key, held in state.shelf.items()},
        "snapshot": state.snapshot,
        "rows": [(ledger.event(row), ledger.votes_at(row), ledger.tally(row, "nation")) for row in range(1, n + 1)],
        "counts": ledger.counts(n),
        "shown": (ledger.shown(n), list(ledger.shown_rows(n))),
        "sources": ledger.sources(n),
        "streak": ledger.held_streak(n),
        "reasons": list(ledger.reasons(n)),
        "corrections": list(ledger.corrections(n)),
    }


@given(nights(), st.data())
def test_seeking_to_any_update_gives_the_state_of_playing_to_it(updates: list[Update], data: st.DataObject) -> None:
    form = Sketch()
    fresh = play(updates, WatchState(form))
    at = [everything(state) for state in fresh]  # noted once the ledger is whole: only rows up to n may count
    here = fresh[-1]
    for n in data.draw(st.lists(st.integers(0, len(updates)), min_size=1, max_size=6)):
        here = restore(here, n, lambda row, key: archive(updates, row, key))
        if n:
            assert everything(here) == at[n - 1]
        else:
            assert (here.snapshot, here.shelf, here.event) == (None, {}, None)


@given(nights(), st.data())
def test_a_state_while_playing_is_the_one_looked_back_at(updates: list[Update], data: st.DataObject) -> None:
    n = data.draw(st.integers(1, len(updates)))
    (*_, then) = play(updates[:n], WatchState(Sketch()))
    whole = play(updates, WatchState(Sketch()))[-1]
    assert everything(then) == everything(restore(whole, n, lambda row, key: archive(updates, row, key)))


@given(nights(), st.data())
def test_folding_again_after_a_rewind_appends_nothing(updates: list[Update], data: st.DataObject) -> None:
    played = play(updates, WatchState(Sketch()))
    end = everything(played[-1])
    n = data.draw(st.integers(0, len(updates)))
    here = restore(played[-1], n, lambda row, key: archive(updates, row, key))
    for each in updates[n:]:
        here = advance(here, each)
        assert here == played[each.n - 1]
    assert len(here.ledger) == len(updates)
    assert here == played[-1]
    assert everything(here) == end


@given(nights())
def test_the_ledger_tells_the_root_on_screen(updates: list[Update]) -> None:
    for state in play(updates, WatchState(Sketch())):
        assert last(state).n == state.n
        tally = state.ledger.tally(state.n, "nation")
        assert tally == (state.snapshot.root if state.snapshot else None)
        assert state.ledger.sources(state.n) == {key: held.n for key, held in state.shelf.items()}


@given(nights())
def test_playing_twice_gives_the_same_events(updates: list[Update]) -> None:
    form = Sketch()
    once, again = play(updates, WatchState(form)), play(updates, WatchState(form))
    assert [last(state) for state in once] == [last(state) for state in again]
    assert once == again


def test_parts_still_on_the_shelf_are_not_decoded_again() -> None:
    form = Sketch()
    updates = [
        update(1, sketch(0), north=sketch(0, 10, 10)),
        update(2, sketch(1, 5001)),
        update(3, sketch(2, 5002)),
    ]
    state = play(updates, WatchState(form))[-1]
    form.decoded.clear()
    restore(state, 2, lambda row, key: archive(updates, row, key))
    assert form.decoded == [("root", sketch(1, 5001))]


def test_a_native_night_is_restored_too() -> None:
    bodies = [native(0), native(1, tally(a=5001)), b"<html>", native(2, tally(a=0)), native(3, tally(a=5000))]
    updates = [update(n, body) for n, body in enumerate(bodies, start=1)]
    states = play(updates)
    for state in states:
        there = restore(states[-1], state.n, lambda row, key: archive(updates, row, key))
        assert everything(there) == everything(state)
