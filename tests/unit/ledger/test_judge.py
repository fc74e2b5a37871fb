"""Every outcome, from real bodies to what is on screen after them."""

from typing import Any

import pytest

from countwatch.count.changes import Correction
from countwatch.count.figures import Change
from countwatch.ledger.advance import advance
from countwatch.ledger.events import Outcome
from countwatch.ledger.state import WatchState
from countwatch.model.finding import Finding
from countwatch.model.update import FailureKind, Update

from .nights import (
    ELECTION,
    NATIVE,
    Sketch,
    codes,
    document,
    failed,
    last,
    native,
    night,
    outcomes,
    play,
    play_bodies,
    reason,
    received,
    root,
    shown,
    sketch,
    stamp,
    tally,
    update,
)


def test_new_numbers_are_accepted() -> None:
    first, second = play_bodies(native(0), native(1, tally(a=5100)))
    assert outcomes([first, second]) == ["accepted", "accepted"]
    assert (root(first).votes, root(second).votes) == ({"a": 5000, "b": 4000}, {"a": 5100, "b": 4000})
    assert (last(second).reason, last(second).findings, last(second).correction) == (None, (), None)
    assert last(second).published_at == root(second).published_at


def test_a_new_stamp_over_the_same_numbers_is_unchanged_and_shown() -> None:
    first, second = play_bodies(native(0), native(1))
    assert outcomes([first, second]) == ["accepted", "unchanged"]
    assert root(second).votes == root(first).votes
    assert second.snapshot is not None
    assert second.snapshot.published_at != (first.snapshot and first.snapshot.published_at)


def test_what_moves_below_leaves_the_root_unchanged_and_is_shown() -> None:
    first, second = play_bodies(native(0, tally(), tally("north", 50, 40)), native(0, tally(), tally("north", 60, 40)))
    assert outcomes([first, second]) == ["accepted", "unchanged"]
    assert second.snapshot is not None
    assert second.snapshot.tallies[1].votes == {"a": 60, "b": 40}


def test_the_same_bytes_are_not_modified_and_not_decoded_again() -> None:
    form = Sketch()
    first, second, third = play(
        [
            update(1, sketch(0), north=sketch(0, 10, 10)),
            update(2, sketch(0), north=sketch(0, 10, 10)),
            Update(3, received(3), 0.1, (document("root", sketch(0), status=304),)),
        ],
        WatchState(form),
    )
    assert outcomes([first, second, third]) == ["accepted", "not_modified", "not_modified"]
    assert shown(second) == shown(first) == shown(third)
    assert form.decoded == [("root", sketch(0)), ("north", sketch(0, 10, 10))]


FALLS: list[tuple[dict[str, Any], str, int]] = [
    ({"a": 4999}, "votes", -1),
    ({"b": 3990}, "votes", -10),
    ({"blank": 99}, "blank", -1),
    ({"null": 199}, "null", -1),
    ({"cast": 9299}, "cast", -1),
]


@pytest.mark.parametrize("minute", [0, 1, None], ids=["equal stamp", "newer stamp", "no stamp"])
@pytest.mark.parametrize(("fallen", "figure", "by"), FALLS, ids=[figure for _, figure, _ in FALLS])
def test_a_fall_at_the_root_is_a_correction(minute: int | None, fallen: dict[str, Any], figure: str, by: int) -> None:
    first, second = play_bodies(native(0), native(minute, tally(**{"cast": 9300} | fallen)))
    assert outcomes([first, second]) == ["accepted", "correction"]
    correction = last(second).correction
    assert correction is not None
    assert [(change.figure, change.by) for change in correction.changes] == [(figure, by)]
    assert (correction.before_sha256, correction.after_sha256) == (last(first).sha256, last(second).sha256)
    assert ("same_stamp_other_numbers" in codes(second)) == (minute == 0)


def test_a_fall_of_counted_sheets_is_a_correction() -> None:
    sheets = {"total": 1000, "counted": 800, "pending": 195}
    first, second = play_bodies(
        native(0, tally(sheets=sheets)), native(1, tally(sheets=sheets | {"counted": 799, "under_review": 6}))
    )
    assert outcomes([first, second]) == ["accepted", "correction"]
    assert last(second).correction == Correction(
        kind="withdrawn_to_review",
        changes=(Change("counted", 800, 799), Change("under_review", 5, 6)),
        size_votes=0,
        margin_votes=1000,
        margin_share=last(second).correction.margin_share,  # type: ignore[union-attr]  # asserted to be one right here
        leader_changed=False,
        before_sha256=last(first).sha256,
        after_sha256=last(second).sha256,
    )


def test_a_fall_of_what_is_not_counted_is_no_correction() -> None:
    _, second = play_bodies(native(0), native(1, tally(sheets={"under_review": 0, "pending": 20})))
    assert outcomes([second]) == ["accepted"]


def test_equal_stamp_and_more_votes_is_accepted_with_a_finding() -> None:
    _, second = play_bodies(native(0), native(0, tally(a=5001)))
    assert (outcomes([second]), codes(second)) == (["accepted"], {"same_stamp_other_numbers"})


COLLAPSES: list[tuple[str, dict[str, Any]]] = [
    ("more than 1 %", tally(a=4949)),
    ("to zero", tally(a=0)),
    ("all to zero", tally(a=0, b=0, sheets={"counted": 0, "pending": 95})),
    ("counted sheets", tally(sheets={"counted": 79, "pending": 16})),
    ("empty list", tally() | {"votes": {}}),
]


@pytest.mark.parametrize(("name", "collapse"), COLLAPSES, ids=[name for name, _ in COLLAPSES])
def test_a_collapse_is_held_twice_and_believed_at_the_third(name: str, collapse: dict[str, Any]) -> None:
    good, *held, believed, after = play_bodies(
        native(0), native(1, collapse), native(2, collapse), native(3, collapse), native(4, collapse)
    )
    assert outcomes([good, *held, believed, after]) == ["accepted", "held", "held", "correction", "unchanged"]
    assert [shown(state) for state in held] == [shown(good)] * 2
    assert [last(state).reason.facts["held"] for state in held] == [1, 2]  # type: ignore[union-attr]  # a held update always has one
    assert root(believed).votes == collapse["votes"]
    assert believed.ledger.tally(4, "nation") is not None


def test_a_collapse_of_the_very_same_bytes_is_believed_too() -> None:
    zero = native(1, tally(a=0, b=0))
    states = play_bodies(native(0), zero, zero, zero, zero)
    assert outcomes(states) == ["accepted", "held", "held", "correction", "not_modified"]


def test_one_percent_is_a_correction_and_not_held() -> None:
    _, second = play_bodies(native(0), native(1, tally(a=4950)))
    assert outcomes([second]) == ["correction"]


def test_sheets_that_are_no_longer_told_are_no_collapse() -> None:
    _, second = play_bodies(native(0), native(1, tally(a=5001, sheets={"counted": None, "under_review": None})))
    assert (outcomes([second]), root(second).sheets.counted) == (["accepted"], None)


GONE = native(9, tally(a=0))


def test_good_numbers_in_between_end_a_hold() -> None:
    states = play_bodies(native(0), GONE, GONE, native(1, tally(a=5001)), GONE, GONE, GONE)
    assert outcomes(states) == ["accepted", "held", "held", "accepted", "held", "held", "correction"]


def test_the_good_bytes_again_end_a_hold() -> None:
    states = play_bodies(native(0), GONE, GONE, native(0), GONE)
    assert outcomes(states) == ["accepted", "held", "held", "not_modified", "held"]


def test_polls_that_fail_in_between_do_not_end_a_hold() -> None:
    first = play([update(1, native(0)), update(2, GONE), failed(3), failed(4, FailureKind.RETRY_LATER)])
    states = first + play([update(5, GONE), update(6, b"<html>"), update(7, GONE)], first[-1])
    assert outcomes(states)[2:] == ["fetch_failed", "retry_later", "held", "rejected", "correction"]


def test_an_update_without_the_root_document_does_not_end_a_hold() -> None:
    gone = sketch(1, a=0)
    states = play(
        [
            update(1, sketch(0), north=sketch(0, 10, 10)),
            update(2, gone),
            update(3, north=sketch(1, 11, 10)),
            update(4, gone),
            update(5, gone),
        ],
        WatchState(Sketch()),
    )
    assert outcomes(states) == ["accepted", "held", "unchanged", "held", "correction"]


def test_an_older_stamp_is_a_stale_edge() -> None:
    first, second = play_bodies(native(5), native(4, tally(a=5100)))
    assert outcomes([first, second]) == ["accepted", "stale_edge"]
    assert last(second).reason == Finding("older_stamp", {"stamp": stamp(4), "shown": stamp(5)}, "nation")
    assert shown(second) == shown(first)
    assert last(second).published_at == last(first).published_at


def test_age_is_measured_against_what_is_on_screen_not_against_what_was_held() -> None:
    states = play_bodies(native(5), native(9, tally(a=0)), native(6, tally(a=5001)))
    assert outcomes(states) == ["accepted", "held", "accepted"]


def test_a_stamp_from_the_future_is_said_and_does_not_silence_the_feed() -> None:
    states = play_bodies(native(0), native(60 * 24 * 365, tally(a=5001)), native(2, tally(a=5002)))
    assert outcomes(states) == ["accepted", "accepted", "accepted"]
    assert [codes(state) for state in states] == [set(), {"stamp_ahead"}, set()]


REJECTED: list[tuple[bytes, str]] = [
    (b"", "empty_body"),
    (b"<!DOCTYPE html><html>try again</html>", "page_not_data"),
    (native(1)[:-1], "invalid_json"),
    (b'{"error": "try again"}', "missing_field"),
    (native(1).replace(b'"blank": 100', b'"blank": NaN'), "not_a_number"),
    (native(1).replace(b'"blank": 100', b'"blank": 100, "blank": 100'), "duplicate_key"),
    (native(1, tally(blank="100", cast=9300)), "wrong_value"),
    (native(1, tally() | {"votes": {"a": 5000.0, "b": 4000}}), "wrong_value"),
    (native(1, tally() | {"votes": {"a": 5000}}), "candidate_missing"),
    (native(1, candidates=[{"id": "a", "name": "Ben"}, {"id": "b", "name": "Ana"}]), "candidates_swapped"),
    (native(1, tally(registered=8999)), "impossible"),
    (native(1, tally(registered_counted=9299)), "impossible"),
    (native(1, tally(sheets={"counted": 101, "under_review": 0})), "impossible"),
    (native(1, tally(sheets={"under_review": 21})), "impossible"),
    (native(1, tally("north")), "missing_root"),
]


@pytest.mark.parametrize(("body", "code"), REJECTED, ids=[f"{n}-{code}" for n, (_, code) in enumerate(REJECTED)])
def test_what_cannot_be_is_rejected_and_the_last_good_numbers_stay(body: bytes, code: str) -> None:
    first, second, third = play_bodies(native(0), body, native(2, tally(a=5001)))
    assert outcomes([first, second, third]) == ["accepted", "rejected", "accepted"]
    assert reason(second) == code
    assert shown(second) == shown(first)
    assert last(second).published_at == last(first).published_at
    assert last(second).sha256 == document("root", body).sha256


FIRST = [(body, code) for body, code in REJECTED if code != "candidates_swapped"]


@pytest.mark.parametrize(("body", "code"), FIRST, ids=[f"{n}-{code}" for n, (_, code) in enumerate(FIRST)])
def test_a_first_update_is_rejected_for_the_same_reasons(body: bytes, code: str) -> None:
    (state,) = play_bodies(body)
    assert (outcomes([state]), reason(state), state.snapshot) == (["rejected"], code, None)


def test_a_first_update_without_votes_is_rejected() -> None:
    (state,) = play_bodies(native(0, tally() | {"votes": {}}, candidates=[]))
    assert (outcomes([state]), reason(state)) == (["rejected"], "no_candidates")


def test_a_candidate_who_was_shown_before_may_not_vanish() -> None:
    alone = tally() | {"votes": {"a": 5000}, "cast": 5300}
    states = play_bodies(native(0), native(1, alone, candidates=[{"id": "a", "name": "Ana"}]))
    assert (outcomes(states), reason(states[1])) == (["accepted", "rejected"], "candidate_missing")


def test_a_candidate_of_the_election_may_not_be_missing() -> None:
    body = native(0, tally() | {"votes": {"a": 5000}}, candidates=[{"id": "a", "name": "Ana"}])
    state = advance(WatchState(NATIVE, ELECTION), update(1, body))
    assert (outcomes([state]), reason(state)) == (["rejected"], "candidate_missing")


def test_the_same_faults_in_a_unit_below_are_findings_and_the_totals_stay() -> None:
    impossible = tally("north", 50, 40, registered=10)
    fewer = tally("south", 50, 40) | {"votes": {"a": 50}}
    first, second = play_bodies(native(0, tally(), tally("north"), tally("south", 50, 40)),
                                native(1, tally(a=5001), impossible, fewer))  # fmt: skip
    assert outcomes([first, second]) == ["accepted", "accepted"]
    assert root(second).votes == {"a": 5001, "b": 4000}
    found = {(finding.code, finding.unit_id) for finding in last(second).findings}
    assert {("impossible", "north"), ("unit_fell", "north"), ("votes_not_given", "south")} <= found


BELOW: list[tuple[bytes, str]] = [
    (b'{"votes": {"a": "10", "b": 10}}', "wrong_value"),
    (sketch(1, 10, 10, registered=5), "impossible"),
    (sketch(1, 9, 10), "unit_fell"),
    (sketch(-1, 12, 10), "unit_older"),
]


@pytest.mark.parametrize(("body", "code"), BELOW, ids=[code for _, code in BELOW])
def test_a_faulty_document_below_is_a_finding_that_names_it(body: bytes, code: str) -> None:
    form = Sketch()
    first, second = play(
        [update(1, sketch(0), north=sketch(0, 10, 10)), update(2, sketch(1, 5001), north=body)],
        WatchState(form),
    )
    assert outcomes([first, second]) == ["accepted", "accepted"]
    assert [(finding.code, finding.document) for finding in last(second).findings] == [(code, "north")]


def test_a_document_below_that_cannot_be_read_keeps_its_last_good_part() -> None:
    form = Sketch()
    gone = document("north", b"", status=404, problem=Finding("status", {"status": 404}))
    first, second, third = play(
        [
            update(1, sketch(0), north=sketch(0, 10, 10)),
            update(2, sketch(1, 5001), north=b'{"votes": {"a": "10"}}'),
            Update(3, received(3), 0.1, (document("root", sketch(2, 5002)), gone)),
        ],
        WatchState(form),
    )
    assert outcomes([first, second, third]) == ["accepted", "accepted", "accepted"]
    assert third.shelf["north"] == first.shelf["north"]
    assert last(third).findings == (Finding("status", {"status": 404}, document="north"),)


def test_a_root_document_that_could_not_be_had_is_rejected_with_its_problem() -> None:
    gone = document("root", b"", status=404, problem=Finding("status", {"status": 404}))
    first, second = play([update(1, native(0)), Update(2, received(2), 0.1, (gone,))])
    assert outcomes([first, second]) == ["accepted", "rejected"]
    assert last(second).reason == Finding("status", {"status": 404}, document="root")


def test_unknown_candidates_and_units_are_accepted_and_said() -> None:
    stranger = tally() | {"votes": {"a": 5000, "b": 4000, "z": 1}, "cast": 9301}
    body = native(0, stranger, tally("moon", 1, 1) | {"votes": {"a": 1, "b": 1, "z": 1}, "cast": 303})
    state = advance(WatchState(NATIVE, ELECTION), update(1, body))
    assert outcomes([state]) == ["accepted"]
    assert codes(state) == {"unknown_candidate", "unknown_unit"}
    assert root(state).votes["z"] == 1


def test_a_candidate_under_another_name_is_accepted_and_said() -> None:
    renamed = [{"id": "a", "name": "Ana María"}, {"id": "b", "name": "Ben"}]
    states = play_bodies(native(0), native(1, candidates=renamed), native(2, candidates=renamed))
    assert outcomes(states) == ["accepted", "unchanged", "unchanged"]
    assert last(states[1]).findings == (
        Finding("candidate_renamed", {"candidate": "a", "before": "Ana", "after": "Ana María"}),
    )
    assert last(states[2]).findings == ()


def test_ids_that_move_between_names_are_seen_under_an_elections_own_names() -> None:
    swapped = native(1, candidates=[{"id": "a", "name": "Ben"}, {"id": "b", "name": "Ana"}])
    states = play([update(1, native(0)), update(2, swapped)], WatchState(NATIVE, ELECTION))
    assert (outcomes(states), reason(states[1])) == (["accepted", "rejected"], "candidates_swapped")


@pytest.mark.parametrize(
    ("kind", "outcome"),
    [
        (FailureKind.FETCH_FAILED, Outcome.FETCH_FAILED),
        (FailureKind.RETRY_LATER, Outcome.RETRY_LATER),
        (FailureKind.REJECTED, Outcome.REJECTED),
    ],
)
def test_a_poll_that_fails_keeps_the_screen(kind: FailureKind, outcome: Outcome) -> None:
    first, second = play([update(1, native(0)), failed(2, kind)])
    assert last(second).outcome is outcome
    assert last(second).reason == Finding("timeout", {"seconds": 30}, document="root")
    assert last(second).sha256 is None
    assert shown(second) == shown(first)


def test_a_first_update_without_the_root_document_shows_nothing() -> None:
    first, second = play(
        [update(1, north=sketch(0, 10, 10)), update(2, sketch(0), north=sketch(0, 10, 10))],
        WatchState(Sketch()),
    )
    assert (outcomes([first, second]), reason(first)) == (["rejected", "accepted"], "root_missing")
    assert (first.snapshot, first.shelf) == (None, {})
    assert set(second.shelf) == {"root", "north"}


def test_documents_that_are_absent_carry_over_with_their_own_stamp() -> None:
    form = Sketch()
    states = play(
        [
            update(1, sketch(0), north=sketch(0, 10, 10), south=sketch(0, 20, 20)),
            update(2, sketch(1, 5001)),
            update(3, south=sketch(2, 21, 20)),
        ],
        WatchState(form),
    )
    assert outcomes(states) == ["accepted", "accepted", "unchanged"]
    snapshot = states[2].snapshot
    assert snapshot is not None
    assert {each.unit_id: each.votes["a"] for each in snapshot.tallies} == {
        "nation": 5001,
        "north": 10,
        "south": 21,
    }
    stamps = {each.unit_id: each.published_at.isoformat() for each in snapshot.tallies if each.published_at}
    assert stamps == {"nation": stamp(1), "north": stamp(0), "south": stamp(2)}
    assert snapshot.published_at == root(states[1]).published_at


@pytest.mark.parametrize(
    "second",
    [sketch(1, a=0), b'{"votes": {"a": "1", "b": 2}}', sketch(-5, 5001), sketch(1, registered=5)],
    ids=["held", "rejected", "stale_edge", "impossible"],
)
def test_an_update_that_is_not_shown_leaves_the_parts_below_alone(second: bytes) -> None:
    form = Sketch()
    states = play(
        [
            update(1, sketch(0), north=sketch(0, 10, 10)),
            update(2, second, north=sketch(1, 11, 10), south=sketch(1, 1, 1)),
            update(3, sketch(2, 5001), north=sketch(1, 11, 10), south=sketch(1, 1, 1)),
        ],
        WatchState(form),
    )
    assert shown(states[1]) == shown(states[0])
    assert last(states[1]).taken == ()
    assert set(last(states[2]).taken) == {"root", "north", "south"}


def test_parts_of_the_roots_stamp_that_do_not_add_up_are_said() -> None:
    body = native(0, tally(), tally("north", 3000, 2000), tally("south", 1999, 2000))
    (state,) = play_bodies(body)
    assert (outcomes([state]), "parts_differ" in codes(state)) == (["accepted"], True)


def test_parts_of_another_stamp_are_not_summed() -> None:
    torn = [
        tally("north", 3000, 2000, published_at=stamp(0)),
        tally("south", 1999, 2000, published_at=stamp(0)),
    ]
    assert "parts_differ" not in codes(play_bodies(native(1, tally(), *torn))[0])


SEQUENCES: list[tuple[str, list[bytes], list[str]]] = [
    ("300 duplicate", [native(0), native(0)], ["accepted", "not_modified"]),
    ("301 out of order", [native(2, tally(a=5001)), native(1)], ["accepted", "stale_edge"]),
    ("302 correction down", [native(0), native(1, tally(a=4997))], ["accepted", "correction"]),
    (
        "303 reset to zero",
        [native(0), *(native(minute, tally(a=0, b=0)) for minute in (1, 2, 3))],
        ["accepted", "held", "held", "correction"],
    ),
    ("304 same stamp, other numbers", [native(0), native(0, tally(a=5001))], ["accepted", "accepted"]),
    (
        "305 candidate vanishes",
        [native(0), native(1, tally() | {"votes": {"a": 5000}}, candidates=night(0)["candidates"][:1])],
        ["accepted", "rejected"],
    ),
    (
        "306 candidate renamed",
        [
            native(0),
            native(1, tally(a=5001), candidates=[{"id": "a", "name": "Eva"}, {"id": "b", "name": "Ben"}]),
        ],
        ["accepted", "accepted"],
    ),
    (
        "307 ids swapped",
        [native(0), native(1, candidates=[{"id": "b", "name": "Ana"}, {"id": "a", "name": "Ben"}])],
        ["accepted", "rejected"],
    ),
    # The native format has no sequence number, so a feed clock that goes back is an older copy.
    ("308 clock back", [native(5), native(3, tally(a=5001))], ["accepted", "stale_edge"]),
]


@pytest.mark.parametrize(("name", "bodies", "expected"), SEQUENCES, ids=[name for name, _, _ in SEQUENCES])
def test_hostile_sequences(name: str, bodies: list[bytes], expected: list[str]) -> None:
    assert outcomes(play_bodies(*bodies)) == expected
