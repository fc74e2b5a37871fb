"""Every HTTP case of the corpus: one outcome, the good numbers stay, the next poll comes and is good."""

from pathlib import Path

import pytest

from countwatch.present.words import Words
from tests.faults.corpus.answers import ANSWERS, ETAG, AnswerCase
from tests.faults.corpus.night import WAIT_SECONDS_MAX, event, night, told
from tests.faults.corpus.shapes import NATIVE
from tests.faults.server import Answer, response

GOOD_VOTES = [Words().count(votes) for votes in (5000, 4000)]


def at_port(answer: Answer, port: int) -> Answer:
    """The same with the server's own port where it is left open."""
    return Answer([part.replace(b"{port}", str(port).encode()) for part in answer.parts], answer.ending)


@pytest.mark.parametrize("case", ANSWERS, ids=lambda case: f"{case.number}-{case.what}".replace(" ", "_"))
async def test_an_answer_after_a_good_one(case: AnswerCase, tmp_path: Path) -> None:
    opened = night(
        NATIVE.form,
        NATIVE.election,
        tmp_path,
        deadline_seconds=case.deadline_seconds,
        over_tls=case.over_tls,
    )
    async with opened as played:
        good = await played.poll(response(NATIVE.good(0), *([ETAG] if case.etag else [])))
        state = await played.poll(at_port(case.answer, played.server.port))
        assert event(state).outcome.value == case.outcome, told(state)
        assert case.code is None or told(state) == {case.code}
        if case.outcome != "accepted":
            assert state.snapshot == good.snapshot
            view = played.view()
            assert [candidate.votes for candidate in view.candidates] == GOOD_VOTES
            assert "ago" in view.header.age
        after = await played.poll(response(NATIVE.good(2)))
        assert event(after).outcome.value == "accepted"
        waited = played.waits[-1]
        wanted = case.waits_seconds or 60
        assert wanted * 0.9 - 1 <= waited <= max(wanted * 1.1, wanted) + 1 or waited <= wanted == 300
        assert waited <= WAIT_SECONDS_MAX
    heads = b"".join(played.server.requests).lower()
    assert b"cookie" not in heads
    assert b"authorization" not in heads


async def test_what_a_header_says_is_never_painted_raw(tmp_path: Path) -> None:
    (case,) = (case for case in ANSWERS if case.number == 425)
    async with night(NATIVE.form, NATIVE.election, tmp_path) as played:
        await played.poll(case.answer)
        await played.poll(case.answer)
    assert b"\x1b" not in played.server.requests[-1]
    assert b"\x1b" not in played.path.read_bytes()


async def test_the_second_of_two_answers_is_nobodys(tmp_path: Path) -> None:
    (case,) = (case for case in ANSWERS if case.number == 409)
    async with night(NATIVE.form, NATIVE.election, tmp_path) as played:
        states = [await played.poll(case.answer) for _ in range(3)]
    assert [event(state).outcome.value for state in states] == ["accepted", "not_modified", "not_modified"]
