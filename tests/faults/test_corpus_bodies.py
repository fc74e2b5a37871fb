"""Every body of the corpus, and every sequence, over real HTTP: one outcome each, and the night goes on."""

import json
from pathlib import Path

import pytest

from countwatch.ledger.state import WatchState
from countwatch.model.election import Election
from countwatch.present.words import Words
from countwatch.record.reader import Recording
from countwatch.record.verify import verify
from tests.faults.corpus.bodies import BODIES, unknown_units
from tests.faults.corpus.cases import BodyCase, Expect
from tests.faults.corpus.night import WAIT_SECONDS_MAX, Night, event, night, told
from tests.faults.corpus.sequences import SEQUENCES, SequenceCase
from tests.faults.corpus.shapes import LISTED, NATIVE, ONPE_LISTED, SHAPES, Shape
from tests.faults.server import response

PLAYED = [
    pytest.param(shape, case, id=f"{case.number}-{shape.name}-{case.what}".replace(" ", "_"))
    for shape in SHAPES
    for case in BODIES
    if isinstance(case.expected(shape), Expect)
]
SHOWS = {"accepted", "correction", "unchanged"}


def election_of(shape: Shape, case: BodyCase) -> Election:
    if not case.listed:
        return shape.election
    return LISTED if shape is NATIVE else ONPE_LISTED


def expected(shape: Shape, case: BodyCase) -> Expect:
    found = case.expected(shape)
    assert isinstance(found, Expect)
    return found


def votes(state: WatchState) -> list[int]:
    assert state.snapshot is not None
    return list(state.snapshot.root.votes.values())


def assert_good_numbers_are_shown_with_their_age(played: Night, good: WatchState, state: WatchState) -> None:
    """Not one figure of the refused body is on screen, and the screen says how old what is there is."""
    assert state.snapshot == good.snapshot
    assert state.shelf == good.shelf
    view, words = played.view(), Words()
    assert [candidate.votes for candidate in view.candidates] == [words.count(count) for count in votes(good)]
    assert view.header.banner is not None
    assert "the last good numbers stay" in view.header.banner.text
    assert "ago" in view.header.age
    assert any("last good copy" in line.text and "ago" in line.text for line in view.health.lines)


@pytest.mark.parametrize(("shape", "case"), PLAYED)
async def test_a_body_after_a_good_one(shape: Shape, case: BodyCase, tmp_path: Path) -> None:
    wanted, body = expected(shape, case), case.make(shape)
    async with night(shape.form, election_of(shape, case), tmp_path) as played:
        good = await played.poll(response(shape.good(0)))
        state = await played.poll(response(body))
        assert event(state).outcome.value == wanted.outcome, told(state)
        assert wanted.code is None or wanted.code in told(state)
        if wanted.outcome not in SHOWS:
            assert_good_numbers_are_shown_with_their_age(played, good, state)
        if case.name is not None:
            assert [case.name] == [one.label for one in played.view().candidates if one.label == case.name]
        after = await played.poll(response(shape.good(2)))
        assert played.waits[-1] <= WAIT_SECONDS_MAX
        # A stamp of the future that was shown proves nothing about what comes after it.
        assert event(after).outcome.value in {"accepted", "correction"}
        assert sorted(votes(after))[-2:] == votes_of(shape, 2)
    assert_recorded(played.path, body)


def votes_of(shape: Shape, step: int) -> list[int]:
    value = shape.value(step)
    if shape is NATIVE:
        return sorted(value["tallies"][0]["votes"].values())
    return sorted(int(row["TOTAL_VOTOS"].replace(",", "")) for row in value["results"][:2])


def assert_recorded(path: Path, body: bytes) -> None:
    """What was refused is kept as it came, in a recording that verifies."""
    assert verify(path).problem is None
    with Recording.open(path) as recording:
        assert recording.update(2).documents[0].body == body


@pytest.mark.parametrize("shape", SHAPES, ids=lambda shape: shape.name)
def test_a_body_that_is_the_first_one(shape: Shape, tmp_path: Path) -> None:
    from tests.unit.ledger.nights import last, play, update

    for case in BODIES:
        wanted = case.expected(shape)
        if isinstance(wanted, str):
            continue
        first = WatchState(shape.form, election_of(shape, case))
        came = update(1, **{shape.form.root_key: case.make(shape)})
        (state,) = play([came], first)
        outcome = last(state).outcome.value
        assert outcome == (wanted.first or wanted.outcome), (case.number, told(state))
        assert (state.snapshot is not None) == (outcome in SHOWS)


@pytest.mark.parametrize("shape", SHAPES, ids=lambda shape: shape.name)
@pytest.mark.parametrize("case", SEQUENCES, ids=lambda case: str(case.number))
async def test_a_sequence(shape: Shape, case: SequenceCase, tmp_path: Path) -> None:
    async with night(shape.form, shape.election, tmp_path) as played:
        state = played.watch.state
        outcomes = []
        for body in case.make(shape):
            before, state = state, await played.poll(response(body))
            outcomes.append(event(state).outcome.value)
            if outcomes[-1] in {"held", "rejected", "stale_edge"}:
                assert_good_numbers_are_shown_with_their_age(played, before, state)
        assert outcomes == list(case.outcomes)
        assert case.code is None or case.code in told(state)
        after = await played.poll(response(shape.good(4)))
        assert event(after).outcome.shows
        assert sorted(votes(after)) == votes_of(shape, 4)


async def test_a_unit_that_nobody_knows_is_said_and_never_merged(tmp_path: Path) -> None:
    (case,) = (case for case in BODIES if case.number == 262)
    body = case.make(NATIVE)
    assert unknown_units(body) == ["moon"]
    async with night(NATIVE.form, LISTED, tmp_path) as played:
        await played.poll(response(NATIVE.good(0)))
        state = await played.poll(response(body))
        assert {"unknown_unit", "unknown_candidate"} <= told(state)
        assert state.snapshot is not None
        assert {tally.unit_id for tally in state.snapshot.tallies} == {"nation", "north", "moon"}


async def test_a_fault_in_one_unit_below_the_root_is_a_finding(tmp_path: Path) -> None:
    value = NATIVE.value(1)
    value["tallies"][1] |= {"cast": 900, "registered": 10}
    async with night(NATIVE.form, NATIVE.election, tmp_path) as played:
        await played.poll(response(NATIVE.good(0)))
        state = await played.poll(response(json.dumps(value).encode()))
        assert event(state).outcome.value == "accepted"
        assert "impossible" in told(state)
        assert sorted(votes(state)) == votes_of(NATIVE, 1)
