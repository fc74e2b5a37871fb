"""What is kept from one update to the next changes nothing: an update comes to what it comes to with nothing kept."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from countwatch.count.checks import Settled
from countwatch.formats.assembly import assemble
from countwatch.ledger.advance import advance
from countwatch.ledger.judge import judge
from countwatch.ledger.restore import restore
from countwatch.ledger.state import WatchState
from countwatch.model.assembly import Assembly
from countwatch.model.election import Candidate, Election, ReportingUnit
from countwatch.model.part import Part
from countwatch.model.snapshot import UnitTally
from countwatch.model.update import Document, Request, Update
from countwatch.present.outlook import outlook_of

from .nights import ELECTION, NATIVE, document, failed, last, native, received, stamp, tally

REGIONS = {"north": ["n1", "n2"], "south": ["s1", "s2"], "lost": ["x1"]}
FEW = st.integers(0, 2)
MINUTES = st.sampled_from([None, 0, 1, 1, 2, 2])
OFFSETS = st.sampled_from(["+00:00", "+00:00", "-05:00"])


class Districts:
    """Native documents, one a region and one for the nation. `forgetful` takes nothing of the assembly before."""

    name = "districts"
    root_key = "root"
    default_election: str | None = None

    def __init__(self, *, forgetful: bool = False) -> None:
        self._forgetful = forgetful

    def plan(
        self, election: Election | None, earlier: Mapping[str, Document], fetched: Mapping[str, Document]
    ) -> Sequence[Request]:
        return ()

    def decode(self, key: str, body: bytes, election: Election | None) -> Part:
        return NATIVE.decode(key, body, None)

    def assemble(
        self, parts: Mapping[str, Part], election: Election | None, before: Assembly | None = None
    ) -> Assembly:
        return assemble(parts, election, self.root_key, None if self._forgetful else before)


@st.composite
def tallies(draw: st.DrawFn, unit_id: str, a: int) -> dict[str, Any]:
    """A tally that is often that of another draw; now and then it is impossible, or candidates change places."""
    at = draw(MINUTES)
    offset = draw(OFFSETS)
    counted = draw(st.sampled_from([80, 80, 81, 101]))
    made = tally(unit_id, a + draw(FEW), sheets={"counted": counted, "pending": 15 - draw(FEW)})
    if draw(st.integers(0, 5)) == 0:
        made["votes"] = dict(reversed(made["votes"].items()))
    if draw(st.booleans()):
        made["sheets"]["review_reasons"] = draw(st.sampled_from([{"x": 2, "y": 3}, {"y": 3, "x": 2}, {"x": 1}]))
    if at is not None:
        made["published_at"] = stamp(at) if offset == "+00:00" else _elsewhere(at)
    return made


def _elsewhere(minute: int) -> str:
    """The same instant on another clock."""
    return f"2021-06-07T19:{minute:02}:00-05:00"


Body = st.SearchStrategy[bytes]


def regions(draw: st.DrawFn, key: str) -> Body:
    """Bodies of one region in one night: of each unit two or three tallies, in a roster that hardly ever changes."""
    told = [key, *REGIONS[key], *(["n1"] if key == "south" and draw(st.booleans()) else [])]
    few = {one: draw(st.lists(tallies(one, 2500 if one in REGIONS else 1250), min_size=2, max_size=3)) for one in told}

    def written(minute: int | None, parent: str, left_out: str, rows: Mapping[str, dict[str, Any]]) -> bytes:
        units = [{"id": key, "name": key, "parent_id": "nation"}]
        units += [{"id": place, "name": place, "parent_id": parent} for place in REGIONS[key]]
        shown = [row for unit_id, row in rows.items() if unit_id != left_out]
        return native(minute, *shown, root_id=key, units=units)

    rows = st.fixed_dictionaries({one: st.sampled_from(made) for one, made in few.items()})
    parents = st.sampled_from([*[key] * 6, "north"])
    return st.builds(written, MINUTES, parents, st.sampled_from([*[""] * 6, told[-1]]), rows)


@st.composite
def nights(draw: st.DrawFn) -> list[Update]:
    """Up to a dozen polls; documents come again as they were, change a little, are broken, or stay away."""
    few = draw(st.lists(tallies("nation", 5000), min_size=1, max_size=3))
    roots = st.builds(native, MINUTES, st.sampled_from(few))
    below = {key: regions(draw, key) for key in REGIONS}
    broken = {key: one | one | one | st.just(b"<html>") for key, one in below.items()}
    whole, some = st.fixed_dictionaries({"root": roots, **below}), st.fixed_dictionaries({}, optional=below)
    polls = whole | st.fixed_dictionaries({"root": roots}, optional=broken) | some
    come = draw(st.lists(st.integers(0, 9).flatmap(lambda n: polls if n else st.none()), min_size=2, max_size=12))
    return [failed(n) if poll is None else _update(n, poll) for n, poll in enumerate(come, start=1)]


def _update(n: int, poll: Mapping[str, bytes]) -> Update:
    return Update(n, received(n), 0.1, tuple(document(key, body) for key, body in poll.items()))


def forgotten(state: WatchState) -> WatchState:
    """The same state, with nothing kept of what was worked out."""
    return replace(state, form=Districts(forgetful=True), settled=Settled(), branches={})


def archive(updates: Sequence[Update], n: int, key: str) -> Document:
    return next(document for document in updates[n - 1].documents if document.key == key)


@settings(max_examples=80)
@given(nights(), st.sampled_from([None, ELECTION]), st.data())
def test_an_update_comes_to_the_same_with_nothing_kept(
    updates: list[Update], election: Election | None, data: st.DataObject
) -> None:
    state, n = WatchState(Districts(), election), 0
    for _ in range(len(updates) + 4):
        if n == len(updates) or data.draw(st.integers(0, 5)) == 0:
            n = data.draw(st.integers(0, n))
            state = restore(state, n, lambda row, key: archive(updates, row, key))
            continue
        judged, plain = judge(state, updates[n]), judge(forgotten(state), updates[n])
        assert judged.event == plain.event
        assert judged.assembly == plain.assembly
        state = advance(state, updates[n], judged)
        if state.snapshot is not None and data.draw(st.booleans()):
            assert outlook_of(state) == outlook_of(forgotten(state))
        n += 1


@given(nights())
def test_what_is_on_screen_is_written_as_it_came(updates: list[Update]) -> None:
    """Equal stamps of two clocks, and figures in another order, are equal values: those of the last body are shown."""
    state = WatchState(Districts())
    for each in updates:
        state = advance(state, each)
        anew = replace(state, shelf={}, assembly=None)
        there = restore(anew, state.n, lambda row, key: archive(updates, row, key))
        assert repr(state.snapshot) == repr(there.snapshot)


def part(told: Sequence[tuple[str, int]], name: str, title: str | None) -> Part:
    return Part(
        "any",
        tuple(UnitTally(unit_id, {"a": votes}) for unit_id, votes in told),
        candidates=(Candidate("a", "Ana"),),
        units=(ReportingUnit(told[0][0], name),),
        title=title,
    )


UNITS = st.lists(st.sampled_from("rstu"), min_size=1, max_size=4)
ROSTERS = st.tuples(UNITS, st.sampled_from("AAAB"), st.sampled_from([None, None, None, "Runoff"]))


@given(st.fixed_dictionaries({key: st.lists(ROSTERS, min_size=1, max_size=2) for key in ("root", "k", "z")}), st.data())
def test_an_assembly_made_of_the_one_before_is_that_from_the_start(
    rosters: dict[str, list[tuple[list[str], str, str | None]]], data: st.DataObject
) -> None:
    """Parts that tell of the same units bring other figures, and now and then one has another roster."""
    before: Assembly | None = None
    parts: dict[str, Part] = {}
    for new in data.draw(st.lists(st.sets(st.sampled_from(["root", "k", "z"])), min_size=2, max_size=8)):
        for key in new if parts else rosters:
            ids, name, title = data.draw(st.sampled_from(rosters[key]))
            parts[key] = part([(unit_id, data.draw(FEW)) for unit_id in ids], name, title)
        whole = assemble(dict(parts), None, "root")
        before = assemble(dict(parts), None, "root", before)
        assert before == whole
        assert [*before.tree.tallies.items()] == [(one.unit_id, one) for one in whole.snapshot.tallies]
        assert (before.tree.units, before.tree.children) == (whole.tree.units, whole.tree.children)


def test_only_what_is_new_is_another_object() -> None:
    """A region comes again with one of its districts changed: of the rest, the very objects stay."""
    units = [{"id": unit_id, "name": unit_id} for unit_id in ("north", "n1")]
    first = native(0, tally("north"), tally("n1", 20), root_id="north", units=units)
    second = native(0, tally("north"), tally("n1", 21), root_id="north", units=units)
    one = advance(WatchState(Districts()), _update(1, {"root": native(0), "north": first}))
    other = advance(one, _update(2, {"north": second}))
    assert one.assembly is not None
    assert other.assembly is not None
    before, after = one.assembly.tree, other.assembly.tree
    assert after.units is before.units
    assert {unit_id: after.tallies[unit_id] is before.tallies[unit_id] for unit_id in after.tallies} == {
        "nation": True,
        "north": True,
        "n1": False,
    }
    assert other.settled is one.settled
    assert other.branches is one.branches


def test_a_sum_that_came_out_is_looked_at_again_where_a_part_of_it_is_new() -> None:
    units = [{"id": "north", "name": "North"}]
    units += [{"id": place, "name": place, "parent_id": "north"} for place in ("n1", "n2")]

    def region(minute: int, first: int) -> bytes:
        half = {"sheets": {"total": 50, "counted": 40, "under_review": 2, "pending": 8, "annulled": 0}}
        places = [
            tally("n1", first, 10, blank=50, null=100, registered_counted=7_500, **half),
            tally("n2", 30, 10, blank=50, null=100, registered_counted=7_500, **half),
        ]
        whole = tally("north", 50, 20, sheets={"under_review": 4, "pending": 16, "annulled": 0}, cast=370)
        return native(minute, whole, *places, root_id="north", units=units)

    state, found = WatchState(Districts()), []
    for n, first in enumerate([20, 19, 20, 19], start=1):
        state = advance(state, _update(n, {"root": native(n), "north": region(0, first)}))
        found.append([finding.facts["sum"] for finding in last(state).findings if finding.code == "parts_differ"])
    assert found == [[], [49, 369], [], [49, 369]]
