"""Splits of any count, at any mixture of stamps, against the plain slow ones."""

from datetime import timedelta

from hypothesis import given, settings
from hypothesis import strategies as st

from countwatch.count.covers import Covers
from countwatch.count.split import current_split, earlier_split, mixes_branches
from countwatch.model.snapshot import Sheets, UnitTally
from countwatch.model.tree import UnitTree
from tests.unit.count import plain_split
from tests.unit.count.tallies import snapshot, stamp, unit

ROOT, PAIR = "root", ("a", "b")
MINUTES = [stamp("06-07T18:00") + timedelta(minutes=minute) for minute in range(3)]
STAMPS = st.sampled_from([*MINUTES, *MINUTES, None])

few = st.integers(0, 2)
seldom = st.integers(0, 7).map(lambda number: number == 0)


@st.composite
def tallies(draw: st.DrawFn, unit_id: str, figures: st.SearchStrategy[int] = few) -> UnitTally:
    """A tally of small figures, so that parts often come to their whole; now and then one is not told."""
    return UnitTally(
        unit_id,
        {"a": draw(figures), "b": draw(figures), "c": draw(st.just(0) | figures)},
        published_at=draw(STAMPS),
        sheets=Sheets(
            counted=None if draw(seldom) else draw(figures),
            under_review=None if draw(seldom) else draw(st.just(0) | figures),
            pending=draw(figures),
        ),
    )


@st.composite
def contests(draw: st.DrawFn) -> tuple[UnitTree, UnitTally]:
    """A root and up to nine units below it in any tree; some of them may not have reported."""
    units = [unit(ROOT, None, "nation")]
    for number in range(draw(st.integers(0, 9))):
        parent = draw(st.just(ROOT) | st.sampled_from([one.id for one in units]))
        units.append(unit(f"u{number}", parent, draw(st.sampled_from(["region", "domestic", "abroad"]))))
    root = draw(tallies(ROOT, st.integers(0, 6)))
    told = [draw(tallies(one.id)) for one in units[1:] if not draw(seldom)]
    return UnitTree.of(snapshot((root, *told), tuple(units))), root


readings = st.lists(tallies(ROOT, st.integers(0, 6)), min_size=1, max_size=6)


@settings(max_examples=400)
@given(contests(), st.data())
def test_splits_are_those_of_the_plain_way(contest: tuple[UnitTree, UnitTally], data: st.DataObject) -> None:
    tree, root = contest
    then = {tally.published_at: tally for tally in data.draw(readings)}
    covers = Covers(tree, PAIR)
    now, plain_now = current_split(covers, root), plain_split.current(tree, root, PAIR)
    assert (None if now is None else list(now.pieces)) == plain_now
    if now is not None and plain_now is not None:
        assert mixes_branches(covers, now) == plain_split.mixes(tree, plain_now, now.oldest)
    before, plain_before = earlier_split(covers, root, then.get), plain_split.earlier(tree, root, PAIR, then.get)
    assert (None if before is None else list(before.pieces)) == plain_before
